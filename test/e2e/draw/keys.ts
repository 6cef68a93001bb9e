/** The pages of the keys: a full list, a key, its report, a new key, and protecting one from end to end. */
import type { Page } from '@playwright/test';
import type { Practice } from '../../../electron/practice/server.ts';
import { qrPicture } from '../../fakes/authenticator.ts';
import { addBot } from '../agent-side.ts';
import { addKey, makeVault, passphrase, type TypedKey } from '../steps.ts';
import { draw, narrow, tall, withApp } from './base.ts';

const none = { kind: 'none' } as const;

export async function drawKeys(practice: Practice): Promise<void> {
  const named = (label: string): TypedKey => {
    const key = practice.keys.find((one) => one.label === label);
    if (key === undefined) throw new Error(`the practice exchange has no key ${label}`);
    return key;
  };
  await withApp({}, async ({ page, dataDir }) => {
    await makeVault(page);
    await addKey(page, named('practice-mobile'));
    await draw(page, 'key-mobile');
    await openAt(page, '/protect');
    await draw(page, 'protect-blocked');
    await addKey(page, { ...named('practice-expiring'), label: 'shared', usedBy: ['bots', 'kraken-pro-mobile'] });
    await page.getByRole('link', { name: 'Split this key' }).click();
    await draw(page, 'protect-split', tall);
    await addKey(page, named('practice-password'));
    await addKey(page, { ...named('practice-totp'), label: 'kraken-main', twoFactor: none });
    await addBot(dataDir, 'grid-1', [{ key: 'kraken-main', preset: 'trade', symbols: ['BTC/USD'] }]);
    await page.getByRole('link', { name: 'grid-1' }).waitFor();
    await draw(page, 'key-unprotected', tall);
    await test(page);
    await draw(page, 'key-report-refused', tall);
    await drawProtect(page, named('practice-totp'));
    await draw(page, 'key-protected', tall);
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('alertdialog').waitFor();
    await draw(page, 'key-remove-in-use');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await draw(page, 'key-rotate');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Keys' }).first().click();
    await page.getByText('kraken-main').waitFor();
    await draw(page, 'keys-list');
    await draw(page, 'keys-list-narrow', narrow);
    await page.getByRole('searchbox').fill('no such key');
    await draw(page, 'keys-filtered-empty');
    await page.getByRole('link', { name: 'Add a key' }).click();
    await page.getByLabel('API key (public part)').fill(named('practice-totp').apiKey);
    await page.getByLabel('Private part').fill('not base64!');
    await page.getByLabel('Address of the exchange').fill('https://example.com');
    await page.getByLabel('Title').focus();
    await page.getByText('This is not base64').waitFor();
    await draw(page, 'add-key-findings', { width: 1180, height: 1240 });
  });
}

async function openAt(page: Page, rest: string): Promise<void> {
  await page.evaluate((end) => {
    window.location.hash += end;
  }, rest);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
}

async function test(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Test now' }).click();
  await draw(page, 'key-test');
  await page.getByRole('dialog').getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('dialog').getByRole('button', { name: 'Test now' }).click();
  await page.getByRole('heading', { name: 'Test report' }).waitFor();
}

async function drawProtect(page: Page, key: TypedKey): Promise<void> {
  if (key.twoFactor.kind !== 'totp') return;
  const next = page.getByRole('button', { name: 'Next' });
  await page.getByRole('link', { name: 'Protect this key' }).click();
  await next.click();
  await next.click();
  await draw(page, 'protect-switch-on');
  await page.getByRole('button', { name: 'Pause grid-1' }).click();
  await next.click();
  await draw(page, 'protect-choose');
  await next.click();
  await draw(page, 'protect-hand-over');
  await draw(page, 'protect-hand-over-narrow', narrow);
  const uri = `otpauth://totp/Kraken:kraken-main?secret=${key.twoFactor.secret}&issuer=Kraken`;
  const buffer = await qrPicture(uri);
  await page.locator('input[type=file]').setInputFiles({ name: 'kraken.png', mimeType: 'image/png', buffer });
  await page.getByText('File: kraken.png').waitFor();
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.getByText('The second factor was read').waitFor();
  await draw(page, 'protect-read');
  await next.click();
  await page.getByRole('button', { name: 'Copy' }).waitFor();
  await draw(page, 'protect-code');
  await next.click();
  await next.click();
  await draw(page, 'protect-prove');
  await page.getByRole('button', { name: 'Ask Kraken and keep it' }).click();
  await page.getByRole('link', { name: 'To the key' }).waitFor();
  await draw(page, 'protect-done');
  await page.getByRole('link', { name: 'To the key' }).click();
  await page.getByRole('button', { name: 'Show the code' }).click();
  await page.getByRole('dialog').getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('dialog').getByRole('button', { name: 'Show the code' }).click();
  await page.getByRole('button', { name: 'Hide' }).waitFor();
}
