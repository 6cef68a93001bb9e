/** The headless package's programs: the terminal, which is the agent too, and the demo. */
import { join } from 'node:path';
import type { InlineConfig, Plugin } from 'vite';
import { replaceAll } from './bundle-plugins.ts';
import { nodeBundle } from './bundles.ts';

const root = join(import.meta.dirname, '..');
export const headlessOut = join(root, 'out/headless');

/** The demo runs the package's own command and its own copy of ccxt's adapter. */
const demoPlaces: Plugin = {
  name: 'keybearer:demo-places',
  transform(code, id) {
    if (id.endsWith('/scripts/demo/stage.ts'))
      return replaceAll(code, id, [['../../../electron/cli.ts', '../bin/keybearer.mjs']]);
    if (id.endsWith('/scripts/demo/plain-ccxt.ts'))
      return replaceAll(code, id, [
        [
          "(await import('ccxt')).default",
          "{ kraken: (await import(new URL('../ccxt/kraken.js', import.meta.url).href)).default }",
        ],
      ]);
    if (id.endsWith('/scripts/demo.ts')) return replaceAll(code, id, [['npm run --silent keybearer --', 'keybearer']]);
    return null;
  },
};

export function headlessBundle(): InlineConfig {
  const entries = {
    cli: join(root, 'electron/cli.ts'),
    demo: join(root, 'build/scripts/demo.ts'),
    node22: join(root, 'build/headless/node22.ts'),
  };
  const bundle = nodeBundle(entries, join(headlessOut, 'main'), 'node22.18');
  return { ...bundle, plugins: [...(bundle.plugins ?? []), demoPlaces] };
}
