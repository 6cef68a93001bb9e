import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacHex, readJson } from './signing.ts';

const credentials = { apiKey: 'fake-bitfinex-key-0123456789', secret: 'fake-bitfinex-secret-0123456789' };

/** Source: docs.bitfinex.com/docs/rest-auth: HMAC-SHA384 over "/api/", path, nonce and body; the nonce only grows. */
export const bitfinex = (): FakeExchange => {
  const desk = new Desk();
  let lastNonce = 0;
  const isNew = (nonce: number): boolean => {
    const isHigher = nonce > lastNonce;
    lastNonce = Math.max(lastNonce, nonce);
    return isHigher;
  };
  return {
    id: 'bitfinex',
    credentials,
    symbol: 'BTC/USD',
    answer: (request) => answerPublic(request) ?? refusalOf(request, isNew) ?? answerPrivate(desk, request),
  };
};

const fail = (code: number, text: string): FakeAnswer => ({ status: 500, body: ['error', code, text] });

// Minimum and maximum of an order stand at 3 and 4. Source: docs.bitfinex.com/reference/rest-public-conf
const pairInfo = [null, null, null, '0.00004', '2000', null, null, null, 0.2, 0.1, null, null];

function answerPublic({ path }: FakeRequest): FakeAnswer | undefined {
  if (path.startsWith('/v2/conf/pub:info:pair')) return { body: [[['BTCUSD', pairInfo]], [], [], []] };
  if (path.startsWith('/v2/conf/pub:list:currency')) return { body: [['BTC', 'USD'], [], [], [], [], [], [], [], []] };
  return path === '/v2/ticker/tBTCUSD'
    ? { body: [59_999, 1, 60_001, 1, 500, 0.008, 60_000, 10, 61_000, 59_000] }
    : undefined;
}

function refusalOf({ path, headers, body }: FakeRequest, isNew: (nonce: number) => boolean): FakeAnswer | undefined {
  const nonce = headerOf(headers, 'bfx-nonce');
  if (headerOf(headers, 'bfx-apikey') !== credentials.apiKey) return fail(10100, 'apikey: invalid');
  const signed = hmacHex('sha384', credentials.secret, `/api${path}${nonce}${body}`);
  if (headerOf(headers, 'bfx-signature') !== signed) return fail(10100, 'apikey: digest invalid');
  return isNew(Number(nonce)) ? undefined : fail(10114, 'nonce: small');
}

function answerPrivate(desk: Desk, { path, body }: FakeRequest): FakeAnswer {
  const params = readJson(body);
  if (path === '/v2/auth/r/wallets') {
    const row = (currency: string, amount: number): readonly unknown[] => [
      'exchange',
      currency,
      amount,
      0,
      amount,
      null,
      null,
    ];
    return { body: [row('BTC', 2), row('USD', 1000)] };
  }
  if (path === '/v2/auth/w/order/submit') {
    const side = Number(params['amount']) < 0 ? 'sell' : 'buy';
    const order = desk.place(side, params['price'], String(params['amount']).replace('-', ''));
    return done('on-req', [view(order, 'ACTIVE')]);
  }
  if (/^\/v2\/auth\/r\/orders(\/tBTCUSD)?$/.test(path))
    return { body: desk.open().map((order) => view(order, 'ACTIVE')) };
  if (path === '/v2/auth/w/order/cancel') {
    const order = desk.cancel(params['id']);
    return order === undefined ? fail(10001, 'order: not found') : done('oc-req', view(order, 'CANCELED'));
  }
  return fail(10020, `no ${path}`);
}

const done = (type: string, data: unknown): FakeAnswer => ({
  body: [Date.now(), type, null, null, data, null, 'SUCCESS', 'Submitted.'],
});

/** Source: docs.bitfinex.com/reference/rest-auth-retrieve-orders, the array of an order. */
function view({ id, side, price, amount, timeMs }: DeskOrder, status: string): readonly unknown[] {
  const signed = side === 'sell' ? -Number(amount) : Number(amount);
  const names = [Number(id), null, Number(id), 'tBTCUSD', timeMs, timeMs, signed, signed, 'EXCHANGE LIMIT', null];
  const state = [null, null, 0, status, null, null, Number(price), 0, 0, 0];
  return [...names, ...state, null, null, null, 0, 0, null, null, null, 'API>BFX', null, null, {}];
}
