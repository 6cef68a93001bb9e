/** A vault that can't be opened: what the page says of it, and that doing so brings the keys back. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { addBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { addKey, makeVault, passphrase, unlock } from './steps.ts';

test.describe.configure({ mode: 'serial' });
test.skip(Boolean(process.env['E2E_ELECTRON']), 'a real save dialog waits for a person');

const place = mkdtempSync(join(tmpdir(), 'keybearer-damaged-'));
const dataDir = join(place, 'data');
const copy = join(place, 'copy.json');
const copyPassphrase = 'eleven brass kettles hum at dawn';
const files = ['vault-a.json', 'vault-b.json'].map((name) => join(dataDir, name));
let practice: Practice;
let app: DesktopApp;
let recoveryKey = '';

const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const alert = () => app.page.getByRole('alert');

/** Stops the app, does something to the vault's files, and starts it again. */
async function meanwhile(change: (file: string) => void): Promise<void> {
  expect(app.complaints).toEqual([]);
  await app.close();
  for (const file of files) change(file);
  app = await startApp({ dataDir, saveAs: copy });
}

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ dataDir, saveAs: copy });
  recoveryKey = await makeVault(app.page);
  const key = practice.keys.find(({ label }) => label === 'practice-none');
  if (key === undefined) throw new Error('the practice exchange has no key without a second factor');
  await addKey(app.page, key);
  await addBot(dataDir, 'grid-1', [{ key: key.label, preset: 'watch', symbols: 'any' }]);
  await app.page.getByRole('link', { name: 'Settings' }).click();
  await button('Back up the vault').click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the backup', { exact: true }).fill(copyPassphrase);
  await dialog.getByLabel('Passphrase of the backup again').fill(copyPassphrase);
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Choose a place…' }).click();
  await expect(app.page.getByText(`Backed up to ${copy}. Keys: 1, bots: 1.`)).toBeVisible();
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
  rmSync(place, { recursive: true, force: true });
});

test('a vault of a newer Keybearer is left as it is, and the page says to update', async () => {
  await meanwhile((file) => {
    renameSync(file, `${file}.ours`);
    const later = readFileSync(`${file}.ours`, 'utf8').replace('"v":1', '"v":2');
    expect(later).toContain('"v":2');
    writeFileSync(file, later);
  });
  const before = files.map((file) => readFileSync(file, 'utf8'));
  await unlock(app.page, 'Open the vault');
  await expect(alert()).toContainText('VAULT_NEWER');
  await expect(app.page.getByText('This vault belongs to a newer Keybearer')).toBeVisible();
  await expect(app.page.getByText('Update Keybearer and open the vault again.')).toBeVisible();
  expect(await axe(app.page)).toEqual([]);
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
});

test('the same vault opens where the Keybearer is its own', async () => {
  await meanwhile((file) => renameSync(`${file}.ours`, file));
  await unlock(app.page, 'Open the vault');
  await expect(app.page.getByText('practice-none')).toBeVisible();
});

test('a vault of which both files are cut off can not be read, whatever opens it, and the page says what to do', async () => {
  await meanwhile((file) => writeFileSync(file, readFileSync(file).subarray(0, 700)));
  await unlock(app.page, 'Open the vault');
  await expect(alert()).toContainText('VAULT_DAMAGED');
  await expect(app.page.getByText('The vault cannot be read')).toBeVisible();
  await expect(app.page.getByText('Keep the two files until the backup is open.')).toBeVisible();
  await expect(app.page.getByText(dataDir, { exact: true })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme });
    expect(await axe(app.page)).toEqual([]);
  }
  await button('Use the recovery key').click();
  await expect(app.page.getByText('The vault cannot be read')).toHaveCount(0);
  await app.page.getByLabel('Recovery key').fill(recoveryKey);
  await button('Open the vault').click();
  await expect(alert()).toContainText('VAULT_DAMAGED');
});

test('done as it says, the backup is restored by the recovery key, with its bot paused', async () => {
  await meanwhile((file) => renameSync(file, `${file}.damaged`));
  await button('Restore from a backup').click();
  await app.page.locator('input[type=file]').setInputFiles(copy);
  await button('Use the recovery key').click();
  await app.page.getByLabel('Recovery key').fill('UUUU-UUUU');
  await button('Restore the vault').click();
  await expect(alert()).toBeVisible();
  await app.page.getByLabel('Recovery key').fill(recoveryKey);
  await button('Restore the vault').click();
  await expect(app.page.getByRole('heading', { name: 'The vault is restored' })).toBeVisible();
  await expect(app.page.getByText('grid-1')).toBeVisible();
  await button('Go on').click();
  await expect(app.page.getByText('practice-none')).toBeVisible();
  await app.page.getByRole('link', { name: 'Bots' }).click();
  await expect(app.page.getByRole('row').filter({ hasText: 'grid-1' })).toContainText('Paused');
});

test('a restored vault opens with the passphrase of the backup and with the same recovery key', async () => {
  await button('Seal vault').click();
  await app.page.getByLabel('Passphrase').fill(copyPassphrase);
  await button('Open the vault').click();
  await button('Seal vault').click();
  await button('Use the recovery key').click();
  await app.page.getByLabel('Recovery key').fill(recoveryKey);
  await button('Open the vault').click();
  await expect(button('Seal vault')).toBeVisible();
  expect(app.complaints).toEqual([]);
});
