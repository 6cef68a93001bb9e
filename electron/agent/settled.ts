/** What became of calls that ended in doubt: for the repeat of a bot, and for the calls that a killed agent left. */

import { LogQuery } from '../../shared/control-views.ts';
import { methodOf } from '../../shared/methods.ts';
import type { CallRecord } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';
import type { IntentEntry } from '../calllog/record.ts';
import { orderLifeMs } from '../policy/order-names.ts';
import type { CallDeps } from './call.ts';
import type { SettledCall } from './idempotency.ts';
import type { Inventory } from './inventory.ts';
import { asking, type LookUps } from './look-ups.ts';
import { seekOrders } from './seek-orders.ts';
import type { Session } from './sessions.ts';

/** How far back calls in doubt are looked up at a start; answers to bots are kept as long. */
const lookBackMs = 24 * 3_600_000;

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
  const inDoubt = (['interrupted', 'unknown'] as const).flatMap((status) =>
    deps.log.query(LogQuery.parse({ status, since, limit: 1000 })),
  );
  for (const record of inDoubt.filter(({ sent }) => sent === 'unknown')) {
    const key = inventory.findKey(record.key ?? '');
    const [intent] = actingOf(deps, record.id);
    if (key === undefined || intent === undefined) continue;
    const bot = inventory.bots().find(({ name }) => name === record.bot);
    const endsMs = endOf(intent, nowMs);
    // What it took of its day was taken by another process, whose sums may be of another day: it stays taken.
    lookUps.begin({ callId: record.id, key, botId: bot?.id ?? null, endsMs, giveBack: () => {} }, true);
  }
}

/** The request may have left at any moment up to this start. */
function endOf({ request }: IntentEntry, nowMs: number): number {
  const given = typeof request === 'object' && request !== null ? Reflect.get(request, 'deadline') : undefined;
  const givenMs = typeof given === 'string' ? Date.parse(given) : Number.NaN;
  return Number.isNaN(givenMs) ? nowMs + orderLifeMs : givenMs;
}

/** What a call did, once it is looked up, as the call would have answered; undefined where that can't be told. */
export async function settledCall(
  { calls, lookUps, inventory }: DoubtsDeps,
  callId: string,
  of: { readonly botId: string; readonly keyId: string },
  isUrgent: boolean,
): Promise<SettledCall | undefined> {
  if (isUrgent) await lookUps.hurry(callId);
  const deps = calls();
  const record = deps.log.get(callId);
  const botName = inventory.bots().find(({ id }) => id === of.botId)?.name;
  // The id stood in state.sqlite, which proves nothing.
  if (record === undefined || record.bot !== botName || inventory.findKey(record.key ?? '')?.id !== of.keyId)
    return undefined;
  if (record.status === 'failed' && record.sent === 'no') return { kind: 'not-done' };
  const key = inventory.findKey(record.key ?? '');
  const [intent] = actingOf(deps, callId);
  if (record.status !== 'ok' || key === undefined || intent === undefined) return undefined;
  try {
    const result = await answerOf(deps, record, await deps.sessions.of(key), intent);
    return result === undefined ? undefined : { kind: 'done', result };
  } catch (fault) {
    deps.report(fault);
    return undefined;
  }
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
