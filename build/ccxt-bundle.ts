/** ccxt's exchanges, a file each, in out/ccxt: what they share stands once, and nothing of ccxt is needed beside them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';
import { withoutNativeParts } from './bundle-plugins.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'node_modules/ccxt/js/src');

/** `kraken` and `pro/kraken`, as exchange/ccxt.ts asks for them, with their files. */
export function exchangeFiles(): Record<string, string> {
  const of = (folder: string) =>
    readdirSync(join(source, folder))
      .filter((name) => /^[a-z0-9]+\.js$/.test(name))
      .map((name) => [`${folder}${name.slice(0, -3)}`, join(source, folder, name)]);
  return Object.fromEntries([...of(''), ...of('pro/')]);
}

export const ccxtOut = join(root, 'out/ccxt');

export const ccxtBundle = (): InlineConfig => ({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'warn',
  plugins: [withoutNativeParts],
  // undici is set from outside (exchange/transport.ts), which keeps ccxt from importing it.
  ssr: { noExternal: true },
  build: {
    ssr: true,
    // The oldest Node that the headless package runs on; Electron's is newer.
    target: 'node22.18',
    outDir: ccxtOut,
    emptyOutDir: true,
    rolldownOptions: {
      input: exchangeFiles(),
      preserveEntrySignatures: 'strict',
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'shared/[name].js',
        // Faults are known by their class's name, so names stay; white space is a third of the size.
        keepNames: true,
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      },
      onLog(level, log, say) {
        // protobufjs is ccxt's optional part for dYdX's orders and MEXC's streams; a checkout has it no more than a release.
        if (log.code === 'IMPORT_IS_UNDEFINED' && log.message.includes('protobufjs')) return;
        say(level, log);
      },
    },
  },
});
