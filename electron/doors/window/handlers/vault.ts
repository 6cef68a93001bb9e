import { AppError } from '../../../../shared/errors.ts';
import type { Agent } from '../../../agent/ports.ts';
import { Secret } from '../../../base/secret.ts';
import { strengthOf } from '../strength.ts';
import type { Desk, HandlersOf, WindowShell } from './shell.ts';
import { withUnlock } from './with-passphrase.ts';

/** The vault as a whole: making, opening, sealing, new keys for it. */
export function vaultHandlers({ agent, shell }: Desk): HandlersOf<'vault'> {
  return {
    'vault.create': async ({ passphrase }) => {
      // Before the window is touched: the key of the first vault may still be on it.
      if (agent.status(undefined).vault !== 'missing') throw new AppError('VAULT_EXISTS');
      return showingRecoveryKey(shell, () => create(agent, passphrase));
    },
    'vault.restore': (typed) =>
      withUnlock(typed, async (unlock) => {
        const { paused } = await agent.restore(Buffer.from(typed.file, 'base64'), unlock);
        return { paused };
      }),
    'vault.unseal': (typed) => withUnlock(typed, async (unlock) => ({ vault: (await agent.unseal(unlock)).vault })),
    'vault.seal': async () => ({ vault: (await agent.seal()).vault }),
    'vault.passphrase': ({ passphrase, next }) =>
      withUnlock({ passphrase }, async (unlock) => {
        await agent.confirm(unlock);
        const secret = Secret.ofText(next);
        try {
          await agent.vaultAdmin.changePassphrase(unlock, secret);
        } finally {
          secret.wipe();
        }
        return {};
      }),
    'vault.strength': ({ passphrase }) => strengthOf(passphrase),
    'vault.backup': (typed) => backup(agent, shell, typed),
    'vault.rotate': (typed) =>
      showingRecoveryKey(shell, () =>
        withUnlock(typed, async (unlock) => {
          await agent.confirm(unlock);
          return agent.vaultAdmin.rotate(unlock);
        }),
      ),
    'vault.recovery-kept': async () => {
      await agent.vaultAdmin.recoveryKept();
      return {};
    },
    'vault.keychain': () => agent.keychain.state(),
    'vault.keychain.try': () => agent.keychain.open(),
    'vault.keychain.set': async ({ isOn, passphrase }) => {
      if (isOn) await turnKeychainOn(agent, passphrase);
      else await agent.keychain.turnOff();
      shell.tell({ kind: 'keychain' });
      return agent.keychain.state();
    },
  };
}

/** The passphrase first: nobody should choose a place for nothing. */
function backup(agent: Agent, shell: WindowShell, typed: { passphrase: string; copyPassphrase: string }) {
  return withUnlock(typed, async (unlock) => {
    await agent.confirm(unlock);
    const path = await shell.saveAs('keybearer-backup.json');
    if (path === null) return null;
    const own = Secret.ofText(typed.copyPassphrase);
    try {
      return await agent.vaultAdmin.backup(unlock, path, own);
    } finally {
      own.wipe();
    }
  });
}

async function turnKeychainOn(agent: Agent, passphrase: string | undefined): Promise<void> {
  if (passphrase === undefined)
    throw new AppError('PASSPHRASE_NEEDED', { detail: 'Type the passphrase to turn it on.' });
  await withUnlock({ passphrase }, async (unlock) => {
    // Asked first, since only this makes wrong passphrases wait.
    await agent.confirm(unlock);
    await agent.keychain.turnOn(unlock);
  });
}

/** Until the page says that it was read, the window stays out of pictures and is not loaded anew. */
async function showingRecoveryKey<T>(shell: WindowShell, work: () => Promise<T>): Promise<T> {
  shell.protect(true);
  shell.lock.hold();
  try {
    return await work();
  } catch (fault) {
    shell.lock.release();
    shell.protect(false);
    throw fault;
  }
}

function create(agent: Agent, passphrase: string): Promise<{ recoveryKey: string }> {
  return withUnlock({ passphrase }, async (unlock) => {
    const { recoveryKey } = await agent.create(unlock.secret);
    if (agent.status(undefined).vault !== 'open') await agent.unseal(unlock);
    return { recoveryKey };
  });
}
