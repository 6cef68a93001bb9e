/** Archives of an unpacked app, which are given away as they are: tar.gz, zip, and the Mac's zip. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withoutLater } from './apps.ts';
import type { Archive } from './built.ts';
import { run } from './run.ts';
import type { Tally } from './tally.ts';
import { differing, filesBelow } from './tree.ts';

/** Takes each out to a folder of its own below `work`. */
export function readArchives(output: string, work: string): Archive[] {
  const rows = [
    ['linux-x64.tar.gz', 'linux-unpacked'],
    ['linux-x64.zip', 'linux-unpacked'],
    ['mac-x64.zip', 'mac'],
    ['mac-arm64.zip', 'mac-arm64'],
  ] as const;
  return rows.map(([name, of]) => {
    const file = join(output, readdirSync(output).find((found) => found.endsWith(name)) ?? `no ${name}`);
    const dir = join(work, name);
    mkdirSync(dir);
    if (name.endsWith('.zip')) run('unzip', ['-q', file, '-d', dir]);
    // It has one folder at its top, of its own name.
    else run('tar', ['-xzf', file, '-C', dir, '--strip-components=1']);
    return { name, dir, of: join(output, of) };
  });
}

export function checkArchiveOf(tally: Tally, { name, dir, of }: Archive): void {
  const [files, wanted] = [filesBelow(dir), withoutLater(filesBelow(of))];
  tally.sameList(name, files, wanted);
  const both = wanted.filter((file) => files.includes(file));
  const changed = differing(dir, of, both);
  tally.check(`${name}: every file is as in the unpacked app`, changed.length === 0, changed);
  const modes = both.filter(
    (file) => (statSync(join(of, file)).mode & 0o777) !== (statSync(join(dir, file)).mode & 0o777),
  );
  tally.check(`${name}: every file may do what it may in the unpacked app`, modes.length === 0, modes);
  tally.check(`${name}: it holds an app.asar`, files.some((file) => file.endsWith('/app.asar')) && existsSync(of));
}
