import type { ControlResult } from '../../../shared/control-api.ts';
import { answer } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { newPassphrase } from '../unlock.ts';

export const init: Run = async (context) => {
  const { io, host, dataDir, options } = context;
  const made = await host.init(dataDir, () => newPassphrase(io, options.text('passphrase-file')));
  return answer(
    context,
    made,
    () => `The vault is made: ${dataDir}

Recovery key, shown this once:

  ${made.recoveryKey}

It opens the vault like the passphrase does. Write it down and keep it away from this machine;
without the passphrase and without it, nobody can open the vault again.

Next: keybearer agent
`,
  );
};

export const seal: Run = async (context) => answerVault(context, await context.call('seal', {}));

export const unseal: Run = async (context) => answerVault(context, await context.call('unseal', {}));

function answerVault(context: Context, view: ControlResult<'seal'>): number {
  const paused = view.paused.length === 0 ? '' : `Paused: ${view.paused.join(', ')}\n`;
  const said = {
    open: 'The vault is open.',
    sealed: 'The vault is sealed.',
    missing: 'There is no vault yet. Make one: keybearer init',
  };
  return answer(context, view, () => `${said[view.vault]}\n${paused}`);
}
