import { expect, test } from 'vitest';
import { type RebuildDeps, rebuildSpending } from '../../../electron/agent/rebuild-spending.ts';
import type { CallRecord } from '../../../shared/model.ts';
import { callRecord } from '../../fakes/call-record.ts';
import { id } from '../calllog/fixture.ts';

const [bot, key] = [id('bot', 1), id('key', 1)];
const nowMs = Date.parse('2026-11-24T15:00:00.000Z');
const usd = (amount: string) => ({ amount, currency: 'USD' });
const request: CallRecord['requests'][number] = {
  n: 0,
  endpoint: 'privatePostAddOrder',
  permission: 'orders.create',
  verdict: 'allowed',
  status: 'ok',
  sent: 'yes',
  code: null,
  otp: true,
  timings: callRecord().timings,
};
const order = (changes: Partial<CallRecord> = {}): CallRecord => ({
  ...callRecord(),
  ...{ key: 'kraken-main', amount: '0.01', price: '50000', notional: usd('500'), requests: [request] },
  ...changes,
});

type Limits = RebuildDeps['bots'][number]['grants'][number]['limits'];
/** What each day was made to be; `spent` where nobody knows. */
async function rebuilt(
  calls: readonly CallRecord[],
  limits: Limits,
  isLogEmpty = false,
  isTrusted = true,
): Promise<unknown> {
  const days: unknown[] = [];
  const grant = { key, may: ['orders.create' as const], symbols: 'any' as const, orders: 'own' as const, limits };
  await rebuildSpending({
    bots: [
      {
        ...{ id: bot, name: 'grid-1', tokenHash: 'a'.repeat(64), doors: ['socket'], grants: [grant], paused: false },
        ...{ approved: [], added: '2026-11-24T00:00:00.000Z', expires: null },
      },
    ],
    labelOf: () => 'kraken-main',
    log: {
      query: () => (isLogEmpty ? [] : [order()]),
      // Two a page, so that the pages are joined.
      botCalls: async (_bot, { since }) => {
        const from = since?.startsWith('page') ? Number(since.slice(4)) : 0;
        return { calls: calls.slice(from, from + 2), next: from + 2 < calls.length ? `page${from + 2}` : null };
      },
    },
    spending: {
      raise: ({ day, currency }, spent) => void days.push({ day, currency, ...spent }),
      distrust: () => void days.push('spent'),
    },
    isTrusted,
    nowMs,
  });
  return days;
}

const daily = { maxDailyNotional: usd('1000') };

test('a day is what the log shows of it, over all its pages', async () => {
  const calls = [order(), order(), order(), order({ notional: usd('0.5') }), order()];
  expect(await rebuilt(calls, { ...daily, ordersPerDay: 10 })).toEqual([
    { day: '2026-11-24', currency: 'USD', orders: 5, notional: '2000.5' },
  ]);
});

test('what the exchange surely did not carry out takes nothing of the day, what nobody knows of does', async () => {
  const refused = order({ requests: [{ ...request, sent: 'no' }] });
  const denied = order({ requests: [{ ...request, verdict: 'denied', sent: 'no' }] });
  const lost = order({ requests: [{ ...request, status: 'unknown', sent: 'unknown' }] });
  const read = order({ requests: [{ ...request, permission: 'account.read' }] });
  expect(await rebuilt([refused, denied, lost, read], daily)).toMatchObject([{ orders: 1, notional: '500' }]);
});

test('orders of another key are not counted', async () => {
  expect(await rebuilt([order({ key: 'kraken-other' })], daily)).toMatchObject([{ orders: 0, notional: '0' }]);
});

test('a count of orders needs no worth', async () => {
  expect(await rebuilt([order({ notional: null, price: null })], { ordersPerDay: 3 })).toMatchObject([{ orders: 1 }]);
});

test.each([
  ['a market order, which names no price', [order({ notional: null, price: null })], daily],
  ['an order worth another currency', [order({ notional: { amount: '1', currency: 'EUR' } })], daily],
  ['a batch, whose record names no amount', [order({ amount: null })], { ordersPerDay: 3 }],
  ['a call of two orders', [order({ requests: [request, { ...request, n: 1 }] })], { ordersPerDay: 3 }],
])('%s makes the day count as spent', async (_what, calls, limits) => {
  expect(await rebuilt(calls, limits)).toEqual(['spent']);
});

test('an empty log proves nothing, so the day counts as spent', async () => {
  expect(await rebuilt([], daily, true)).toEqual(['spent']);
});

test('a grant without a limit on the day is left alone', async () => {
  expect(await rebuilt([order()], { maxOrderNotional: usd('10') })).toEqual([]);
});

test('a log that failed its check proves nothing: the day counts as spent', async () => {
  expect(await rebuilt([order()], daily, false, false)).toEqual(['spent']);
});
