/** The three unpacked apps: what is in app.asar, the fuses, the hash that each carries of its app.asar, the languages. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { extractAll, getRawHeader, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { parse } from 'yaml';
import { fuses } from '../../../fuses.ts';
import type { Release } from '../plan.ts';
import { appDir } from '../stage.ts';
import { checkContents, filesBelow } from './contents.ts';
import type { Tally } from './tally.ts';

interface Unpacked {
  readonly name: string;
  readonly resources: string;
  /** What @electron/fuses reads. */
  readonly program: string;
}

export function unpackedApps(output: string): Unpacked[] {
  const plain = (name: string, program: string): Unpacked => ({
    name,
    resources: join(output, name, 'resources'),
    program: join(output, name, program),
  });
  const mac = (name: string): Unpacked => ({
    name,
    resources: join(output, name, 'Keybearer.app/Contents/Resources'),
    program: join(output, name, 'Keybearer.app'),
  });
  return [
    plain('linux-unpacked', 'keybearer'),
    plain('win-unpacked', 'Keybearer.exe'),
    plain('win-arm64-unpacked', 'Keybearer.exe'),
    mac('mac'),
    mac('mac-arm64'),
  ];
}

export async function checkDesktop(tally: Tally, output: string, release: Release): Promise<void> {
  for (const app of unpackedApps(output)) {
    checkArchive(tally, app, output);
    await checkFuses(tally, app);
    checkLicences(tally, app, output);
  }
  for (const name of ['win-unpacked', 'win-arm64-unpacked']) checkWindows(tally, join(output, name), release);
  for (const name of ['mac', 'mac-arm64']) checkMac(tally, join(output, name, 'Keybearer.app/Contents'), release);
}

function checkArchive(tally: Tally, { name, resources }: Unpacked, output: string): void {
  const archive = join(resources, 'app.asar');
  tally.check(`${name} has an app.asar`, existsSync(archive));
  if (!existsSync(archive)) return;
  const dir = join(output, `${name}-app`);
  extractAll(archive, dir);
  const listed = listPackage(archive, { isPack: false }).length;
  tally.check(`${name}: app.asar is not empty`, listed > 0);
  tally.same(`${name}: app.asar holds what was staged, and nothing else`, filesBelow(dir), filesBelow(appDir));
  const differing = filesBelow(appDir).filter(
    (file) => file !== 'package.json' && !readFileSync(join(dir, file)).equals(readFileSync(join(appDir, file))),
  );
  tally.check(`${name}: every file of app.asar is as it was staged`, differing.length === 0, differing);
  const app = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<string, unknown>;
  tally.check(`${name}: the app's entry is there`, existsSync(join(dir, String(app['main']))), app['main']);
  tally.check(`${name}: the app needs no package`, app['dependencies'] === undefined, app['dependencies']);
  tally.check(`${name}: nothing lies beside app.asar to be loaded`, !existsSync(`${archive}.unpacked`));
  tally.check(`${name}: Electron's own app is gone`, !existsSync(join(resources, 'default_app.asar')));
  checkContents(tally, `${name}: app.asar`, dir);
  rmSync(dir, { recursive: true });
}

async function checkFuses(tally: Tally, { name, program }: Unpacked): Promise<void> {
  const wire = await getCurrentFuseWire(program);
  for (const [fuse, wanted] of Object.entries(fuses)) {
    // electron-builder writes them as `runAsNode`, Electron as `RunAsNode`.
    const option = FuseV1Options[`${fuse.charAt(0).toUpperCase()}${fuse.slice(1)}` as keyof typeof FuseV1Options];
    const state = wire[option] === FuseState.ENABLE ? true : wire[option] === FuseState.DISABLE ? false : wire[option];
    tally.same(`${name}: the fuse ${fuse} is ${wanted ? 'on' : 'off'}`, state, wanted);
  }
}

function checkLicences(tally: Tally, { name, resources }: Unpacked, output: string): void {
  const beside = name.startsWith('mac') ? resources : join(output, name);
  for (const file of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
    tally.check(`${name} has ${file}`, existsSync(join(beside, file)));
  const text = readFileSync(join(resources, 'THIRD-PARTY.txt'), 'utf8');
  for (const part of ['ccxt', 'fastify', 'react', 'undici', 'zod'])
    tally.check(`${name} has the licence of ${part}`, text.includes(`\n${part} `));
  tally.check(`${name} has our licence`, readFileSync(join(resources, 'LICENSE'), 'utf8').includes('MIT'));
  const locales = join(output, name, 'locales');
  if (existsSync(locales)) tally.same(`${name} has one language`, readdirSync(locales), ['en-US.pak']);
}

const headerHash = (archive: string): string =>
  createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');

function checkWindows(tally: Tally, dir: string, release: Release): void {
  const program = NtExecutable.from(readFileSync(join(dir, 'Keybearer.exe')), { ignoreCert: true });
  const { entries } = NtExecutableResource.from(program);
  const entry = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  const list = JSON.parse(entry === undefined ? '[]' : Buffer.from(entry.bin).toString('utf8')) as object[];
  const hash = headerHash(join(dir, 'resources/app.asar'));
  tally.same('win: the program carries the hash of its app.asar', list, [
    { file: 'resources\\app.asar', alg: 'SHA256', value: hash },
  ]);
  const [info] = Resource.VersionInfo.fromEntries(entries);
  const strings = info?.getStringValues({ lang: 1033, codepage: 1200 }) ?? {};
  tally.same('win: the program says its name', strings['ProductName'], 'Keybearer');
  tally.check('win: the program says its version', String(strings['FileVersion']).startsWith(release.version), strings);
  tally.check(
    'win: the program has an icon',
    entries.some(({ type }) => type === 3),
  );
}

function checkMac(tally: Tally, contents: string, release: Release): void {
  const plist = readFileSync(join(contents, 'Info.plist'), 'utf8');
  const valueOf = (key: string) => new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1];
  tally.same('mac: the app has its id', valueOf('CFBundleIdentifier'), 'app.keybearer.desktop');
  tally.same('mac: the app says its version', valueOf('CFBundleShortVersionString'), release.version);
  tally.check('mac: it carries the name of its app.asar', plist.includes('<key>Resources/app.asar</key>'));
  tally.same(
    'mac: it carries the hash of its app.asar',
    valueOf('hash'),
    headerHash(join(contents, 'Resources/app.asar')),
  );
  tally.check('mac: the terminal is in it', existsSync(join(contents, 'Resources/bin/keybearer')));
  tally.check('mac: the icon is in it', existsSync(join(contents, 'Resources/icon.icns')));
  checkFeed(tally, 'mac', join(contents, 'Resources/app-update.yml'), release);
}

/** Where an installed app looks for updates. Windows' has it from its installer, which is not made here. */
function checkFeed(tally: Tally, system: string, path: string, release: Release): void {
  tally.check(`${system}: the app knows where updates are`, existsSync(path));
  if (!existsSync(path)) return;
  const feed = parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  tally.same(`${system}: updates come from the named address`, feed['url'], release.updates);
}
