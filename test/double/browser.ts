import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findBrowser } from '../../build/scripts/browser.ts';
import { Cdp } from './cdp.ts';

export interface Browser {
  readonly cdp: Cdp;
  close(): Promise<void>;
}

const flags = [
  '--remote-debugging-port=0',
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  // Chromium's own pages, which nobody sees: they take more than a second of the processor for each window.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
  // What moves is drawn by the processor here.
  ...(process.env['DOUBLE_STILL'] ? ['--force-prefers-reduced-motion'] : []),
];

/** Starts Chromium with a profile of its own, and tells its address in the file DOUBLE_ENDPOINT, where that is set. */
export async function startBrowser(): Promise<Browser> {
  const path = findBrowser();
  if (path === undefined) throw new Error('The Electron double needs Chromium. Run: npm run test:e2e (which gets one)');
  const profile = mkdtempSync(join(tmpdir(), 'keybearer-double-'));
  const child = spawn(path, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // However this process ends, its browser must not outlive it.
  process.once('exit', () => end(child, profile));
  const endpoint = await endpointOf(child);
  const cdp = await Cdp.open(endpoint);
  const file = process.env['DOUBLE_ENDPOINT'];
  if (file) writeFileSync(file, endpoint);
  const go = process.env['DOUBLE_GO'];
  while (go && !existsSync(go)) await wait(10);
  return { cdp, close: () => closeBrowser(cdp, child) };
}

async function closeBrowser(cdp: Cdp, child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  // A browser that is quick to go takes its answer along.
  await cdp.send('Browser.close').catch(() => undefined);
  await gone;
}

function end(child: ChildProcess, profile: string): void {
  if (child.exitCode === null) child.kill('SIGKILL');
  // Chromium's own children may still write for a moment; what stays then is the system's to clean.
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', () => reject(new Error(`Chromium ended at once: ${said.slice(-2000)}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
  });
}
