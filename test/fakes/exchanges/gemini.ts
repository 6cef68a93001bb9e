import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacHex, readJson } from './signing.ts';

const credentials = { apiKey: 'account-fake0123456789abcdef', secret: 'fakeGeminiSecret0123456789' };

/** Source: docs.gemini.com/authentication/api-key: HMAC-SHA384 over the base64 of a JSON payload with request and nonce. */
export const gemini = (): FakeExchange => {
  const desk = new Desk();
  let lastNonce = 0;
  const isNew = (nonce: number): boolean => {
    const isHigher = nonce > lastNonce;
    lastNonce = Math.max(lastNonce, nonce);
    return isHigher;
  };
  return {
    id: 'gemini',
    credentials,
    symbol: 'BTC/USD',
    answer: (request) => answerPublic(request) ?? refusalOf(request, isNew) ?? answerPrivate(desk, request),
  };
};

const fail = (status: number, reason: string): FakeAnswer => ({
  status,
  body: { result: 'error', reason, message: reason },
});

const details = {
  symbol: 'BTCUSD',
  base_currency: 'BTC',
  quote_currency: 'USD',
  tick_size: 1e-8,
  quote_increment: 0.01,
  min_order_size: '0.00001',
  status: 'open',
  wrap_enabled: false,
  product_type: 'spot',
};
const ticker = {
  symbol: 'BTCUSD',
  open: '59500',
  high: '61000',
  low: '59000',
  close: '60000',
  changes: [],
  bid: '59999',
  ask: '60001',
};

// ccxt reads the digits of prices out of the exchange's web page.
const page = `<html><script id="currencyData">${JSON.stringify({
  tradingPairs: [['BTCUSD', 2, 8, '0.00001', 10, true]],
  currencies: [],
})}</script></html>`;

function answerPublic({ path }: FakeRequest): FakeAnswer | undefined {
  if (path === '/v1/symbols') return { body: ['btcusd'] };
  if (path === '/v1/symbols/details/btcusd') return { body: details };
  if (path === '/v1/pubticker/btcusd')
    return { body: { bid: '59999', ask: '60001', last: '60000', volume: { BTC: '10', USD: '600000', timestamp: 1 } } };
  if (path === '/v2/ticker/btcusd') return { body: ticker };
  return path === '/' ? { body: page } : undefined;
}

function refusalOf({ path, headers }: FakeRequest, isNew: (nonce: number) => boolean): FakeAnswer | undefined {
  const payload = headerOf(headers, 'x-gemini-payload');
  if (headerOf(headers, 'x-gemini-apikey') !== credentials.apiKey) return fail(400, 'InvalidApiKey');
  if (headerOf(headers, 'x-gemini-signature') !== hmacHex('sha384', credentials.secret, payload))
    return fail(400, 'InvalidSignature');
  const { request, nonce } = payloadOf(headers);
  if (request !== path) return fail(400, 'EndpointMismatch');
  return isNew(Number(nonce)) ? undefined : fail(400, 'InvalidNonce');
}

const payloadOf = (headers: FakeRequest['headers']): Readonly<Record<string, unknown>> =>
  readJson(Buffer.from(headerOf(headers, 'x-gemini-payload'), 'base64').toString());

function answerPrivate(desk: Desk, { method, path, headers }: FakeRequest): FakeAnswer {
  const params = payloadOf(headers);
  const what = `${method} ${path}`;
  if (what === 'POST /v1/balances') {
    const row = (currency: string, amount: string): object => ({
      type: 'exchange',
      currency,
      amount,
      available: amount,
    });
    return { body: [row('BTC', '2'), row('USD', '1000')] };
  }
  if (what === 'POST /v1/order/new')
    return { body: view(desk.place(params['side'], params['price'], params['amount']), true) };
  if (what === 'POST /v1/orders') return { body: desk.open().map((order) => view(order, true)) };
  if (what === 'POST /v1/order/cancel') {
    const order = desk.cancel(params['order_id']);
    return order === undefined ? fail(404, 'OrderNotFound') : { body: view(order, false) };
  }
  return fail(404, 'EndpointNotFound');
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder, isLive: boolean): object => ({
  order_id: id,
  id,
  symbol: 'btcusd',
  exchange: 'gemini',
  avg_execution_price: '0.00',
  side,
  type: 'exchange limit',
  timestamp: String(Math.floor(timeMs / 1000)),
  timestampms: timeMs,
  is_live: isLive,
  is_cancelled: !isLive,
  is_hidden: false,
  options: [],
  price,
  original_amount: amount,
  executed_amount: '0',
  remaining_amount: amount,
});
