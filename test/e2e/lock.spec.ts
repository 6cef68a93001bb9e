/** Locked and sealed are two states: a locked window shows nothing and its bots go on; a sealed vault stops them. */
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { ask, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { addKey, openVault, passphrase, unlock } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let practice: Practice;
let app: DesktopApp;
let token: string;

const locked = () => app.page.getByRole('heading', { name: 'The window is locked' });
const keys = () => app.page.getByRole('heading', { name: 'Keys' });
const balance = () => callAsBot(app.dataDir, token, 'kraken-main', 'fetchBalance', []);

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  const key = practice.keys.find(({ label }) => label === 'practice-none');
  if (key === undefined) throw new Error('the practice exchange has no key without a second factor');
  await addKey(app.page, { ...key, label: 'kraken-main' });
  const grants = [{ key: 'kraken-main', preset: 'trade' as const, symbols: ['BTC/USD'] }];
  const added = JSON.stringify(await ask(app.dataDir, 'bot.add', { name: 'grid-1', grants }, passphrase));
  token = /kb_[A-Za-z0-9_-]{43}/.exec(added)?.[0] ?? '';
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

/** A trace in the page's memory: gone with it when the page is loaded anew. */
const mark = () => app.page.evaluate(() => Reflect.set(window, 'trace', 1));
const isMarked = () => app.page.evaluate(() => 'trace' in window);

async function expectNothingShown(): Promise<void> {
  await expect(locked()).toBeVisible();
  expect(await isMarked()).toBe(false);
  expect(await app.page.content()).not.toMatch(/kraken-main|grid-1|practice/);
}

test('the button locks: the page is loaded anew and names neither key nor bot', async () => {
  await mark();
  await app.page.getByRole('button', { name: 'Lock window' }).click();
  await expectNothingShown();
});

test('a locked window answers only what unlocking takes', async () => {
  const codes = await app.page.evaluate(async () => {
    const { call } = Reflect.get(window, 'keybearer');
    const names = ['keys.list', 'calls.list', 'bots.list', 'vault.keychain', 'settings.list', 'vault.unseal'];
    const answers = await Promise.all(names.map((name) => call(name, {})));
    return answers.map((answer) => answer.error?.code);
  });
  expect(new Set(codes)).toEqual(new Set(['WINDOW_LOCKED']));
  const status = await app.page.evaluate(() => Reflect.get(window, 'keybearer').call('app.status', {}));
  expect(status).toMatchObject({ ok: true, value: { vault: 'open', keys: [], bots: [] } });
});

test("a bot's call succeeds while the window is locked, and the page does not hear of it", async () => {
  await app.page.evaluate(() => {
    const heard: string[] = [];
    Reflect.set(window, 'heard', heard);
    Reflect.get(window, 'keybearer').on(({ kind }: { kind: string }) => heard.push(kind));
  });
  expect((await balance()).status).toBe(200);
  await ask(app.dataDir, 'bot.pause', { bot: 'grid-1' });
  await ask(app.dataDir, 'bot.resume', { bot: 'grid-1' }, passphrase);
  await app.page.waitForTimeout(200);
  expect(await app.page.evaluate(() => Reflect.get(window, 'heard'))).toEqual([]);
});

test('a wrong passphrase leaves it locked and the right one shows the page that was open', async () => {
  await app.page.getByLabel('Passphrase').fill('not this one');
  await app.page.getByRole('button', { name: 'Unlock' }).click();
  await expect(app.page.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  await expect(app.page.getByLabel('Passphrase')).toHaveValue('');
  await unlock(app.page, 'Unlock');
  await expect(app.page.getByRole('heading', { name: 'kraken-main' })).toBeVisible();
});

test('Ctrl-L locks, also while something is typed', async () => {
  await app.page.getByRole('link', { name: 'Keys' }).first().click();
  await app.page.getByRole('link', { name: 'Add a key' }).click();
  await app.page.getByLabel('Private part').fill('half a secret');
  await mark();
  await app.page.keyboard.press('Control+l');
  await expectNothingShown();
  await unlock(app.page, 'Unlock');
  await expect(app.page.getByLabel('Private part')).toHaveValue('');
});

for (const event of ['suspend', 'lock-screen', 'locked']) {
  test(`the window locks with the system: ${event}`, async () => {
    test.skip(Boolean(process.env['E2E_ELECTRON']), 'nothing here can lock a real screen');
    test.skip(event === 'locked' && process.platform !== 'linux', 'other systems have an event for it');
    await mark();
    app.power(event);
    await expectNothingShown();
    await unlock(app.page, 'Unlock');
    await expect(locked()).toBeHidden();
  });
}

test('when the window locks by itself is changed with the passphrase', async () => {
  await app.page.getByRole('link', { name: 'Settings' }).click();
  const section = app.page.getByRole('region', { name: 'Locking and sealing' });
  await section.getByLabel('Lock the window after').selectOption('5 minutes');
  await section.getByRole('button', { name: 'Save' }).click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the vault').fill('not this one');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(section.getByText('Saved')).toBeVisible();
  const settings = { 'lock.afterIdleMinutes': 5, 'seal.afterIdleHours': null };
  expect(await ask(app.dataDir, 'config.get', {})).toMatchObject({ ok: true, value: settings });
});

test('sealing drops the page, too, and stops the bots', async () => {
  await app.page.getByRole('link', { name: 'Keys' }).first().click();
  await expect(keys()).toBeVisible();
  await mark();
  await app.page.getByRole('button', { name: 'Seal vault' }).click();
  await expect(app.page.getByRole('heading', { name: 'The vault is sealed' })).toBeVisible();
  expect(await isMarked()).toBe(false);
  const refused = await balance();
  expect([refused.status, JSON.parse(refused.body).code]).toEqual([503, 'VAULT_SEALED']);
});

test('a locked window whose vault was sealed opens both by one passphrase', async () => {
  await unlock(app.page, 'Open the vault');
  await expect(keys()).toBeVisible();
  await app.page.getByRole('button', { name: 'Lock window' }).click();
  await app.page.getByRole('button', { name: 'Seal the vault instead, and stop the bots' }).click();
  await expect(app.page.getByRole('button', { name: 'Use the recovery key' })).toBeVisible();
  await unlock(app.page, 'Open the vault');
  await expect(keys()).toBeVisible();
  expect((await balance()).status).toBe(200);
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});
