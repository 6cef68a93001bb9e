/** `npm run dist:check`: makes every package that can be made without Electron, and looks into each. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { checkDesktop } from './dist/check/desktop.ts';
import { checkHeadless } from './dist/check/headless.ts';
import { checkLinux } from './dist/check/linux.ts';
import { setUp } from './dist/check/set-up.ts';
import { makeStubs } from './dist/check/stub.ts';
import { Tally } from './dist/check/tally.ts';
import { configOf } from './dist/config.ts';
import { makeHeadless } from './dist/headless.ts';
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
  await stageApp(release);
  const stubs = makeStubs(join(work, 'electron'));
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const config = {
    ...configOf({ ...release, isSigned: false }),
    directories: { app: appDir, output, buildResources: 'build' },
  };
  const make = (platform: Platform, targets: string[], electronDist: string, ...archs: Arch[]) =>
    pack({ ...config, electronDist }, platform, targets, archs);
  const linux = await make(Platform.LINUX, ['dir', 'tar.gz', 'zip', 'deb', 'rpm'], stubs.linux, Arch.x64);
  await make(Platform.WINDOWS, ['dir'], stubs.win, Arch.x64, Arch.arm64);
  await make(Platform.MAC, ['dir'], stubs.mac, Arch.x64, Arch.arm64);
  const headless = makeHeadless(output, release.version);
  await checkDesktop(tally, output, release);
  await checkLinux(tally, output, work, release);
  checkHeadless(tally, await headless, work);
  const files = [...linux, await headless].filter((file) => statSync(file).isFile() && !file.endsWith('.yml'));
  for (const file of files) console.log(`${basename(file).padEnd(48)} ${mib(statSync(file).size)}`);
  // Beside the files: an unpacked folder for Linux, two for Windows and two for macOS.
  report(files.length + 5);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function pack(config: Configuration, platform: Platform, targets: string[], archs: Arch[]): Promise<string[]> {
  return build({ projectDir: root, config, targets: platform.createTarget(targets, ...archs), publish: 'never' });
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
