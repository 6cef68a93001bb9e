/** A key with the keyboard alone: added, protected by its set-up key, and each of its dialogs opened and left. */
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { addBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { choose, openAndEscape, press, tabTo, toRow, type } from './keyboard.ts';
import { openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let practice: Practice;
let app: DesktopApp;

const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const link = (name: string) => app.page.getByRole('link', { name, exact: true });
const label = (name: string) => app.page.getByLabel(name, { exact: true });
const heading = (name: string) => app.page.getByRole('heading', { name, exact: true, level: 1 });

const found = () => {
  const key = practice.keys.find((one) => one.label === 'practice-totp');
  if (key?.twoFactor.kind !== 'totp') throw new Error('the practice exchange has no key with an app');
  return { ...key, seed: key.twoFactor.secret };
};

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

test('a key is added: its exchange is chosen by typing, who uses it with the space bar', async () => {
  const { page } = app;
  const { apiKey, secret, endpoint } = found();
  await press(page, link('Add a key'));
  await expect(heading('Add a key')).toBeVisible();
  await tabTo(page, page.getByRole('combobox', { name: 'Exchange' }));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Krak');
  await expect(page.getByRole('option', { name: 'Kraken', exact: true })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Exchange' })).toHaveValue('Kraken');
  await type(page, label('Label'), 'kraken-main');
  await type(page, label('API key (public part)'), apiKey);
  await type(page, label('Private part'), secret);
  await type(page, page.getByLabel('Address of the exchange'), endpoint);
  const bots = page.getByRole('checkbox', { name: 'My bots, through Keybearer' });
  await press(page, bots, 'Space');
  await expect(bots).toBeChecked();
  await expect(page.locator('[data-verdict=turn-on]')).toBeVisible();
  await type(page, label('Passphrase of the vault'), passphrase);
  await press(page, button('Add the key'));
  await expect(heading('kraken-main')).toBeVisible();
  await addBot(app.dataDir, 'grid-1', [{ key: 'kraken-main', preset: 'trade', symbols: ['BTC/USD'] }]);
});

test('it is protected by its set-up key: each step, the code, and the proof at the exchange', async () => {
  const { page } = app;
  await press(page, link('Protect this key'));
  await expect(page.getByText('Step 1 of 8')).toBeVisible();
  const next = button('Next');
  await press(page, next);
  await expect(page.getByText('Step 2 of 8')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Step 3 of 8')).toBeVisible();
  await press(page, button('Pause grid-1'));
  await expect(page.getByText('No bot of this key is at work')).toBeVisible();
  await press(page, next);
  await choose(page, page.getByRole('radiogroup'), /2FA App/);
  await press(page, next);
  await press(page, button('Type the set-up key instead'));
  await type(page, label('Set-up key'), found().seed.toLowerCase());
  await type(page, label('Passphrase of the vault'), passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByText('The second factor was read')).toBeVisible();
  await press(page, next);
  await expect(page.getByRole('status').filter({ hasText: 'One-time code' })).toContainText(/\d{3}\s*\d{3}/);
  await press(page, next);
  await press(page, next);
  await press(page, button('Ask Kraken and keep it'));
  await expect(page.getByText('2FA is on for kraken-main')).toBeVisible();
  await press(page, link('To the key'));
  await expect(page.getByText('On: every call carries a fresh code.')).toBeVisible();
});

test('Escape leaves each dialog of a key, and the focus goes back to the button that opened it', async () => {
  const { page } = app;
  for (const name of ['Show the code', 'Test now', 'Turn on', 'Replace', 'Remove'])
    await test.step(name, () => openAndEscape(page, button(name)));
  const change = page.getByRole('button', { name: 'Change', exact: true });
  await openAndEscape(page, change.first());
  await openAndEscape(page, change.last());
});

test('the code is shown and hidden by the same button, which keeps the focus', async () => {
  const { page } = app;
  await press(page, button('Show the code'));
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'One-time code' })).toBeVisible();
  await expect(button('Hide')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'One-time code' })).toHaveCount(0);
  await expect(button('Show the code')).toBeFocused();
});

test('a cancelled dialog gives the focus back, too, and a row of the list opens with Enter', async () => {
  const { page } = app;
  await press(page, button('Replace'));
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Cancel' }));
  await expect(button('Replace')).toBeFocused();
  await press(page, page.getByRole('navigation').getByRole('link', { name: 'Keys' }));
  const table = page.getByRole('grid', { name: 'Keys' });
  await toRow(page, table, 'kraken-main');
  // Within the row the arrows go from cell to cell, and each is seen.
  await page.keyboard.press('ArrowRight');
  await tabTo(page, table.getByRole('rowheader', { name: 'kraken-main' }));
  await page.keyboard.press('ArrowLeft');
  await toRow(page, table, 'kraken-main');
  await page.keyboard.press('Enter');
  await expect(heading('kraken-main')).toBeVisible();
});

test('a page begins at its top, however far down the last one was left, and the arrows scroll it', async () => {
  const { page } = app;
  await page.setViewportSize({ width: 1180, height: 500 });
  const top = () => page.locator('main').evaluate((main) => main.scrollTop);
  await tabTo(page, button('Remove'));
  expect(await top()).toBeGreaterThan(50);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('settings');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(heading('Settings')).toBeVisible();
  await expect(page.locator('main')).toBeFocused();
  expect(await top()).toBe(0);
  await page.keyboard.press('PageDown');
  await expect.poll(top).toBeGreaterThan(50);
});

test('neither page nor policy complained', () => {
  expect(app.complaints).toEqual([]);
});
