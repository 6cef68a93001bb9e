/** Every look into what was built, by the name of the thing that is looked into. */
import { readdirSync } from 'node:fs';
import { appsOf } from './apps.ts';
import { checkArchiveOf } from './archives.ts';
import type { Built } from './built.ts';
import { checkDeb } from './deb.ts';
import { checkManifest } from './feed.ts';
import { checkHeadlessFiles } from './headless.ts';
import { checkRpm } from './rpm.ts';
import type { Tally } from './tally.ts';
import { checkUnpacked } from './unpacked.ts';

type Look = (tally: Tally) => void | Promise<void>;

export function looksOf(built: Built): ReadonlyMap<string, Look> {
  const { output, release, archives } = built;
  const ending = (...ends: string[]) => readdirSync(output).filter((name) => ends.some((end) => name.endsWith(end)));
  const manifest = (name: string, ...ends: string[]): [string, Look] => [
    name,
    (tally) => checkManifest(tally, name, output, ending(...ends), release),
  ];
  return new Map<string, Look>([
    ...appsOf(output).map((app): [string, Look] => [app.name, (tally) => checkUnpacked(tally, app, built)]),
    ...archives.map((archive): [string, Look] => [archive.name, (tally) => checkArchiveOf(tally, archive)]),
    ['deb', (tally) => checkDeb(tally, built)],
    ['rpm', (tally) => checkRpm(tally, built)],
    ['headless', (tally) => checkHeadlessFiles(tally, built)],
    manifest('latest-linux.yml', '.deb', '.rpm', '.AppImage'),
    manifest('latest-mac.yml', '-mac-x64.zip', '-mac-arm64.zip'),
  ]);
}

/** Takes: names = what to look into; undefined = all. */
export async function lookInto(tally: Tally, built: Built, name?: string): Promise<void> {
  for (const [what, look] of looksOf(built))
    if (name === undefined || name === what) await tally.part(what, () => look(tally));
}
