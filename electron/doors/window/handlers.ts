import type { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { WindowCall, WindowResult, windowApi } from '../../../shared/window-api.ts';
import type { Agent, DoorPlaces } from '../../agent/ports.ts';
import { Secret } from '../../base/secret.ts';

/** What a call may do to the window itself. */
export interface WindowShell {
  /** Keeps the window out of screenshots and screen sharing. */
  protect(isOn: boolean): void;
}

type Parsed<N extends WindowCall> = z.output<(typeof windowApi)[N]['params']>;
export type WindowHandlers = { readonly [N in WindowCall]: (params: Parsed<N>) => Promise<WindowResult<N>> };

/** What each call of the window does. Every rule beyond the passphrase is the agent's. */
export function windowHandlers(agent: Agent, doors: DoorPlaces | undefined, shell: WindowShell): WindowHandlers {
  return {
    'app.status': async () => agent.status(doors),
    'vault.create': (params) => create(agent, shell, params.passphrase),
    'vault.unseal': async (params) => {
      const kind = params.recovery ? 'recovery' : 'passphrase';
      const { vault } = await agent.unseal({ kind, secret: Secret.ofText(params.passphrase) });
      return { vault };
    },
    'vault.seal': async () => ({ vault: (await agent.seal()).vault }),
    'keys.list': async () => agent.keys.list(),
    'keys.show': async ({ key }) => agent.keys.show(key),
    'keys.add': async ({ passphrase, key }) => {
      await agent.confirm({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
      return agent.keys.add(key);
    },
    'bots.list': async () => agent.botAdmin.list(),
    'calls.list': async (query) => agent.log(query),
    'window.protect': async ({ isOn }) => {
      shell.protect(isOn);
      return {};
    },
  };
}

async function create(agent: Agent, shell: WindowShell, passphrase: string): Promise<{ recoveryKey: string }> {
  if (agent.status(undefined).vault !== 'missing') throw new AppError('VAULT_EXISTS');
  shell.protect(true);
  const { recoveryKey } = await agent.create(Secret.ofText(passphrase));
  if (agent.status(undefined).vault !== 'open') {
    await agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
  }
  return { recoveryKey };
}
