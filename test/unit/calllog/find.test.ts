import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FindQuery } from '../../../electron/calllog/read/filters.ts';
import { findPage } from '../../../electron/calllog/read/raw-page.ts';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, dca, id, intentOf, outcomeOf, testClock, testDir } from './fixture.ts';

const dir = testDir();
const clock = testClock();
const path = dir.path('calls.sqlite');
let log: CallLog;

beforeAll(async () => {
  log = openCallLog({ path, clock });
  await record(1, { endpoint: 'privatePostAddOrder', request: { pair: 'XXBTZUSD', cl_ord_id: 'a1b2-c3d4' } });
  await record(2, { endpoint: 'privatePostBalance', permission: 'account.read' }, 'EAPI:Invalid signature', {
    bot: dca,
  });
  clock.pass(3_600_000);
  await record(3, { endpoint: 'privatePostAddOrder' }, 'EOrder:Insufficient funds');
  log.begin(beginOf(id('call', 4), { symbol: 'DOGE/USD' }));
  log.end({ call: id('call', 4), status: 'denied', sent: 'no', code: 'SYMBOL_DENIED' });
  log.begin(beginOf(id('call', 5), { method: 'fetchOpenOrders' }));
});
afterAll(() => {
  log.close();
  dir.drop();
});

async function record(n: number, intent: object, exchangeError?: string, begin = {}): Promise<void> {
  const call = id('call', n);
  log.begin(beginOf(call, begin));
  await log.intent(intentOf(call, intent));
  clock.pass(10 * n);
  const failure = { status: 'failed' as const, code: 'EXCHANGE_REFUSED', exchangeError };
  log.outcome(outcomeOf(call, exchangeError === undefined ? { response: { txid: ['OQCLML-BW3P3'] } } : failure));
  log.end(exchangeError === undefined ? { call, status: 'ok' } : { call, ...failure });
}

const found = async (query: Partial<FindQuery>): Promise<number[]> => {
  const { calls } = await log.find({ limit: 100, ...query });
  return calls.map((call) => [1, 2, 3, 4, 5].find((n) => id('call', n) === call.id) ?? 0);
};

