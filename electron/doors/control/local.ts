/** The control door without a socket: for a command that composed an agent for itself. */
import { type ControlName, controlApi } from '../../../shared/control-api.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Agent, Unlock } from '../../agent/ports.ts';
import { answer, checkAsk } from './handlers.ts';

/**
 * Answers one request by an agent that serves nobody, opening its vault with what is given.
 * Throws: as the door does; AGENT_MISSING for what only makes sense while an agent runs.
 */
export async function answerLocally(
  agent: Agent,
  call: string,
  params: unknown,
  unlock: Unlock | undefined,
): Promise<unknown> {
  const name = checkAsk(call, params);
  refuseWithoutAgent(agent, name);
  const { sealed, passphrase } = controlApi[name];
  const vault = agent.bots.vault();
  if (vault === 'missing' && !sealed) throw new AppError('VAULT_MISSING');
  if (vault !== 'sealed') return answer(agent, undefined, { call, params, unlock });
  if (unlock === undefined) {
    if (passphrase === 'widens') throw new AppError('PASSPHRASE_NEEDED');
    return answer(agent, undefined, { call, params, unlock });
  }
  if (passphrase === 'lends') return answer(agent, undefined, { call, params, unlock });
  await agent.unseal(unlock);
  return answer(agent, undefined, { call, params, unlock }, true);
}

function refuseWithoutAgent(agent: Agent, call: ControlName): void {
  if (call !== 'unseal' && call !== 'log.follow') return;
  if (call === 'unseal' && agent.bots.vault() === 'missing') throw new AppError('VAULT_MISSING');
  throw new AppError('AGENT_MISSING');
}
