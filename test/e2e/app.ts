/** Starts the built app: on the Electron double, or on a real Electron where E2E_ELECTRON names its binary. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron, chromium, type Page } from '@playwright/test';
import type { Deed, Seen } from '../double/desk.ts';

export const root = resolve(import.meta.dirname, '../..');
const startMs = 20_000;

export interface DesktopApp {
  readonly page: Page;
  readonly dataDir: string;
  /** What the page complained of, the CSP's refusals among it. */
  readonly complaints: readonly string[];
  /** On the double alone: what the next dialogs that ask where to save are answered; without a path they are closed. */
  saveTo(path: string | undefined): void;
  /** On the double alone: an event of the system's power and screen, as `suspend`. */
  power(event: string): void;
  /** On the double alone: answers in place of the app's own, by the call's name, and the page loaded anew with them. */
  plant(answers: Readonly<Record<string, unknown>>): Promise<void>;
  /** On the double alone: what stands around the window, and what a person does there. */
  readonly desk: Desk;
  /** Waits for the window that is opened next. */
  nextWindow(): Promise<Page>;
  close(): Promise<void>;
}

export interface Desk {
  /** Where what is seen stands; there once the app has begun. */
  readonly file: string;
  seen(): Seen;
  do(deed: Deed): void;
}

export interface AppOptions {
  readonly dataDir?: string;
  /** Begin with a vault, sealed; without it with none. */
  readonly hasVault?: boolean;
  /** The double's planted answers, by the call's name. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** The double's keyring: a file as `test/double/safe-storage.ts` reads it. Without one the system has no keychain. */
  readonly keyring?: string;
  /** Done before the first window is waited for: an app that starts without one has to be made to open it. */
  readonly before?: (desk: Desk) => Promise<void>;
  /** More arguments of the app. */
  readonly args?: readonly string[];
  /** More of the app's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The path that a person chooses in the double's save dialog; without one it is cancelled. */
  readonly saveAs?: string;
}

export async function startApp(options: AppOptions = {}): Promise<DesktopApp> {
  const place = mkdtempSync(join(tmpdir(), 'keybearer-e2e-'));
  const dataDir = options.dataDir ?? join(place, 'data');
  if (options.hasVault === true) putVault(dataDir);
  const binary = process.env['E2E_ELECTRON'];
  const started = binary ? await startElectron(binary, dataDir) : await startDouble(place, dataDir, options);
  const { complaints, nextWindow } = started;
  await started.page.waitForLoadState('load');
  const power = (event: string) => appendFileSync(join(place, 'power'), `${event}\n`);
  const saveTo = (path: string | undefined) => writeFileSync(join(place, 'save'), path ?? '');
  const close = async () => {
    await started.close();
    rmSync(place, { recursive: true, force: true });
  };
  const plant = async (answers: Readonly<Record<string, unknown>>) => {
    putAnswers(place, answers);
    await started.page.reload();
  };
  return { page: started.page, dataDir, complaints, power, saveTo, plant, desk: deskIn(place), nextWindow, close };
}

function putVault(dataDir: string): void {
  const made = process.env['E2E_MADE_VAULT'];
  if (made === undefined) throw new Error('the vault for all specs is made by global-setup.ts');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  cpSync(made, dataDir, { recursive: true, filter: (path) => basename(path) !== 'run' });
}

const answersIn = (place: string): string => join(place, 'answers.json');

/** In one step, since the app may be reading it. */
function putAnswers(place: string, answers: Readonly<Record<string, unknown>>): void {
  writeFileSync(`${answersIn(place)}.new`, JSON.stringify(answers));
  renameSync(`${answersIn(place)}.new`, answersIn(place));
}

const deskIn = (place: string): Desk => ({
  file: join(place, 'desk/seen.json'),
  seen: () => JSON.parse(readFileSync(join(place, 'desk/seen.json'), 'utf8')),
  do: (deed) => appendFileSync(join(place, 'desk/deeds'), `${JSON.stringify(deed)}\n`),
});

interface Started {
  readonly page: Page;
  readonly complaints: readonly string[];
  nextWindow(): Promise<Page>;
  close(): Promise<void>;
}

async function startElectron(executablePath: string, dataDir: string): Promise<Started> {
  const app = await _electron.launch({ executablePath, args: [root, '--data', dataDir] });
  const complaints: string[] = [];
  app.on('window', (page) => listenTo(page, complaints));
  const page = await app.firstWindow();
  // What was said before anyone listened is said again. A page that still changes its process can't be reloaded.
  await page.waitForLoadState('load');
  await page.reload();
  return { page, complaints, nextWindow: () => app.waitForEvent('window'), close: () => app.close() };
}

async function startDouble(
  place: string,
  dataDir: string,
  { answers = {}, keyring, args = [], env: more = {}, before, saveAs }: AppOptions,
): Promise<Started> {
  const endpoint = join(place, 'endpoint');
  putAnswers(place, answers);
  if (saveAs !== undefined) writeFileSync(join(place, 'save'), saveAs);
  const env = {
    ...process.env,
    DOUBLE_ENDPOINT: endpoint,
    DOUBLE_GO: join(place, 'go'),
    DOUBLE_STILL: '1',
    DOUBLE_POWER: join(place, 'power'),
    DOUBLE_DESK: join(place, 'desk'),
    DOUBLE_CLIPBOARD: join(dataDir, '../clipboard'),
    DOUBLE_SAVE: join(place, 'save'),
    DOUBLE_KEYRING: keyring,
    DOUBLE_ANSWERS: answersIn(place),
    ...more,
  };
  const child = spawn(process.execPath, [...doubleArgs(dataDir), ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await until('the browser', child, () => existsSync(endpoint) && readFileSync(endpoint, 'utf8') !== '');
  const browser = await chromium.connectOverCDP(readFileSync(endpoint, 'utf8'));
  const complaints: string[] = [];
  for (const context of browser.contexts()) context.on('page', (page) => listenTo(page, complaints));
  writeFileSync(join(place, 'go'), '');
  await before?.(deskIn(place));
  const find = () =>
    browser
      .contexts()[0]
      ?.pages()
      .find((page) => page.url().includes('keybearer'));
  const page = await until('the window', child, find);
  const close = async () => {
    await browser.close();
    await end(child);
  };
  const nextWindow = async () => {
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser has no context');
    const isOurs = (page: Page) => page.url().includes('keybearer');
    const next = await context.waitForEvent('page');
    await next.waitForURL(() => isOurs(next));
    return next;
  };
  return { page, complaints, nextWindow, close };
}

const doubleArgs = (dataDir: string): string[] => [
  '--import',
  join(root, 'test/double/register.mjs'),
  join(root, 'out/main/main.mjs'),
  '--data',
  dataDir,
];

/** Runs an app on the double that is expected to end by itself. */
export async function runToEnd(
  dataDir: string,
  args: readonly string[] = [],
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [...doubleArgs(dataDir), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, said };
}

async function until<T>(what: string, child: ChildProcess, look: () => T | undefined | false): Promise<T> {
  for (let leftMs = startMs; leftMs > 0; leftMs -= 25) {
    const found = look();
    if (found) return found;
    if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode} before ${what} was there`);
    await wait(25);
  }
  child.kill('SIGKILL');
  throw new Error(`${what} was not there after ${startMs} ms`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

function listenTo(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
}
