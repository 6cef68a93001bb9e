import { describe, expect, test } from 'vitest';
import { ownershipOf } from '../../../electron/policy/effect.ts';
import { readOrder } from '../../../electron/policy/order.ts';

const symbols: Readonly<Record<string, string>> = { XXBTZUSD: 'BTC/USD', XBTUSD: 'BTC/USD', XETHZUSD: 'ETH/USD' };
const read = (endpointId: string, params: Record<string, unknown>, exchange = 'kraken') =>
  readOrder({ exchange, endpointId, params, symbolOf: (id) => (Object.hasOwn(symbols, id) ? symbols[id] : undefined) });

const limit = { pair: 'XXBTZUSD', type: 'buy', ordertype: 'limit', volume: '0.01', price: '50000' };

describe('AddOrder', () => {
  test('makes one order whose terms are those of the request', () => {
    expect(
      read('privatePostAddOrder', {
        ...limit,
        cl_ord_id: 'abc',
        oflags: 'post,fciq',
        deadline: 'x',
        timeinforce: 'gtc',
      }),
    ).toMatchObject({
      kind: 'create',
      symbols: ['BTC/USD'],
      side: 'buy',
      type: 'limit',
      amount: '0.01',
      price: '50000',
      clientOrderId: 'abc',
      unknownParams: [],
    });
  });

  test('reads numbers as decimals without an exponent, and relative prices as none', () => {
    expect(read('privatePostAddOrder', { ...limit, volume: 1e-8, price: 50_000.5 })).toMatchObject({
      amount: '0.00000001',
      price: '50000.5',
    });
    for (const price of ['+5%', '#10', '-1', '1e5', ''])
      expect(read('privatePostAddOrder', { ...limit, price }).price).toBeNull();
  });

  test.each([
    ['close', { ordertype: 'limit' }],
    ['close[ordertype]', 'limit'],
    ['close[price]', '1'],
    ['asset_class', 'tokenized_asset'],
    ['PAIR', 'XETHZUSD'],
    ['pair[]', 'XETHZUSD'],
    ['nonce', '1'],
    ['otp', '123456'],
    ['anything', 1],
  ])('finds %j unknown', (name, value) => {
    expect(read('privatePostAddOrder', { ...limit, [name]: value }).unknownParams).toEqual([name]);
  });

  test('takes no flag that changes what the amount means', () => {
    expect(read('privatePostAddOrder', { ...limit, oflags: 'post, viqc' }).unknownParams).toEqual(['oflags=viqc']);
    expect(read('privatePostAddOrder', { ...limit, oflags: ['viqc'] }).unknownParams).toEqual(['oflags']);
  });

  test.each(['pair', 'type', 'volume', 'price', 'ordertype'])(
    'finds %s unknown where it is a list or an object',
    (name) => {
      expect(read('privatePostAddOrder', { ...limit, [name]: ['XETHZUSD', 'x'] }).unknownParams).toContain(name);
      expect(read('privatePostAddOrder', { ...limit, [name]: { 0: 'x' } }).unknownParams).toContain(name);
    },
  );

  test('on a market that nobody knows has no readable symbol', () => {
    expect(read('privatePostAddOrder', { ...limit, pair: 'NOPE' }).symbols).toBe('unreadable');
    expect(read('privatePostAddOrder', { ...limit, pair: undefined }).symbols).toBe('unreadable');
  });

  test('with a side in other letters has none', () => {
    expect(read('privatePostAddOrder', { ...limit, type: 'Buy' }).side).toBeNull();
  });
});

