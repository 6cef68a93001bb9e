/** A bot's grant is changed in the window, and one on another key added: seen in words first, then the passphrase. */
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { addBot, ask, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { choose, press, type } from './keyboard.ts';
import { addKey, openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

const usd = (amount: string) => ({ amount, currency: 'USD' });
const key = 'practice-unlimited';
const other = 'practice-totp';
/** Single permissions, markets and limits, one of which the form has no field for. */
const grant = {
  ...{
    key,
    may: ['market.read', 'account.read', 'orders.create'] as const,
    symbols: ['BTC/USD'],
    orders: 'own' as const,
  },
  limits: { maxOrderNotional: usd('500'), ordersPerDay: 10, sides: ['buy' as const] },
};
let practice: Practice;
let app: DesktopApp;
let bot: { id: string; token: string };

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  for (const label of [key, other]) {
    const found = practice.keys.find((one) => one.label === label);
    if (found === undefined) throw new Error(`the practice exchange has no key ${label}`);
    await addKey(app.page, found);
  }
  bot = await addBot(app.dataDir, 'grid-1', [{ ...grant, may: [...grant.may] }]);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

const grantsNow = async () => {
  const shown = (await ask(app.dataDir, 'bot.show', { bot: bot.id })) as { value?: { grants: { key: string }[] } };
  return shown.value?.grants;
};

test('a grant that is sent as it stands is the grant that it was', async () => {
  const { page } = app;
  await page.evaluate((to) => window.location.assign(to), `#/bots/${bot.id}`);
  await press(page, page.getByRole('region', { name: key, exact: true }).getByRole('link', { name: 'Change' }));
  await expect(page.getByRole('heading', { name: `What grid-1 may do with ${key}`, level: 1 })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /Place orders/ })).toBeChecked();
  await expect(page.getByText('It also keeps to: Only buys.')).toBeVisible();
  await press(page, page.getByRole('button', { name: 'See what changes' }));
  await expect(page.getByText('Nothing changes: grid-1 has this grant.')).toBeVisible();
  expect(await grantsNow()).toEqual([grant]);
});

test('what would change is said before the passphrase, and nothing that was typed is lost on the way', async () => {
  const { page } = app;
  await type(page, page.getByLabel('Markets'), 'btc/usd, nope/usd');
  await type(page, page.getByLabel('Most for one order'), '700');
  const see = page.getByRole('button', { name: 'See what changes' });
  await press(page, see);
  await expect(page.getByRole('alert')).toContainText('NOPE/USD');
  await type(page, page.getByLabel('Markets'), 'btc/usd, eth/usd');
  await press(page, see);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('BTC/USD and ETH/USD, was BTC/USD');
  await expect(dialog).toContainText('700 USD, was 500 USD');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(see).toBeFocused();
  await expect(page.getByLabel('Most for one order')).toHaveValue('700');
  expect(await grantsNow()).toEqual([grant]);

  await page.keyboard.press('Enter');
  await page.keyboard.type('not this one');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await axe(page)).toEqual([]);
  }
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'grid-1', level: 1 })).toBeVisible();
  await expect(page.getByText('grid-1 is changed.')).toBeVisible();
  await expect(page.getByText('May place orders on BTC/USD and ETH/USD, up to 700 USD each')).toBeVisible();
  const limits = { ...grant.limits, maxOrderNotional: usd('700') };
  expect(await grantsNow()).toEqual([{ ...grant, symbols: ['BTC/USD', 'ETH/USD'], limits }]);
  expect((await callAsBot(app.dataDir, bot.token, key, 'fetchTicker', ['ETH/USD'])).status).toBe(200);
});

test('a key is added to what a bot may use, and a dangerous permission needs its tick', async () => {
  const { page } = app;
  expect((await callAsBot(app.dataDir, bot.token, other, 'fetchBalance', [])).status).not.toBe(200);
  await press(page, page.getByRole('link', { name: 'Add a key' }));
  await expect(page.getByRole('heading', { name: 'Another key for grid-1', level: 1 })).toBeVisible();
  await choose(page, page.getByRole('radiogroup', { name: 'Permissions' }), /^Choose/);
  await press(page, page.getByRole('checkbox', { name: /one-time codes/ }), 'Space');
  const see = page.getByRole('button', { name: 'See what changes' });
  await expect(see).toBeDisabled();
  await page.getByText('I have read this, and the bot needs it').click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await axe(page)).toEqual([]);
  }
  await see.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: other })).toContainText('See one-time codes');
  await expect(dialog.getByRole('region')).toHaveCount(1);
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: other, exact: true })).toContainText('May see the one-time codes');
  expect((await grantsNow())?.map((one) => one.key)).toEqual([key, other]);
  expect((await callAsBot(app.dataDir, bot.token, other, 'fetchBalance', [])).status).toBe(200);
  await page.getByRole('link', { name: 'Add a key' }).click();
  await expect(page.getByText('It may use every key that you have.')).toBeVisible();
});

test('neither page nor policy complained', () => {
  expect(app.complaints).toEqual([]);
});
