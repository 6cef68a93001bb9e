/** Windows' program: the hash that it carries of its app.asar, and what it says of itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import type { Release } from '../plan.ts';
import { headerHash } from './archive.ts';
import type { Tally } from './tally.ts';

export function checkWindows(tally: Tally, name: string, dir: string, release: Release): void {
  const program = NtExecutable.from(readFileSync(join(dir, 'Keybearer.exe')), { ignoreCert: true });
  const { entries } = NtExecutableResource.from(program);
  const entry = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  const list = JSON.parse(entry === undefined ? '[]' : Buffer.from(entry.bin).toString('utf8')) as object[];
  const hash = headerHash(join(dir, 'resources/app.asar'));
  tally.same(`${name}: the program carries the hash of its app.asar`, list, [
    { file: 'resources\\app.asar', alg: 'SHA256', value: hash },
  ]);
  const [info] = Resource.VersionInfo.fromEntries(entries);
  const strings = info?.getStringValues({ lang: 1033, codepage: 1200 }) ?? {};
  tally.same(`${name}: the program says its name`, strings['ProductName'], 'Keybearer');
  const version = String(strings['FileVersion']);
  tally.check(`${name}: the program says its version`, version.startsWith(release.version), strings);
  const hasIcon = entries.some(({ type }) => type === 3);
  tally.check(`${name}: the program has an icon`, hasIcon);
}
