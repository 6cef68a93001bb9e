import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacHex, isFresh, readJson } from './signing.ts';

const credentials = { apiKey: 'fake-bybit-key-0123456789', secret: 'fake-bybit-secret-0123456789' };

/** Source: bybit-exchange.github.io/docs/v5/guide: HMAC-SHA256 over time, key, window and the query or the body. */
export const bybit = (): FakeExchange => {
  const desk = new Desk();
  return {
    id: 'bybit',
    credentials,
    symbol: 'BTC/USDT',
    answer: (request) => answerPublic(request) ?? refusalOf(request) ?? answerPrivate(desk, request),
  };
};

const ok = (result: object): FakeAnswer => ({ body: { retCode: 0, retMsg: 'OK', result, time: Date.now() } });
const fail = (retCode: number, retMsg: string): FakeAnswer => ({
  body: { retCode, retMsg, result: {}, time: Date.now() },
});

const market = {
  symbol: 'BTCUSDT',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  innovation: '0',
  status: 'Trading',
  marginTrading: 'none',
  lotSizeFilter: {
    basePrecision: '0.000001',
    quotePrecision: '0.01',
    minOrderQty: '0.00001',
    maxOrderQty: '100',
    minOrderAmt: '1',
    maxOrderAmt: '1000000',
  },
  priceFilter: { tickSize: '0.01' },
};
const ticker = { symbol: 'BTCUSDT', lastPrice: '60000', bid1Price: '59999', ask1Price: '60001', prevPrice24h: '59000' };

function answerPublic({ path, query }: FakeRequest): FakeAnswer | undefined {
  const category = new URLSearchParams(query).get('category');
  if (path === '/v5/market/time')
    return ok({ timeSecond: String(Math.floor(Date.now() / 1000)), timeNano: `${Date.now()}000000` });
  if (path === '/v5/market/instruments-info') {
    return ok({ category, list: category === 'spot' ? [market] : [], nextPageCursor: '' });
  }
  return path === '/v5/market/tickers' ? ok({ category, list: [ticker] }) : undefined;
}

function refusalOf({ headers, query, body }: FakeRequest): FakeAnswer | undefined {
  const [key, time, window] = ['x-bapi-api-key', 'x-bapi-timestamp', 'x-bapi-recv-window'].map((name) =>
    headerOf(headers, name),
  );
  if (key !== credentials.apiKey) return fail(10003, 'API key is invalid.');
  const signed = hmacHex('sha256', credentials.secret, `${time}${key}${window}${query}${body}`);
  if (headerOf(headers, 'x-bapi-sign') !== signed)
    return fail(10004, 'error sign! please check your signature generation algorithm.');
  return isFresh(Number(time))
    ? undefined
    : fail(10002, 'invalid request, please check your server timestamp or recv_window param.');
}

function answerPrivate(desk: Desk, { method, path, body }: FakeRequest): FakeAnswer {
  const params = readJson(body);
  const what = `${method} ${path}`;
  // What ccxt asks for of its own, where it has a key.
  if (what === 'GET /v5/asset/coin/query-info') return ok({ rows: [] });
  if (what === 'GET /v5/user/query-api') return ok({ unified: 0, uta: 1 });
  if (what === 'GET /v5/account/info') return ok({ unifiedMarginStatus: 4, marginMode: 'REGULAR_MARGIN' });
  if (what === 'GET /v5/account/wallet-balance') {
    const row = (coin: string, walletBalance: string): object => ({
      coin,
      walletBalance,
      locked: '0',
      borrowAmount: '0',
    });
    return ok({ list: [{ accountType: 'UNIFIED', coin: [row('BTC', '2'), row('USDT', '1000')] }] });
  }
  if (what === 'POST /v5/order/create')
    return ok({ orderId: desk.place(params['side'], params['price'], params['qty']).id, orderLinkId: '' });
  if (what === 'GET /v5/order/realtime')
    return ok({ list: desk.open().map(view), nextPageCursor: '', category: 'spot' });
  if (what === 'POST /v5/order/cancel') {
    const order = desk.cancel(params['orderId']);
    return order === undefined ? fail(170213, 'Order does not exist.') : ok({ orderId: order.id, orderLinkId: '' });
  }
  return fail(10016, `no ${what}`);
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder): object => ({
  symbol: 'BTCUSDT',
  orderId: id,
  orderLinkId: '',
  side,
  orderType: 'Limit',
  price,
  qty: amount,
  cumExecQty: '0',
  cumExecValue: '0',
  leavesQty: amount,
  orderStatus: 'New',
  timeInForce: 'GTC',
  createdTime: String(timeMs),
  updatedTime: String(timeMs),
});
