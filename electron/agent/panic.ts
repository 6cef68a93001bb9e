import type { SealView } from '../../shared/control-views.ts';
import type { Key } from '../../shared/model.ts';
import { newId } from '../base/random.ts';
import { nameFailure } from '../exchange/failures.ts';
import type { CallDeps } from './call.ts';
import { openGate } from './gate.ts';
import type { Opened } from './opened.ts';
import { closeGate, newTally } from './tally.ts';

export interface PanicDeps {
  /** Undefined while the vault is sealed: then there is nothing to cancel with. */
  readonly opened: Opened | undefined;
  readonly calls: () => CallDeps;
}

const longestMs = 30_000;

/**
 * Cancels all open orders on every key, all keys at once.
 * Gives: the labels of the keys where that was done, and of those where it was not, with why.
 */
export async function cancelEverywhere({ opened, calls }: PanicDeps): Promise<Pick<SealView, 'cancelled' | 'failed'>> {
  const keys = opened?.inventory.keys() ?? [];
  const results = await Promise.all(keys.map(async (key) => ({ key, fault: await cancelOn(calls(), key) })));
  const failed = results.flatMap(({ key, fault }) => (fault === undefined ? [] : [`${key.label}: ${fault}`]));
  const cancelled = results.flatMap(({ key, fault }) => (fault === undefined ? [key.label] : []));
  return { cancelled, failed };
}

/** The user's own call: no grant stands against it, and it stands in the log. Gives: what went wrong. */
async function cancelOn(deps: CallDeps, key: Key): Promise<string | undefined> {
  const callId = newId('call', deps.random);
  const { id, label, exchange } = key;
  const method = exchange === 'kraken' ? 'privatePostCancelAll' : 'cancelAllOrders';
  deps.log.begin({ call: callId, bot: null, key: { id, label }, exchange, method });
  const tally = newTally();
  try {
    const session = await deps.sessions.of(key);
    const caller = {
      ...{ callId, session, authority: undefined, asked: undefined },
      deadline: AbortSignal.timeout(longestMs),
    };
    await session.client.call(method, [], openGate(deps, caller, tally));
    deps.log.end({ call: callId, status: 'ok', sent: tally.sent });
    return undefined;
  } catch (fault) {
    const error = nameFailure(fault, { needs: 'orders.cancel', handedOver: tally.handedOver });
    const status = error.sent === 'unknown' ? 'unknown' : 'failed';
    deps.log.end({ call: callId, status, sent: error.sent, code: error.code });
    return error.message;
  } finally {
    await closeGate(tally);
  }
}
