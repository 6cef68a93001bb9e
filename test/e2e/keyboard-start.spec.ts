/** The first run with the keyboard alone: no locator is clicked or filled here. */
import { expect, test } from '@playwright/test';
import { type DesktopApp, startApp } from './app.ts';
import { press, tabTo, type } from './keyboard.ts';
import { passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: DesktopApp;
let recoveryKey: readonly string[];

const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const label = (name: string) => app.page.getByLabel(name, { exact: true });
const heading = (name: string) => app.page.getByRole('heading', { name, exact: true, level: 1 });

test.beforeAll(async () => {
  app = await startApp();
});

test.afterAll(async () => {
  await app?.close();
});

test('a vault is made from the field that has the focus at once', async () => {
  const { page } = app;
  await expect(label('Choose a passphrase')).toBeFocused();
  await page.keyboard.type(passphrase);
  await type(page, label('Type it again'), passphrase);
  await press(page, button('Make the vault'));
  await heading('Write down the recovery key').or(page.getByLabel('Recovery key')).first().waitFor();
});

test('the recovery key is read, and its three groups are typed from the first field on', async () => {
  const { page } = app;
  recoveryKey = await page.getByLabel('Recovery key').getByRole('listitem').allInnerTexts();
  await press(page, button('I have written it down'));
  const fields = page.getByLabel(/^Group \d+$/);
  await expect(fields.first()).toBeFocused();
  for (const field of await fields.all()) {
    const number = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.innerText.split(' ')[1] ?? '');
    await type(page, field, recoveryKey[Number(number) - 1] ?? '');
  }
  await page.keyboard.press('Enter');
  await expect(heading('Your vault is ready')).toBeVisible();
});

test('the practice exchange is asked for, given up with Escape, and asked for again from the same button', async () => {
  const { page } = app;
  const practice = button('Try it with the practice exchange');
  await press(page, practice);
  await expect(label('Passphrase of the vault')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(practice).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  await expect(heading('Keys')).toBeVisible();
  await expect(page.getByText(/7 practice keys are here/)).toBeVisible();
});

test('the window is locked and opened again, and so is the vault', async () => {
  const { page } = app;
  await press(page, button('Lock window'));
  await expect(heading('The window is locked')).toBeVisible();
  await expect(label('Passphrase')).toBeFocused();
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  await expect(heading('Keys')).toBeVisible();
  await page.keyboard.press('Control+l');
  await expect(label('Passphrase')).toBeFocused();
  await page.keyboard.type(passphrase);
  await press(page, button('Unlock'));
  await press(page, button('Seal vault'));
  await expect(heading('The vault is sealed')).toBeVisible();
  await press(page, button('Use the recovery key'));
  await type(page, label('Recovery key'), recoveryKey.join('-'));
  await page.keyboard.press('Enter');
  await expect(heading('Keys')).toBeVisible();
});

test('the palette goes to a page and to a key, and gives the focus back when it is closed', async () => {
  const { page } = app;
  await tabTo(page, page.getByRole('link', { name: 'Approvals' }));
  await page.keyboard.press('Control+k');
  await page.keyboard.type('practice-t');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Approvals' })).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('practice-totp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(heading('practice-totp')).toBeVisible();
});

test('neither page nor policy complained', () => {
  expect(app.complaints).toEqual([]);
});
