/** Spoilt apps. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { fuses } from '../../../../fuses.ts';
import type { App } from '../apps.ts';
import type { Built } from '../built.ts';
import { replaceFile } from '../tree.ts';
import { appOf, change, type Mutation, put, remove, repack } from './edit.ts';

/** Takes: names = the unpacked apps to spoil. */
export const appMutations = (names: readonly string[]): Mutation[] =>
  names.flatMap((name) => [...inArchive(name), ...beside(name), ...flipped(name)]);

/** Something that is really there: where the home is /root, nothing else would give it away. */
const inHome = existsSync(homedir())
  ? readdirSync(homedir())
      .slice(0, 1)
      .map((name) => join(homedir(), name))[0]
  : undefined;

/** Made of parts, so that no search for secrets finds them here. */
const secret = {
  token: `ghp_${'a1B2'.repeat(9)}`,
  key: `-----BEGIN ${'PRIVATE'} KEY-----\n${'MIIEvQ12'.repeat(9)}`,
  kraken: `const key = '${'kQH5'.repeat(21)}kQ==';`,
  seed: `otpauth${'://'}totp/Kraken?secret=${'JBSWY3DP'.repeat(2)}`,
  npm: `//registry.example/:_auth${'Token'}=abc`,
};

function inArchive(name: string): Mutation[] {
  const row = (did: string, says: RegExp, edit: (dir: string, built: Built) => void): Mutation => ({
    ...{ name: `${name}: ${did}`, in: name, says },
    ...(did.endsWith('put together so') ? { reach: 'staged' } : {}),
    spoil: (built) => repack(built, name, (dir) => edit(dir, built)),
  });
  const adds = (did: string, says: RegExp, file: string) =>
    row(did, says, (dir) => put(join(dir, file), 'export {};\n'));
  const says = (did: string, about: RegExp, text: string | ((built: Built) => string)) =>
    row(did, about, (dir, built) =>
      change(join(dir, 'main/main.mjs'), (old) => `${old}\n// ${typeof text === 'string' ? text : text(built)}\n`),
    );
  const package_ = (did: string, about: RegExp, from: RegExp, to: string) =>
    row(did, about, (dir) => change(join(dir, 'package.json'), (text) => text.replace(from, to)));
  return [
    adds('a source map', /app\.asar holds no file that is a source map/, 'main/main.mjs.map'),
    adds('a test', /app\.asar holds no file that is a test/, 'main/vault.test.mjs'),
    adds('a source', /app\.asar holds no file that is a source$/m, 'main/vault.ts'),
    adds('a package', /holds no file that is a package that belongs into a bundle/, 'node_modules/left-pad/index.js'),
    adds('a file of settings', /holds no file that is a secret or a data file/, '.env'),
    adds('an unknown file', /app\.asar holds nothing unknown/, 'main/guest.mjs'),
    row('a file of an unknown kind, put together so', /app\.asar holds no file of an unknown kind/, (dir, { out }) => {
      for (const place of [dir, join(out, 'app')]) put(join(place, 'main/notes.txt'), 'notes');
    }),
    row('without a worker, put together so', /app\.asar has a file of every kind/, (dir, { out }) => {
      for (const place of [dir, join(out, 'app')]) remove(join(place, 'main/kdf-worker.mjs'));
    }),
    row('without a worker', /app\.asar lacks nothing/, (dir) => remove(join(dir, 'main/kdf-worker.mjs'))),
    row('a link to a source map', /holds no text that is a link to a source map/, (dir) =>
      change(join(dir, 'main/main.mjs'), (text) => `${text}\n//${'#'} sourceMappingURL=main.mjs.map`),
    ),
    says('a token', /holds no text that is a token/, secret.token),
    says('a private key', /holds no text that is a private key/, secret.key),
    says("an exchange's secret", /holds no text that is an exchange's secret/, secret.kraken),
    says('a second factor', /holds no text that is a second factor/, secret.seed),
    says("a registry's password", /holds no text that is a registry's password/, secret.npm),
    says('the checkout', /names no directory of the one who built it/, ({ root }) => `${root}/electron/main.ts`),
    says('a directory for a while', /names no directory of the one who built it/, ({ work }) => `${work}/x`),
    says("somebody's home", /names no directory of the one who built it/, '/home/ada/keybearer/electron/main.ts'),
    ...(inHome === undefined ? [] : [says("the builder's home", /names no directory of the one who built it/, inHome)]),
    package_('a dependency', /the app needs no package/, /"version"/, '"dependencies": { "left-pad": "1" }, "version"'),
    package_('another version in app.asar', /the app says its version/, /"version": "[^"]+"/, '"version": "9.9.9"'),
    package_('another entry', /the app's entry is there/, /main\/main\.mjs/, 'main/gone.mjs'),
    package_('no list', /app\.asar can be read/, /^/, 'no list '),
    {
      ...{ name: `${name}: a byte of a file in app.asar`, in: name, says: /every file of app\.asar is as it was put/ },
      spoil: bytes(name, (all) => all.lastIndexOf('export')),
    },
    {
      ...{
        name: `${name}: a byte of a file in app.asar, by its sum`,
        in: name,
        says: /carries the sum of each of its/,
      },
      spoil: bytes(name, (all) => all.lastIndexOf('export')),
    },
    {
      ...{ name: `${name}: a byte of app.asar's list`, in: name },
      says: name === 'linux-unpacked' ? /app\.asar (lacks nothing|can be read)/ : /carries the hash of its app\.asar/,
      spoil: bytes(name, (all) => all.indexOf('main.mjs')),
    },
    {
      ...{ name: `${name}: half of app.asar`, in: name, says: /app\.asar can be read/ },
      spoil: atArchive(name, (all) => all.subarray(0, all.length / 2)),
    },
  ];
}

function atArchive(name: string, to: (all: Buffer) => Uint8Array): Mutation['spoil'] {
  return (built) => {
    const path = join(appOf(built, name).resources, 'app.asar');
    replaceFile(path, to(readFileSync(path)));
    return undefined;
  };
}

const bytes = (name: string, at: (all: Buffer) => number): Mutation['spoil'] =>
  atArchive(name, (all) => {
    all[at(all)] = (all[at(all)] ?? 0) ^ 1;
    return all;
  });

function beside(name: string): Mutation[] {
  const row = (did: string, says: RegExp, spoil: (app: App) => void): Mutation => ({
    ...{ name: `${name}: ${did}`, in: name, says },
    spoil: (built) => {
      spoil(appOf(built, name));
      return undefined;
    },
  });
  const theirs = ({ system, resources, dir }: App) => (system === 'mac' ? resources : dir);
  const language = ({ system, resources, dir }: App) =>
    system === 'mac' ? join(resources, 'fr.lproj/locale.pak') : join(dir, 'locales/fr.pak');
  return [
    row('no app.asar', /has an app\.asar/, ({ resources }) => remove(join(resources, 'app.asar'))),
    row('a file beside app.asar to be loaded', /nothing lies beside app\.asar/, ({ resources }) =>
      put(join(resources, 'app.asar.unpacked/main.mjs'), ''),
    ),
    row("Electron's own app", /Electron's own app is gone/, ({ resources }) =>
      put(join(resources, 'default_app.asar'), ''),
    ),
    row('an unknown file beside it', new RegExp(`^${name} holds nothing unknown`, 'm'), ({ resources }) =>
      put(join(resources, 'guest.so'), ''),
    ),
    row('a second language', new RegExp(`^${name} holds nothing unknown`, 'm'), (app) => put(language(app), 'fr')),
    row('a source map beside it', new RegExp(`^${name} holds no file that is a source map`, 'm'), ({ dir }) =>
      put(join(dir, 'x.map'), ''),
    ),
    row("without Chromium's licences", /has LICENSES\.chromium\.html/, (app) =>
      remove(join(theirs(app), 'LICENSES.chromium.html')),
    ),
    row("without Electron's licence", /has LICENSE\.electron\.txt/, (app) =>
      remove(join(theirs(app), 'LICENSE.electron.txt')),
    ),
    row('without our licence', /: LICENSE is there, and whole/, ({ resources }) => remove(join(resources, 'LICENSE'))),
    row("without a dependency's licence", /THIRD-PARTY\.txt is there, and whole/, ({ resources }) =>
      change(join(resources, 'THIRD-PARTY.txt'), (text) => text.replace(/-{100}\n[\s\S]*?(?=-{100}\n)/, '')),
    ),
    row('a program without fuses', /the fuses can be read/, (app) =>
      change(programFile(app), (text) => text.replace('dL7p', 'xxxx')),
    ),
  ];
}

/** The file that has the fuses. */
export const programFile = ({ program }: App): string =>
  existsSync(program) && statSync(program).isDirectory()
    ? join(program, 'Contents/Frameworks/Electron Framework.framework/Electron Framework')
    : program;

const flipped = (name: string): Mutation[] =>
  Object.entries(fuses).map(([fuse, wanted]) => ({
    ...{ name: `${name}: the fuse ${fuse} the other way`, in: name, says: new RegExp(`the fuse ${fuse} is`) },
    spoil: async (built) => {
      const app = appOf(built, name);
      const path = programFile(app);
      replaceFile(path, readFileSync(path), statSync(path).mode);
      const option = FuseV1Options[`${fuse.charAt(0).toUpperCase()}${fuse.slice(1)}` as keyof typeof FuseV1Options];
      await flipFuses(app.program, { version: FuseVersion.V1, [option]: !wanted });
      return undefined;
    },
  }));