describe('AddOrderBatch', () => {
  const order = { type: 'buy', ordertype: 'limit', volume: '1', price: '2' };

  test('makes every order in it', () => {
    const effect = read('privatePostAddOrderBatch', { pair: 'XETHZUSD', orders: [order, { ...order, type: 'sell' }] });
    expect(effect).toMatchObject({ kind: 'create', symbols: ['ETH/USD'], side: null, unknownParams: [] });
    expect(effect.orders.map(({ side }) => side)).toEqual(['buy', 'sell']);
  });

  test('finds unknown what stands inside an order, its own pair too', () => {
    const orders = [order, { ...order, pair: 'XXBTZUSD', oflags: 'viqc', close: {} }];
    expect(read('privatePostAddOrderBatch', { pair: 'XETHZUSD', orders }).unknownParams).toEqual([
      'orders[1].pair',
      'orders[1].oflags=viqc',
      'orders[1].close',
    ]);
  });

  test.each([undefined, [], 'x', [1], [[order]], { 0: order }])('with %j for orders is unreadable', (orders) => {
    const effect = read('privatePostAddOrderBatch', { pair: 'XETHZUSD', orders });
    expect(effect.unknownParams).toContain('orders');
    expect(effect.orders).toEqual([expect.objectContaining({ side: null, type: null })]);
  });
});

describe('an edit', () => {
  test('names its order and what changes', () => {
    expect(
      read('privatePostAmendOrder', { txid: 'OABCDE-FGHIJ-KLMNOP', order_qty: '2', limit_price: '3' }),
    ).toMatchObject({
      kind: 'edit',
      symbols: 'unreadable',
      amount: '2',
      price: '3',
      targets: [{ kind: 'id', value: 'OABCDE-FGHIJ-KLMNOP' }],
      unknownParams: [],
    });
    expect(read('privatePostEditOrder', { txid: '1234', pair: 'XBTUSD', volume: '2' })).toMatchObject({
      kind: 'edit',
      symbols: ['BTC/USD'],
      targets: [{ kind: 'userref', value: '1234' }],
    });
  });

  test('with a pair that nobody knows is not one without a pair', () => {
    expect(read('privatePostAmendOrder', { txid: 'O1', pair: 'NOPE' }).unknownParams).toEqual(['pair']);
  });
});

describe('a cancel', () => {
  test('names its orders by every name given', () => {
    expect(read('privatePostCancelOrder', { txid: 'O1', cl_ord_id: 'mine' })).toMatchObject({
      kind: 'cancel',
      targets: [
        { kind: 'id', value: 'O1' },
        { kind: 'clientOrderId', value: 'mine' },
      ],
    });
    expect(read('privatePostCancelOrderBatch', { orders: ['O1', 7], cl_ord_ids: ['x'] }).targets).toEqual([
      { kind: 'id', value: 'O1' },
      { kind: 'userref', value: '7' },
      { kind: 'clientOrderId', value: 'x' },
    ]);
  });

  test.each([[{ orders: [{ txid: 'O1' }] }], [{ orders: 'O1' }], [{ cl_ord_ids: [null] }]])(
    'of a batch that cannot be read, %j, names none',
    (params) => {
      const effect = read('privatePostCancelOrderBatch', params);
      expect(effect.targets).toEqual([]);
      expect(effect.unknownParams).toContain('orders');
    },
  );

  test('of all reaches all symbols, at once or by a timer', () => {
    expect(read('privatePostCancelAll', {})).toMatchObject({ kind: 'cancel', symbols: 'all', unknownParams: [] });
    expect(read('privatePostCancelAllOrdersAfter', { timeout: 60 })).toMatchObject({
      kind: 'cancel',
      symbols: 'all',
      unknownParams: [],
    });
  });
});

test.each([
  ['binance', 'sapiPostMarginOrder', 'other'],
  ['binance', 'privateDeleteOrder', 'cancel'],
  ['binance', 'privatePostOrderCancelReplace', 'edit'],
  ['krakenfutures', 'privatePostBatchorder', 'edit'],
  ['kraken', 'privatePostSomethingNew', 'other'],
] as const)('what %s %s would do cannot be read, and counts as %s', (exchange, endpointId, kind) => {
  expect(read(endpointId, limit, exchange)).toMatchObject({ kind, symbols: 'unreadable', targets: [], side: null });
});

test("orders are a bot's own only where each of them is known to be", () => {
  const refs = ['a', 'b'].map((value) => ({ kind: 'id' as const, value }));
  expect(ownershipOf(refs, () => true)).toBe('own');
  expect(ownershipOf(refs, ({ value }) => value === 'a')).toBe('other');
  expect(ownershipOf(refs, ({ value }) => (value === 'a' ? true : undefined))).toBe('unknown');
  expect(ownershipOf([], () => true)).toBe('unknown');
});
