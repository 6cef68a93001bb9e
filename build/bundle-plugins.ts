/** What differs between the source, which Node runs as it is, and a bundle of it. */
import { isBuiltin } from 'node:module';
import type { Plugin } from 'vite';

/** Who starts which worker. */
const workers: Readonly<Record<string, string>> = {
  '/electron/calllog/threads.ts': 'log-worker',
  '/electron/vault/kdf.ts': 'kdf-worker',
  '/electron/otp/import/picture.ts': 'picture-worker',
};

/** A worker is started by its source's name; in the bundle it stands beside main as `.mjs`. */
export const workerNames: Plugin = {
  name: 'keybearer:worker-names',
  transform(code, id) {
    const worker = Object.entries(workers).find(([starter]) => id.endsWith(starter))?.[1];
    return worker === undefined ? null : replaceAll(code, id, [[`./${worker}.ts`, `./${worker}.mjs`]]);
  },
};

/** ccxt's exchanges stand in a folder beside the program's, made by ccxt-bundle.ts. */
export const exchangePlaces: Plugin = {
  name: 'keybearer:exchange-places',
  transform(code, id) {
    if (!id.endsWith('/electron/exchange/ccxt.ts')) return null;
    return replaceAll(code, id, [
      ["import.meta.resolve('ccxt')", 'import.meta.url'],
      ['./src/', '../ccxt/'],
    ]);
  },
};

/** Native parts that ws only tries for. Looked for at run time they could be laid beside the app by another program. */
const triedFor = ['bufferutil', 'utf-8-validate'];

export const withoutNativeParts: Plugin = {
  name: 'keybearer:without-native-parts',
  enforce: 'pre',
  resolveId: (id) => (triedFor.includes(id) ? `\0absent:${id}` : null),
  load: (id) => (id.startsWith('\0absent:') ? `throw new Error('${id.slice(8)} is not part of this program');` : null),
};

/** Replaces words of a file. Throws where one is no longer there: the bundle would look for what it does not have. */
export function replaceAll(code: string, id: string, words: readonly (readonly [string, string])[]): string {
  return words.reduce((text, [from, to]) => {
    // Types are stripped first, which may change the quotes.
    const found = [from, from.replaceAll("'", '"')].find((word) => text.includes(word));
    if (found === undefined) throw new Error(`${id} no longer holds ${from}`);
    return text.replaceAll(found, to);
  }, code);
}

/** Calls `found` with the folder of every package that a bundle holds code of. Throws where it needs one that it does not hold. */
export const packagesOf = (found: (dir: string) => void): Plugin => ({
  name: 'keybearer:packages',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      for (const name of [...chunk.imports, ...chunk.dynamicImports])
        if (!(name in bundle) && !isBuiltin(name) && name !== 'electron')
          throw new Error(`${chunk.fileName} needs the package ${name}, which no release has`);
      for (const id of Object.keys(chunk.modules)) {
        const dir = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
        if (dir !== undefined) found(dir);
      }
    }
  },
});
