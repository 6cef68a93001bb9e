/** A log with everything that a check can meet: segments, two epochs, entries of a sealed time, look-ups, calls under way. */
import { DatabaseSync } from 'node:sqlite';
import type { Head } from '../../../electron/calllog/head.ts';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, dca, id, intentOf, keysOf, outcomeOf, type TestClock, testClock } from './fixture.ts';

export const entriesOfASegment = 20;

export interface SignedLog {
  readonly path: string;
  /** Kept elsewhere when the log was closed, and some time before. */
  readonly anchors: readonly Head[];
}

/** Takes: about how many entries it is to have; isPruned = is the older half to be pruned? */
export async function makeSignedLog(path: string, size: number, isPruned: boolean): Promise<SignedLog> {
  const clock = testClock();
  const log = openCallLog({ path, clock, entriesOfASegment });
  const calls = Math.ceil(size / 4);
  const anchors: Head[] = [];
  await log.setKeys(keysOf(1));
  await record(log, clock, 1, Math.floor(calls * 0.4));
  anchors.push(await log.head());
  await log.setKeys(undefined);
  await record(log, clock, Math.floor(calls * 0.4) + 1, Math.floor(calls * 0.6));
  await log.setKeys(keysOf(2), anchors);
  await record(log, clock, Math.floor(calls * 0.6) + 1, calls);
  if (isPruned) await prune(log, calls * 0.5 * callMs);
  anchors.push(await log.head());
  log.close();
  return { path, anchors };
}

/** From one call to the next. */
const callMs = 60_000;

async function record(log: CallLog, clock: TestClock, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    const call = id('call', n);
    clock.pass(callMs);
    log.begin(beginOf(call, n % 3 === 0 ? { bot: dca, method: 'fetchBalance', permission: 'account.read' } : {}));
    if (n % 5 === 0) log.end({ call, status: 'denied', sent: 'no', code: 'SYMBOL_DENIED', symbol: 'DOGE/USD' });
    else await oneRequest(log, call, n);
    // A look-up goes on with a call that had ended.
    if (n % 7 === 0 && n > 7 && n % 5 !== 2) await lookUp(log, id('call', n - 5));
  }
  log.sync();
}

async function oneRequest(log: CallLog, call: string, n: number): Promise<void> {
  await log.intent(intentOf(call, { request: { pair: 'XXBTZUSD', volume: `0.${n}` } }));
  if (n % 11 === 0) return;
  log.outcome(outcomeOf(call, n % 2 === 0 ? { status: 'unknown', sent: 'unknown', code: 'OUTCOME_UNKNOWN' } : {}));
  log.end({ call, status: n % 2 === 0 ? 'unknown' : 'ok' });
}

async function lookUp(log: CallLog, call: string): Promise<void> {
  await log.intent(intentOf(call, { n: 2, endpoint: 'private/OpenOrders', permission: 'orders.read' }));
  log.outcome(outcomeOf(call, { n: 2 }));
  log.end({ call, status: 'ok', sent: 'yes' });
}

async function prune(log: CallLog, maxAgeMs: number): Promise<void> {
  log.setRetention({ maxAgeMs });
  for (let left = -1; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { calls } = await log.find({ limit: 1000 });
    if (calls.length === left) return;
    left = calls.length;
  }
}

/** A connection of somebody who may write to the file. */
export const openRaw = (path: string): DatabaseSync => new DatabaseSync(path);
