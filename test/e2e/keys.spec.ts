/** A key's whole way: added, judged, protected by a real QR picture, proved at the practice exchange; and those that must stay without. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { qrPicture } from '../fakes/authenticator.ts';
import { addBot, ask } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { addKey, openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let practice: Practice;
let app: DesktopApp;

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

const keyOf = (label: string) => {
  const key = practice.keys.find((one) => one.label === label);
  if (key === undefined) throw new Error(`the practice exchange has no key ${label}`);
  return key;
};
const seedOf = (label: string): string => {
  const { twoFactor } = keyOf(label);
  if (twoFactor.kind !== 'totp') throw new Error(`${label} has no app`);
  return twoFactor.secret;
};
const none = { kind: 'none' } as const;
const confirm = async (page: Page, button: string) => {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: button }).click();
};
const show = async (page: Page, label: string) => {
  await page.getByRole('link', { name: 'Keys' }).first().click();
  await page.getByRole('row').filter({ hasText: label }).click();
  await page.getByRole('heading', { name: label, level: 1 }).waitFor();
};

test('a pasted key is looked at before it is sent: base64, parts mixed up, a foreign address', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Add a key' }).click();
  const { apiKey, secret } = keyOf('practice-totp');
  await page.getByLabel('Private part').fill(secret.slice(1));
  await page.getByLabel('API key (public part)').fill(secret);
  await expect(page.getByText('This is not base64')).toBeVisible();
  await page.getByLabel('Private part').fill(secret);
  await page.getByLabel('Label', { exact: true }).fill('kraken-main');
  await expect(page.getByText('Both parts are the same')).toBeVisible();
  await page.getByLabel('API key (public part)').fill(apiKey);
  await page.getByLabel('Address of the exchange').fill('https://example.com');
  await page.getByLabel('Label', { exact: true }).focus();
  await expect(page.getByText('neither on this machine nor')).toBeVisible();
  await expect(page.getByText('Both parts are the same')).toHaveCount(0);
  await page.getByText('Send every request of this key there').click();
});

test('a key of bots alone is told to turn 2FA on, and says so in its row', async () => {
  const { page } = app;
  await addKey(page, { ...keyOf('practice-totp'), label: 'kraken-main', twoFactor: none });
  await expect(page.locator('[data-verdict=turn-on]')).toBeVisible();
  await addBot(app.dataDir, 'grid-1', [{ key: 'kraken-main', preset: 'trade', symbols: ['BTC/USD'] }]);
  await expect(page.getByRole('link', { name: 'grid-1' })).toBeVisible();
  await page.getByRole('link', { name: 'Keys' }).first().click();
  const row = page.getByRole('row').filter({ hasText: 'kraken-main' });
  await expect(row).toContainText('not tested yet');
  await expect(row).toContainText('Turn 2FA on');
  await expect(row).toContainText('grid-1');
});

test('the same key under a second label is noticed', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Add a key' }).click();
  await page.getByLabel('API key (public part)').fill(keyOf('practice-totp').apiKey);
  await page.getByLabel('Label', { exact: true }).fill('kraken-main');
  await page.getByLabel('Title').focus();
  await expect(page.getByText('This key is here already, as "kraken-main"')).toBeVisible();
  await expect(page.getByText('There is a key "kraken-main" already')).toBeVisible();
});

test('a test of a key whose second factor is missing here says what is wrong', async () => {
  const { page } = app;
  await show(page, 'kraken-main');
  await page.getByRole('button', { name: 'Test now' }).click();
  await confirm(page, 'Test now');
  await expect(page.getByText('does not take this key as it is set up here')).toBeVisible();
  await expect(page.getByText('the exchange refuses it without a code')).toBeVisible();
});

test('a key is protected by the QR picture: Kraken beside us, a code, and the probe at the end', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Protect this key' }).click();
  await expect(page.getByText('Step 1 of 8')).toBeVisible();
  const next = page.getByRole('button', { name: 'Next' });
  await next.click();
  await next.click();
  await page.getByRole('button', { name: 'Pause grid-1' }).click();
  await expect(page.getByText('No bot of this key is at work')).toBeVisible();
  await next.click();
  await next.click();
  await expect(next).toBeDisabled();
  const wrong = await qrPicture('https://example.com/no-second-factor');
  const field = page.locator('input[type=file]');
  await field.setInputFiles({ name: 'qr.png', mimeType: 'image/png', buffer: wrong });
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByRole('alert')).toContainText('no second factor');
  const uri = `otpauth://totp/Kraken:kraken-main?secret=${seedOf('practice-totp')}&issuer=Kraken`;
  await field.setInputFiles({ name: 'kraken.png', mimeType: 'image/png', buffer: await qrPicture(uri) });
  await expect(page.getByText('File: kraken.png')).toBeVisible();
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('The second factor was read')).toBeVisible();
  await expect(page.getByText('Kraken: kraken-main')).toBeVisible();
  await next.click();
  await expect(page.getByText('Enter this code on Kraken, then press Confirm.')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'One-time code' })).toContainText(/\d{3}\s*\d{3}/);
  expect(JSON.stringify(await ask(app.dataDir, 'key.show', { key: 'kraken-main' }))).toContain('"twoFactor":"none"');
  expect(await page.content()).not.toContain(seedOf('practice-totp'));
});

test('a copied code is in the clipboard as it was shown', async () => {
  const { page, dataDir } = app;
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('The clipboard is cleared in 30 seconds')).toBeVisible();
  // Only the double's clipboard can be looked at from outside.
  if (!process.env['E2E_ELECTRON']) expect(readFileSync(join(dataDir, '../clipboard'), 'utf8')).toMatch(/^\d{6}$/);
});

test('nothing counts as on before the exchange took a code; then the report says so', async () => {
  const { page } = app;
  const next = page.getByRole('button', { name: 'Next' });
  await next.click();
  await next.click();
  await page.getByRole('button', { name: 'Ask Kraken and keep it' }).click();
  await expect(page.getByText('2FA is on for kraken-main')).toBeVisible();
  await expect(page.getByText('The exchange takes this key as it is set up here.')).toBeVisible();
  await expect(page.getByText('Resume the bots that you paused.')).toBeVisible();
  await page.getByRole('link', { name: 'To the key' }).click();
  await expect(page.getByText('On: every call carries a fresh code.')).toBeVisible();
});

test('the code of a key is shown on request, with its seconds, and hidden again', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Show the code' }).click();
  await confirm(page, 'Show the code');
  await expect(page.getByRole('status').filter({ hasText: 'One-time code' })).toContainText(/Good for \d+ second/);
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'One-time code' })).toHaveCount(0);
});

test('a second test may send one code twice, and the schedule follows what it found', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Test now' }).click();
  await page.getByText('Also find out whether a code works twice').click();
  await confirm(page, 'Test now');
  await expect(page.getByText('Taken both times')).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText('The exchange takes a code more than once in its 30 seconds.').first()).toBeVisible();
});

test('a key that a bot may use is not removed, and it is said which bot that is', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('This bot loses it: grid-1.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
});

test("the dead man's switch is turned on with the passphrase", async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Turn on' }).click();
  await confirm(page, 'Turn on');
  await expect(page.getByRole('button', { name: 'Turn off' })).toBeVisible();
});

test('a key of the Kraken Pro mobile app is told to keep 2FA off, also at the set-up itself', async () => {
  const { page } = app;
  await addKey(page, keyOf('practice-mobile'));
  await expect(page.locator('[data-verdict=keep-off]')).toContainText('Keep 2FA off for this key.');
  await expect(page.getByRole('link', { name: 'Make a second key for your bots' })).toBeVisible();
  await page.evaluate(() => {
    window.location.hash += '/protect';
  });
  await expect(page.getByRole('heading', { name: 'Not for this key' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Make a second key for your bots' }).click();
  await expect(page.getByRole('heading', { name: 'Add a key', level: 1 })).toBeVisible();
});

test('a key that bots and the app share is split in two, and the set-up goes on with the new one', async () => {
  const { page } = app;
  await addKey(page, {
    ...keyOf('practice-expiring'),
    label: 'shared',
    twoFactor: none,
    usedBy: ['bots', 'kraken-pro-mobile'],
  });
  await page.getByRole('link', { name: 'Split this key' }).click();
  const { apiKey, secret } = keyOf('practice-none');
  await page.getByLabel('API key (public part)').fill(apiKey);
  await page.getByLabel('Private part').fill(secret);
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Put it in its place' }).click();
  await expect(page.getByText('Step 1 of 8')).toBeVisible();
  await page.getByRole('link', { name: 'shared' }).click();
  await expect(page.locator('[data-verdict=turn-on]')).toBeVisible();
  await expect(page.getByText('Kraken Pro mobile app', { exact: true })).toHaveCount(0);
});

test('who uses a key is said anew, and the verdict follows', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('I am not sure').click();
  await expect(dialog.locator('[data-verdict=ask-first]')).toBeVisible();
  await confirm(page, 'Save');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('[data-verdict=ask-first]')).toBeVisible();
});

test('a set-up key can be typed instead, and the page goes on where it was left', async () => {
  const { page } = app;
  await addKey(page, { ...keyOf('practice-unlimited'), label: 'typed', twoFactor: none });
  await page.getByRole('link', { name: 'Protect this key' }).click();
  for (let step = 0; step < 4; step += 1) await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('link', { name: 'typed' }).click();
  await page.getByRole('link', { name: 'Protect this key' }).click();
  await expect(page.getByText('Step 5 of 8')).toBeVisible();
  await page.getByRole('button', { name: 'Type the set-up key instead' }).click();
  await page.getByLabel('Set-up key').fill(seedOf('practice-unlimited').toLowerCase());
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('The second factor was read')).toBeVisible();
  await expect(page.getByText('Account 1')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'typed', level: 1 })).toBeVisible();
});

test('the filter is reached by "/", and J and K go through the rows', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Keys' }).first().click();
  await page.getByRole('row').nth(1).waitFor();
  await page.getByRole('heading', { name: 'Keys', level: 1 }).click();
  await page.keyboard.press('/');
  await page.keyboard.type('bots grid-1');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row')).toHaveCount(5);
  await page.getByRole('heading', { name: 'Keys', level: 1 }).click();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.keyboard.press('j');
  const first = await focused();
  await page.keyboard.press('j');
  expect(await focused()).not.toBe(first);
  await page.keyboard.press('k');
  expect(await focused()).toBe(first);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'kraken-main', level: 1 })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on the set-up, the split and a new key, ${colorScheme}`, async () => {
    test.slow();
    const { page } = app;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.getByRole('link', { name: 'Keys' }).first().click();
    const found = [await axe(page)];
    await show(page, 'typed');
    found.push(await axe(page));
    await page.getByRole('link', { name: 'Protect this key' }).click();
    for (let step = 0; step < 4; step += 1) {
      found.push(await axe(page));
      await page.getByRole('button', { name: 'Next' }).click();
    }
    found.push(await axe(page));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await show(page, 'practice-mobile');
    found.push(await axe(page));
    await page.evaluate(() => {
      window.location.hash = '#/add-key';
    });
    await page.getByLabel('Private part').fill('not base64!');
    await page.getByLabel('Title').focus();
    await page.getByText('This is not base64').waitFor();
    found.push(await axe(page));
    expect(found.flat()).toEqual([]);
  });
}

test('no page met its content security policy or said anything to the console', () => {
  expect(app.complaints).toEqual([]);
});
