/** An unpacked app: its files, the fuses, the licences, and what its system wants of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { fuses } from '../../../fuses.ts';
import { type App, filesOf } from './apps.ts';
import { checkArchive } from './archive.ts';
import type { Built } from './built.ts';
import { checkContents } from './contents.ts';
import { checkEntry } from './entry.ts';
import { checkMac } from './mac.ts';
import type { Tally } from './tally.ts';
import { filesBelow } from './tree.ts';
import { checkWindows } from './windows.ts';

export async function checkUnpacked(tally: Tally, app: App, built: Built): Promise<void> {
  const { name, resources, dir, system } = app;
  const { release, out, work } = built;
  await tally.part(`${name}: app.asar`, () =>
    checkArchive(tally, name, { resources, staged: join(out, 'app'), work, release }),
  );
  tally.sameList(name, filesBelow(dir), filesOf(app, built.electron));
  checkContents(tally, name, dir);
  await tally.part(`${name}: the fuses`, () => checkFuses(tally, app));
  checkLicences(tally, app, out);
  if (system === 'win') await tally.part(`${name}: the program`, () => checkWindows(tally, name, dir, release));
  if (system === 'mac')
    await tally.part(`${name}: Info.plist`, () => checkMac(tally, name, join(dir, 'Keybearer.app/Contents'), built));
  if (system === 'linux')
    await tally.part('tar.gz: the desktop entry', () =>
      checkEntry(tally, 'tar.gz', readFileSync(join(resources, 'keybearer.desktop'), 'utf8')),
    );
}

async function checkFuses(tally: Tally, { name, program }: App): Promise<void> {
  const wire = await getCurrentFuseWire(program);
  for (const [fuse, wanted] of Object.entries(fuses)) {
    // electron-builder writes them as `runAsNode`, Electron as `RunAsNode`.
    const option = FuseV1Options[`${fuse.charAt(0).toUpperCase()}${fuse.slice(1)}` as keyof typeof FuseV1Options];
    const state = wire[option] === FuseState.ENABLE ? true : wire[option] === FuseState.DISABLE ? false : wire[option];
    tally.same(`${name}: the fuse ${fuse} is ${wanted ? 'on' : 'off'}`, state, wanted);
  }
}

function checkLicences(tally: Tally, { name, resources, dir, system }: App, out: string): void {
  const beside = system === 'mac' ? resources : dir;
  for (const file of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
    tally.check(`${name} has ${file}`, existsSync(join(beside, file)));
  for (const file of ['LICENSE', 'THIRD-PARTY.txt']) {
    const path = join(resources, file);
    const isSame = existsSync(path) && readFileSync(path).equals(readFileSync(join(out, 'app', file)));
    tally.check(`${name}: ${file} is there, and whole`, isSame);
  }
}
