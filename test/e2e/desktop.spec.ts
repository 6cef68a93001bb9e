/** What stands around the window: tray, menu, notifications, and the agent at work without a window. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { readAgentFile } from '../../electron/base/agent-file.ts';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import type { SeenItem } from '../double/desk.ts';
import { addBot, ask, callAsBot } from './agent-side.ts';
import { type DesktopApp, runToEnd, startApp } from './app.ts';
import { addKey, makeVault, passphrase, unlock } from './steps.ts';

test.describe.configure({ mode: 'serial' });
test.skip(Boolean(process.env['E2E_ELECTRON']), 'nothing here can click a real tray; docs/release-checklist.md has it');

let practice: Practice;
let app: DesktopApp;
let page: Page;
let home: string;
let bot: { id: string; token: string };

const tray = () => app.desk.seen().tray;
const labels = (items: readonly SeenItem[] = []) => items.map(({ label }) => label);
const notifications = () => app.desk.seen().notifications;
const balance = () => callAsBot(app.dataDir, bot.token, 'kraken-main', 'fetchBalance', []);
const order = (amount: number) =>
  callAsBot(app.dataDir, bot.token, 'kraken-main', 'createOrder', ['BTC/USD', 'limit', 'buy', amount, 20_000]);
const heading = (name: string) => page.getByRole('heading', { name, level: 1 });

async function closeWindow(): Promise<void> {
  const gone = page.waitForEvent('close');
  app.desk.do({ window: 'close' });
  await gone;
  // Main hears of it a moment after the page is gone; a tray clicked before would show what is closing.
  await expect.poll(() => app.desk.seen().window).toBe(null);
}

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  home = mkdtempSync(join(tmpdir(), 'keybearer-e2e-'));
  prefer(home, { runInBackground: true });
  app = await startApp({ dataDir: home });
  page = app.page;
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
  rmSync(home, { recursive: true });
});

/** What the user chose before this start. */
function prefer(dataDir: string, preferences: object): void {
  mkdirSync(join(dataDir, 'window'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, 'window/window.json'), JSON.stringify(preferences));
}

test('before there is a vault the tray offers nothing that needs one', () => {
  expect(tray()).toMatchObject({ icon: 'sealed.png', tip: 'Keybearer: no vault yet' });
  expect(labels(tray()?.menu)).toEqual(['Open Keybearer', 'Quit (bots will wait)']);
});

test('the tray tells that the vault is open and which bots are at work', async () => {
  const isProtected = () => app.desk.seen().window?.isProtected;
  await makeVault(page, { atKey: () => expect.poll(isProtected).toBe(true) });
  await expect.poll(isProtected).toBe(false);
  const key = practice.keys.find(({ label }) => label === 'practice-none');
  if (key === undefined) throw new Error('the practice exchange has no key without a second factor');
  await addKey(page, { ...key, label: 'kraken-main' });
  const limits = { askAbove: { amount: '1000', currency: 'USD' } };
  bot = await addBot(app.dataDir, 'grid-1', [
    { key: 'kraken-main', preset: 'trade', symbols: ['BTC/USD'], orders: 'any', limits },
  ]);
  await expect.poll(() => labels(tray()?.menu)).toContain('1 bot at work: grid-1');
  expect(tray()).toMatchObject({ icon: 'open.png', tip: 'Keybearer: the vault is open' });
});

