import ccxt from 'ccxt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceHosts } from '../../../electron/exchange/endpoint-override.ts';
import { type Bench, open } from './fixture.ts';

const key = 'practice-none';

let bench: Bench;
let kraken: InstanceType<typeof ccxt.pro.kraken>;

beforeEach(async () => {
  bench = await open();
  const { apiKey, secret } = bench.keyOf(key);
  kraken = new ccxt.pro.kraken({ apiKey, secret, enableRateLimit: false });
  const api: unknown = replaceHosts(kraken.urls['api'], bench.practice.url);
  Reflect.set(kraken.urls, 'api', api);
  // What ccxt asks for before it opens a socket without TLS.
  await kraken.loadHttpProxyAgent();
});
afterEach(async () => {
  await kraken.close();
  await bench.practice.close();
});

const pass = async (ms: number): Promise<void> => {
  bench.pass(ms);
  await bench.control('clock', { offsetMs: 0 });
};

test("ccxt's streaming adapter reads the market", async () => {
  const ticker = await kraken.watchTicker('BTC/USD');
  expect(ticker).toMatchObject({ symbol: 'BTC/USD', bid: expect.any(Number) });
  expect(await kraken.watchTrades('BTC/USD')).not.toHaveLength(0);
  expect(await kraken.watchOHLCV('BTC/USD', '1m')).not.toHaveLength(0);
  const book = await kraken.watchOrderBook('BTC/USD', 10);
  const next = kraken.watchOrderBook('BTC/USD', 10);
  await pass(1000);
  expect((await next).bids[0]?.[0]).toBe((await kraken.fetchOrderBook('BTC/USD', 1)).bids[0]?.[0]);
  expect(book.bids).toHaveLength(10);
});

test("ccxt's streaming adapter watches balance, orders and trades, and orders over the socket", async () => {
  expect(await kraken.watchBalance()).toMatchObject({ BTC: { total: 2 } });
  const orders = kraken.watchOrders('BTC/USD');
  const trades = kraken.watchMyTrades('BTC/USD');
  // The subscription must stand before the order comes.
  while (
    !('executions' in Object(Object.values(kraken.clients).find(({ url }) => url.endsWith('/v2'))?.subscriptions))
  ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const placed = await kraken.createOrderWs('BTC/USD', 'market', 'buy', 0.01);
  const [order] = await orders;
  expect(order).toMatchObject({ id: placed.id, symbol: 'BTC/USD', side: 'buy' });
  const [trade] = await trades;
  expect(trade).toMatchObject({ order: placed.id, amount: 0.01, takerOrMaker: 'taker' });
  const resting = await kraken.createOrderWs('BTC/USD', 'limit', 'buy', 0.01, 20_000);
  await kraken.editOrderWs(String(resting.id), 'BTC/USD', 'limit', 'buy', 0.02, 21_000);
  expect(await kraken.fetchOpenOrders('BTC/USD')).toMatchObject([{ id: resting.id, price: 21_000, amount: 0.02 }]);
  await kraken.cancelOrderWs(String(resting.id));
  await expect(kraken.createOrderWs('BTC/USD', 'limit', 'buy', 90, 20_000)).rejects.toThrow(
    'EOrder:Insufficient funds',
  );
  expect(await kraken.fetchOpenOrders('BTC/USD')).toEqual([]);
});
