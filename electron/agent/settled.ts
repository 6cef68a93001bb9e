/** What became of calls that ended in doubt: for the repeat of a bot, and for the calls that a killed agent left. */

import { LogQuery } from '../../shared/control-views.ts';
import type { Sent } from '../../shared/errors.ts';
import { methodOf } from '../../shared/methods.ts';
import type { CallRecord } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';
import type { IntentEntry } from '../calllog/record.ts';
import { changesSomething } from '../exchange/failures.ts';
import { longestLifeMs, orderLifeMs } from '../policy/order-names.ts';
import type { CallDeps } from './call.ts';
import type { SettledCall } from './idempotency.ts';
import type { Inventory } from './inventory.ts';
import { asking, type LookUps, lookedAt } from './look-ups.ts';
import { seekOrders } from './seek-orders.ts';
import type { Session } from './sessions.ts';

/** How far back calls in doubt are looked up at a start; answers to bots are kept as long. */
const lookBackMs = 24 * 3_600_000;
/** A call that could not be looked up is looked up again for a bot that repeats it, so long after the last look. */
const againMs = 60_000;

export interface DoubtsDeps {
  readonly calls: () => CallDeps;
  readonly lookUps: LookUps;
  readonly inventory: Inventory;
}

/** Looks up the orders of every call that ended in doubt in the last 24 h, also those that a killed agent left. */
export function lookUpDoubts({ calls, lookUps, inventory }: DoubtsDeps): void {
  const deps = calls();
  const nowMs = deps.clock.now();
  const since = isoTime(nowMs - lookBackMs);
  const records = (['interrupted', 'unknown'] as const).flatMap((status) =>
    deps.log.query(LogQuery.parse({ status, since, limit: 1000 })),
  );
  for (const record of records.filter(isInDoubt)) lookUp({ calls, lookUps, inventory }, record, true);
}

const isInDoubt = ({ status, sent }: CallRecord): boolean =>
  (status === 'interrupted' || status === 'unknown') && sent === 'unknown';

function lookUp({ calls, lookUps, inventory }: DoubtsDeps, record: CallRecord, isUrgent: boolean): void {
  const deps = calls();
  const key = inventory.findKey(record.key ?? '');
  const [intent] = actingOf(deps, record.id);
  if (key === undefined || intent === undefined) return;
  const bot = inventory.bots().find(({ name }) => name === record.bot);
  const nowMs = deps.clock.now();
  const endsMs = endOf(intent, deps.log.answeredAt(record.id), nowMs);
  // What it took of its day was taken by another process, whose sums may be of another day: it stays taken.
  lookUps.begin({ callId: record.id, key, botId: bot?.id ?? null, endsMs, giveBack: () => {} }, isUrgent);
}

/**
 * The request may have left at any moment until the call ended, or a start found it cut off: the first one, so that
 * further starts don't put it off. What a bot chose as its end is told by the exchange's clock, so the longest one counts.
 */
function endOf({ request }: IntentEntry, answeredMs: number | undefined, nowMs: number): number {
  const given = typeof request === 'object' && request !== null ? Reflect.get(request, 'deadline') : undefined;
  const lifeMs = typeof given === 'string' ? longestLifeMs : orderLifeMs;
  // A clock that was put forward since must not make it over before its time.
  return Math.max(Math.min(answeredMs ?? nowMs, nowMs) + lifeMs, nowMs);
}

/** What a call did, once it is looked up, as the call would have answered; undefined where that can't be told. */
export async function settledCall(
  { calls, lookUps, inventory }: DoubtsDeps,
  callId: string,
  of: { readonly botId: string; readonly keyId: string },
  isUrgent: boolean,
): Promise<SettledCall | undefined> {
  const deps = calls();
  // The id stood in state.sqlite, which proves nothing.
  const botName = inventory.bots().find(({ id }) => id === of.botId)?.name;
  const key = inventory.findKey(of.keyId);
  const isOwn = ({ bot, key: label }: CallRecord) => bot === botName && inventory.findKey(label ?? '')?.id === of.keyId;
  const before = deps.log.get(callId);
  if (before === undefined || !isOwn(before)) return undefined;
  const isDue = () => deps.clock.now() - lookedAt(deps, callId) >= againMs;
  if (isInDoubt(before) && !lookUps.isLooking(callId) && isDue())
    lookUp({ calls, lookUps, inventory }, before, isUrgent);
  if (isUrgent) await lookUps.hurry(callId);
  const record = deps.log.get(callId);
  if (record === undefined) return undefined;
  const done = whatIsRecorded(record);
  if (done === 'no') return { kind: 'not-done' };
  const [intent] = actingOf(deps, callId);
  if (done === 'unknown' || key === undefined || intent === undefined) return undefined;
  try {
    const result = await answerOf(deps, record, await deps.sessions.of(key), intent);
    return result === undefined ? undefined : { kind: 'done', result };
  } catch (fault) {
    deps.report(fault);
    return undefined;
  }
}

/**
 * Did the exchange act on a call, by its record alone? One that was cut off after each of its requests had come back is
 * known too, though its end is not.
 */
export function whatIsRecorded({ status, sent, requests }: CallRecord): Sent {
  if (status === 'ok') return 'yes';
  if (status === 'failed' && sent === 'no') return 'no';
  if (status !== 'interrupted') return 'unknown';
  const acts = requests.filter(({ permission }) => changesSomething(permission));
  if (acts.every((request) => request.sent === 'no')) return 'no';
  return acts.length === 1 && acts[0]?.sent === 'yes' ? 'yes' : 'unknown';
}

const actingOf = ({ log }: CallDeps, callId: string): IntentEntry[] =>
  log.intentsOf(callId).filter(({ permission }) => permission === 'orders.create');

const answerOf = (deps: CallDeps, record: CallRecord, session: Session, intent: IntentEntry): Promise<unknown> =>
  asking(deps, record.id, session, async (ask) => {
    const found = await seekOrders(ask, intent);
    if (found.kind !== 'placed' || !found.isAll) return undefined;
    const row = methodOf(record.method ?? '');
    // An implicit method answers in the exchange's own words, of which only the ids are known.
    if (row === undefined) return { error: [], result: { txid: found.ids } };
    const orders = [];
    for (const id of found.ids) orders.push(await ask('fetchOrder', [id, record.symbol ?? undefined]));
    return row.ordersAt === undefined ? orders[0] : orders;
  });
