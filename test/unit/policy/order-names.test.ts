import { describe, expect, it } from 'vitest';
import { changedIn, endOrders, hasTwoNames, nameOrders, namesIn } from '../../../electron/policy/order-names.ts';

const add = 'privatePostAddOrder';
const batch = 'privatePostAddOrderBatch';
const newNames = () => {
  let n = 0;
  return () => `name-${++n}`;
};
const named = (endpoint: string, params: Record<string, unknown>, exchange = 'kraken') =>
  nameOrders(exchange, endpoint, params, newNames());

describe('a new order', () => {
  it('gets a name where it has none', () => {
    expect(named(add, { volume: '1' })).toEqual({ volume: '1', cl_ord_id: 'name-1' });
    expect(named(add, { cl_ord_id: '' })).toEqual({ cl_ord_id: 'name-1' });
  });

  it.each([{ cl_ord_id: 'mine' }, { userref: 7 }, { userref: 0 }])("keeps the bot's own: %j", (own) => {
    expect(named(add, own)).toEqual(own);
  });

  it('of a batch gets a name of its own', () => {
    const orders = [{ volume: '1' }, { volume: '2', cl_ord_id: 'mine' }, { volume: '3', userref: 1 }];
    const params = named(batch, { pair: 'XBTUSD', orders });
    expect(params['orders']).toEqual([{ volume: '1', cl_ord_id: 'name-1' }, orders[1], orders[2]]);
    // One of them can't be told from others, so the batch can't be looked up.
    expect(namesIn('kraken', batch, params)).toBeUndefined();
    expect(namesIn('kraken', batch, named(batch, { orders: orders.slice(0, 2) }))).toEqual(['name-1', 'mine']);
  });

  it.each([
    ['binance', add],
    ['kraken', 'privatePostCancelOrder'],
    ['kraken', 'privatePostEditOrder'],
  ])('is none elsewhere: %s %s', (exchange, endpoint) => {
    expect(named(endpoint, { volume: '1' }, exchange)).toEqual({ volume: '1' });
    expect(namesIn(exchange, endpoint, { cl_ord_id: 'a' })).toBeUndefined();
  });

  it('with two names is told', () => {
    expect(hasTwoNames('kraken', { userref: 1, cl_ord_id: 'a' })).toBe(true);
    expect(hasTwoNames('kraken', { orders: [{}, { userref: 1, cl_ord_id: 'a' }] })).toBe(true);
    expect(hasTwoNames('kraken', { userref: 1, orders: [{ cl_ord_id: 'a' }, null] })).toBe(false);
    expect(hasTwoNames('bybit', { userref: 1, cl_ord_id: 'a' })).toBe(false);
  });
});

describe('the end of an order', () => {
  const nowMs = Date.UTC(2026, 10, 24, 8);

  it.each([add, batch, 'privatePostEditOrder', 'privatePostAmendOrder'])('is 5 s from now: %s', (endpoint) => {
    expect(endOrders('kraken', endpoint, {}, nowMs)).toEqual({ deadline: '2026-11-24T08:00:05.000Z' });
  });

  it("is the bot's own where it has one", () => {
    expect(endOrders('kraken', add, { deadline: 'x' }, nowMs)).toEqual({ deadline: 'x' });
  });

  it('is not set where the exchange knows none', () => {
    expect(endOrders('kraken', 'privatePostCancelOrder', {}, nowMs)).toEqual({});
    expect(endOrders('okx', add, {}, nowMs)).toEqual({});
  });
});

it('an edit is found by the id of its order', () => {
  expect(changedIn('kraken', 'privatePostAmendOrder', { txid: 'O1' })).toBe('O1');
  expect(changedIn('kraken', 'privatePostAmendOrder', { cl_ord_id: 'a' })).toBeUndefined();
  expect(changedIn('kraken', add, { txid: 'O1' })).toBeUndefined();
});
