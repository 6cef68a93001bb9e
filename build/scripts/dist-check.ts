/** `npm run dist:check`: makes every package that can be made without Electron, and looks into each. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Arch, Platform } from 'electron-builder';
import { readArchives } from './dist/check/archives.ts';
import type { Built } from './dist/check/built.ts';
import { readDeb } from './dist/check/deb.ts';
import { checkHeadlessRuns, installHeadless } from './dist/check/headless.ts';
import { lookInto } from './dist/check/looks.ts';
import { mutateAll } from './dist/check/mutate.ts';
import { readRpm } from './dist/check/rpm.ts';
import { CannotCheck, setUp } from './dist/check/set-up.ts';
import { makeStubs, zipStub } from './dist/check/stub.ts';
import { Tally } from './dist/check/tally.ts';
import { checkExchanges, checkTerminal } from './dist/check/terminal.ts';
import { configOf } from './dist/config.ts';
import { makeHeadless } from './dist/headless.ts';
import { pack } from './dist/pack.ts';
import { appDir, packageVersion, root, stageApp } from './dist/stage.ts';

const release = {
  version: packageVersion(),
  homepage: 'https://keybearer.invalid/',
  maintainer: 'Keybearer <nobody@keybearer.invalid>',
  updates: 'https://updates.keybearer.invalid/stable',
  publisher: 'Keybearer',
};
const output = join(root, 'dist/check');
const work = mkdtempSync(join(tmpdir(), 'keybearer-dist-'));
const tally = new Tally();
try {
  await setUp(work);
  const files = await makeAll();
  const built = unpack(files);
  await lookInto(tally, built);
  await tally.part('the terminal', () => checkTerminal(tally, built.deb.dir, work, release));
  await tally.part('the exchanges', () => checkExchanges(tally, built.deb.dir));
  await tally.part('headless', () => checkHeadlessRuns(tally, built.headless, work));
  if (process.argv.includes('--mutate')) await mutateAll(tally, built);
  for (const file of files) console.log(`${basename(file).padEnd(48)} ${mib(statSync(file).size)}`);
  // Beside the files: an unpacked folder for Linux, two for Windows and two for macOS.
  report(files.length + 5);
} catch (fault) {
  if (!(fault instanceof CannotCheck)) throw fault;
  console.error(fault.message);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Gives: the packages' paths. */
async function makeAll(): Promise<string[]> {
  await stageApp(release);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const stubs = makeStubs(join(work, 'electron'));
  const config = {
    ...configOf({ ...release, isSigned: false }),
    directories: { app: appDir, output, buildResources: 'build' },
  };
  const make = (platform: Platform, targets: string[], electronDist: string, ...archs: Arch[]) =>
    pack({ ...config, electronDist }, platform, targets, ...archs);
  const linux = await make(Platform.LINUX, ['dir', 'tar.gz', 'zip', 'deb', 'rpm'], stubs.linux, Arch.x64);
  await make(Platform.WINDOWS, ['dir'], stubs.win, Arch.x64, Arch.arm64);
  const mac = await make(Platform.MAC, ['dir', 'zip'], zipStub(stubs.mac), Arch.x64, Arch.arm64);
  const files = [...linux, ...mac, await makeHeadless(output, release.version)];
  return files.filter((file) => statSync(file).isFile() && !/\.(yml|blockmap)$/.test(file));
}

function unpack(files: readonly string[]): Built {
  const find = (end: string) => files.find((file) => file.endsWith(end)) ?? `no ${end}`;
  const dir = (name: string) => {
    mkdirSync(join(work, name));
    return join(work, name);
  };
  const electron = join(work, 'electron');
  return {
    ...{ release, output, root, work, out: join(root, 'out') },
    electron: { linux: join(electron, 'linux'), win: join(electron, 'win'), mac: join(electron, 'mac') },
    archives: readArchives(output, dir('archives')),
    deb: readDeb(find('.deb'), dir('deb')),
    rpm: readRpm(find('.rpm')),
    headless: installHeadless(tally, find('.tgz'), work),
  };
}

function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function report(packages: number): void {
  for (const failure of tally.failures) console.error(`FAILED  ${failure}`);
  if (tally.failures.length > 0) process.exitCode = 1;
  const failed = tally.failures.length === 0 ? '' : `, ${tally.failures.length} FAILED`;
  console.log(`dist:check: ${packages} packages, ${tally.passed} checks passed${failed}`);
}
