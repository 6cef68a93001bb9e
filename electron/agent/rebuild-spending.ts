/** What bots have used of their day, out of the call log, where state.sqlite is gone or older than what else is there. */
import Big from 'big.js';
import type { Bot, CallRecord, Grant } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';
import type { CallLog } from '../calllog/store.ts';
import type { Spending, Spent } from '../state/spending.ts';

export interface RebuildDeps {
  readonly bots: readonly Bot[];
  readonly labelOf: (keyId: string) => string | undefined;
  readonly log: Pick<CallLog, 'botCalls' | 'query'>;
  /** Is the log as it was left, as far as anybody knows? */
  readonly isTrusted: boolean;
  readonly spending: Pick<Spending, 'raise' | 'distrust'>;
  readonly nowMs: number;
}

const pageSize = 1000;

/**
 * Raises the day's sums to what the log shows. Where the log can't prove them, the day counts as spent.
 * Throws: DISK_FULL, RECORD_FAILED.
 */
export async function rebuildSpending({ bots, labelOf, log, isTrusted, spending, nowMs }: RebuildDeps): Promise<void> {
  const day = isoTime(nowMs).slice(0, 10);
  // A log that holds nothing may have been taken away along with state.sqlite.
  const isProof = isTrusted && log.query({ limit: 1 }).length > 0;
  for (const bot of bots) {
    const limited = bot.grants.filter(isCounted);
    const calls = limited.length > 0 && isProof ? await callsOf(log, bot.id, `${day}T00:00:00.000Z`) : [];
    for (const { key, limits } of limited) {
      const currency = limits.maxDailyNotional?.currency ?? '';
      const place = { botId: bot.id, keyId: key, day, currency };
      const own = calls.filter((call) => call.key === labelOf(key));
      const spent = isProof ? spentIn(own, currency) : undefined;
      if (spent === undefined) spending.distrust(place);
      else spending.raise(place, spent);
    }
  }
}

const isCounted = ({ limits }: Grant): boolean =>
  limits.ordersPerDay !== undefined || limits.maxDailyNotional !== undefined;

async function callsOf(log: RebuildDeps['log'], botId: string, since: string): Promise<readonly CallRecord[]> {
  const calls: CallRecord[] = [];
  for (let next: string | null = since; next !== null; ) {
    const page: Awaited<ReturnType<CallLog['botCalls']>> = await log.botCalls(botId, { since: next, limit: pageSize });
    calls.push(...page.calls);
    next = page.next;
  }
  return calls;
}

/** Undefined where a record doesn't tell what its orders were worth. */
function spentIn(calls: readonly CallRecord[], currency: string): Spent | undefined {
  let orders = 0;
  let notional = new Big(0);
  for (const call of calls) {
    const placing = call.requests.filter(mayHavePlaced).length;
    if (placing === 0) continue;
    // The record of a batch names no amount, that of a call of several orders only the last one.
    if (placing > 1 || call.amount === null) return undefined;
    orders += 1;
    if (currency === '') continue;
    if (call.notional?.currency !== currency) return undefined;
    notional = notional.plus(call.notional.amount);
  }
  return { orders, notional: notional.toFixed() };
}

const mayHavePlaced = ({ permission, verdict, sent }: CallRecord['requests'][number]): boolean =>
  permission === 'orders.create' && verdict !== 'denied' && sent !== 'no';