test('a call that failed changes the shape until the window is looked at, and its line opens the call', async () => {
  app.desk.do({ window: 'blur' });
  await callAsBot(app.dataDir, bot.token, 'kraken-main', 'fetchOrder', ['no-such-order', 'BTC/USD']);
  await expect.poll(() => tray()?.icon).toBe('asking.png');
  const line = () => labels(tray()?.menu).find((label) => label.startsWith('Last error')) ?? '';
  await expect.poll(line).toMatch(/^Last error: [A-Z_]+ \(grid-1 · fetchOrder · kraken-main\)$/);
  app.desk.do({ tray: line() });
  await expect.poll(() => page.url()).toMatch(/#\/calls\/.+/);
  await expect.poll(() => tray()?.icon).toBe('open.png');
});

test('a question is told by a notification, whose click goes to it', async () => {
  app.desk.do({ window: 'blur' });
  const asking = order(1);
  await expect.poll(() => notifications().at(-1)?.title).toBe('An order waits for your answer');
  expect(notifications().at(-1)?.body).toBe('grid-1 asks to trade BTC/USD on kraken-main, worth 20000 USD.');
  await expect.poll(() => labels(tray()?.menu)).toContain('1 order waits for your answer');
  app.desk.do({ notification: notifications().length - 1 });
  await expect.poll(() => page.url()).toContain('#/approvals');
  await denyAll();
  await asking;
});

test('a locked window has its notification without names, and shows the page once it is unlocked', async () => {
  app.desk.do({ menu: 'Settings…' });
  await expect.poll(() => page.url()).toContain('#/settings');
  app.desk.do({ tray: 'Lock the window' });
  await expect(page.getByRole('heading', { name: 'The window is locked' })).toBeVisible();
  const asking = order(2);
  await expect.poll(() => notifications().length).toBe(2);
  expect(notifications().at(-1)).toEqual({
    title: 'An order waits for your answer',
    body: 'Unlock the window to read more.',
  });
  await expect.poll(() => labels(tray()?.menu)).toContain('1 order waits for your answer');
  expect(JSON.stringify(tray())).not.toMatch(/grid-1|kraken-main/);
  app.desk.do({ notification: 1 });
  await expect.poll(() => page.url()).toContain('#/approvals');
  expect(await page.content()).not.toMatch(/grid-1|kraken-main/);
  await denyAll();
  await asking;
  await unlock(page, 'Unlock');
  await expect(page.getByRole('heading', { name: 'The window is locked' })).toBeHidden();
});

test('nothing is notified while somebody looks at the window', async () => {
  app.desk.do({ window: 'focus' });
  const before = notifications().length;
  const asking = order(3);
  await expect.poll(() => labels(tray()?.menu)).toContain('1 order waits for your answer');
  await denyAll();
  await asking;
  expect(notifications().length).toBe(before);
  await expect.poll(() => tray()?.icon).toBe('open.png');
});

test('pausing all bots from the tray asks once and then does it', async () => {
  app.desk.do({ tray: 'Pause all bots…' });
  await expect.poll(() => app.desk.seen().boxes.at(-1)?.message).toBe('Stop every bot now?');
  app.desk.do({ box: 1 });
  await page.waitForTimeout(400);
  expect(tray()?.icon).toBe('open.png');
  app.desk.do({ tray: 'Pause all bots…' });
  app.desk.do({ box: 0 });
  await expect.poll(() => tray()).toMatchObject({ icon: 'paused.png', tip: 'Keybearer: all bots are paused' });
  await ask(app.dataDir, 'bot.resume', { bot: 'grid-1' }, passphrase);
  await expect.poll(() => tray()?.icon).toBe('open.png');
});

test('the menu goes to pages, opens the palette and zooms, and keeps the zoom', async () => {
  app.desk.do({ menu: 'Add a key…' });
  await expect(heading('Add a key')).toBeVisible();
  app.desk.do({ menu: 'Search…' });
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await expect(heading('Settings')).toBeVisible();
  app.desk.do({ menu: 'Zoom in' });
  await expect.poll(() => app.desk.seen().window?.zoom).toBe(1);
});

test('a page opens no window, and nothing in the browser by trying', async () => {
  const pages = page.context().pages().length;
  for (const url of ['https://evil.example/', 'https://docs.kraken.com/api/', 'app://keybearer/index.html'])
    await page.evaluate((url) => window.open(url, '_blank', 'noopener'), url);
  await expect.poll(() => page.context().pages().length).toBe(pages);
  await page.waitForTimeout(200);
  expect(app.desk.seen().opened).toEqual([]);
});

test('closing the window leaves the agent at work and says so; a second start shows it again', async () => {
  app.desk.do({ window: [50, 60, 1000, 700] });
  app.desk.do({ window: 'maximize' });
  await closeWindow();
  await expect.poll(() => notifications().map(({ title }) => title)).toContain('Keybearer goes on');
  expect((await balance()).status).toBe(200);
  const next = app.nextWindow();
  expect(await runToEnd(app.dataDir)).toEqual({ code: 0, said: '' });
  page = await next;
  await expect(heading('Keys')).toBeVisible();
});

test('the window comes back where it was, maximized and with its zoom', async () => {
  const stand = { x: 50, y: 60, width: 1000, height: 700, isMaximized: true, zoom: 1 };
  await expect.poll(() => app.desk.seen().window).toMatchObject(stand);
});

test('a click on the tray opens a window that was closed', async () => {
  await closeWindow();
  const next = app.nextWindow();
  app.desk.do({ tray: true });
  page = await next;
  await expect(heading('Keys')).toBeVisible();
});

test('the tray seals: the page is loaded anew, bots wait, and there is nothing left to seal', async () => {
  app.desk.do({ tray: 'Seal the vault' });
  await expect(page.getByRole('heading', { name: 'The vault is sealed' })).toBeVisible();
  await expect.poll(() => tray()?.icon).toBe('sealed.png');
  await expect.poll(() => labels(tray()?.menu)).not.toContain('Seal the vault');
  expect((await balance()).status).toBe(503);
});

test('quitting with bots at work says that they will wait, and can be taken back', async () => {
  await unlock(page, 'Open the vault');
  await expect(heading('Keys')).toBeVisible();
  app.desk.do({ tray: 'Quit (bots will wait)' });
  await expect.poll(() => app.desk.seen().boxes.at(-1)?.detail).toContain('1 bot is at work. They wait until');
  app.desk.do({ box: 1 });
  await page.waitForTimeout(200);
  expect((await balance()).status).toBe(200);
});

test('no page complained', () => {
  expect(app.complaints).toEqual([]);
});

test('a start at login opens no window where there is a tray, and a click there does', async () => {
  const before = async (desk: DesktopApp['desk']) => {
    await expect.poll(() => existsSync(desk.file) && desk.seen().tray?.tip).toBe('Keybearer: no vault yet');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(desk.seen().window).toBe(null);
    desk.do({ tray: 'Open Keybearer' });
  };
  const dataDir = mkdtempSync(join(tmpdir(), 'keybearer-e2e-'));
  prefer(dataDir, { runInBackground: true });
  const hidden = await startApp({ dataDir, args: ['--hidden'], before });
  await expect(hidden.page.getByText('Welcome to Keybearer')).toBeVisible();
  await hidden.close();
  rmSync(dataDir, { recursive: true });
});

test('a start at login opens the window where there is no tray', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'keybearer-e2e-'));
  prefer(dataDir, { runInBackground: true });
  const bare = await startApp({ dataDir, args: ['--hidden'], env: { DOUBLE_NO_TRAY: '1' } });
  await expect(bare.page.getByText('Welcome to Keybearer')).toBeVisible();
  expect(bare.desk.seen().tray).toBeUndefined();
  await bare.close();
  rmSync(dataDir, { recursive: true });
});

