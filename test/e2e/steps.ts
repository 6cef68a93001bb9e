/** What a person does in the window, by what is written on it. */
import type { Page } from '@playwright/test';

export const passphrase = 'seven calm otters count the tide';

export interface TypedKey {
  readonly label: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly endpoint: string;
  readonly twoFactor:
    | { readonly kind: 'none' }
    | { readonly kind: 'totp'; readonly secret: string }
    | { readonly kind: 'password'; readonly password: string };
  readonly usedBy: readonly string[];
}

const useLabels: Readonly<Record<string, string>> = {
  bots: 'My bots, through Keybearer',
  'kraken-pro-mobile': 'Kraken Pro mobile app',
  unsure: 'I am not sure',
};

/** What to do while a page of the first run is shown. */
export interface Looks {
  readonly atKey?: () => Promise<void>;
  readonly atCheck?: () => Promise<void>;
  readonly atReady?: () => Promise<void>;
}

/** Makes the vault. Gives: the recovery key. */
export async function makeVault(page: Page, { atKey, atCheck, atReady }: Looks = {}): Promise<string> {
  await page.getByLabel('Choose a passphrase').fill(passphrase);
  await page.getByLabel('Type it again').fill(passphrase);
  await page.getByRole('button', { name: 'Make the vault' }).click();
  const groups = page.getByLabel('Recovery key').getByRole('listitem');
  await groups.first().waitFor();
  const key = await groups.allInnerTexts();
  await atKey?.();
  await page.getByRole('button', { name: 'I have written it down' }).click();
  await atCheck?.();
  await typeGroups(page, key);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Look around first' }).waitFor();
  await atReady?.();
  await page.getByRole('button', { name: 'Look around first' }).click();
  return key.join('-');
}

/** Types the groups of the recovery key that the page asks for. */
export async function typeGroups(page: Page, key: readonly string[]): Promise<void> {
  for (const field of await page.getByLabel(/^Group \d+$/).all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.innerText ?? '');
    await field.fill(key[Number(label.split(' ')[1]) - 1] ?? '');
  }
}

/** Opens the vault that an app began with. */
export async function openVault(page: Page): Promise<void> {
  await unlock(page, 'Open the vault');
  await page.getByRole('link', { name: 'Keys' }).first().waitFor();
}

/** Opens a sealed vault, or shows a locked window again. */
export async function unlock(page: Page, button: 'Unlock' | 'Open the vault'): Promise<void> {
  await page.getByRole('button', { name: button }).waitFor();
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByRole('button', { name: button }).click();
}

/** Fills in the form of a new key, from whatever page; `addKey` also sends it. */
export async function fillKey(page: Page, key: TypedKey): Promise<void> {
  await page.getByRole('link', { name: 'Keys' }).first().click();
  await page.getByRole('link', { name: 'Add a key' }).click();
  await page.getByLabel('Label').fill(key.label);
  await page.getByLabel('API key (public part)').fill(key.apiKey);
  await page.getByLabel('Private part').fill(key.secret);
  await page.getByLabel('Address of the exchange').fill(key.endpoint);
  for (const use of key.usedBy) await page.getByText(useLabels[use] ?? use).click();
  if (key.twoFactor.kind === 'totp') {
    await page.getByText('A fresh code for every call').click();
    await page.getByLabel('Set-up key').fill(key.twoFactor.secret);
  }
  if (key.twoFactor.kind === 'password') {
    await page.getByText('A fixed word, the least secure').click();
    await page.getByLabel('2FA password').fill(key.twoFactor.password);
  }
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
}

export async function addKey(page: Page, key: TypedKey): Promise<void> {
  await fillKey(page, key);
  await page.getByRole('button', { name: 'Add the key' }).click();
  await page.getByRole('heading', { name: key.label, level: 1 }).waitFor();
}
