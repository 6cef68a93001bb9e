/** The three bundles of the desktop app. Plain Vite: electron-vite's table of targets stops before Electron 45. */
import { join } from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { InlineConfig, Plugin } from 'vite';

const root = join(import.meta.dirname, '..');

/** Electron 45's Node and Chromium. */
const nodeTarget = 'node24.18';
const chromiumTarget = 'chrome156';

const shared: InlineConfig = { configFile: false, root, publicDir: false, logLevel: 'warn' };

/** Who starts which worker. */
const workers: Readonly<Record<string, string>> = {
  '/electron/calllog/threads.ts': 'log-worker',
  '/electron/vault/kdf.ts': 'kdf-worker',
  '/electron/otp/import/picture.ts': 'picture-worker',
};

/** A worker is started by its source's name; in the bundle it stands beside main as `.mjs`. */
const workerNames: Plugin = {
  name: 'keybearer:worker-names',
  transform(code, id) {
    const worker = Object.entries(workers).find(([starter]) => id.endsWith(starter))?.[1];
    if (worker === undefined) return null;
    if (!code.includes(`./${worker}.ts`)) throw new Error(`${id} no longer starts ./${worker}.ts`);
    return code.replace(`./${worker}.ts`, `./${worker}.mjs`);
  },
};

/** The hundred tables of endpoints, one of which is loaded with its exchange, stand in a folder of their own. */
const chunkName = ({ facadeModuleId }: { facadeModuleId?: string | null }): string =>
  facadeModuleId?.includes('/endpoint-tables/') ? 'endpoint-tables/[name].mjs' : '[name].mjs';

/**
 * Main and the terminal: ES modules, and their workers beside them. ccxt stays outside: its exchanges are loaded one at a time from
 * its own folder, and all of it would be 25 MB in one file.
 */
export const mainBundle: InlineConfig = {
  ...shared,
  plugins: [workerNames],
  ssr: { noExternal: true, external: ['electron', 'ccxt', 'undici', 'fastify'] },
  build: {
    ssr: true,
    target: nodeTarget,
    outDir: join(root, 'out/main'),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: join(root, 'electron/main.ts'),
        cli: join(root, 'electron/cli.ts'),
        'log-worker': join(root, 'electron/calllog/log-worker.ts'),
        'kdf-worker': join(root, 'electron/vault/kdf-worker.ts'),
        'picture-worker': join(root, 'electron/otp/import/picture-worker.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: chunkName },
    },
  },
};

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
