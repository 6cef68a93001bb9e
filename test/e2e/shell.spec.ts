/** What is there on every page: the palette, panic, and a page that comes back after a fault. */
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { addBot, ask } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { addKey, openVault } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let practice: Practice;
let app: DesktopApp;

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  const key = practice.keys.find(({ label }) => label === 'practice-totp');
  if (key === undefined) throw new Error('the practice exchange has no key with 2FA');
  await addKey(app.page, key);
  await addBot(app.dataDir, 'grid-1', [{ key: key.label, preset: 'trade', symbols: ['BTC/USD'] }]);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

test('Ctrl-K finds a page by its name, without the mouse', async () => {
  const { page } = app;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('setti');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
});

test('Ctrl-K finds a key and a bot by what they are called, and Escape leaves things as they were', async () => {
  const { page } = app;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('nobody is called this');
  await page.getByText('Nothing is called that.').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('practice-totp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'practice-totp' }).waitFor();
});

test('panic asks once, takes no passphrase and pauses every bot', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Panic' }).click();
  const question = page.getByRole('alertdialog', { name: 'Stop every bot now?' });
  await question.waitFor();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  expect(JSON.stringify(await ask(app.dataDir, 'bot.list', {}))).toContain('"state":"active"');
  await page.getByRole('button', { name: 'Panic' }).click();
  await question.getByRole('button', { name: 'Stop all bots' }).click();
  await page.getByText('1 bot paused.').waitFor();
  expect(JSON.stringify(await ask(app.dataDir, 'bot.list', {}))).toContain('"state":"paused"');
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});
