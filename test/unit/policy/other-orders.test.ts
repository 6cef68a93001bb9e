import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../electron/policy/order.ts';
import { placedOrderIds } from '../../../electron/policy/order-ids.ts';
import { isSetUp } from '../../../electron/policy/set-up.ts';

const symbolOf = (name: string) => (/^t?btc[-_/]?usdt?$/i.test(name) ? 'BTC/USD' : undefined);
const read = (exchange: string, endpointId: string, params: object) =>
  readOrder({ exchange, endpointId, params: { ...params }, symbolOf });

// What ccxt 4.5.84 hands to `sign` for a limit order to buy 0.01 at 20000.
const created: readonly (readonly [string, string, object])[] = [
  [
    'binance',
    'privatePostOrder',
    {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      quantity: '0.01',
      price: '20000',
      timeInForce: 'GTC',
      newClientOrderId: 'x-1',
      newOrderRespType: 'RESULT',
    },
  ],
  [
    'bybit',
    'privatePostV5OrderCreate',
    {
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.01',
      price: '20000',
      category: 'spot',
      timeInForce: 'GTC',
    },
  ],
  [
    'okx',
    'privatePostTradeBatchOrders',
    [
      {
        instId: 'BTC-USDT',
        side: 'buy',
        ordType: 'limit',
        sz: '0.01',
        px: '20000',
        tdMode: 'cash',
        clOrdId: 'e1',
        tag: 't',
      },
    ],
  ],
  [
    'coinbase',
    'v3PrivatePostBrokerageOrders',
    {
      client_order_id: 'c1',
      product_id: 'BTC-USD',
      side: 'BUY',
      order_configuration: { limit_limit_gtc: { base_size: '0.01', limit_price: '20000', post_only: false } },
    },
  ],
  [
    'bitfinex',
    'privatePostAuthWOrderSubmit',
    { symbol: 'tBTCUSD', type: 'EXCHANGE LIMIT', amount: '0.01', price: '20000' },
  ],
  [
    'kucoin',
    'privatePostOrders',
    { clientOid: 'c1', side: 'buy', symbol: 'BTC-USDT', type: 'limit', size: '0.01', price: '20000' },
  ],
  [
    'gate',
    'privateSpotPostOrders',
    {
      currency_pair: 'BTC_USDT',
      side: 'buy',
      type: 'limit',
      amount: '0.01',
      price: '20000',
      account: 'spot',
      time_in_force: 'gtc',
    },
  ],
  [
    'htx',
    'spotPrivatePostV1OrderOrdersPlace',
    {
      'account-id': '7',
      symbol: 'btcusdt',
      type: 'buy-limit',
      amount: '0.01',
      price: '20000',
      'client-order-id': 'c1',
      source: 'spot-api',
    },
  ],
  ['bitstamp', 'privatePostBuyPair', { pair: 'btcusd', amount: '0.01', price: '20000' }],
  [
    'gemini',
    'privatePostV1OrderNew',
    { client_order_id: 'c1', symbol: 'btcusd', amount: '0.01', price: '20000', side: 'buy', type: 'exchange limit' },
  ],
];

describe('an order of another exchange', () => {
  it.each(created)('%s: its market, side, type, amount and price are read', (exchange, endpoint, params) => {
    expect(read(exchange, endpoint, params)).toMatchObject({
      ...{ kind: 'create', symbols: ['BTC/USD'], unknownParams: [], targets: [] },
      ...{ side: 'buy', type: 'limit', amount: '0.01', price: '20000' },
      orders: [{ side: 'buy', type: 'limit', amount: '0.01', price: '20000' }],
    });
  });

  it.each(created)('%s: a parameter that nobody has read is named', (exchange, endpoint, params) => {
    const more = Array.isArray(params)
      ? params.map((order) => ({ ...order, leverage: 5 }))
      : { ...params, leverage: 5 };
    expect(read(exchange, endpoint, more).unknownParams).toEqual(['leverage']);
  });

  it('of a market that is not known for certain has no symbol', () => {
    expect(read('binance', 'privatePostOrder', { symbol: 'ETHBTC' }).symbols).toBe('unreadable');
    expect(read('binance', 'privatePostOrder', {}).symbols).toBe('unreadable');
  });

  it('in a form of its own, or on the other side is not taken for a plain one', () => {
    const trigger = {
      product_id: 'BTC-USD',
      side: 'SELL',
      order_configuration: { trigger_bracket_gtc: { base_size: '1' } },
    };
    expect(read('coinbase', 'v3PrivatePostBrokerageOrders', trigger)).toMatchObject({
      type: null,
      unknownParams: ['trigger_bracket_gtc'],
    });
    expect(read('bitfinex', 'privatePostAuthWOrderSubmit', { symbol: 'tBTCUSD', amount: '-0.5' })).toMatchObject({
      side: 'sell',
      amount: '0.5',
    });
    expect(read('htx', 'spotPrivatePostV1OrderOrdersPlace', { type: 'buy-limit-fok' })).toMatchObject({ side: null });
    expect(read('bitstamp', 'privatePostSellPair', { pair: 'btcusd' })).toMatchObject({ side: 'sell' });
  });
});

