/** Finds a Python for the tests of its SDK, and gets one where there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const isPython = (): boolean =>
  spawnSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 9)'], { stdio: 'ignore' }).status === 0;

/** Throws: Error with the one thing to do. */
export async function getPython(): Promise<void> {
  if (isPython()) return;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) await installWithApt();
  if (!isPython())
    throw new Error('No Python 3.9 or later was found as python3: install one (on Debian: apt-get install python3).');
}

async function installWithApt(): Promise<void> {
  console.error('No Python here: installing the package python3 with apt-get.');
  if (!process.env['CI']) {
    console.error('It begins in 5 seconds; Ctrl-C stops it.');
    await wait(5000);
  }
  const run = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  run('update');
  run('install', '-y', '--no-install-recommends', 'python3');
}
