import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacBase64, isFresh } from './signing.ts';

const credentials = {
  apiKey: 'fake-okx-key-0123456789',
  secret: 'fake-okx-secret-0123456789',
  password: 'fake-okx-phrase',
};

/** Source: www.okx.com/docs-v5/en/#overview-rest-authentication: HMAC-SHA256 in base64 over time, verb, path with query, body. */
export const okx = (): FakeExchange => {
  const desk = new Desk();
  return {
    id: 'okx',
    credentials,
    symbol: 'BTC/USDT',
    answer: (request) => answerPublic(request) ?? refusalOf(request) ?? answerPrivate(desk, request),
  };
};

const ok = (data: readonly object[]): FakeAnswer => ({ body: { code: '0', msg: '', data } });
const fail = (status: number, code: string, msg: string): FakeAnswer => ({ status, body: { code, msg, data: [] } });

const market = {
  instType: 'SPOT',
  instId: 'BTC-USDT',
  baseCcy: 'BTC',
  quoteCcy: 'USDT',
  state: 'live',
  tickSz: '0.1',
  lotSz: '0.00000001',
  minSz: '0.00001',
  ctVal: '',
  settleCcy: '',
  listTime: '1548133413000',
};
const ticker = { instType: 'SPOT', instId: 'BTC-USDT', last: '60000', bidPx: '59999', askPx: '60001', ts: '1' };

function answerPublic({ path, query }: FakeRequest): FakeAnswer | undefined {
  if (path === '/api/v5/public/time') return ok([{ ts: String(Date.now()) }]);
  if (path === '/api/v5/public/instruments')
    return ok(new URLSearchParams(query).get('instType') === 'SPOT' ? [market] : []);
  return path === '/api/v5/market/ticker' ? ok([ticker]) : undefined;
}

function refusalOf({ method, path, query, headers, body }: FakeRequest): FakeAnswer | undefined {
  const time = headerOf(headers, 'ok-access-timestamp');
  if (headerOf(headers, 'ok-access-key') !== credentials.apiKey) return fail(401, '50111', 'Invalid OK-ACCESS-KEY');
  if (headerOf(headers, 'ok-access-passphrase') !== credentials.password) {
    return fail(401, '50105', 'Request header OK-ACCESS-PASSPHRASE incorrect.');
  }
  const target = query === '' ? path : `${path}?${query}`;
  const signed = hmacBase64('sha256', credentials.secret, `${time}${method}${target}${body}`);
  if (headerOf(headers, 'ok-access-sign') !== signed) return fail(401, '50113', 'Invalid Sign');
  return isFresh(Date.parse(time)) ? undefined : fail(401, '50102', 'Timestamp request expired');
}

function answerPrivate(desk: Desk, { method, path, body }: FakeRequest): FakeAnswer {
  const parsed: unknown = body === '' ? {} : JSON.parse(body);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  const read = (name: string): unknown =>
    typeof first === 'object' && first !== null ? Reflect.get(first, name) : undefined;
  const what = `${method} ${path}`;
  // What ccxt asks for of its own, where it has a key, while it loads the markets.
  if (what === 'GET /api/v5/asset/currencies') return ok([]);
  if (what === 'GET /api/v5/account/balance') {
    const row = (ccy: string, amount: string): object => ({
      ccy,
      eq: amount,
      availEq: amount,
      availBal: amount,
      frozenBal: '0',
    });
    return ok([{ uTime: String(Date.now()), details: [row('BTC', '2'), row('USDT', '1000')] }]);
  }
  if (what === 'POST /api/v5/trade/order' || what === 'POST /api/v5/trade/batch-orders') {
    return ok([{ ordId: desk.place(read('side'), read('px'), read('sz')).id, clOrdId: '', sCode: '0', sMsg: '' }]);
  }
  if (what === 'GET /api/v5/trade/orders-pending') return ok(desk.open().map(view));
  if (what === 'POST /api/v5/trade/cancel-order') {
    const order = desk.cancel(read('ordId'));
    const row = { ordId: String(read('ordId')), clOrdId: '' };
    return order === undefined
      ? {
          body: {
            code: '1',
            msg: '',
            data: [{ ...row, sCode: '51400', sMsg: 'Cancellation failed as the order does not exist.' }],
          },
        }
      : ok([{ ...row, sCode: '0', sMsg: '' }]);
  }
  return fail(404, '404', `no ${what}`);
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder): object => ({
  instType: 'SPOT',
  instId: 'BTC-USDT',
  ordId: id,
  clOrdId: '',
  side,
  ordType: 'limit',
  px: price,
  sz: amount,
  accFillSz: '0',
  avgPx: '',
  state: 'live',
  cTime: String(timeMs),
  uTime: String(timeMs),
});