describe('free text', () => {
  test.each([
    ['a word of an endpoint', 'addorder', [3, 1]],
    ['the end of an endpoint', 'Balance', [2]],
    ['the whole endpoint', 'privatePostAddOrder', [3, 1]],
    ['the beginning of a word', 'insuff', [3]],
    ['words in any order', 'funds insufficient', [3]],
    ["the exchange's own words", 'EAPI:Invalid signature', [2]],
    ['and part of them', 'EAPI:Inval sig', [2]],
    ['what was sent', 'XXBTZUSD', [1]],
    ['what came back', 'OQCLML-BW3P3', [1]],
    ['the code of a refusal', 'exchange_refused', [3, 2]],
    ['a call under way, by any part of a word', 'penOrd', [5]],
    ['a symbol', 'DOGE/USD', [4]],
    ['an id', id('call', 4), [4]],
    ['two words that no call has together', 'addorder DOGE', []],
  ])('finds %s', async (_what, text, expected) => {
    expect(await found({ text })).toEqual(expected);
  });

  test('is found with other filters, whichever of them is rarer', async () => {
    expect(await found({ text: 'signature', bot: 'dca' })).toEqual([2]);
    expect(await found({ text: 'createOrder', status: 'denied' })).toEqual([4]);
    expect(await found({ text: 'createOrder', error: 'EXCHANGE_REFUSED', until: '2026-11-22T08:30:00.000Z' })).toEqual([
      2,
    ]);
  });

  test('never means anything to the search itself', () => {
    const db = new DatabaseSync(path, { readOnly: true });
    const odd = fc.stringMatching(/^[A-Za-z0-9"'*^:(){}+\-%_\\ \0]{1,30}$/);
    const word = fc.constantFrom(
      'AND',
      'OR',
      'NOT',
      'NEAR(a b)',
      '"',
      '""',
      'a"b',
      '*',
      'words:x',
      '^a',
      '-a',
      'ü',
      '日本',
    );
    const text = fc.oneof(
      odd,
      fc.string({ maxLength: 50 }),
      fc.array(word, { minLength: 1, maxLength: 6 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (sought) => {
        expect(findPage(db, { text: sought, limit: 5 }).records.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 2000 },
    );
    db.close();
  });
});

test('a call is no longer found by what a later look-up overruled', async () => {
  const own = openCallLog({ path: dir.path('overruled.sqlite'), clock });
  const call = id('call', 1);
  own.begin(beginOf(call));
  own.end({ call, status: 'unknown', sent: 'unknown', code: 'OUTCOME_UNKNOWN' });
  const ids = async (text: string) => (await own.find({ text, limit: 9 })).calls.map((one) => one.status);
  expect(await ids('OUTCOME_UNKNOWN')).toEqual(['unknown']);
  own.end({ call, status: 'failed', sent: 'no', code: 'EXCHANGE_UNAVAILABLE' });
  expect(await ids('OUTCOME_UNKNOWN')).toEqual([]);
  expect(await ids('EXCHANGE_UNAVAILABLE')).toEqual(['failed']);
  await own.rebuild();
  expect(await ids('OUTCOME_UNKNOWN')).toEqual([]);
  expect(await ids('EXCHANGE_UNAVAILABLE')).toEqual(['failed']);
  own.close();
});

test('a span of time begins with its first moment and ends before its last', async () => {
  expect(await found({ until: '2026-11-22T09:00:00.030Z' })).toEqual([2, 1]);
  expect(await found({ since: '2026-11-22T08:00:00.010Z', until: '2026-11-22T09:00:00.031Z' })).toEqual([3, 2]);
  expect(await found({ since: '2026-11-22T10:00:00.000Z' })).toEqual([]);
});

test('pages follow one another without a gap or a repeat, also when calls come in between', async () => {
  const own = openCallLog({ path: dir.path('pages.sqlite'), clock });
  let made = 0;
  const more = (count: number) => {
    for (let n = 0; n < count; n++) {
      own.begin(beginOf(id('call', ++made)));
      if (made % 3 > 0) own.end({ call: id('call', made), status: 'ok' });
    }
  };
  more(25);
  const seen: string[] = [];
  let next: string | null | undefined;
  do {
    const page = await own.find({ limit: 4, ...(typeof next === 'string' ? { next } : {}) });
    seen.push(...page.calls.map((call) => call.id));
    next = page.next;
    more(3);
  } while (next !== null);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => id('call', 25 - n)));
  await expect(own.find({ limit: 4, next: 'call_x' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(own.find({ limit: 4, before: 'call_x' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  own.close();
});

test('the entries of a call tell what was sent and what came back', async () => {
  const entries = await log.entriesOf(id('call', 1));
  expect(entries.map(({ kind }) => kind)).toEqual(['begin', 'intent', 'outcome', 'end']);
  expect(entries[1]).toMatchObject({ request: { pair: 'XXBTZUSD' } });
  expect(entries[2]).toMatchObject({ response: { txid: ['OQCLML-BW3P3'] } });
  expect(await log.entriesOf('call_x')).toEqual([]);
});

describe('statistics', () => {
  test('count calls, errors and latencies by time, status, method and bot', async () => {
    const stats = await log.stats({
      since: '2026-11-22T08:00:00.000Z',
      until: '2026-11-22T10:00:00.000Z',
      bucketMs: 3_600_000,
    });
    expect(stats.all).toEqual({
      calls: 5,
      errors: 2,
      denied: 1,
      perMinute: 0.04,
      latencyMs: { p50: 10, p95: 30, p99: 30, max: 30 },
    });
    expect(stats.buckets).toMatchObject([
      { at: '2026-11-22T08:00:00.000Z', calls: 2, errors: 1, denied: 0, latencyMs: { p50: 10, max: 20 } },
      { at: '2026-11-22T09:00:00.000Z', calls: 3, errors: 1, denied: 1, latencyMs: { p50: 0, max: 30 } },
    ]);
    expect(stats.byStatus).toEqual({ ok: 1, denied: 1, failed: 2, unknown: 0, interrupted: 0, pending: 1 });
    expect(stats.byMethod.map(({ name, calls }) => [name, calls])).toEqual([
      ['createOrder', 4],
      ['fetchOpenOrders', 1],
    ]);
    expect(stats.byBot).toMatchObject([
      { name: 'grid-1', calls: 4, errors: 1 },
      { name: 'dca', calls: 1, errors: 1, latencyMs: { p50: 20 } },
    ]);
  });

  test('of an empty span are empty', async () => {
    const span = { since: '2025-01-01T00:00:00.000Z', until: '2025-01-01T00:10:00.000Z' };
    const { all, buckets } = await log.stats({ ...span, bucketMs: 240_000 });
    expect(all).toEqual({ calls: 0, errors: 0, denied: 0, perMinute: 0, latencyMs: null });
    expect(buckets.map(({ at }) => at.slice(14, 19))).toEqual(['00:00', '04:00', '08:00']);
  });

  test.each([
    ['that ends before it begins', '2026-11-21T00:00:00.000Z', 1000],
    ['in more than 2,000 parts', '2026-11-23T00:00:00.000Z', 1000],
    ['in parts of no length', '2026-11-23T00:00:00.000Z', 0],
    ['to no time at all', 'tomorrow', 1000],
  ])('of a span %s are refused', async (_what, until, bucketMs) => {
    const stats = log.stats({ since: '2026-11-22T00:00:00.000Z', until, bucketMs });
    await expect(stats).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

test('a reader that dies is asked anew', async () => {
  const { sourceThread } = await import('../../../electron/calllog/threads.ts');
  const readers: ReturnType<typeof sourceThread>[] = [];
  const own = openCallLog({
    path: dir.path('reader.sqlite'),
    clock,
    startThread: (setup, moved) => {
      const worker = sourceThread(setup, moved);
      if (setup.role === 'read') readers.push(worker);
      return worker;
    },
  });
  own.begin(beginOf(id('call', 1)));
  expect((await own.find({ limit: 1 })).calls).toHaveLength(1);
  const asking = own.find({ limit: 1 });
  void readers[0]?.terminate();
  await expect(asking).rejects.toMatchObject({ code: 'RECORD_FAILED' });
  expect((await own.find({ limit: 1 })).calls).toHaveLength(1);
  own.close();
});
