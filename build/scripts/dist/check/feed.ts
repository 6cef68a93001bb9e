/** Where an installed app looks for updates, and the manifests that it finds there. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Release } from '../plan.ts';
import type { Tally } from './tally.ts';

/** Windows' app has it from its installer, which is not made here. */
export function checkFeed(tally: Tally, what: string, path: string, release: Release): void {
  tally.check(`${what}: the app knows where updates are`, existsSync(path));
  if (!existsSync(path)) return;
  const feed = parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  tally.same(
    `${what}: updates come from the named address`,
    [feed['provider'], feed['url']],
    ['generic', release.updates],
  );
}

interface Manifest {
  readonly version: string;
  readonly path: string;
  readonly sha512: string;
  readonly files: readonly { readonly url: string; readonly sha512: string; readonly size: number }[];
}

/** Takes: name = `latest-linux.yml` or the like; packages = the files that it has to list. */
export function checkManifest(
  tally: Tally,
  name: string,
  output: string,
  packages: readonly string[],
  release: Release,
): void {
  const path = join(output, name);
  tally.check(`${name} is there`, existsSync(path));
  if (!existsSync(path)) return;
  const manifest = parse(readFileSync(path, 'utf8')) as Manifest;
  tally.same(`${name}: its version`, manifest.version, release.version);
  tally.check(`${name}: there are packages to list`, packages.length > 0);
  tally.sameList(name, manifest.files.map(({ url }) => url).sort(), [...packages].sort());
  for (const { url, sha512, size } of manifest.files) {
    if (!existsSync(join(output, url))) continue;
    const bytes = readFileSync(join(output, url));
    tally.same(`${name}: the size of ${url}`, size, bytes.length);
    tally.same(`${name}: the hash of ${url}`, sha512, createHash('sha512').update(bytes).digest('base64'));
  }
  // Older updaters read these alone.
  const first = manifest.files.find(({ url }) => url === manifest.path);
  tally.same(`${name}: its first package has the same hash twice`, manifest.sha512, first?.sha512);
}
