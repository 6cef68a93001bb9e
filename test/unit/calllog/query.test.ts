import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import type { LogQuery } from '../../../shared/control-views.ts';
import { beginOf, dca, grid, id, intentOf, main, outcomeOf, side, testClock, testDir } from './fixture.ts';

const dir = testDir();
const clock = testClock();
let log: CallLog;

beforeAll(async () => {
  log = openCallLog({ path: dir.path('calls.sqlite'), clock });
  await record(1, { method: 'fetchBalance', permission: 'account.read' }, 'private/Balance', 5);
  await record(2, { bot: dca, key: side }, 'private/AddOrder', 900);
  log.begin(beginOf(id('call', 3), { symbol: 'DOGE/USD' }));
  log.end({ call: id('call', 3), status: 'denied', code: 'SYMBOL_DENIED' });
  clock.pass(60_000);
  await record(4, { bot: dca, exchange: 'binance' }, 'private/AddOrder', 40);
  log.begin(beginOf(id('call', 5), { clientOrderId: '50%_off' }));
});
afterAll(() => {
  log.close();
  dir.drop();
});

async function record(n: number, more: object, endpoint: string, ms: number): Promise<void> {
  const call = id('call', n);
  log.begin(beginOf(call, more));
  await log.intent(intentOf(call, { endpoint }));
  clock.pass(ms);
  log.outcome(outcomeOf(call));
  log.end({ call, status: 'ok' });
}

const found = (query: Partial<LogQuery>): number[] =>
  log.query({ limit: 100, ...query }).map((call) => [1, 2, 3, 4, 5].find((n) => id('call', n) === call.id) ?? 0);

test.each<[string, Partial<LogQuery>, number[]]>([
  ['without a filter', {}, [5, 4, 3, 2, 1]],
  ['by the name of a bot', { bot: 'dca' }, [4, 2]],
  ['by the id of a bot', { bot: dca.id }, [4, 2]],
  ['by the label of a key', { key: 'kraken-side' }, [2]],
  ['by the id of a key', { key: main.id }, [5, 4, 3, 1]],
  ['by exchange', { exchange: 'binance' }, [4]],
  ['by method', { method: 'fetchBalance' }, [1]],
  ['by symbol', { symbol: 'DOGE/USD' }, [3]],
  ['by status', { status: 'denied' }, [3]],
  ['still running', { status: 'pending' }, [5]],
  ['by error', { error: 'SYMBOL_DENIED' }, [3]],
  ['slower than a time', { slowerThanMs: 39 }, [4, 2]],
  ['slower than its own time', { slowerThanMs: 900 }, []],
  ['by text, in any case', { text: 'addorder' }, [4, 2]],
  ['by text that looks like a pattern', { text: '%_' }, [5]],
  ['by text that is nowhere', { text: 'x%y' }, []],
  ['since a time', { since: '2026-11-22T08:01:00.000Z' }, [5, 4]],
  ['since a time to come', { since: '2027-01-01T00:00:00.000Z' }, []],
  ['before a call', { before: id('call', 4) }, [3, 2, 1]],
  ['by several filters at once', { bot: 'dca', exchange: 'kraken', slowerThanMs: 1, text: 'order' }, [2]],
  ['by filters that no call meets', { bot: 'dca', status: 'denied' }, []],
])('calls are found %s, newest first', (_how, query, expected) => {
  expect(found(query)).toEqual(expected);
});

test('a page is as long as asked for and goes on where the last one ended', () => {
  expect(found({ limit: 2 })).toEqual([5, 4]);
  expect(found({ limit: 2, before: id('call', 4) })).toEqual([3, 2]);
});

test('a call that the log does not know cannot begin a page', () => {
  expect(() => found({ before: id('call', 77) })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

test('a bot sees its own calls only, page by page to the end', async () => {
  const seen: string[] = [];
  let since: string | undefined;
  for (let pages = 0; pages < 10; pages++) {
    const { calls, next } = await log.botCalls(grid.id, { since, limit: 2 });
    seen.push(...calls.map((call) => call.id));
    if (next === null) break;
    since = next;
  }
  expect(seen).toEqual([5, 3, 1].map((n) => id('call', n)));
});

test('the pages of a bot keep to the time it asked for', async () => {
  const first = await log.botCalls(dca.id, { since: '2026-11-22T08:00:00.000Z', limit: 1 });
  const second = await log.botCalls(dca.id, { since: first.next ?? '', limit: 1 });
  expect([...first.calls, ...second.calls].map((call) => call.id)).toEqual([id('call', 4), id('call', 2)]);
  expect(second.next).toBeNull();
  expect((await log.botCalls(dca.id, { since: '2026-11-22T08:01:00.000Z', limit: 9 })).calls).toHaveLength(1);
});

test('a bot can ask for one status', async () => {
  const { calls } = await log.botCalls(grid.id, { status: 'denied', limit: 9 });
  expect(calls.map((call) => call.code)).toEqual(['SYMBOL_DENIED']);
});

test.each(['yesterday', 'call_', `${'call_'}x@now`, '2026-13-45T99:99:99Z', ''])(
  '"%s" is no place to go on from',
  async (since) => {
    await expect(log.botCalls(grid.id, { since, limit: 9 })).rejects.toMatchObject({ code: 'BODY_INVALID' });
  },
);

test('a wall clock that was set back hides no call', () => {
  const own = testClock('2026-11-22T12:00:00.000Z');
  const other = openCallLog({ path: dir.path('stepped.sqlite'), clock: own });
  other.begin(beginOf(id('call', 1)));
  own.setWall('2026-11-22T11:00:00.000Z');
  other.begin(beginOf(id('call', 2)));
  own.setWall('2026-11-22T11:45:00.000Z');
  other.begin(beginOf(id('call', 3)));
  const ids = other.query({ limit: 9, since: '2026-11-22T11:30:00.000Z' }).map((call) => call.id);
  expect(ids).toEqual([id('call', 3), id('call', 1)]);
  other.close();
});
