import { AppError } from '../../../../shared/errors.ts';
import type { Agent, Unlock } from '../../../agent/ports.ts';
import { Secret } from '../../../base/secret.ts';

/** Lends what was typed for one piece of work, and wipes it. */
export async function withUnlock<T>(
  { passphrase, recovery = false }: { readonly passphrase: string; readonly recovery?: boolean },
  work: (unlock: Unlock) => Promise<T>,
): Promise<T> {
  const unlock: Unlock = { kind: recovery ? 'recovery' : 'passphrase', secret: Secret.ofText(passphrase) };
  try {
    return await work(unlock);
  } finally {
    unlock.secret.wipe();
  }
}

/** For what widens who can reach what. Throws: PASSPHRASE_NEEDED, PASSPHRASE_WRONG, VAULT_SEALED, what `work` throws. */
export function confirmed<T>(agent: Agent, passphrase: string | undefined, work: () => Promise<T> | T): Promise<T> {
  if (passphrase === undefined) throw new AppError('PASSPHRASE_NEEDED');
  return withUnlock({ passphrase }, async (unlock) => {
    await agent.confirm(unlock);
    return work();
  });
}

/** Throws: VAULT_MISSING, VAULT_SEALED. */
export function needOpen(agent: Agent): void {
  const vault = agent.bots.vault();
  if (vault === 'missing') throw new AppError('VAULT_MISSING');
  if (vault === 'sealed') throw new AppError('VAULT_SEALED');
}