test('opening at login writes a file that starts this app again, and takes it away', async () => {
  test.skip(process.platform !== 'linux', 'other systems keep a list of their own');
  const config = mkdtempSync(join(tmpdir(), 'keybearer-e2e-'));
  const chosen = await startApp({ env: { XDG_CONFIG_HOME: config } });
  const choose = (openAtLogin: boolean) =>
    chosen.page.evaluate(
      (openAtLogin) => Reflect.get(window, 'keybearer').call('preferences.set', { openAtLogin }),
      openAtLogin,
    );
  const file = join(config, 'autostart/keybearer.desktop');
  expect(await choose(true)).toMatchObject({ ok: true, value: { openAtLogin: true } });
  expect(readFileSync(file, 'utf8')).toContain(`"--data" "${chosen.dataDir}" "--hidden"`);
  expect(await choose(false)).toMatchObject({ ok: true, value: { openAtLogin: false } });
  expect(existsSync(file)).toBe(false);
  await chosen.close();
  rmSync(config, { recursive: true });
});

test('a window whose display is gone is put back on one that is there', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'keybearer-e2e-'));
  const first = await startApp({ dataDir });
  first.desk.do({ window: [2400, 300, 1000, 700] });
  await expect.poll(() => first.desk.seen().window?.x).toBe(2400);
  await first.close();
  const second = await startApp({ dataDir });
  await expect.poll(() => second.desk.seen().window).toMatchObject({ x: 460, y: 190, width: 1000, height: 700 });
  await second.close();
  rmSync(dataDir, { recursive: true });
});

test('without running in the background, closing the window ends the app', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'keybearer-e2e-'));
  const ending = await startApp({ dataDir });
  expect(readAgentFile(dataDir)).toBeDefined();
  ending.desk.do({ window: 'close' });
  await expect.poll(() => readAgentFile(dataDir)).toBeUndefined();
  await ending.close();
  rmSync(dataDir, { recursive: true });
});

async function denyAll(): Promise<void> {
  const waiting = JSON.stringify(await ask(app.dataDir, 'approval.list', {}));
  for (const [, id] of waiting.matchAll(/"id":"(ask_[a-z0-9]+)"/g))
    if (id !== undefined) await ask(app.dataDir, 'approval.deny', { id });
}
