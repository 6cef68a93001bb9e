/** The calls as a person reads them: found, filtered, held, checked, exported, explained. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { addBot, ask, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { addKey, openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

const label = 'kraken-main';
let practice: Practice;
let app: DesktopApp;
let token: string;

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  const key = practice.keys.find((one) => one.label === 'practice-unlimited');
  if (key === undefined) throw new Error('the practice exchange has no such key');
  await addKey(app.page, { ...key, label });
  ({ token } = await addBot(app.dataDir, 'grid-1', [{ key: label, preset: 'trade', symbols: ['BTC/USD'] }]));
  await call('fetchBalance');
  await call('createOrder', 'BTC/USD', 'limit', 'buy', '0.01', '20000');
  await call('createOrder', 'BTC/USD', 'limit', 'buy', '1000', '20000');
  await call('withdraw', 'USD', 1, 'nowhere');
  await app.page.getByRole('link', { name: 'Calls' }).click();
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

const call = (method: string, ...args: readonly unknown[]) => callAsBot(app.dataDir, token, label, method, args);
const rows = () => app.page.getByRole('grid', { name: 'Calls' }).locator('[data-call]');
const row = (text: string) => rows().filter({ hasText: text });
const detail = () => app.page.getByRole('region', { name: 'Call in full' });

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing serious in the list, a call and its explanation, ${colorScheme}`, async () => {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(rows()).toHaveCount(4);
    const found: string[] = [];
    const look = async () => {
      found.push(...(await axe(app.page)));
    };
    await look();
    await row('EXCHANGE_REFUSED').click();
    await detail().getByRole('button', { name: 'Explain', exact: true }).click();
    await detail().getByText('Check:').first().waitFor();
    await look();
    await app.page.keyboard.press('Escape');
    expect(found).toEqual([]);
  });

test('a call is read with the keyboard alone, and Escape gives the focus back to the list', async () => {
  const { page } = app;
  await page.keyboard.press('j');
  await expect(detail().getByRole('heading', { level: 2 })).toContainText('withdraw');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(detail().getByRole('heading', { level: 2 })).toContainText('createOrder');
  await page.keyboard.press('k');
  await expect(detail()).toContainText('EXCHANGE_REFUSED');
  await detail().getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Escape');
  await expect(detail()).toHaveCount(0);
  await expect(page.getByRole('grid', { name: 'Calls' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(detail().getByRole('heading', { level: 2 })).toContainText('fetchBalance');
  await page.keyboard.press('Escape');
});

test('the failed call is found and its causes and checks stand beside it and in Explain', async () => {
  const { page } = app;
  await page.keyboard.press('/');
  await page.keyboard.type('Insufficient');
  await expect(rows()).toHaveCount(1);
  await rows().first().click();
  await expect(detail()).toContainText('EOrder:Insufficient funds');
  await detail().getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(detail()).toContainText('Check:');
  await detail().getByRole('button', { name: 'Open in Explain' }).click();
  await expect(page.getByRole('textbox', { name: 'Error' })).toHaveValue('EOrder:Insufficient funds');
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue(label);
  expect(page.url()).not.toContain('Insufficient');
  await page.getByRole('textbox', { name: 'Error' }).fill('{"error":["EAPI:Invalid nonce"]}');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('Another program uses the same key')).toBeVisible();
  await page.getByRole('textbox', { name: 'Error' }).fill('EAPI:Invalid signature');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  // The terminal says "code KEY"; the window has a page for that.
  await expect(page.getByText('Compare the code that the page of the key shows')).toBeVisible();
  await expect(page.getByText(/certain/)).toContainText('None is certain');
  await page.getByRole('link', { name: 'Calls' }).click();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows()).toHaveCount(4);
});

test('filters narrow the list together, and are cleared at once', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Filter by method' }).click();
  await page.getByRole('menuitemradio', { name: 'createOrder' }).click();
  await expect(rows()).toHaveCount(2);
  await page.getByRole('button', { name: 'Filter by status' }).click();
  await page.getByRole('menuitemradio', { name: 'Done' }).click();
  await expect(rows()).toHaveCount(1);
  await page.getByRole('button', { name: 'Any status' }).click();
  await expect(rows()).toHaveCount(2);
  await page.getByRole('button', { name: 'Filter by slower than' }).click();
  await page.getByRole('menuitemradio', { name: '5000 ms' }).click();
  await expect(page.getByText('No call fits these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(rows()).toHaveCount(4);
});

test('while the list is paused new calls are counted, and come in when it follows again', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Pause' }).click();
  await call('fetchOpenOrders', 'BTC/USD');
  await call('fetchOpenOrders', 'BTC/USD');
  await expect(page.getByText('2 new calls')).toBeVisible();
  await expect(rows()).toHaveCount(4);
  await page.getByRole('button', { name: 'Follow' }).click();
  await expect(rows()).toHaveCount(6);
  await expect(rows().first()).toContainText('fetchOpenOrders');
  await call('fetchMyTrades', 'BTC/USD');
  await expect(rows().first()).toContainText('fetchMyTrades');
  await expect(rows().first()).toContainText('Done');
});

test('curl is copied with names in the place of key, signature and code', async () => {
  const { page } = app;
  await row('BTC/USD').filter({ hasText: 'Done' }).filter({ hasText: 'createOrder' }).click();
  await detail().getByRole('button', { name: 'Copy as curl' }).click();
  await expect(page.getByText('Copied. Key, signature and code are placeholders.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Explain' }).click();
  await page.getByRole('textbox', { name: 'Error' }).fill('');
  await page.getByRole('textbox', { name: 'Error' }).press('ControlOrMeta+v');
  const pasted = await page.getByRole('textbox', { name: 'Error' }).inputValue();
  expect(pasted).toContain("curl -X POST 'https://api.kraken.com/0/private/AddOrder'");
  expect(pasted).toContain("'API-Sign: SIGNATURE'");
  expect(pasted).toContain("--data-urlencode 'price=20000'");
  await page.getByRole('link', { name: 'Calls' }).click();
});

test('an order runs again as a dry run, which places nothing and stands in the log', async () => {
  const { page } = app;
  const before = (await call('fetchOpenOrders', 'BTC/USD')).body.split('"clientOrderId"').length;
  await row('Done').filter({ hasText: 'createOrder' }).click();
  await detail().getByRole('button', { name: 'Run again as a dry run' }).click();
  await page.getByLabel('Passphrase of the vault').fill('not this one');
  await page.getByRole('button', { name: 'Send the dry run' }).click();
  await expect(page.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Send the dry run' }).click();
  await expect(detail()).toContainText(/Kraken finds no fault with this order: buy 0\.01/);
  await expect(row('privatePostAddOrder')).toContainText('You');
  expect((await call('fetchOpenOrders', 'BTC/USD')).body.split('"clientOrderId"').length).toBe(before);
  await row('withdraw').click();
  await expect(detail()).toContainText('there is nothing to run again');
  await expect(detail().getByRole('button', { name: 'Run again as a dry run' })).toHaveCount(0);
  await page.keyboard.press('Escape');
});

test('the log is checked up to its last entry', async () => {
  await app.page.getByRole('button', { name: 'Check the log' }).click();
  await expect(app.page.getByText(/Intact up to #\d+/)).toBeVisible();
});

test('an export goes whole into the file that was named, or nowhere', async () => {
  const { page } = app;
  const file = join(dirname(app.dataDir), 'calls.har');
  const begin = async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).click();
  };
  await begin();
  await expect(page.getByRole('dialog').getByText('Working…')).toHaveCount(0);
  await page.keyboard.press('Escape');
  app.saveTo(file);
  await begin();
  await expect(page.getByText(/calls written to/)).toBeVisible();
  const har = readFileSync(file, 'utf8');
  expect(JSON.parse(har).log.entries.length).toBeGreaterThan(5);
  expect(har).not.toContain('20000');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  app.saveTo(join(app.dataDir, 'no-such-folder', 'calls.har'));
  await begin();
  await expect(page.getByRole('alert')).toContainText("can't be written");
  await page.keyboard.press('Escape');
  expect(readdirSync(dirname(file)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('the support bundle is read before it is saved, and names nobody', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Support bundle' }).click();
  await expect(page.getByRole('dialog')).toContainText('"versions"');
  const file = join(dirname(app.dataDir), 'bundle.json');
  app.saveTo(file);
  await page.getByRole('button', { name: 'Save it' }).click();
  await expect(page.getByText(/Saved: /)).toBeVisible();
  const bundle = readFileSync(file, 'utf8');
  expect(Object.keys(JSON.parse(bundle))).toContain('errors');
  for (const name of ['grid-1', label]) expect(bundle).not.toContain(name);
});

test('an altered log says what, where and what to do, and is put aside with the passphrase', async () => {
  const { page } = app;
  expect(JSON.stringify(await ask(app.dataDir, 'log.head', {}))).toContain('"entry"');
  const found = { result: 'altered', entries: 40, epoch: 1, at: 8214, why: 'Entry #8214 is not what was written.' };
  const answers = { 'calls.verify': { ok: true, value: { check: found, ticket: null, seen: 40, all: 40 } } };
  await app.close();
  app = await startApp({ hasVault: true, answers });
  await openVault(app.page);
  await app.page.getByRole('link', { name: 'Calls' }).click();
  await app.page.getByRole('button', { name: 'Check the log' }).click();
  await expect(app.page.getByRole('alert')).toContainText('First at #8,214.');
  await expect(app.page.getByRole('alert')).toContainText('Orders of all bots are refused');
  await app.page.getByRole('button', { name: 'Put this log aside' }).click();
  await app.page.getByLabel('Passphrase of the vault').fill(passphrase);
  await app.page.getByRole('dialog').getByRole('button', { name: 'Put this log aside' }).click();
  await expect(app.page.getByText('No check of this log has failed')).toBeVisible();
  expect(page.isClosed()).toBe(true);
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});
