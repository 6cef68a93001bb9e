import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacHex, isFresh, readJson, sha512Hex } from './signing.ts';

const credentials = { apiKey: 'fake-gate-key-0123456789', secret: 'fake-gate-secret-0123456789' };

/** Source: www.gate.com/docs/developers/apiv4/en/#authentication: HMAC-SHA512 over verb, path, query, hash of the body, time, a line each. */
export const gate = (): FakeExchange => {
  const desk = new Desk();
  return {
    id: 'gate',
    credentials,
    symbol: 'BTC/USDT',
    answer: (request) => answerPublic(request) ?? refusalOf(request) ?? answerPrivate(desk, request),
  };
};

const fail = (status: number, label: string, message: string): FakeAnswer => ({ status, body: { label, message } });

const market = {
  id: 'BTC_USDT',
  base: 'BTC',
  quote: 'USDT',
  fee: '0.2',
  min_base_amount: '0.00001',
  min_quote_amount: '1',
  amount_precision: 8,
  precision: 1,
  trade_status: 'tradable',
  sell_start: 0,
  buy_start: 0,
};
const ticker = {
  currency_pair: 'BTC_USDT',
  last: '60000',
  lowest_ask: '60001',
  highest_bid: '59999',
  base_volume: '10',
  quote_volume: '600000',
};

function answerPublic({ path }: FakeRequest): FakeAnswer | undefined {
  if (path === '/api/v4/spot/time') return { body: { server_time: Date.now() } };
  if (path === '/api/v4/spot/currency_pairs') return { body: [market] };
  if (path === '/api/v4/spot/tickers') return { body: [ticker] };
  const isOtherList =
    /^\/api\/v4\/(margin\/currency_pairs|spot\/currencies|options\/underlyings|(futures|delivery)\/\w+\/contracts)$/.test(
      path,
    );
  return isOtherList ? { body: [] } : undefined;
}

function refusalOf({ method, path, query, headers, body }: FakeRequest): FakeAnswer | undefined {
  const time = headerOf(headers, 'timestamp');
  if (headerOf(headers, 'key') !== credentials.apiKey) return fail(401, 'INVALID_KEY', 'Invalid key provided');
  const signed = hmacHex(
    'sha512',
    credentials.secret,
    [method, path, decodeURIComponent(query), sha512Hex(body), time].join('\n'),
  );
  if (headerOf(headers, 'sign') !== signed) return fail(401, 'INVALID_SIGNATURE', 'Signature mismatch');
  return isFresh(Number(time) * 1000)
    ? undefined
    : fail(403, 'REQUEST_EXPIRED', 'gap between request Timestamp and server time exceeds 60');
}

function answerPrivate(desk: Desk, { method, path, body }: FakeRequest): FakeAnswer {
  const params = readJson(body);
  const what = `${method} ${path}`;
  // What ccxt asks for of its own: whether the account is a unified one.
  if (what === 'GET /api/v4/account/detail') return { body: { user_id: 1, key: { mode: 1 } } };
  if (what === 'GET /api/v4/spot/accounts') {
    const row = (currency: string, available: string): object => ({ currency, available, locked: '0' });
    return { body: [row('BTC', '2'), row('USDT', '1000')] };
  }
  if (what === 'POST /api/v4/spot/orders')
    return { status: 201, body: view(desk.place(params['side'], params['price'], params['amount']), 'open') };
  if (what === 'GET /api/v4/spot/open_orders') {
    const orders = desk.open().map((order) => view(order, 'open'));
    return { body: orders.length === 0 ? [] : [{ currency_pair: 'BTC_USDT', total: orders.length, orders }] };
  }
  const [, id] = /^DELETE \/api\/v4\/spot\/orders\/(\w+)$/.exec(what) ?? [];
  if (id !== undefined) {
    const order = desk.cancel(id);
    return order === undefined ? fail(404, 'ORDER_NOT_FOUND', 'Order not found') : { body: view(order, 'cancelled') };
  }
  return fail(404, 'NOT_FOUND', `no ${what}`);
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder, status: string): object => ({
  id,
  text: '-',
  currency_pair: 'BTC_USDT',
  type: 'limit',
  account: 'spot',
  side,
  price,
  amount,
  left: amount,
  filled_total: '0',
  fee: '0',
  fee_currency: 'BTC',
  status,
  time_in_force: 'gtc',
  create_time_ms: timeMs,
  update_time_ms: timeMs,
});
