/** Stops, batches and edits of the exchanges in order-tables; plain orders and cancels are in other-orders. */
import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../electron/policy/order.ts';

const symbolOf = (name: string) => (/^t?btc[-_/]?usdt?$/i.test(name) ? 'BTC/USD' : undefined);
const read = (exchange: string, endpointId: string, params: object) =>
  readOrder({ exchange, endpointId, params: { ...params }, symbolOf });

const stop = { ...{ side: 'buy', type: 'stop-limit', amount: '0.01', price: '21000' } };
const stops: readonly (readonly [string, string, object, object])[] = [
  [
    ...(['binance', 'privatePostOrder'] as const),
    { symbol: 'BTCUSDT', side: 'BUY', type: 'STOP_LOSS_LIMIT', quantity: '0.01', price: '20000', stopPrice: '21000' },
    { ...stop, type: 'stop-loss-limit' },
  ],
  [
    ...(['bybit', 'privatePostV5OrderCreate'] as const),
    {
      ...{ symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '0.01', category: 'spot' },
      ...{ triggerPrice: '21000', triggerDirection: 1, orderFilter: 'StopOrder' },
    },
    { ...stop, type: 'stop-market' },
  ],
  [
    ...(['okx', 'privatePostTradeOrderAlgo'] as const),
    {
      ...{ instId: 'BTC-USDT', side: 'buy', ordType: 'trigger', sz: '0.01', triggerPx: '21000', orderPx: '-1' },
      ...{ tdMode: 'cash', tag: 't' },
    },
    { ...stop, type: 'trigger' },
  ],
  [
    ...(['coinbase', 'v3PrivatePostBrokerageOrders'] as const),
    {
      ...{ product_id: 'BTC-USD', side: 'BUY' },
      order_configuration: {
        stop_limit_stop_limit_gtc: {
          ...{ base_size: '0.01', limit_price: '20000', stop_price: '21000', stop_direction: 'STOP_DIRECTION_STOP_UP' },
        },
      },
    },
    stop,
  ],
  [
    ...(['bitfinex', 'privatePostAuthWOrderSubmit'] as const),
    { symbol: 'tBTCUSD', type: 'EXCHANGE STOP LIMIT', amount: '0.01', price: '21000', price_aux_limit: '20000' },
    stop,
  ],
  [
    ...(['kucoin', 'privatePostStopOrder'] as const),
    { symbol: 'BTC-USDT', side: 'buy', type: 'limit', size: '0.01', price: '20000', stop: 'entry', stopPrice: '21000' },
    stop,
  ],
  [
    ...(['gate', 'privateSpotPostPriceOrders'] as const),
    {
      trigger: { price: '21000', rule: '>=', expiration: 86_400 },
      put: { type: 'limit', side: 'buy', price: '20000', amount: '0.01', account: 'normal', time_in_force: 'gtc' },
      market: 'BTC_USDT',
    },
    stop,
  ],
  [
    ...(['htx', 'spotPrivatePostV1OrderOrdersPlace'] as const),
    {
      ...{ 'account-id': '7', symbol: 'btcusdt', type: 'buy-stop-limit', amount: '0.01', price: '20000' },
      ...{ 'stop-price': '21000', operator: 'gte' },
    },
    stop,
  ],
  [
    ...(['gemini', 'privatePostV1OrderNew'] as const),
    {
      ...{ symbol: 'btcusd', amount: '0.01', price: '20000', stop_price: '21000', side: 'buy' },
      type: 'exchange stop limit',
    },
    stop,
  ],
];

describe('a stop of another exchange', () => {
  it.each(stops)('%s %s: is read with its trigger, the higher of two prices', (exchange, endpoint, params, terms) => {
    expect(read(exchange, endpoint, params)).toMatchObject({
      ...{ kind: 'create', symbols: ['BTC/USD'], unknownParams: [], ...terms },
    });
  });

  it('whose trigger is no number has no price that can be told', () => {
    const params = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'STOP_LOSS_LIMIT',
      quantity: '1',
      price: '2',
      stopPrice: [],
    };
    expect(read('binance', 'privatePostOrder', params).price).toBeNull();
  });
});

