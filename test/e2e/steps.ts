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

/** Makes the vault. Takes: what to do while the recovery key is shown. Gives: the recovery key. */
export async function makeVault(page: Page, look: () => Promise<void> = async () => undefined): Promise<string> {
  await page.getByLabel('Choose a passphrase').fill(passphrase);
  await page.getByLabel('Type it again').fill(passphrase);
  await page.getByRole('button', { name: 'Make the vault' }).click();
  const recoveryKey = await page.getByLabel('Recovery key').innerText();
  await look();
  await page.getByText('I have written it down').click();
  await page.getByRole('button', { name: 'Go on' }).click();
  return recoveryKey;
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
