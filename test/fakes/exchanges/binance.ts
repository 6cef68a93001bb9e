import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacHex, isFresh } from './signing.ts';

const credentials = { apiKey: 'fake-binance-key-0123456789', secret: 'fake-binance-secret-0123456789' };
const badSignature: FakeAnswer = {
  status: 400,
  body: { code: -1022, msg: 'Signature for this request is not valid.' },
};
const badKey: FakeAnswer = { status: 401, body: { code: -2014, msg: 'API-key format invalid.' } };
const oldTime: FakeAnswer = {
  status: 400,
  body: { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' },
};

/** Source: developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security: HMAC-SHA256 over query and body. */
export const binance = (): FakeExchange => {
  const desk = new Desk();
  return {
    id: 'binance',
    credentials,
    symbol: 'BTC/USDT',
    answer: (request) => lists.get(request.path)?.() ?? refusalOf(request) ?? answerPrivate(desk, request),
  };
};

const lists: ReadonlyMap<string, () => FakeAnswer> = new Map<string, () => FakeAnswer>([
  ['/api/v3/time', () => ({ body: { serverTime: Date.now() } })],
  ['/api/v3/exchangeInfo', () => ({ body: { symbols: [market] } })],
  ['/fapi/v1/exchangeInfo', () => ({ body: { symbols: [] } })],
  ['/dapi/v1/exchangeInfo', () => ({ body: { symbols: [] } })],
  ['/api/v3/ticker/24hr', () => ({ body: ticker })],
]);

const market = {
  symbol: 'BTCUSDT',
  status: 'TRADING',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  baseAssetPrecision: 8,
  quotePrecision: 8,
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: false,
  permissions: [],
  permissionSets: [['SPOT']],
  orderTypes: ['LIMIT', 'MARKET'],
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
    { filterType: 'NOTIONAL', minNotional: '5' },
  ],
};
const ticker = { symbol: 'BTCUSDT', lastPrice: '60000.00', bidPrice: '59999.00', askPrice: '60001.00', closeTime: 1 };

function refusalOf({ headers, query, body }: FakeRequest): FakeAnswer | undefined {
  if (headerOf(headers, 'x-mbx-apikey') !== credentials.apiKey) return badKey;
  const [, signed = '', signature = ''] = /^(.*)&signature=([0-9a-f]{64})$/.exec(query + body) ?? [];
  if (signature !== hmacHex('sha256', credentials.secret, signed)) return badSignature;
  return isFresh(Number(new URLSearchParams(signed).get('timestamp'))) ? undefined : oldTime;
}

function answerPrivate(desk: Desk, { method, path, query, body }: FakeRequest): FakeAnswer {
  const params = new URLSearchParams(query === '' ? body : query);
  const what = `${method} ${path}`;
  // What ccxt asks for of its own, where it has a key, while it loads the markets.
  if (path === '/sapi/v1/capital/config/getall' || path.startsWith('/sapi/v1/margin/')) return { body: [] };
  if (what === 'GET /api/v3/account') {
    const row = (asset: string, free: string): object => ({ asset, free, locked: '0' });
    return { body: { updateTime: Date.now(), balances: [row('BTC', '2'), row('USDT', '1000')] } };
  }
  if (what === 'POST /api/v3/order') {
    return { body: view(desk.place(params.get('side'), params.get('price'), params.get('quantity')), 'NEW') };
  }
  if (what === 'GET /api/v3/openOrders') return { body: desk.open().map((order) => view(order, 'NEW')) };
  if (what === 'DELETE /api/v3/order') {
    const order = desk.cancel(params.get('orderId'));
    return order === undefined
      ? { status: 400, body: { code: -2011, msg: 'Unknown order sent.' } }
      : { body: view(order, 'CANCELED') };
  }
  return { status: 404, body: { code: -1, msg: `no ${what}` } };
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder, status: string): object => ({
  symbol: 'BTCUSDT',
  orderId: Number(id),
  clientOrderId: `x-${id}`,
  price,
  origQty: amount,
  executedQty: '0',
  cummulativeQuoteQty: '0',
  status,
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: side.toUpperCase(),
  time: timeMs,
  transactTime: timeMs,
});