describe('several orders at once of another exchange', () => {
  const bybit = { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.01', price: '20000' };
  const gate = { currency_pair: 'BTC_USDT', side: 'buy', type: 'limit', amount: '0.01', price: '20000' };
  const kucoin = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', size: '0.01', price: '20000' };
  const okx = { instId: 'BTC-USDT', side: 'buy', ordType: 'limit', sz: '0.01', px: '20000' };
  it.each([
    ['bybit', 'privatePostV5OrderCreateBatch', { category: 'spot', request: [bybit, bybit] }],
    ['gate', 'privateSpotPostBatchOrders', [gate, gate]],
    ['kucoin', 'privatePostHfOrdersMulti', { orderList: [kucoin, kucoin] }],
    ['okx', 'privatePostTradeBatchOrders', [okx, okx]],
  ])('%s: each is read', (exchange, endpoint, params) => {
    const one = { side: 'buy', type: 'limit', amount: '0.01', price: '20000' };
    const effect = read(exchange, endpoint, params);
    expect(effect).toMatchObject({ kind: 'create', symbols: ['BTC/USD'], orders: [one, one], unknownParams: [] });
    expect(effect.amount).toBeNull();
  });

  it('with one that is no order, or none, is not taken for fewer', () => {
    expect(read('bybit', 'privatePostV5OrderCreateBatch', { request: [bybit, 7] }).unknownParams).toContain('orders');
    expect(read('gate', 'privateSpotPostBatchOrders', []).unknownParams).toContain('orders');
    expect(read('okx', 'privatePostTradeBatchOrders', [okx, { ...okx, instId: 'X-Y' }]).symbols).toBe('unreadable');
    expect(read('okx', 'privatePostTradeBatchOrders', [okx, { ...okx, lever: 5 }]).unknownParams).toEqual(['lever']);
  });

  it.each([
    ['bybit', 'privatePostV5OrderCancelBatch', { category: 'spot', request: [{ symbol: 'BTCUSDT', orderId: '7' }] }],
    ['okx', 'privatePostTradeCancelBatchOrders', [{ instId: 'BTC-USDT', ordId: '7' }]],
    ['gate', 'privateSpotPostCancelBatchOrders', [{ currency_pair: 'BTC_USDT', id: '7' }]],
    ['bitfinex', 'privatePostAuthWOrderCancelMulti', { id: [7] }],
  ])('%s: those that a cancel points at are read', (exchange, endpoint, params) => {
    const effect = { kind: 'cancel', targets: [{ kind: 'id', value: '7' }], unknownParams: [], orders: [] };
    expect(read(exchange, endpoint, params)).toMatchObject(effect);
  });
});

describe('an edit of another exchange', () => {
  it.each([
    ['bybit', 'privatePostV5OrderAmend', { category: 'spot', symbol: 'BTCUSDT', orderId: '7', qty: '2', price: '3' }],
    ['okx', 'privatePostTradeAmendOrder', { instId: 'BTC-USDT', ordId: '7', newSz: '2', newPx: '3' }],
    ['coinbase', 'v3PrivatePostBrokerageOrdersEdit', { order_id: '7', size: '2', price: '3' }],
    ['kucoin', 'privatePostHfOrdersAlter', { symbol: 'BTC-USDT', orderId: '7', newSize: '2', newPrice: '3' }],
    [
      ...(['gate', 'privateSpotPatchOrdersOrderId'] as const),
      { order_id: '7', currency_pair: 'BTC_USDT', account: 'spot', amount: '2', price: '3' },
    ],
    ['bitstamp', 'privatePostReplaceOrder', { id: '7', amount: '2', price: '3' }],
  ])('%s: its order and its new terms are read', (exchange, endpoint, params) => {
    expect(read(exchange, endpoint, params)).toMatchObject({
      ...{ kind: 'edit', targets: [{ kind: 'id', value: '7' }], unknownParams: [] },
      orders: [{ amount: '2', price: '3', side: null }],
    });
  });

  it('that may turn an order round is not read, so that a narrowed grant refuses it', () => {
    const turned = { symbol: 'BTCUSDT', side: 'SELL', cancelOrderId: '7' };
    expect(read('binance', 'privatePostOrderCancelReplace', turned)).toMatchObject({
      kind: 'edit',
      symbols: 'unreadable',
    });
  });
});
