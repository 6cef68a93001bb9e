import type { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { WindowCall, WindowPush, WindowResult, windowApi } from '../../../shared/window-api.ts';
import type { Agent, DoorPlaces, Unlock } from '../../agent/ports.ts';
import { Secret } from '../../base/secret.ts';
import type { WindowLock } from './lock.ts';

/** What a call may do to the window itself. */
export interface WindowShell {
  readonly lock: Pick<WindowLock, 'isLocked' | 'lock' | 'unlock' | 'hold' | 'release'>;
  /** Keeps the window out of screenshots and screen sharing. */
  protect(isOn: boolean): void;
  /** Tells the page of what the agent has no event for. */
  tell(push: WindowPush): void;
  /** Why the keychain did not open the vault at the start; null where it did, or is off. */
  note(): string | null;
}

type Parsed<N extends WindowCall> = z.output<(typeof windowApi)[N]['params']>;
export type WindowHandlers = { readonly [N in WindowCall]: (params: Parsed<N>) => Promise<WindowResult<N>> };

/** What each call of the window does. Every rule beyond the passphrase is the agent's. */
export function windowHandlers(agent: Agent, doors: DoorPlaces | undefined, shell: WindowShell): WindowHandlers {
  const { lock } = shell;
  const vault = () => agent.status(undefined).vault;
  return {
    'window.state': async () => ({
      ...{ vault: vault(), isLocked: lock.isLocked },
      note: vault() === 'sealed' ? shell.note() : null,
    }),
    'window.lock': async () => {
      lock.lock();
      return {};
    },
    'window.unlock': async (typed) => {
      // Of an open vault this only asks whether the passphrase is right.
      const state = await withUnlock(typed, (unlock) => agent.unseal(unlock));
      lock.unlock();
      return { vault: state.vault };
    },
    'app.status': async () => {
      const status = agent.status(doors);
      return lock.isLocked ? { ...status, keys: [], bots: [], clock: [], budget: [] } : status;
    },
    'vault.create': ({ passphrase }) => create(agent, shell, passphrase),
    'vault.unseal': (typed) => withUnlock(typed, async (unlock) => ({ vault: (await agent.unseal(unlock)).vault })),
    'vault.seal': async () => ({ vault: (await agent.seal()).vault }),
    'vault.keychain': () => agent.keychain.state(),
    'vault.keychain.set': async ({ isOn, passphrase }) => {
      if (isOn) await turnKeychainOn(agent, passphrase);
      else await agent.keychain.turnOff();
      shell.tell({ kind: 'keychain' });
      return agent.keychain.state();
    },
    'settings.list': () => agent.settings.all(),
    'settings.set': ({ name, value, passphrase }) =>
      withUnlock({ passphrase }, async (unlock) => {
        await agent.confirm(unlock);
        const settings = await agent.settings.set(name, JSON.stringify(value));
        shell.tell({ kind: 'settings' });
        return settings;
      }),
    'keys.list': async () => agent.keys.list(),
    'keys.show': async ({ key }) => agent.keys.show(key),
    'keys.add': ({ passphrase, key }) =>
      withUnlock({ passphrase }, async (unlock) => {
        await agent.confirm(unlock);
        return agent.keys.add(key);
      }),
    'bots.list': async () => agent.botAdmin.list(),
    'calls.list': async (query) => agent.log(query),
    'window.protect': async ({ isOn }) => {
      shell.protect(isOn);
      // The page has shown the recovery key, and its reader has it.
      if (!isOn) lock.release();
      return {};
    },
  };
}

/** Lends what was typed for one piece of work, and wipes it. */
async function withUnlock<T>(
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

async function turnKeychainOn(agent: Agent, passphrase: string | undefined): Promise<void> {
  if (passphrase === undefined)
    throw new AppError('PASSPHRASE_NEEDED', { detail: 'Type the passphrase to turn it on.' });
  await withUnlock({ passphrase }, async (unlock) => {
    // Asked first, since only this makes wrong passphrases wait.
    await agent.confirm(unlock);
    await agent.keychain.turnOn(unlock);
  });
}

async function create(agent: Agent, shell: WindowShell, passphrase: string): Promise<{ recoveryKey: string }> {
  if (agent.status(undefined).vault !== 'missing') throw new AppError('VAULT_EXISTS');
  shell.protect(true);
  shell.lock.hold();
  try {
    return await withUnlock({ passphrase }, async (unlock) => {
      const { recoveryKey } = await agent.create(unlock.secret);
      if (agent.status(undefined).vault !== 'open') await agent.unseal(unlock);
      return { recoveryKey };
    });
  } catch (fault) {
    shell.lock.release();
    shell.protect(false);
    throw fault;
  }
}
