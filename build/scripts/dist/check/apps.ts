/** The unpacked apps, and what has to lie in each beside its app.asar. */
import { join } from 'node:path';
import type { Built } from './built.ts';
import { completions } from './shapes.ts';
import { filesBelow } from './tree.ts';

export interface App {
  readonly name: string;
  readonly system: 'linux' | 'win' | 'mac';
  readonly dir: string;
  readonly resources: string;
  /** What @electron/fuses reads. */
  readonly program: string;
}

export function appsOf(output: string): App[] {
  const plain = (name: string, system: 'linux' | 'win', program: string): App => ({
    ...{ name, system, dir: join(output, name) },
    ...{ resources: join(output, name, 'resources'), program: join(output, name, program) },
  });
  const mac = (name: string): App => ({
    ...{ name, system: 'mac', dir: join(output, name), program: join(output, name, 'Keybearer.app') },
    resources: join(output, name, 'Keybearer.app/Contents/Resources'),
  });
  return [
    plain('linux-unpacked', 'linux', 'keybearer'),
    plain('win-unpacked', 'win', 'Keybearer.exe'),
    plain('win-arm64-unpacked', 'win', 'Keybearer.exe'),
    mac('mac'),
    mac('mac-arm64'),
  ];
}

const everywhere = ['app.asar', 'LICENSE', 'THIRD-PARTY.txt'];
const ours = {
  win: everywhere,
  mac: [...everywhere, 'bin/keybearer', ...completions, 'app-update.yml', 'icon.icns'],
  linux: [...everywhere, 'bin/keybearer', ...completions, 'app-update.yml', 'keybearer.desktop', 'keybearer.png'],
};

/** Laid beside the app for deb and rpm, after the archives. */
const laidLater = ['package-type', 'apparmor-profile'].map((name) => `resources/${name}`);
export const withoutLater = (files: readonly string[]): string[] => files.filter((file) => !laidLater.includes(file));

/** The files that an app has: Electron's, by the names that a package gives them, and ours. */
export function filesOf({ system }: App, electron: Built['electron']): string[] {
  const place = system === 'mac' ? 'Keybearer.app/Contents/Resources/' : 'resources/';
  const theirs = filesBelow(electron[system])
    .map((file) => (system === 'mac' ? renamedInMac(file, place) : renamed(file)))
    .filter((file) => !isLeftOut(file));
  return [...theirs, ...ours[system].map((file) => place + file), ...(system === 'linux' ? laidLater : [])].sort();
}

function renamed(file: string): string {
  if (file === 'electron') return 'keybearer';
  if (file === 'electron.exe') return 'Keybearer.exe';
  return file === 'LICENSE' ? 'LICENSE.electron.txt' : file;
}

/** There the licences are put into the app, since it is the app alone that is moved. */
const renamedInMac = (file: string, place: string): string =>
  file.includes('/')
    ? file
        .replace(/^Electron\.app/, 'Keybearer.app')
        .replace(/MacOS\/Electron$/, 'MacOS/Keybearer')
        .replaceAll('Electron Helper', 'Keybearer Helper')
    : place + renamed(file);

/** Other languages than ours, Electron's own app and icon. */
const isLeftOut = (file: string): boolean =>
  (/^locales\//.test(file) && file !== 'locales/en-US.pak') ||
  (/\.lproj\//.test(file) && !/\ben\.lproj\//.test(file)) ||
  /(^|\/)(default_app\.asar|electron\.icns)$/.test(file);
