/** What a process does to its vault, step after step, so that another one can tell from the number what must be there. */
import { Secret } from '../../electron/base/secret.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import { byPassphrase, put } from '../unit/vault/helpers.ts';

type Kind = 'passphrase' | 'rotation' | 'both' | 'save';

/** Every fifth step changes the passphrase, every seventh rotates everything; the others count, every third in both files. */
export function kindOf(step: number): Kind {
  if (step % 5 === 0) return 'passphrase';
  if (step % 7 === 0) return 'rotation';
  return step % 3 === 0 ? 'both' : 'save';
}

export const passphraseAfter = (step: number): string => `passphrase ${step - (step % 5)}`;

export function counterAfter(step: number): string {
  let last = step;
  while (last > 0 && (kindOf(last) === 'passphrase' || kindOf(last) === 'rotation')) last -= 1;
  return String(last);
}

/** Gives: the new recovery key where there is one. */
export async function take(step: number, vault: Vault): Promise<string> {
  const unlock = byPassphrase(passphraseAfter(step - 1));
  const kind = kindOf(step);
  if (kind === 'passphrase') await vault.changePassphrase(unlock, Secret.ofText(passphraseAfter(step)));
  else if (kind === 'rotation') return (await vault.rotate(unlock)).recoveryKey;
  else {
    const changes = [put('counter', String(step)), put(`key_${step % 40}`, `of step ${step}`)];
    await vault.commit(changes, { both: kind === 'both' });
  }
  return '';
}
