/** The calls in each of the forms that they are exported in, through the system's save dialog. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { addBot, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { addKey, openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });
test.skip(Boolean(process.env['E2E_ELECTRON']), 'a real save dialog waits for a person');

let practice: Practice;
let app: DesktopApp;
let secrets: readonly string[];

const label = 'practice-totp';

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  const key = practice.keys.find((one) => one.label === label);
  if (key?.twoFactor.kind !== 'totp') throw new Error('the practice exchange has no key with an app');
  await addKey(app.page, key);
  const { token } = await addBot(app.dataDir, 'grid-1', [{ key: label, preset: 'trade', symbols: ['BTC/USD'] }]);
  secrets = [key.secret, key.twoFactor.secret, key.apiKey, token, passphrase];
  const call = (method: string, ...args: readonly unknown[]) => callAsBot(app.dataDir, token, label, method, args);
  await call('fetchBalance');
  await call('createOrder', 'BTC/USD', 'limit', 'buy', '0.0123', '20000');
  await call('withdraw', 'USD', 1, 'nowhere');
  await app.page.getByRole('link', { name: 'Calls' }).click();
  await expect(app.page.getByRole('grid', { name: 'Calls' }).locator('[data-call]')).toHaveCount(3);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

/** Exports what the page shows. Gives: the file. */
async function exported(format: string, hasAmounts = false): Promise<string> {
  const { page } = app;
  const file = join(dirname(app.dataDir), `calls-${format}-${hasAmounts}`);
  app.saveTo(file);
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(format, { exact: true }).click();
  const amounts = dialog.getByRole('checkbox', { name: 'With amounts and prices' });
  if ((await amounts.isChecked()) !== hasAmounts) await dialog.getByText('With amounts and prices').click();
  await dialog.getByRole('button', { name: 'Choose a file' }).click();
  await expect(page.getByText(file)).toBeVisible();
  await expect(dialog).toHaveCount(0);
  const text = readFileSync(file, 'utf8');
  for (const secret of secrets) expect(text).not.toContain(secret);
  return text;
}

test('CSV has a line a call under one head, with numbers masked', async () => {
  const lines = (await exported('CSV')).trim().split(/\r?\n/);
  expect(lines).toHaveLength(4);
  const [head = '', ...rows] = lines;
  expect(head.split(',').length).toBeGreaterThan(5);
  expect(rows.filter((row) => row.includes('createOrder'))).toHaveLength(1);
  expect(rows.join()).not.toContain('0.0123');
});

test('JSON Lines have a call a line, with amounts where they are asked for', async () => {
  const calls = (await exported('JSON Lines', true))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const names = calls.map(({ method }) => method);
  expect(names.sort()).toEqual(['createOrder', 'fetchBalance', 'withdraw']);
  expect(JSON.stringify(calls)).toContain('0.0123');
});

test('a filter of the page holds for the export, which says so', async () => {
  const { page } = app;
  await page.keyboard.press('/');
  await page.keyboard.type('withdraw');
  await expect(page.getByRole('grid', { name: 'Calls' }).locator('[data-call]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByText('Only the calls that fit the filters of the page are written.')).toBeVisible();
  await page.keyboard.press('Escape');
  const calls = (await exported('JSON Lines'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(calls.map(({ method }) => method)).toEqual(['withdraw']);
});

test('HAR has an entry a call: one that left with the answer of the exchange, a denied one with none', async () => {
  await app.page.getByRole('button', { name: 'Clear filters' }).click();
  const { entries } = JSON.parse(await exported('HAR')).log;
  const statusOf = (path: string) =>
    entries
      .filter(({ request }: { request: { url: string } }) => request.url.endsWith(path))
      .map(({ response }: { response: { status: number } }) => response.status);
  expect(entries).toHaveLength(3);
  expect(statusOf('/privatePostAddOrder')).toEqual([200]);
  expect(statusOf('/withdraw')).toEqual([0]);
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});
