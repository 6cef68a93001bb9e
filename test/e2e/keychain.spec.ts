/** Keychain unlock on the double's keyring: on, off, and gone. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Keyring } from '../double/safe-storage.ts';
import { type DesktopApp, startApp } from './app.ts';
import { openVault, passphrase, unlock } from './steps.ts';

test.describe.configure({ mode: 'serial' });
test.skip(Boolean(process.env['E2E_ELECTRON']), 'a real keychain may ask a person');

let place: string;
let app: DesktopApp;
const keyring = () => join(place, 'keyring.json');
const dataDir = () => join(place, 'data');
const plug = (how: Partial<Keyring> = {}) =>
  writeFileSync(keyring(), JSON.stringify({ backend: 'gnome_libsecret', key: secret, ...how }));
const secret = randomBytes(32).toString('hex');

const start = async (hasVault = false) => {
  app = await startApp({ hasVault, dataDir: dataDir(), keyring: keyring() });
};
const restart = async () => {
  await app.close();
  await start();
};
const section = (page: Page) => page.getByRole('region', { name: "Open with the system's keychain" });
const openSettings = () => app.page.getByRole('link', { name: 'Settings' }).click();

test.beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'keybearer-keychain-'));
  await start(true);
  await openVault(app.page);
});

test.afterAll(async () => {
  await app?.close();
  rmSync(place, { recursive: true, force: true });
});

test('a system without a keyring says why, and offers no switch', async () => {
  await openSettings();
  await expect(section(app.page).getByText('Off', { exact: true })).toBeVisible();
  await expect(section(app.page).getByRole('note')).toHaveText("This system's keychain is not ready to be used.");
  await expect(section(app.page).getByRole('button')).toHaveCount(0);
});

test('a keyring that is locked with a published key is refused in one sentence', async () => {
  plug({ backend: 'basic_text' });
  await restart();
  await unlock(app.page, 'Open the vault');
  await openSettings();
  await expect(section(app.page).getByRole('note')).toHaveText(/^This desktop has no keyring: [^.]+\.$/);
  await expect(section(app.page).getByRole('button')).toHaveCount(0);
});

test('it is turned on with the passphrase, and with no other', async () => {
  plug();
  await restart();
  await unlock(app.page, 'Open the vault');
  await openSettings();
  await section(app.page).getByRole('button', { name: 'Turn on' }).click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the vault').fill('not this one');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  expect(existsSync(join(dataDir(), 'keychain.json'))).toBe(false);
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(section(app.page).getByText('On', { exact: true })).toBeVisible();
  expect(readFileSync(join(dataDir(), 'keychain.json'), 'utf8')).not.toContain(secret);
});

test('the vault opens by itself when the app starts again', async () => {
  await restart();
  await expect(app.page.getByText('No keys yet')).toBeVisible();
});

test('sealed by hand it stays sealed until somebody types the passphrase', async () => {
  await app.page.getByRole('button', { name: 'Seal vault' }).click();
  await expect(app.page.getByRole('heading', { name: 'The vault is sealed' })).toBeVisible();
  await unlock(app.page, 'Open the vault');
  await expect(app.page.getByText('No keys yet')).toBeVisible();
});

test('where the keyring is gone, the page says so and the passphrase opens the vault', async () => {
  rmSync(keyring());
  await restart();
  await expect(app.page.getByRole('note')).toHaveText(
    "The keychain did not open the vault. This system's keychain is not ready to be used.",
  );
  await unlock(app.page, 'Open the vault');
  await expect(app.page.getByText('No keys yet')).toBeVisible();
});

test('where the keyring hangs, the window does not wait for it', async () => {
  plug({ hangs: true });
  await restart();
  await unlock(app.page, 'Open the vault');
  await expect(app.page.getByText('No keys yet')).toBeVisible();
});

test('where the keyring holds another key, the passphrase opens the vault', async () => {
  plug({ key: randomBytes(32).toString('hex') });
  await restart();
  await expect(app.page.getByRole('note')).toHaveText(
    "The keychain did not open the vault. The system's keychain failed.",
  );
  await unlock(app.page, 'Open the vault');
  await expect(app.page.getByText('No keys yet')).toBeVisible();
});

test('it comes back with the keyring, and turning it off takes no passphrase', async () => {
  plug({ isStale: true });
  await restart();
  await openSettings();
  await section(app.page).getByRole('button', { name: 'Turn off' }).click();
  await expect(section(app.page).getByText('Off', { exact: true })).toBeVisible();
  expect(existsSync(join(dataDir(), 'keychain.json'))).toBe(false);
  await restart();
  await expect(app.page.getByRole('heading', { name: 'The vault is sealed' })).toBeVisible();
  await expect(app.page.getByRole('note')).toHaveCount(0);
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});
