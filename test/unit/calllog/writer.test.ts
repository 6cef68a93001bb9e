import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Head } from '../../../electron/calllog/head.ts';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import { type StartThread, sourceThread } from '../../../electron/calllog/threads.ts';
import { AppError } from '../../../shared/errors.ts';
import { beginOf, id, intentOf, keysOf, outcomeOf, testClock, testDir } from './fixture.ts';
import { watchThread } from './watched.ts';

const dir = testDir();
let files = 0;
let path = '';
let clock = testClock();
beforeEach(() => {
  path = dir.path(`calls-${files++}.sqlite`);
  clock = testClock();
});
afterAll(dir.drop);

const call = (n: number) => id('call', n);
const failed = (code: string) => expect.objectContaining({ code });

/** Starts threads like the log does, and keeps them; the first ones are others where the test says so. */
function threads(...first: (() => Worker)[]): { readonly started: Worker[]; readonly startThread: StartThread } {
  const started: Worker[] = [];
  return {
    started,
    startThread: (setup, moved) => {
      const worker = first[started.length]?.() ?? sourceThread(setup, moved);
      started.push(worker);
      return worker;
    },
  };
}

/** A thread that dies at the first thing it is told. */
const mortal = () =>
  new Worker("require('node:worker_threads').parentPort.once('message', () => process.exit(7))", { eval: true });
/** A thread that never writes anything. */
const deaf = () => new Worker("require('node:worker_threads').parentPort.on('message', () => {})", { eval: true });

function codeOf(work: () => void): unknown {
  try {
    return work();
  } catch (fault) {
    return fault instanceof AppError && fault.code;
  }
}

function bodies(): string[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT seq, body FROM entries ORDER BY seq').all();
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, at) => at + 1));
  db.close();
  return rows.map(({ body }) => JSON.parse(String(body)).kind);
}

test('a thread that dies takes nothing along, neither what was acknowledged nor what waited', async () => {
  const { started, startThread } = threads();
  const log = openCallLog({ path, clock, startThread });
  log.begin(beginOf(call(1)));
  await log.intent(intentOf(call(1)));
  const [first] = started;
  const ended = first && once(first, 'exit');
  void first?.terminate();
  log.outcome(outcomeOf(call(1)));
  await ended;
  log.end({ call: call(1), status: 'ok' });
  log.begin(beginOf(call(2)));
  await log.intent(intentOf(call(2)));
  expect(log.get(call(1))).toMatchObject({ status: 'ok', requests: [{ status: 'ok' }] });
  log.close();
  expect(started).toHaveLength(2);
  expect(bodies()).toEqual(['begin', 'intent', 'outcome', 'end', 'begin', 'intent']);
});

test('whoever waits while the thread dies hears RECORD_FAILED, and the next thread writes what waited', async () => {
  const { started, startThread } = threads(mortal);
  const log = openCallLog({ path, clock, startThread });
  log.begin(beginOf(call(1)));
  await expect(log.intent(intentOf(call(1)))).rejects.toThrow(failed('RECORD_FAILED'));
  log.outcome(outcomeOf(call(1), { status: 'failed', sent: 'no', code: 'RECORD_FAILED' }));
  log.end({ call: call(1), status: 'failed', sent: 'no' });
  log.sync();
  expect(log.get(call(1))).toMatchObject({ status: 'failed', sent: 'no' });
  log.close();
  expect(started).toHaveLength(2);
  expect(bodies()).toEqual(['begin', 'intent', 'outcome', 'end']);
});

test('a thread that dies each time is started five times, then calls are refused for a minute', async () => {
  const { started, startThread } = threads(mortal, mortal, mortal, mortal, mortal);
  const log = openCallLog({ path, clock, startThread });
  log.begin(beginOf(call(1)));
  await expect(log.intent(intentOf(call(1)))).rejects.toThrow(failed('RECORD_FAILED'));
  let n = 1;
  await expect.poll(() => codeOf(() => log.begin(beginOf(call(++n))))).toBe('RECORD_FAILED');
  expect(started).toHaveLength(5);
  clock.pass(60_001);
  log.begin(beginOf(call(n)));
  log.sync();
  expect(log.get(call(n))).toMatchObject({ status: 'pending' });
  expect(started).toHaveLength(6);
  log.close();
});

test('while nothing is written 20,000 entries wait at most, and none of a call under way is refused', () => {
  const { startThread } = threads(deaf);
  const log = openCallLog({ path, clock, startThread });
  for (let n = 1; n <= 20_000; n++) log.begin(beginOf(call(n)));
  expect(() => log.begin(beginOf(call(20_001)))).toThrow(failed('RECORD_FAILED'));
  log.end({ call: call(1), status: 'failed', code: 'RECORD_FAILED' });
});

test.each([
  ['an order', 'orders.create', 2],
  ['a cancel', 'orders.cancel', 2],
  ['a withdrawal', 'funds.withdraw', 2],
  ['an endpoint of no known kind', 'raw', 2],
  ['a read', 'account.read', 1],
] as const)('the intent of %s (%s) is written with synchronous = %i', async (_what, permission, wanted) => {
  const { startThread, synchronous } = watchThread();
  const log = openCallLog({ path, clock, startThread });
  log.begin(beginOf(call(1)));
  log.sync();
  synchronous();
  await log.intent(intentOf(call(1), { permission }));
  expect(synchronous()).toBe(wanted);
  log.close();
});

test('what is appended after the log was closed is refused, or dropped where its call had begun', () => {
  const log = openCallLog({ path, clock });
  log.begin(beginOf(call(1)));
  log.close();
  expect(() => log.begin(beginOf(call(2)))).toThrow(failed('RECORD_FAILED'));
  log.end({ call: call(1), status: 'ok' });
  log.close();
  expect(bodies()).toEqual(['begin']);
});

async function manyCalls(log: CallLog, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    log.begin(beginOf(call(n)));
    log.end({ call: call(n), status: 'denied' });
  }
  log.sync();
  await log.head();
}

test('the head is handed on every 4,096 entries and every ten seconds in between, and never while there is no key', async () => {
  const heads: Head[] = [];
  const log = openCallLog({ path, clock: { ...clock, sleep: () => tenSeconds }, onHead: (head) => heads.push(head) });
  await manyCalls(log, 1, 3000);
  expect(heads).toEqual([]);
  await log.setKeys(keysOf(1));
  await manyCalls(log, 3001, 5100);
  await expect.poll(() => heads.map(({ entry }) => entry >= 6001 + 4096)).toEqual([true]);
  tick();
  await manyCalls(log, 5101, 5101);
  await expect.poll(() => heads.at(-1)).toEqual(await log.head());
  expect(heads.at(-1)).toMatchObject({ entry: 10_203, epoch: 1, count: 1 });
  log.close();
});
let tick = () => {};
const tenSeconds = new Promise<void>((resolve) => {
  tick = resolve;
});
