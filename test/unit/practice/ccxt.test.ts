import ccxt from 'ccxt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, open } from './fixture.ts';

let bench: Bench;
let kraken: InstanceType<typeof ccxt.kraken>;
let otp: () => { readonly otp: string };

beforeEach(async () => {
  bench = await open();
  const key = bench.keyOf('practice-unlimited');
  kraken = new ccxt.kraken({ apiKey: key.apiKey, secret: key.secret, enableRateLimit: false });
  const { url } = bench.practice;
  kraken.urls['api'] = { public: url, private: url };
  // ccxt's nonce is the millisecond, and here two calls fit into one; the exchange rightly refuses the second.
  let last = 0;
  kraken.nonce = () => {
    last = Math.max(last + 1, Date.now());
    return last;
  };
  otp = () => ({ otp: bench.codeFor('practice-unlimited') });
});
afterEach(() => bench.practice.close());

test("ccxt's Kraken adapter reads the markets and the public data", async () => {
  const markets = await kraken.loadMarkets();
  expect(markets['BTC/USD']).toMatchObject({
    id: 'XXBTZUSD',
    taker: 0.004,
    maker: 0.0025,
    active: true,
    precision: { price: 0.1, amount: 1e-8 },
    limits: { amount: { min: 0.00005 }, cost: { min: 0.5 } },
  });
  expect(Object.keys(kraken.currencies)).toEqual(expect.arrayContaining(['BTC', 'USD', 'EUR', 'DOGE', 'SOL', 'USDT']));
  expect(await kraken.fetchTime()).toBe(bench.now());
  expect(await kraken.fetchStatus()).toMatchObject({ status: 'ok' });
  expect(await kraken.fetchCurrencies()).toMatchObject({ BTC: { active: true, precision: 1e-10 } });
  const ticker = await kraken.fetchTicker('BTC/USD');
  expect(ticker.bid).toBeLessThan(ticker.ask ?? 0);
  expect(Object.keys(await kraken.fetchTickers(['BTC/USD', 'DOGE/USD']))).toEqual(['BTC/USD', 'DOGE/USD']);
  const book = await kraken.fetchOrderBook('BTC/USD', 10);
  expect([book.bids.length, book.asks.length]).toEqual([10, 10]);
  expect(book.bids[0]?.[0]).toBe(ticker.bid);
  expect(await kraken.fetchOHLCV('ETH/BTC', '1h', undefined, 24)).toHaveLength(24);
  expect(await kraken.fetchTrades('SOL/USD', undefined, 20)).toHaveLength(20);
});

test("ccxt's Kraken adapter reads the balance, places, lists, finds and cancels an order with a code", async () => {
  const balance = await kraken.fetchBalance(otp());
  expect(balance).toMatchObject({ BTC: { total: 2 }, USD: { free: 100_000 }, ETH: { total: 20 } });
  const params = { ...otp(), clientOrderId: 'grid-1' };
  const placed = await kraken.createOrder('BTC/USD', 'limit', 'buy', 0.1, 20_000, params);
  expect(placed).toMatchObject({ symbol: 'BTC/USD', side: 'buy', type: 'limit', amount: 0.1, price: 20_000 });
  const listed = await kraken.fetchOpenOrders('BTC/USD', undefined, undefined, otp());
  expect(listed).toMatchObject([{ id: placed.id, clientOrderId: 'grid-1', status: 'open', remaining: 0.1 }]);
  await kraken.cancelOrder(String(placed.id), 'BTC/USD', otp());
  expect(await kraken.fetchOrder(String(placed.id), 'BTC/USD', otp())).toMatchObject({ status: 'canceled', filled: 0 });
  const closed = await kraken.fetchClosedOrders('BTC/USD', undefined, undefined, otp());
  expect(closed.map((order) => order.id)).toEqual([placed.id]);
});

test("ccxt's Kraken adapter buys at market, sees the trade and its fee, and cancels all", async () => {
  const bought = await kraken.createOrder('ETH/USD', 'market', 'buy', 1, undefined, otp());
  const done = await kraken.fetchOrder(String(bought.id), 'ETH/USD', otp());
  expect(done).toMatchObject({ status: 'closed', filled: 1, remaining: 0, fee: { currency: 'USD' } });
  const [trade] = await kraken.fetchMyTrades('ETH/USD', undefined, undefined, otp());
  expect(trade).toMatchObject({ order: bought.id, symbol: 'ETH/USD', takerOrMaker: 'taker', amount: 1 });
  expect(trade?.price).toBe(done.average);
  expect(trade?.fee?.cost).toBeCloseTo((trade?.cost ?? 0) * 0.004, 3);
  expect(await kraken.fetchBalance(otp())).toMatchObject({ ETH: { total: 21 } });
  await kraken.createMarketBuyOrderWithCost('LTC/USD', 50, otp());
  await kraken.createOrder('BTC/USD', 'limit', 'sell', 0.1, 900_000, { ...otp(), postOnly: true });
  await kraken.cancelAllOrders(undefined, otp());
  expect(await kraken.fetchOpenOrders(undefined, undefined, undefined, otp())).toEqual([]);
});

test("ccxt's Kraken adapter gets Kraken's words as its own errors", async () => {
  await expect(kraken.fetchBalance()).rejects.toThrow('EAPI:Invalid signature');
  const order = (amount: number) => kraken.createOrder('BTC/USD', 'limit', 'buy', amount, 20_000, otp());
  await expect(order(100)).rejects.toBeInstanceOf(ccxt.InsufficientFunds);
  await expect(order(0.00001)).rejects.toBeInstanceOf(ccxt.InvalidOrder);
  await expect(kraken.cancelOrder('OAAAAA-AAAAA-AAAAAA', undefined, otp())).rejects.toBeInstanceOf(ccxt.OrderNotFound);
});
