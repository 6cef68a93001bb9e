/** The vault from the first run on: practice keys, exchanges, settings, wrong passphrases, backup and restore. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ask, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { passphrase, typeGroups, unlock } from './steps.ts';

test.describe.configure({ mode: 'serial' });
test.skip(Boolean(process.env['E2E_ELECTRON']), 'a real save dialog waits for a person');

const place = mkdtempSync(join(tmpdir(), 'keybearer-vault-'));
const copy = join(place, 'copy.json');
const next = 'nine quiet herons mend the old pier';
const copyPassphrase = 'eleven brass kettles hum at dawn';
let app: DesktopApp;

const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const heading = (name: string) => app.page.getByRole('heading', { name, exact: true, level: 1 });
const openPage = (name: string) => app.page.getByRole('navigation').getByRole('link', { name }).first().click();

/** No serious finding in either colour scheme. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await axe(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test.beforeAll(async () => {
  app = await startApp({ saveAs: copy });
});

test.afterAll(async () => {
  await app?.close();
  rmSync(place, { recursive: true, force: true });
});

test('the first run judges a passphrase while it is typed', async () => {
  await app.page.getByLabel('Choose a passphrase').pressSequentially('password');
  await expect(app.page.getByText('Guessed at once')).toBeVisible();
  await expectAccessible(app.page);
  await app.page.getByLabel('Choose a passphrase').fill(passphrase);
  await expect(app.page.getByText('Strong', { exact: true })).toBeVisible();
});

test('two passphrases that differ make no vault', async () => {
  await app.page.getByLabel('Type it again').fill('another');
  await button('Make the vault').click();
  await expect(app.page.getByRole('alert')).toContainText('differ');
  await expect(app.page.getByText('Strong', { exact: true })).toHaveCount(0);
});

test('the practice exchange fills the keys, and a bot calls one with its code', async () => {
  await app.page.getByLabel('Choose a passphrase').fill(passphrase);
  await app.page.getByLabel('Type it again').fill(passphrase);
  await button('Make the vault').click();
  const groups = app.page.getByLabel('Recovery key').getByRole('listitem');
  await groups.first().waitFor();
  const key = await groups.allInnerTexts();
  await button('I have written it down').click();
  await typeGroups(app.page, key);
  await button('Go on').click();
  await expect(heading('Your vault is ready')).toBeVisible();
  await expectAccessible(app.page);
  await button('Try it with the practice exchange').click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Add the practice keys' }).click();
  await expect(app.page.getByText('practice-totp')).toBeVisible();
  await expect(app.page.getByText(/7 practice keys are here/)).toBeVisible();

  const grants = [{ key: 'practice-totp', preset: 'trade' as const, symbols: ['BTC/USD'] }];
  const added = JSON.stringify(await ask(app.dataDir, 'bot.add', { name: 'grid-1', grants }, passphrase));
  const token = /kb_[A-Za-z0-9_-]{43}/.exec(added)?.[0] ?? '';
  const balance = await callAsBot(app.dataDir, token, 'practice-totp', 'fetchBalance', []);
  expect([balance.status, JSON.parse(balance.body).result?.total !== undefined]).toEqual([200, true]);
});

test('exchanges are found by name and by what 2FA does there', async () => {
  await openPage('Exchanges');
  await expect(app.page.getByText('104 of 104')).toBeVisible();
  await expectAccessible(app.page);
  await app.page.getByRole('radio', { name: 'Every private call' }).click();
  await expect(app.page.getByText('1 of 104')).toBeVisible();
  await app.page.getByRole('radio', { name: 'All', exact: true }).click();
  await app.page.getByLabel('Search by name').fill('no such exchange');
  await button('Show all').click();
  await app.page.getByLabel('Search by name').fill('KRAK');
  await expect(app.page.getByText('2 of 104')).toBeVisible();
  await app.page.getByRole('row', { name: 'Kraken', exact: false }).filter({ hasText: 'Every private call' }).click();
  await expect(heading('Kraken')).toBeVisible();
  await expect(app.page.getByRole('note')).toContainText('Kraken Pro mobile app');
  await expect(app.page.getByText('EAPI:Invalid signature', { exact: true })).toBeVisible();
  await expect(app.page.getByText('otp, in the body')).toBeVisible();
  await app.page.getByRole('link', { name: /support\.kraken\.com/ }).click();
  await expect(app.page.getByText('could not be opened')).toHaveCount(0);
  await expectAccessible(app.page);
});

test('what is not known of an exchange is said to be unknown', async () => {
  await app.page.getByRole('link', { name: 'All exchanges' }).click();
  await app.page.getByLabel('Search by name').fill('bigone');
  await app.page.getByRole('row', { name: 'BigONE' }).click();
  await expect(heading('BigONE')).toBeVisible();
  await expect(app.page.getByText('Not known', { exact: true })).toHaveCount(3);
  await expect(app.page.getByText('That nothing is known is no sign that there is nothing.')).toBeVisible();
});

test('settings keep what is chosen, and the theme changes at once', async () => {
  await openPage('Settings');
  await expectAccessible(app.page);
  await app.page.getByText('Dark', { exact: true }).click();
  await expect(app.page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await app.page.getByText('Open at login').click();
  await expect(app.page.getByRole('checkbox', { name: 'Look for new versions' })).toBeChecked();
  await app.page.getByText('Look for new versions').click();
  const kept = await app.page.evaluate(() => Reflect.get(window, 'keybearer').call('preferences.list', {}));
  expect(kept).toMatchObject({ ok: true, value: { theme: 'dark', openAtLogin: true, lookForUpdates: false } });
});

test('the program to tell is a list of arguments, and takes the passphrase', async () => {
  const section = app.page.getByRole('region', { name: 'Tell a program' });
  await section.getByLabel('Program and arguments').fill('/bin/echo\n--title\nKeybearer says');
  await section.getByRole('button', { name: 'Save' }).click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(section.getByText('Saved')).toBeVisible();
  const command = { 'notify.command': ['/bin/echo', '--title', 'Keybearer says'] };
  expect(await ask(app.dataDir, 'config.get', {})).toMatchObject({ ok: true, value: command });
});

test('a backup is written to the chosen place under a passphrase of its own', async () => {
  await button('Back up the vault').click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the backup', { exact: true }).fill(copyPassphrase);
  await dialog.getByLabel('Passphrase of the backup again').fill(copyPassphrase);
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Choose a place…' }).click();
  await expect(app.page.getByText(`Backed up to ${copy}. Keys: 7, bots: 1.`)).toBeVisible();
  expect(existsSync(copy)).toBe(true);
});

test('a new recovery key is shown once, and three of its groups are asked for', async () => {
  await button('Make a new recovery key').click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Make a new recovery key' }).click();
  const groups = app.page.getByLabel('Recovery key').getByRole('listitem');
  await groups.first().waitFor();
  const key = await groups.allInnerTexts();
  await button('I have written it down').click();
  await typeGroups(app.page, key);
  await button('Go on').click();
  await expect(app.page.getByText('The new recovery key is in force.')).toBeVisible();
  expect(await app.page.content()).not.toContain(key.slice(0, 2).join('-'));
});

test('the passphrase is changed: the old one no longer opens, the new one does', async () => {
  await button('Change the passphrase').click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('New passphrase', { exact: true }).fill(next);
  await dialog.getByLabel('New passphrase again').fill(next);
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Change the passphrase' }).click();
  await expect(app.page.getByText('The passphrase is changed.')).toBeVisible();
  await button('Seal vault').click();
  await unlock(app.page, 'Open the vault');
  await expect(app.page.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
});

test('after wrong passphrases the next one waits, counted down, and the right one then opens', async () => {
  for (let tries = 0; tries < 3; tries += 1) {
    await expect(button('Open the vault')).toBeEnabled();
    await unlock(app.page, 'Open the vault');
    await expect(app.page.getByRole('progressbar')).toBeVisible();
    await expect(app.page.getByRole('progressbar')).toBeHidden();
  }
  await expect(app.page.getByRole('timer')).toContainText(/\d seconds? left/);
  await expectAccessible(app.page);
  await app.page.getByLabel('Passphrase').fill(next);
  await button('Open the vault').click();
  await expect(heading('Settings')).toBeVisible();
});

test('about says what runs and where it keeps its things', async () => {
  await app.page.getByRole('link', { name: 'About Keybearer' }).click();
  await expect(app.page.getByText(app.dataDir, { exact: true })).toBeVisible();
  await expectAccessible(app.page);
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});

test('a backup is restored on a new computer, with its bots paused', async () => {
  await app.close();
  app = await startApp();
  await button('Restore from a backup').click();
  await expectAccessible(app.page);
  await app.page.getByLabel('Passphrase of the backup').fill(copyPassphrase);
  await button('Restore the vault').click();
  await expect(app.page.getByRole('alert')).toHaveText('Choose the backup first.');
  await app.page.locator('input[type=file]').setInputFiles(copy);
  await app.page.getByLabel('Passphrase of the backup').fill('not this one');
  await button('Restore the vault').click();
  await expect(app.page.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  await app.page.getByLabel('Passphrase of the backup').fill(copyPassphrase);
  await button('Restore the vault').click();
  await expect(heading('The vault is restored')).toBeVisible();
  await expect(app.page.getByText('grid-1')).toBeVisible();
  await button('Go on').click();
  await expect(app.page.getByText('practice-totp')).toBeVisible();
  expect(app.complaints).toEqual([]);
});
