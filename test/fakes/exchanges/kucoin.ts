import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacBase64, isFresh, readJson } from './signing.ts';

const credentials = {
  apiKey: 'fake-kucoin-key-0123456789',
  secret: 'fake-kucoin-secret-0123456789',
  password: 'fake-kucoin-phrase',
};

/** Source: www.kucoin.com/docs-new/authentication: HMAC-SHA256 in base64 over time, verb, target, body; the passphrase is signed, too. */
export const kucoin = (): FakeExchange => {
  const desk = new Desk();
  return {
    id: 'kucoin',
    credentials,
    symbol: 'BTC/USDT',
    answer: (request) => lists.get(request.path)?.() ?? refusalOf(request) ?? answerPrivate(desk, request),
  };
};

const ok = (data: unknown): FakeAnswer => ({ body: { code: '200000', data } });
const fail = (code: string, msg: string): FakeAnswer => ({ body: { code, msg } });

const market = {
  symbol: 'BTC-USDT',
  name: 'BTC-USDT',
  baseCurrency: 'BTC',
  quoteCurrency: 'USDT',
  feeCurrency: 'USDT',
  market: 'USDS',
  baseMinSize: '0.00001',
  quoteMinSize: '0.1',
  baseMaxSize: '10000',
  quoteMaxSize: '99999999',
  baseIncrement: '0.00000001',
  quoteIncrement: '0.000001',
  priceIncrement: '0.1',
  minFunds: '0.1',
  isMarginEnabled: false,
  enableTrading: true,
};
const ticker = {
  time: 1,
  symbol: 'BTC-USDT',
  buy: '59999',
  sell: '60001',
  last: '60000',
  high: '61000',
  low: '59000',
  vol: '10',
  volValue: '600000',
};

const lists: ReadonlyMap<string, () => FakeAnswer> = new Map<string, () => FakeAnswer>([
  ['/api/v1/timestamp', () => ok(Date.now())],
  ['/api/v2/symbols', () => ok([market])],
  ['/api/v3/currencies', () => ok([])],
  ['/api/v1/contracts/active', () => ok([])],
  ['/api/v1/market/allTickers', () => ok({ time: 1, ticker: [] })],
  ['/api/v1/market/stats', () => ok(ticker)],
]);

function refusalOf({ method, path, query, headers, body }: FakeRequest): FakeAnswer | undefined {
  const time = headerOf(headers, 'kc-api-timestamp');
  if (headerOf(headers, 'kc-api-key') !== credentials.apiKey) return fail('400003', 'KC-API-KEY not exists');
  const phrase = hmacBase64('sha256', credentials.secret, credentials.password);
  const target = query === '' ? path : `${path}?${query}`;
  const signed = hmacBase64('sha256', credentials.secret, `${time}${method}${target}${body}`);
  if (headerOf(headers, 'kc-api-sign') !== signed) return fail('400005', 'Invalid KC-API-SIGN');
  if (headerOf(headers, 'kc-api-passphrase') !== phrase) return fail('400004', 'Invalid KC-API-PASSPHRASE');
  return isFresh(Number(time)) ? undefined : fail('400002', 'Invalid KC-API-TIMESTAMP');
}

function answerPrivate(desk: Desk, { method, path, body }: FakeRequest): FakeAnswer {
  const params = readJson(body);
  const what = `${method} ${path}`;
  if (what === 'GET /api/v1/accounts') {
    const row = (currency: string, balance: string): object => ({
      id: currency,
      currency,
      type: 'trade',
      balance,
      available: balance,
      holds: '0',
    });
    return ok([row('BTC', '2'), row('USDT', '1000')]);
  }
  if (method === 'POST' && /^\/api\/v1\/(hf\/)?orders$/.test(path)) {
    return ok({ orderId: desk.place(params['side'], params['price'], params['size']).id });
  }
  if (what === 'GET /api/v1/hf/orders/active') return ok(desk.open().map(view));
  if (what === 'GET /api/v1/orders')
    return ok({ currentPage: 1, pageSize: 50, totalNum: 1, totalPage: 1, items: desk.open().map(view) });
  const [, id] = /^DELETE \/api\/v1\/(?:hf\/)?orders\/(\w+)$/.exec(what) ?? [];
  if (id !== undefined) {
    const order = desk.cancel(id);
    if (order === undefined) return fail('400100', 'order_not_exist_or_not_allow_to_cancel');
    return ok(path.includes('/hf/') ? { orderId: id } : { cancelledOrderIds: [id] });
  }
  // What ccxt asks for of its own: whether the account is a unified one, or trades at high frequency.
  if (what === 'GET /api/ua/v1/account/mode') return ok({ selfAccountMode: 'CLASSIC' });
  if (what === 'GET /api/v1/hf/accounts/opened') return ok(false);
  if (what === 'GET /api/v3/margin/symbols') return ok({ items: [] });
  if (what === 'GET /api/v1/isolated/symbols') return ok([]);
  return fail('404', `no ${what}`);
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder): object => ({
  id,
  symbol: 'BTC-USDT',
  type: 'limit',
  side,
  price,
  size: amount,
  dealSize: '0',
  dealFunds: '0',
  fee: '0',
  feeCurrency: 'USDT',
  timeInForce: 'GTC',
  isActive: true,
  active: true,
  cancelExist: false,
  createdAt: timeMs,
  tradeType: 'TRADE',
});
