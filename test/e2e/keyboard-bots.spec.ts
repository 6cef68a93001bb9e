/** Bots with the keyboard alone: let in with limits, answered, their failed call explained, all of them stopped. */
import { expect, type Page, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { askAsBot, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { choose, openAndEscape, press, pressLast, tabTo, toRow, type } from './keyboard.ts';
import { addKey, openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

const key = 'practice-totp';
let practice: Practice;
let app: DesktopApp;
let token = '';

const button = (name: string, page = app.page) => page.getByRole('button', { name, exact: true });
const link = (name: string) => app.page.getByRole('link', { name, exact: true });
const label = (name: string) => app.page.getByLabel(name, { exact: true });
const heading = (name: string) => app.page.getByRole('heading', { name, exact: true, level: 1 });
const nav = (name: string) => app.page.getByRole('navigation').getByRole('link', { name });
const order = (amount: string) =>
  callAsBot(app.dataDir, token, key, 'createOrder', ['BTC/USD', 'limit', 'buy', amount, '20000']);
const isSmall = (page: Page) => page.url().endsWith('#/approval-window');

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  const found = practice.keys.find((one) => one.label === key);
  if (found === undefined) throw new Error('the practice exchange has no key with 2FA');
  await addKey(app.page, found);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

test('a bot is paired by its code, with a preset, a market and limits of its own', async () => {
  const { page, dataDir } = app;
  const wants = [{ key, preset: 'watch', symbols: 'any' }];
  const begun = await askAsBot(dataDir, 'POST', '/v1/pair', { body: { name: 'grid-1', wants } });
  await press(page, nav('Bots'));
  await press(page, link('Connect a bot').last());
  await expect(heading('Connect a bot')).toBeVisible();
  await choose(page, page.getByRole('radiogroup', { name: 'How does it come in?' }), /code/i);
  await type(page, label('Code'), String(begun['code']));
  await type(page, label('Passphrase of the vault'), passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'grid-1 asks to be let in' })).toBeVisible();
  await choose(page, page.getByRole('radiogroup', { name: 'Permissions' }), /^Trade/);
  await press(page, page.getByRole('checkbox', { name: 'Every market of the exchange' }), 'Space');
  await type(page, label('Markets'), 'btc/usd');
  await type(page, page.getByLabel('Most for one order'), '500');
  await type(page, page.getByLabel('Ask me above'), '100');
  await type(page, page.getByLabel('Orders a day'), '10');
  await type(page, label('Passphrase of the vault'), passphrase);
  await press(page, button('Let it in'));
  await expect(heading('grid-1')).toBeVisible();
  await expect(page.getByText('May place orders on BTC/USD, up to 500 USD each')).toBeVisible();
  await expect(page.getByText('Asks you for each order above 100 USD')).toBeVisible();
  token = String((await askAsBot(dataDir, 'GET', `/v1/pair/${begun['pairing']}`))['token']);
});

test('the window of a question has its answer no under the focus, and yes one Tab away', async () => {
  const asked = order('0.01');
  const look = () => app.page.context().pages().find(isSmall);
  await expect.poll(() => look() !== undefined).toBe(true);
  const small = look();
  if (small === undefined) throw new Error('the window of the questions closed again');
  await expect(button('Deny', small)).toBeFocused();
  await expect(button('Allow once', small)).toBeEnabled();
  await small.keyboard.press('Tab');
  await expect(button('Allow once', small)).toBeFocused();
  await pressLast(small, 'Enter');
  expect((await asked).status).toBe(200);
});

test('the page of approvals is answered, too, and its longer answers are left with Escape', async () => {
  const { page } = app;
  await press(page, nav('Approvals'));
  const asked = order('0.011');
  const question = page.getByRole('region', { name: 'grid-1 wants to buy 0.011 BTC/USD' });
  await expect(question.getByRole('button', { name: 'Allow once' })).toBeEnabled();
  await openAndEscape(page, question.getByRole('button', { name: 'Always' }));
  await tabTo(page, question.getByRole('button', { name: 'Deny' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  expect((await asked).status).toBe(403);
  await expect(page.getByRole('table', { name: 'Answered questions' }).getByRole('row')).toHaveCount(3);
});

test('a call that failed is found by typing, opened by an arrow, and explained', async () => {
  const { page } = app;
  expect((await callAsBot(app.dataDir, token, key, 'fetchOrder', ['no-such-order', 'BTC/USD'])).status).not.toBe(200);
  await press(page, nav('Calls'));
  const grid = page.getByRole('grid', { name: 'Calls' });
  await expect(grid.locator('[data-call]').first()).toContainText('fetchOrder');
  await page.keyboard.press('/');
  await page.keyboard.type('fetchOrder');
  await expect(grid.locator('[data-call]')).toHaveCount(1);
  await tabTo(page, grid);
  await page.keyboard.press('ArrowDown');
  const detail = page.getByRole('region', { name: 'Call in full' });
  await expect(detail.getByRole('heading', { level: 2 })).toContainText('fetchOrder');
  await press(page, detail.getByRole('button', { name: 'Explain', exact: true }));
  await expect(detail).toContainText('Check:');
  await press(page, detail.getByRole('button', { name: 'Open in Explain' }));
  await expect(page.getByRole('textbox', { name: 'Error' })).not.toHaveValue('');
  await press(page, button('Explain'));
  await expect(page.getByText('Check:').first()).toBeVisible();
});

test('a filter is chosen from its menu and taken away again, and the dialogs of the log give the focus back', async () => {
  const { page } = app;
  await press(page, nav('Calls'));
  await press(page, button('Clear filters'));
  const grid = page.getByRole('grid', { name: 'Calls' });
  const failed = grid.locator('[data-call]').filter({ hasText: 'fetchOrder' });
  await expect(failed).toHaveCount(1);
  await press(page, button('Filter by method'));
  await page.keyboard.type('createO');
  await page.keyboard.press('Enter');
  await expect(grid.locator('[data-call]')).toHaveCount(2);
  await expect(failed).toHaveCount(0);
  await press(page, button('Any method'));
  await expect(failed).toHaveCount(1);
  await openAndEscape(page, button('Export'));
  await openAndEscape(page, button('Support bundle'));
});

test('a bot is opened from its row, paused and resumed, and its other questions can be left', async () => {
  const { page } = app;
  await press(page, nav('Bots'));
  await toRow(page, page.getByRole('grid', { name: 'Bots' }), 'grid-1');
  await page.keyboard.press('Enter');
  await expect(heading('grid-1')).toBeVisible();
  await press(page, button('Pause'));
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await openAndEscape(page, button('Resume'));
  await press(page, button('Resume'));
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
  for (const name of ['New token', 'Revoke']) await test.step(name, () => openAndEscape(page, button(name)));
});

test('panic is one button and one question, and Escape leaves every bot at work', async () => {
  const { page } = app;
  await openAndEscape(page, button('Panic'));
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
  await press(page, button('Panic'));
  await press(page, button('Stop all bots'));
  await expect(page.getByText('1 bot paused.')).toBeVisible();
  await expect(button('Panic')).toBeFocused();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
});

test('the palette asks the question of panic, too', async () => {
  const { page } = app;
  await tabTo(page, nav('Explain'));
  await page.keyboard.press('Control+k');
  await page.keyboard.type('stop every');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(nav('Explain')).toBeFocused();
});

test('neither page nor policy complained', () => {
  expect(app.complaints).toEqual([]);
});
