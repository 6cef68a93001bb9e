/** The ways in which a second factor comes in: a dropped picture, a pasted one, a pasted address, and a password. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { qrPicture } from '../fakes/authenticator.ts';
import { addBot, ask, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { addKey, openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

const place = mkdtempSync(join(tmpdir(), 'keybearer-protect-'));
let practice: Practice;
let app: DesktopApp;

const keyOf = (label: string) => {
  const key = practice.keys.find((one) => one.label === label);
  if (key === undefined) throw new Error(`the practice exchange has no key ${label}`);
  return key;
};
const uriOf = (label: string): string => {
  const { twoFactor } = keyOf(label);
  if (twoFactor.kind !== 'totp') throw new Error(`${label} has no app`);
  return `otpauth://totp/Kraken:${label}?secret=${twoFactor.secret}&issuer=Kraken`;
};
const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const next = () => button('Next').click();

/** Goes to the step that hands the secret over. */
async function toHandOver(label: string): Promise<void> {
  await app.page.getByRole('link', { name: 'Keys' }).first().click();
  await app.page.getByRole('row').filter({ hasText: label }).click();
  await app.page.getByRole('link', { name: 'Protect this key' }).click();
  await expect(app.page.getByText('Step 1 of 8')).toBeVisible();
  for (let step = 0; step < 4; step += 1) await next();
  await expect(app.page.getByText('Step 5 of 8')).toBeVisible();
}

async function read(): Promise<void> {
  await app.page.getByLabel('Passphrase of the vault').fill(passphrase);
  await button('Read it').click();
  await expect(app.page.getByText('The second factor was read')).toBeVisible();
}

async function prove(label: string): Promise<void> {
  for (let step = 0; step < 3; step += 1) await next();
  await button('Ask Kraken and keep it').click();
  await expect(app.page.getByText(`2FA is on for ${label}`)).toBeVisible({ timeout: 40_000 });
}

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  for (const label of ['practice-totp', 'practice-unlimited', 'practice-password'])
    await addKey(app.page, { ...keyOf(label), twoFactor: { kind: 'none' } });
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
  rmSync(place, { recursive: true, force: true });
});

test('a QR picture is dropped on the page, read, and the key is protected by it', async () => {
  const { page } = app;
  await toHandOver('practice-totp');
  const picture = join(place, 'kraken.png');
  writeFileSync(picture, await qrPicture(uriOf('practice-totp')));
  await page.getByText('Drop the QR picture here, or paste it').scrollIntoViewIfNeeded();
  const box = await page.getByText('Drop the QR picture here, or paste it').boundingBox();
  if (box === null) throw new Error('there is no place to drop a picture');
  const cdp = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [picture], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, ...at, data });
  await expect(page.getByText('File: kraken.png')).toBeVisible();
  await read();
  await expect(page.getByText('Kraken: practice-totp')).toBeVisible();
  await prove('practice-totp');
});

test('a QR picture is pasted, taken back, and a pasted address is read in its place', async () => {
  const { page } = app;
  await toHandOver('practice-unlimited');
  const bytes = [...(await qrPicture(uriOf('practice-unlimited')))];
  await page.evaluate((list) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array(list)], 'image.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, bytes);
  await expect(page.getByText('File: image.png')).toBeVisible();
  await read();
  await button('Use another one').click();
  await expect(page.getByText('File: image.png')).toHaveCount(0);
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, uriOf('practice-unlimited'));
  await expect(page.getByText('An otpauth:// address was pasted.')).toBeVisible();
  await read();
  await expect(page.getByText('Kraken: practice-unlimited')).toBeVisible();
  const { twoFactor } = keyOf('practice-unlimited');
  if (twoFactor.kind === 'totp') expect(await page.content()).not.toContain(twoFactor.secret);
  await prove('practice-unlimited');
});

test('text that is no address is not taken, and an address pasted in a field stays in the field', async () => {
  const { page } = app;
  await toHandOver('practice-password');
  const paste = (selector: string, text: string) =>
    page.evaluate(
      ([where, what]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', what);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        return document.querySelector(where)?.dispatchEvent(event);
      },
      [selector, text] as const,
    );
  expect(await paste('body', 'seven calm otters')).toBe(true);
  expect(await paste('input[name=passphrase]', uriOf('practice-totp'))).toBe(true);
  await expect(page.getByText('Drop the QR picture here, or paste it')).toBeVisible();
  await button('Cancel').click();
});

test('a password is the other way: no code to type, a wrong word keeps nothing, the right one is kept', async () => {
  const { page } = app;
  const { twoFactor } = keyOf('practice-password');
  if (twoFactor.kind !== 'password') throw new Error('practice-password has no password');
  await page.getByRole('link', { name: 'Protect this key' }).click();
  for (let step = 0; step < 3; step += 1) await next();
  await page.getByText('A fixed word, the least secure.').click();
  await expect(page.getByText('Step 4 of 7')).toBeVisible();
  await next();
  await expect(page.getByText('Keep the password at hand')).toBeVisible();
  await next();
  await next();
  await page.getByLabel('The password that you set on Kraken').fill('not the word');
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await button('Ask Kraken and keep it').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText('Nothing was changed here.')).toBeVisible();
  expect(JSON.stringify(await ask(app.dataDir, 'key.show', { key: 'practice-password' }))).toContain(
    '"twoFactor":"none"',
  );
  await page.getByLabel('The password that you set on Kraken').fill(twoFactor.password);
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await button('Ask Kraken and keep it').click();
  await expect(page.getByText('2FA is on for practice-password')).toBeVisible();
  await page.getByRole('link', { name: 'To the key' }).click();
  await expect(page.getByText('On: every call carries a fixed password, the weaker choice.')).toBeVisible();
  expect(await page.content()).not.toContain(twoFactor.password);
});

test('bots of all three go on with what came in', async () => {
  const keys = ['practice-totp', 'practice-unlimited', 'practice-password'];
  const grants = keys.map((key) => ({ key, preset: 'watch' as const, symbols: 'any' as const }));
  const { token } = await addBot(app.dataDir, 'grid-1', grants);
  for (const key of keys) expect((await callAsBot(app.dataDir, token, key, 'fetchBalance', [])).status, key).toBe(200);
});

test('the page never met its content security policy', () => {
  expect(app.complaints).toEqual([]);
});
