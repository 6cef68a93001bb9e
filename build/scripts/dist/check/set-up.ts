/** Gets what `dist:check` needs and this computer lacks. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Programs, and the Debian packages that have them. */
const needed = { '7za': 'p7zip-full', 'dpkg-deb': 'dpkg', xz: 'xz-utils', tar: 'tar', unzip: 'unzip', rpmbuild: 'rpm' };

export const pathOf = (program: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(':')
    .map((dir) => join(dir, program))
    .find((path) => existsSync(path));

/** One sentence that says what is in the way and what to do. */
export class CannotCheck extends Error {}

/** Throws: CannotCheck. */
export async function setUp(dir: string): Promise<void> {
  if (process.platform !== 'linux')
    throw new CannotCheck('dist:check runs on Linux alone: it makes a .deb by dpkg-deb.');
  const lacking = () => Object.entries(needed).filter(([program]) => pathOf(program) === undefined);
  const packages = lacking().map(([, name]) => name);
  if (packages.length > 0 && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log(`Installing with apt-get, since they are not here: ${packages.join(', ')}.`);
    if (!process.env['CI']) {
      console.log('It begins in 5 seconds; Ctrl-C stops it.');
      await wait(5000);
    }
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { stdio: 'ignore' });
  }
  const left = lacking().map(([, name]) => name);
  if (left.length > 0)
    throw new CannotCheck(`dist:check needs ${left.join(', ')}. Install: sudo apt-get install ${left.join(' ')}`);
  // electron-builder would download both of these.
  const fpm = join(dir, 'fpm');
  writeFileSync(fpm, `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'fpm.ts')}' "$@"\n`);
  chmodSync(fpm, 0o755);
  Object.assign(process.env, { CUSTOM_FPM_PATH: fpm, ELECTRON_BUILDER_7ZIP_PATH: pathOf('7za') });
}
