import type { Key } from '../../shared/model.ts';
import { newId } from '../base/random.ts';
import { nameFailure } from '../exchange/failures.ts';
import type { CallDeps } from './call.ts';
import type { DeadManSwitch } from './dead-man.ts';
import { openGate } from './gate.ts';
import { closeGate, newTally } from './tally.ts';

const disarmMs = 3_000;
/** ccxt's implicit method. Source: Kraken's API reference, "Cancel All Orders After X". */
const endpoint = 'privatePostCancelAllOrdersAfter';

type Who = { readonly id: string; readonly name: string };

/**
 * The exchange's own switch: unless it is fed in time, it cancels every order of the account.
 * Takes: seconds = within which the bot promises to come again.
 * Gives: when the exchange will cancel everything unless somebody comes. Throws: what the request throws.
 */
export async function feedSwitch(
  deps: CallDeps,
  deadMan: DeadManSwitch,
  { key, bot, seconds }: { readonly key: Key; readonly bot: Who; readonly seconds: number },
): Promise<number> {
  const nowMs = deps.clock.now();
  const promisedMs = nowMs + seconds * 1000;
  const untilMs = deadMan.with(key.id, bot.id, promisedMs);
  await send(deps, key, bot, Math.ceil((untilMs - nowMs) / 1000));
  deadMan.promise(key.id, bot.id, promisedMs);
  return untilMs;
}

/** Takes the exchange's switch off again where it was set, all keys at once. Gives: the labels where that failed. */
export async function disarm(deps: CallDeps, deadMan: DeadManSwitch, keys: readonly Key[]): Promise<string[]> {
  const armed = keys.filter(({ id }) => deadMan.isArmed(id, deps.clock.now()));
  const results = await Promise.allSettled(armed.map((key) => send(deps, key, null, 0)));
  for (const { id } of armed) deadMan.forget(id);
  return armed.filter((_, at) => results[at]?.status === 'rejected').map(({ label }) => label);
}

/** No grant is asked: the switch only takes risk away, and the owner has turned it on. */
async function send(deps: CallDeps, key: Key, bot: Who | null, timeout: number): Promise<void> {
  const callId = newId('call', deps.random);
  const { id, label, exchange } = key;
  deps.log.begin({ call: callId, bot, key: { id, label }, exchange, method: bot === null ? endpoint : 'heartbeat' });
  const tally = newTally();
  try {
    const session = await deps.sessions.of(key);
    const deadline = timeout === 0 ? AbortSignal.timeout(disarmMs) : undefined;
    const caller = { callId, session, authority: undefined, asked: undefined, deadline };
    await session.client.call(endpoint, [{ timeout }], openGate(deps, caller, tally));
    deps.log.end({ call: callId, status: 'ok', sent: tally.sent });
  } catch (fault) {
    const error = nameFailure(fault, { needs: 'orders.cancel', handedOver: tally.handedOver }).with({ callId });
    const status = error.sent === 'unknown' ? 'unknown' : 'failed';
    deps.log.end({ call: callId, status, sent: error.sent, code: error.code });
    throw error;
  } finally {
    await closeGate(tally);
  }
}
