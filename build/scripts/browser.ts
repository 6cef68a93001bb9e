/** Finds a Chromium to draw the window in, and gets one where there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';

const debianPath = '/usr/bin/chromium';

/** CHROMIUM_PATH, else Debian's, else Playwright's own; undefined where there is none. */
export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`);
    return named;
  }
  if (existsSync(debianPath)) return debianPath;
  const own = playwrightPath();
  return existsSync(own) ? own : undefined;
}

/** A browser's path; installs one first where there is none. Throws: Error with the one thing to do. */
export async function getBrowser(): Promise<string> {
  const found = findBrowser() ?? (await install());
  if (found === undefined) {
    throw new Error(
      'No Chromium was found: install one (on Debian: apt-get install chromium) or set CHROMIUM_PATH to one.',
    );
  }
  return found;
}

async function install(): Promise<string | undefined> {
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) await installWithApt();
  else run(process.execPath, [createRequire(import.meta.url).resolve('@playwright/test/cli'), 'install', 'chromium']);
  return findBrowser();
}

async function installWithApt(): Promise<void> {
  console.error('No Chromium here: installing the packages chromium and fonts-dejavu-core with apt-get.');
  if (!process.env['CI']) {
    console.error('It begins in 5 seconds; Ctrl-C stops it.');
    await wait(5000);
  }
  run('apt-get', ['update']);
  run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']);
}

function run(command: string, args: readonly string[]): void {
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

// Playwright is asked by `require`, since importing it would load all of it into the Electron double.
function playwrightPath(): string {
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  return chromium.executablePath();
}
