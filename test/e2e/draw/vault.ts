/** The vault's pages: first run, restore, unlock, settings, exchanges, about. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeVault, passphrase, unlock } from '../steps.ts';
import { draw, narrow, out, withApp } from './base.ts';

const long = { width: 1180, height: 1500 };

export async function drawVault(): Promise<void> {
  mkdirSync(out, { recursive: true });
  await withApp({ saveAs: join(out, 'no-such-place', 'copy.json') }, async ({ page }) => {
    await page.getByLabel('Choose a passphrase').pressSequentially('kraken2024');
    await page.getByText('To guess it').waitFor();
    await draw(page, 'welcome-strength');
    await page.getByRole('button', { name: 'Restore from a backup' }).click();
    await draw(page, 'welcome-restore');
    await page.getByRole('button', { name: 'Make a new vault instead' }).click();
    await makeVault(page, { atReady: () => draw(page, 'welcome-ready') });
    await page.getByRole('button', { name: 'Try it with the practice exchange' }).click();
    await draw(page, 'practice-dialog');
    await page.getByRole('dialog').getByLabel('Passphrase of the vault').fill(passphrase);
    await page.getByRole('button', { name: 'Add the practice keys' }).click();
    await page.getByText('practice-totp').waitFor();
    await draw(page, 'keys-practice');
    const nav = page.getByRole('navigation');
    await nav.getByRole('link', { name: 'Exchanges' }).click();
    await draw(page, 'exchanges');
    await draw(page, 'exchanges-narrow', narrow);
    await page.getByLabel('Search by name').fill('nothing at all');
    await draw(page, 'exchanges-none');
    await page.getByLabel('Search by name').fill('kraken');
    await page.getByRole('row').filter({ hasText: 'Every private call' }).click();
    await page.getByRole('heading', { name: 'Kraken', level: 1 }).waitFor();
    await draw(page, 'exchange-kraken', long);
    await page.getByRole('link', { name: 'All exchanges' }).click();
    await page.getByLabel('Search by name').fill('deribit');
    await page.getByRole('row', { name: 'deribit' }).click();
    await page.getByRole('heading', { name: 'deribit', level: 1 }).waitFor();
    await draw(page, 'exchange-withdrawal');
    await nav.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Bots over TCP' }).waitFor();
    await draw(page, 'settings-all', { width: 1180, height: 2300 });
    await draw(page, 'settings-narrow', narrow);
    await page.getByRole('button', { name: 'Change the passphrase' }).click();
    await page.getByLabel('New passphrase', { exact: true }).pressSequentially('correct horse battery');
    await page.getByText('To guess it').waitFor();
    await draw(page, 'settings-passphrase');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'About Keybearer' }).click();
    await page.getByText('Data directory').waitFor();
    await draw(page, 'about');
    await page.getByRole('button', { name: 'Seal vault' }).click();
    await page.getByRole('button', { name: 'Open the vault' }).waitFor();
    for (let tries = 0; tries < 4; tries += 1) {
      await page.getByLabel('Passphrase').fill('not this one');
      await page.getByRole('button', { name: 'Open the vault' }).click();
      await page.getByRole('progressbar').waitFor();
      await page.getByRole('progressbar').waitFor({ state: 'detached' });
    }
    await draw(page, 'unlock-countdown');
    await unlock(page, 'Open the vault');
    await page.getByRole('navigation').waitFor();
  });
}
