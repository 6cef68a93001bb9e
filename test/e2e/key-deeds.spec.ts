/** What is seldom done with a key: its secrets replaced, its code schedule set by hand, itself removed. */
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { addBot, ask, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { addKey, openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

const label = 'kraken-main';
let practice: Practice;
let app: DesktopApp;
let bot: { readonly id: string; readonly token: string };

const keyOf = (name: string) => {
  const key = practice.keys.find((one) => one.label === name);
  if (key === undefined) throw new Error(`the practice exchange has no key ${name}`);
  return key;
};
const seedOf = (name: string): string => {
  const { twoFactor } = keyOf(name);
  if (twoFactor.kind !== 'totp') throw new Error(`${name} has no app`);
  return twoFactor.secret;
};
const dialog = () => app.page.getByRole('dialog');
const balance = async () => {
  const { status, body } = await callAsBot(app.dataDir, bot.token, label, 'fetchBalance', []);
  return { status, code: JSON.parse(body).code };
};
const confirm = async (button: string, typed = passphrase) => {
  await dialog().getByLabel('Passphrase of the vault').fill(typed);
  await dialog().getByRole('button', { name: button, exact: true }).click();
};
const shown = async () => JSON.stringify(await ask(app.dataDir, 'key.show', { key: label }));

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  await addKey(app.page, { ...keyOf('practice-none'), label });
  bot = await addBot(app.dataDir, 'grid-1', [{ key: label, preset: 'trade', symbols: ['BTC/USD'] }]);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

test('secrets that the exchange refuses replace nothing, and the dialog stays with what is no secret', async () => {
  const { page } = app;
  expect((await balance()).status).toBe(200);
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await dialog().getByLabel('API key (public part)').fill(keyOf('practice-totp').apiKey);
  await dialog().getByLabel('Private part').fill(keyOf('practice-expiring').secret);
  await dialog().getByLabel('Second factor of the new key').selectOption('App');
  await dialog().getByLabel('Set-up key').fill(seedOf('practice-totp'));
  await confirm('Replace');
  await expect(dialog().getByRole('alert')).toBeVisible({ timeout: 40_000 });
  await expect(dialog().getByLabel('Private part')).toHaveValue('');
  await expect(dialog().getByLabel('Set-up key')).toHaveValue('');
  await expect(dialog().getByLabel('Second factor of the new key')).toHaveValue('totp');
  expect(await shown()).toContain('"twoFactor":"none"');
  expect((await balance()).status).toBe(200);
});

test('secrets that it takes are in force at once, behind the same label and for the same bot', async () => {
  const { page } = app;
  await dialog().getByLabel('API key (public part)').fill(keyOf('practice-totp').apiKey);
  await dialog().getByLabel('Private part').fill(keyOf('practice-totp').secret);
  await dialog().getByLabel('Set-up key').fill(seedOf('practice-totp'));
  await confirm('Replace');
  await expect(page.getByText(`${label} has new secrets.`)).toBeVisible({ timeout: 40_000 });
  await expect(dialog()).toHaveCount(0);
  await expect(page.getByText('On: every call carries a fresh code.')).toBeVisible();
  expect(await balance()).toEqual({ status: 200, code: undefined });
  const content = await page.content();
  for (const secret of [keyOf('practice-totp').secret, seedOf('practice-totp')]) expect(content).not.toContain(secret);
});

test('the code schedule is set by hand with the passphrase, and is left to the test again', async () => {
  const { page } = app;
  const schedule = page.getByRole('heading', { name: 'Code schedule' }).locator('../..');
  const change = schedule.getByRole('button', { name: 'Change' });
  await change.click();
  await dialog().getByText('Once', { exact: true }).click();
  await confirm('Save', 'not this one');
  await expect(dialog().getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  await expect(dialog().getByRole('radio', { name: /^Once/ })).toBeChecked();
  await confirm('Save');
  await expect(dialog()).toHaveCount(0);
  await expect(schedule).toContainText('Each code works once: one call every 30 seconds.');
  expect(await shown()).toContain('"codes":"once-per-step"');
  await change.click();
  await dialog().getByText('Find out again').click();
  await confirm('Save');
  await expect(schedule).toContainText('Not known yet.');
  expect(await shown()).toContain('"codes":"unknown"');
});

test('a key goes only when no bot has it, after a question, with the passphrase', async () => {
  const { page } = app;
  const remove = page.getByRole('button', { name: 'Remove', exact: true });
  await remove.click();
  await expect(page.getByRole('alertdialog')).toContainText('This bot loses it: grid-1.');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await ask(app.dataDir, 'bot.revoke', { bot: bot.id }, passphrase);
  await expect(page.getByText('No bot has a grant on this key.')).toBeVisible();
  await remove.click();
  await expect(dialog()).toContainText('Its secrets are deleted from the vault and can not be brought back.');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  expect(await shown()).toContain(label);
  await remove.click();
  await confirm('Remove', 'not this one');
  await expect(dialog().getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  await confirm('Remove');
  await expect(page.getByText(`${label} is removed.`)).toBeVisible();
  await expect(page.getByText('No keys yet')).toBeVisible();
  expect(await shown()).toContain('KEY_UNKNOWN');
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});