describe('a cancel of another exchange', () => {
  it.each([
    ['binance', 'privateDeleteOrder', { symbol: 'BTCUSDT', orderId: '7' }],
    ['bybit', 'privatePostV5OrderCancel', { symbol: 'BTCUSDT', orderId: '7', category: 'spot', orderFilter: 'Order' }],
    ['okx', 'privatePostTradeCancelOrder', { instId: 'BTC-USDT', ordId: '7' }],
    ['coinbase', 'v3PrivatePostBrokerageOrdersBatchCancel', { order_ids: ['7'] }],
    ['bitfinex', 'privatePostAuthWOrderCancel', { id: 7 }],
    ['kucoin', 'privateDeleteOrdersOrderId', { orderId: '7' }],
    ['gate', 'privateSpotDeleteOrdersOrderId', { order_id: '7', currency_pair: 'BTC_USDT', account: 'spot' }],
    ['htx', 'spotPrivatePostV1OrderOrdersOrderIdSubmitcancel', { 'order-id': '7' }],
    ['bitstamp', 'privatePostCancelOrder', { id: '7' }],
    ['gemini', 'privatePostV1OrderCancel', { order_id: '7' }],
  ])('%s: the order that it points at is read', (exchange, endpoint, params) => {
    const effect = read(exchange, endpoint, params);
    expect(effect).toMatchObject({
      kind: 'cancel',
      targets: [{ kind: 'id', value: '7' }],
      unknownParams: [],
      orders: [],
    });
  });

  it('without an order points at none, so that nobody can call it his own', () => {
    expect(read('binance', 'privateDeleteOrder', { symbol: 'BTCUSDT' }).targets).toEqual([]);
    expect(read('coinbase', 'v3PrivatePostBrokerageOrdersBatchCancel', { order_ids: [] }).targets).toEqual([]);
  });
});

describe('what was placed', () => {
  it.each([
    ['htx', { status: 'ok', data: '1001' }, ['1001']],
    ['bitfinex', [1, 'on-req', null, null, [[1001, null, 5, 'tBTCUSD']], null, 'SUCCESS', ''], ['1001']],
    ['binance', { orderId: 1001 }, ['1001']],
    ['bybit', { result: { orderId: '1001' } }, ['1001']],
    ['coinbase', { success_response: {}, order_id: '1001' }, ['1001']],
    ['a refusal', { status: 'error', data: null }, []],
    ['text', 'on-req', []],
  ])('is found in the answer of %s', (_name, answer, ids) => {
    expect(placedOrderIds(answer)).toEqual(ids);
  });
});

describe('what an adapter asks for of its own', () => {
  it('is known by exchange and endpoint, within unified methods only', () => {
    expect(isSetUp('bybit', 'privateGetV5UserQueryApi', 'createOrder')).toBe(true);
    expect(isSetUp('bybit', 'privateGetV5UserQueryApi', 'privateGetV5UserQueryApi')).toBe(false);
    expect(isSetUp('bybit', 'privateGetV5AccountWalletBalance', 'createOrder')).toBe(false);
    expect(isSetUp('kraken', 'privatePostBalance', 'createOrder')).toBe(false);
    expect(isSetUp('constructor', 'name', 'createOrder')).toBe(false);
  });
});
