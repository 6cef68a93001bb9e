import { expect, test } from 'vitest';
import { foldCall } from '../../../electron/calllog/fold.ts';
import { beginOf, id, intentOf, outcomeOf } from './fixture.ts';

const call = id('call', 1);
const at = Date.parse('2026-11-22T08:00:00.000Z');
const begin = { ...beginOf(call), at, mono: 100, kind: 'begin' as const };
const intent = (n: number, more = {}) => ({
  ...intentOf(call, { n, ...more }),
  at,
  mono: 110,
  kind: 'intent' as const,
});
const outcome = (n: number, more = {}) => ({
  ...outcomeOf(call, { n, ...more }),
  at,
  mono: 130,
  kind: 'outcome' as const,
});
const end = (more = {}) => ({ call, at, mono: 140.5, kind: 'end' as const, status: 'ok' as const, ...more });

test('a call that only began is pending and nothing of it was sent', () => {
  expect(foldCall([begin])).toMatchObject({
    status: 'pending',
    sent: 'no',
    verdict: 'allowed',
    requests: [],
    code: null,
  });
});

test('a request on its way leaves its call in doubt', () => {
  const record = foldCall([begin, intent(1)]);
  expect(record).toMatchObject({ status: 'pending', sent: 'unknown' });
  expect(record.requests).toMatchObject([{ n: 1, status: 'pending', sent: 'unknown', otp: false }]);
});

test('a finished call says what was sent, how long it took and how much went over the line', () => {
  const record = foldCall([begin, intent(1), outcome(1), intent(2), outcome(2, { otp: false }), end()]);
  expect(record).toMatchObject({ status: 'ok', sent: 'yes', otp: true, bytes: { out: 200, in: 600 } });
  expect(record.timings).toMatchObject({ sign: 2, network: 40, total: 40.5, approval: null });
});

test('a call is shown by its strictest request, not by its last', () => {
  const read = { endpoint: 'private/OpenOrders', permission: 'orders.read', symbol: undefined };
  const record = foldCall([begin, intent(1), outcome(1), intent(2, read), outcome(2), end()]);
  expect(record).toMatchObject({ endpoint: 'private/AddOrder', permission: 'orders.create', symbol: 'BTC/USD' });
});

test('what is about to be sent overrules what the bot said', () => {
  const said = { ...begin, symbol: 'ETH/USD', amount: '1' };
  expect(foldCall([said, intent(1, { symbol: 'BTC/USD' })])).toMatchObject({ symbol: 'BTC/USD', amount: '1' });
});

test('a denied call names the request that was denied and sent nothing', () => {
  const denied = end({ status: 'denied', code: 'SYMBOL_DENIED', endpoint: 'private/AddOrder', symbol: 'DOGE/USD' });
  expect(foldCall([begin, denied])).toMatchObject({
    status: 'denied',
    verdict: 'denied',
    code: 'SYMBOL_DENIED',
    symbol: 'DOGE/USD',
    sent: 'no',
    requests: [],
  });
});

test('a denied second request does not hide that the first was sent', () => {
  expect(foldCall([begin, intent(1), outcome(1), end({ status: 'denied', code: 'LIMIT_EXCEEDED' })])).toMatchObject({
    verdict: 'denied',
    sent: 'yes',
    requests: [{ status: 'ok' }],
  });
});

test('a request without an outcome shares the fate of its call', () => {
  const record = foldCall([begin, intent(1), end({ status: 'failed', sent: 'no', code: 'RECORD_FAILED' })]);
  expect(record.requests).toMatchObject([{ status: 'failed', sent: 'no', code: 'RECORD_FAILED' }]);
});

test('a look-up long after the end has the last word', () => {
  const lost = end({ status: 'interrupted', sent: 'unknown' });
  const record = foldCall([begin, intent(1), lost, outcome(1), end({ status: 'ok', sent: 'yes' })]);
  expect(record).toMatchObject({ status: 'ok', sent: 'yes', requests: [{ status: 'ok', sent: 'yes' }] });
});

test('the total of an interrupted call is unknown, since another clock wrote its end', () => {
  expect(foldCall([begin, end({ status: 'interrupted', mono: 5 })]).timings.total).toBeNull();
});

test('entries without a beginning make no call', () => {
  expect(() => foldCall([intent(1)])).toThrow(expect.objectContaining({ code: 'RECORD_FAILED' }));
});
