import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacHex, isFresh } from './signing.ts';

const credentials = { apiKey: 'fake-bitstamp-key-0123456789', secret: 'fake-bitstamp-secret-0123456789' };

/** Source: www.bitstamp.net/api/#section/Authentication: HMAC-SHA256 over key, verb, host, path, type, nonce, time, v2, body. */
export const bitstamp = (): FakeExchange => {
  const desk = new Desk();
  const nonces = new Set<string>();
  return {
    id: 'bitstamp',
    credentials,
    symbol: 'BTC/USD',
    answer: (request) => answerPublic(request) ?? refusalOf(request, nonces) ?? answerPrivate(desk, request),
  };
};

const fail = (status: number, code: string, reason: string): FakeAnswer => ({
  status,
  body: { status: 'error', reason, code },
});

const market = {
  name: 'BTC/USD',
  market_symbol: 'btcusd',
  base_currency: 'BTC',
  base_decimals: 8,
  counter_currency: 'USD',
  counter_decimals: 0,
  minimum_order_value: '10',
  maximum_order_value: '5000000',
  minimum_order_amount: '0.00001000',
  maximum_order_amount: '1000.00000000',
  trading: 'Enabled',
  instant_order_counter_decimals: 2,
  instant_and_market_orders: 'Enabled',
  description: 'Bitcoin / U.S. dollar',
  market_type: 'SPOT',
};
const ticker = {
  timestamp: '1',
  open: '59500',
  high: '61000',
  low: '59000',
  last: '60000',
  volume: '10',
  vwap: '60000',
  bid: '59999',
  ask: '60001',
};

function answerPublic({ path }: FakeRequest): FakeAnswer | undefined {
  if (path === '/api/v2/markets/') return { body: [market] };
  if (path === '/api/v2/currencies/') return { body: [] };
  return path === '/api/v2/ticker/btcusd/' ? { body: ticker } : undefined;
}

function refusalOf({ method, path, query, headers, body }: FakeRequest, nonces: Set<string>): FakeAnswer | undefined {
  const of = (name: string): string => headerOf(headers, name);
  if (of('x-auth') !== `BITSTAMP ${credentials.apiKey}`) return fail(403, 'API0001', 'API key not found');
  const nonce = of('x-auth-nonce');
  // ccxt takes "https://" off the address that it signs; here it is plain http.
  const target = [`http://${headers.host ?? ''}`, path, query === '' ? '' : `?${query}`].join('');
  const text = [of('x-auth'), method, target, of('content-type'), nonce, of('x-auth-timestamp'), 'v2', body].join('');
  if (of('x-auth-signature').toLowerCase() !== hmacHex('sha256', credentials.secret, text))
    return fail(403, 'API0005', 'Invalid signature');
  if (nonce.length !== 36 || nonces.has(nonce)) return fail(403, 'API0017', 'Invalid nonce');
  nonces.add(nonce);
  return isFresh(Number(of('x-auth-timestamp'))) ? undefined : fail(403, 'API0018', 'Timestamp is too old');
}

function answerPrivate(desk: Desk, { method, path, body }: FakeRequest): FakeAnswer {
  const params = new URLSearchParams(body);
  const what = `${method} ${path}`;
  if (what === 'POST /api/v2/account_balances/') {
    const row = (currency: string, total: string): object => ({ currency, total, available: total, reserved: '0' });
    return { body: [row('btc', '2'), row('usd', '1000')] };
  }
  const [, side] = /^POST \/api\/v2\/(buy|sell)\/btcusd\/$/.exec(what) ?? [];
  if (side !== undefined) return { body: view(desk.place(side, params.get('price'), params.get('amount'))) };
  if (/^POST \/api\/v2\/open_orders\/(all|btcusd)\/$/.test(what)) return { body: desk.open().map(view) };
  if (what === 'POST /api/v2/cancel_order/') {
    const order = desk.cancel(params.get('id'));
    return order === undefined
      ? { body: { error: 'Order not found' } }
      : { body: { ...view(order), status: 'Canceled' } };
  }
  return fail(404, '404.002', `no ${what}`);
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder): object => ({
  id,
  datetime: new Date(timeMs).toISOString().replace('T', ' ').slice(0, 19),
  type: side === 'buy' ? '0' : '1',
  price,
  amount,
  currency_pair: 'BTC/USD',
  market: 'BTC/USD',
});
