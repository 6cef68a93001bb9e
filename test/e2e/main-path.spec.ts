/** The main job in the window: a vault, a key with its second factor, a verdict, and a bot's call as it comes in. */
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { ask, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { addKey, makeVault, passphrase, typeGroups } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let practice: Practice;
let app: DesktopApp;
let shownKey = '';

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp();
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

test('the first run shows the recovery key once, and goes on when three of its groups were typed again', async () => {
  const wrong = async () => {
    await expect(app.page.getByLabel('Recovery key')).toHaveCount(0);
    await typeGroups(
      app.page,
      Array.from({ length: 14 }, () => 'UUUU'),
    );
    await app.page.getByRole('button', { name: 'Go on' }).click();
    await expect(app.page.getByRole('alert')).toContainText('differ from the key that was shown');
    await expect(app.page.getByLabel(/^Group/).first()).toHaveValue('');
  };
  const recoveryKey = await makeVault(app.page, { atCheck: wrong });
  shownKey = recoveryKey;
  expect(recoveryKey.length).toBeGreaterThan(40);
  await expect(app.page.getByText('No keys yet')).toBeVisible();
  expect(await app.page.content()).not.toContain(recoveryKey);
});

test('a sealed vault opens by its passphrase and by no other', async () => {
  await app.page.getByRole('button', { name: 'Seal vault' }).click();
  await app.page.getByLabel('Passphrase').fill('not this one');
  await app.page.getByRole('button', { name: 'Open the vault' }).click();
  await expect(app.page.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  await expect(app.page.getByLabel('Passphrase')).toHaveValue('');
  await app.page.getByLabel('Passphrase').fill(passphrase);
  await app.page.getByRole('button', { name: 'Open the vault' }).click();
  await expect(app.page.getByRole('heading', { name: 'Keys' })).toBeVisible();
});

test('a sealed vault opens by the recovery key that was shown, typed without its dashes', async () => {
  await app.page.getByRole('button', { name: 'Seal vault' }).click();
  await app.page.getByRole('button', { name: 'Use the recovery key' }).click();
  await app.page.getByLabel('Recovery key').fill(shownKey.replaceAll('-', ' ').toLowerCase());
  await app.page.getByRole('button', { name: 'Open the vault' }).click();
  await expect(app.page.getByRole('heading', { name: 'Keys' })).toBeVisible();
});

test('a key of the Kraken Pro mobile app is told to stay without 2FA', async () => {
  await app.page.getByRole('link', { name: 'Add a key' }).click();
  await app.page.getByText('Kraken Pro mobile app').click();
  await expect(app.page.locator('[data-verdict=keep-off]')).toContainText('Keep 2FA off for this key.');
  await expect(app.page.getByRole('radio', { name: 'App' })).toBeDisabled();
  await expect(app.page.getByRole('radio', { name: 'Password' })).toBeDisabled();
  await app.page.getByText('My bots, through Keybearer').click();
  await expect(app.page.locator('[data-verdict=split-key]')).toBeVisible();
});

test('a key with 2FA is added and no secret of it stays in the page', async () => {
  const key =
    practice.keys.find(({ label }) => label === 'practice-totp') ??
    practice.keys.find(({ twoFactor }) => twoFactor.kind === 'totp');
  if (key?.twoFactor.kind !== 'totp') throw new Error('the practice exchange has no key with an app');
  await addKey(app.page, { ...key, label: 'kraken-main' });
  await expect(app.page.getByRole('heading', { name: 'kraken-main' })).toBeVisible();
  await expect(app.page.locator('[data-verdict=turn-on]')).toContainText('second factor of this key is kept here');
  const content = await app.page.content();
  for (const secret of [key.secret, key.twoFactor.secret, passphrase]) expect(content).not.toContain(secret);
});

test("a bot's calls arrive in the window as they happen", async () => {
  const grants = [{ key: 'kraken-main', preset: 'trade' as const, symbols: ['BTC/USD'] }];
  const added = JSON.stringify(await ask(app.dataDir, 'bot.add', { name: 'grid-1', grants }, passphrase));
  const token = /kb_[A-Za-z0-9_-]{43}/.exec(added)?.[0];
  if (token === undefined) throw new Error(`no token in ${added}`);
  await app.page.getByRole('link', { name: 'Calls' }).click();
  await expect(app.page.getByText('No calls yet')).toBeVisible();

  expect((await callAsBot(app.dataDir, token, 'kraken-main', 'fetchBalance', [])).status).toBe(200);
  const balance = app.page.getByRole('row', { name: 'grid-1' }).filter({ hasText: 'fetchBalance' });
  await expect(balance).toContainText('Done');
  await expect(balance).toContainText('sent');

  expect((await callAsBot(app.dataDir, token, 'kraken-main', 'withdraw', ['USD', 1, 'nowhere'])).status).toBe(403);
  await expect(app.page.getByRole('row', { name: 'grid-1' }).first()).toContainText('PERMISSION_DENIED');
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});
