/** app.asar: it holds what was put together, every file as it was, and sums that say so. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { extractAll, getRawHeader, uncacheAll } from '@electron/asar';
import type { Release } from '../plan.ts';
import { checkContents } from './contents.ts';
import { appShape, checkShape } from './shapes.ts';
import type { Tally } from './tally.ts';
import { differing, filesBelow, sumOf } from './tree.ts';

/** What Electron compares with the hash that the program carries. */
export function headerHash(archive: string): string {
  // What was read of it before may be out of date.
  uncacheAll();
  return createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
}

/** Takes: resources = where app.asar lies; staged = what it was made of; work = a directory to take it out into. */
export async function checkArchive(
  tally: Tally,
  name: string,
  { resources, staged, work, release }: { resources: string; staged: string; work: string; release: Release },
): Promise<void> {
  const archive = join(resources, 'app.asar');
  tally.check(`${name} has an app.asar`, existsSync(archive));
  tally.check(`${name}: nothing lies beside app.asar to be loaded`, !existsSync(`${archive}.unpacked`));
  tally.check(`${name}: Electron's own app is gone`, !existsSync(join(resources, 'default_app.asar')));
  if (!existsSync(archive)) return;
  const dir = mkdtempSync(join(work, 'asar-'));
  uncacheAll();
  try {
    extractAll(archive, dir);
    const [files, wanted] = [filesBelow(dir), filesBelow(staged)];
    tally.sameList(`${name}: app.asar`, files, wanted);
    checkShape(tally, `${name}: app.asar`, files, appShape);
    const both = wanted.filter((file) => files.includes(file) && file !== 'package.json');
    const changed = differing(dir, staged, both);
    tally.check(`${name}: every file of app.asar is as it was put together`, changed.length === 0, changed);
    const untrue = falseSums(archive, dir, files);
    tally.check(`${name}: app.asar carries the sum of each of its files`, untrue.length === 0, untrue);
    checkPackage(tally, name, dir, release);
    checkContents(tally, `${name}: app.asar`, dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function checkPackage(tally: Tally, name: string, dir: string, release: Release): void {
  const app = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<string, unknown>;
  tally.check(`${name}: the app's entry is there`, existsSync(join(dir, String(app['main']))), app['main']);
  tally.check(`${name}: the app needs no package`, app['dependencies'] === undefined, app['dependencies']);
  const { version, license, homepage, desktopName } = app;
  tally.same(
    `${name}: the app says its version, licence, homepage and desktop entry`,
    [version, license, homepage, desktopName],
    [release.version, 'MIT', release.homepage, 'keybearer.desktop'],
  );
}

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly integrity?: { readonly algorithm: string; readonly hash: string };
}

/** Source: Electron, "ASAR Integrity": the header has the SHA-256 of every file. */
function falseSums(archive: string, dir: string, files: readonly string[]): string[] {
  const header = JSON.parse(getRawHeader(archive).headerString) as Entry;
  const entryOf = (file: string) =>
    file.split('/').reduce<Entry | undefined>((entry, part) => entry?.files?.[part], header);
  return files.filter((file) => entryOf(file)?.integrity?.hash !== sumOf(join(dir, file)));
}
