import { exportCalls, saveBundle } from '../export.ts';
import type { Desk, HandlersOf } from './shell.ts';
import { confirmed } from './with-passphrase.ts';

/** The call log; it is read while the vault is sealed, too. */
export function callHandlers({ agent, shell }: Desk): HandlersOf<'calls'> {
  const { callLog } = agent;
  return {
    'calls.list': (query) => callLog.find(query),
    'calls.stats': (query) => callLog.stats(query),
    'calls.verify': async (step) => {
      const answer = await callLog.verifyStep(step, undefined);
      // A check that failed stops bots from trading, which the status says.
      if (answer.check !== null) shell.tell({ kind: 'log' });
      return answer;
    },
    'calls.bundle': () => callLog.bundle(),
    'calls.accept': async ({ passphrase }) => {
      const kept = await confirmed(agent, passphrase, () => agent.vaultAdmin.acceptLog());
      shell.tell({ kind: 'log' });
      return kept;
    },
    'calls.show': ({ id }) => callLog.show(id),
    'calls.dry-run': ({ passphrase, ask }) => confirmed(agent, passphrase, () => callLog.dryRun(ask.id)),
    'calls.export': (wish) => exportCalls({ callLog, shell }, wish),
    'calls.bundle.save': () => saveBundle({ callLog, shell }),
  };
}
