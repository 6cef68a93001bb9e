/** What a process does to its vault, step after step, so that another one can tell from the number what must be there. */
import { Secret } from '../../electron/base/secret.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import { byPassphrase, put } from '../unit/vault/helpers.ts';

const passphraseEvery = 5;
const bothEvery = 3;

/** The last step up to this one that is a multiple of `every`. */
const lastOf = (step: number, every: number): number => step - (step % every);

const isPassphraseStep = (step: number): boolean => step % passphraseEvery === 0;

export const passphraseAfter = (step: number): string => `passphrase ${lastOf(step, passphraseEvery)}`;

export const counterAfter = (step: number): string => String(isPassphraseStep(step) ? Math.max(0, step - 1) : step);

/** Does this step stand in both files once it is acknowledged? */
export const isInBoth = (step: number): boolean => isPassphraseStep(step) || step % bothEvery === 0;

/** Every fifth step changes the passphrase; the others count, every third of them in both files. */
export async function take(step: number, vault: Vault): Promise<void> {
  if (isPassphraseStep(step)) {
    await vault.changePassphrase(byPassphrase(passphraseAfter(step - 1)), Secret.ofText(passphraseAfter(step)));
  } else {
    await vault.commit([put('counter', String(step)), put(`key_${step % 40}`, `of step ${step}`)], {
      both: isInBoth(step),
    });
  }
}
