/** The three bundles of the desktop app. Plain Vite: electron-vite's table of targets stops before Electron 45. */
import { join } from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { exchangePlaces, withoutNativeParts, workerNames } from './bundle-plugins.ts';

const root = join(import.meta.dirname, '..');

/** Electron 45's Node and Chromium. */
const nodeTarget = 'node24.18';
const chromiumTarget = 'chrome156';

const shared: InlineConfig = { configFile: false, root, publicDir: false, logLevel: 'warn' };

/** The hundred tables of endpoints, one of which is loaded with its exchange, stand in a folder of their own. */
const chunkName = ({ facadeModuleId }: { facadeModuleId?: string | null }): string =>
  facadeModuleId?.includes('/endpoint-tables/') ? 'endpoint-tables/[name].mjs' : '[name].mjs';

/**
 * A program for Node: ES modules with all of its dependencies but `outside`, and its workers beside it. ccxt is a bundle
 * of its own (ccxt-bundle.ts) in the folder `../ccxt`: its exchanges are loaded one at a time.
 */
export function nodeBundle(entries: Readonly<Record<string, string>>, outDir: string, target: string): InlineConfig {
  return {
    ...shared,
    plugins: [workerNames, exchangePlaces, withoutNativeParts],
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target,
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: {
          ...entries,
          'log-worker': join(root, 'electron/calllog/log-worker.ts'),
          'kdf-worker': join(root, 'electron/vault/kdf-worker.ts'),
          'picture-worker': join(root, 'electron/otp/import/picture-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: chunkName },
      },
    },
  };
}

/** With the terminal as an entry of its own, nothing of it leans on main, which waits for it (`--cli`). */
export const mainBundle = nodeBundle(
  { main: join(root, 'electron/main.ts'), cli: join(root, 'electron/cli.ts') },
  join(root, 'out/main'),
  nodeTarget,
);

/** The preload: one CommonJS file, since a sandboxed preload can load nothing but `electron`. */
export const preloadBundle: InlineConfig = {
  ...shared,
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: nodeTarget,
    outDir: join(root, 'out/preload'),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { preload: join(root, 'electron/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
};

export const rendererBundle: InlineConfig = {
  ...shared,
  root: join(root, 'renderer'),
  publicDir: join(root, 'renderer/public'),
  base: './',
  // react-aria brings its own words in thirty languages; the window has one.
  plugins: [react(), tailwind(), { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }],
  build: {
    target: chromiumTarget,
    outDir: join(root, 'out/renderer'),
    emptyOutDir: true,
    minify: true,
    // The polyfill is an inline script, which our CSP refuses; Chromium has needed none for years.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The goal is 350 KB of script, gzipped; this is about that before gzip.
    chunkSizeWarningLimit: 1200,
  },
};
