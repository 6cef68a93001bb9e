import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { hmacBase64, isFresh, readJson } from './signing.ts';

const credentials = { apiKey: 'fake-htx-key-0123456789', secret: 'fake-htx-secret-0123456789' };

/** Source: www.htx.com/en-us/opend/newApiPages, "Authentication": HMAC-SHA256 in base64 over verb, host, path and the sorted query. */
export const htx = (): FakeExchange => {
  const desk = new Desk();
  return {
    id: 'htx',
    credentials,
    symbol: 'BTC/USDT',
    answer: (request) => lists.get(request.path)?.() ?? refusalOf(request) ?? answerPrivate(desk, request),
  };
};

// What is signed is the exchange's own host, wherever the request goes.
const host = 'api.huobi.pro';

const ok = (data: unknown): FakeAnswer => ({ body: { status: 'ok', data, ts: Date.now() } });
const fail = (code: string, message: string): FakeAnswer => ({
  body: { status: 'error', 'err-code': code, 'err-msg': message, data: null },
});

const market = {
  'base-currency': 'btc',
  'quote-currency': 'usdt',
  'price-precision': 2,
  'amount-precision': 6,
  'symbol-partition': 'main',
  symbol: 'btcusdt',
  state: 'online',
  'value-precision': 8,
  'min-order-amt': 0.00001,
  'max-order-amt': 1000,
  'min-order-value': 1,
  'limit-order-min-order-amt': 0.00001,
  'limit-order-max-order-amt': 1000,
  'api-trading': 'enabled',
};
const contract = {
  symbol: 'BTC',
  contract_size: 100,
  price_tick: 0.1,
  contract_status: 1,
  create_date: '20200101',
  delivery_date: '',
  delivery_time: '',
};
const tick = {
  id: 1,
  low: 59_000,
  high: 61_000,
  open: 59_500,
  close: 60_000,
  vol: 600_000,
  amount: 10,
  bid: [59_999, 1],
  ask: [60_001, 1],
};

const lists: ReadonlyMap<string, () => FakeAnswer> = new Map<string, () => FakeAnswer>([
  ['/v1/common/timestamp', () => ok(Date.now())],
  ['/v1/common/symbols', () => ok([market])],
  ['/v2/reference/currencies', () => ({ body: { code: 200, data: [] } })],
  [
    '/linear-swap-api/v1/swap_contract_info',
    () =>
      ok([{ ...contract, contract_code: 'BTC-USDT', pair: 'BTC-USDT', contract_type: 'swap', business_type: 'swap' }]),
  ],
  ['/swap-api/v1/swap_contract_info', () => ok([{ ...contract, contract_code: 'BTC-USD' }])],
  [
    '/api/v1/contract_contract_info',
    () =>
      ok([
        {
          ...contract,
          contract_code: 'BTC261225',
          contract_type: 'quarter',
          delivery_date: '20261225',
          delivery_time: '1798185600000',
        },
      ]),
  ],
  ['/market/detail/merged', () => ({ body: { ch: 'market.btcusdt.detail.merged', status: 'ok', ts: 1, tick } })],
]);

function refusalOf({ method, path, query }: FakeRequest): FakeAnswer | undefined {
  const params = new URLSearchParams(query);
  if (params.get('AccessKeyId') !== credentials.apiKey)
    return fail('api-signature-check-failed', 'Incorrect Access key [Access key错误]');
  const pairs = query.split('&').filter((pair) => !pair.startsWith('Signature='));
  const payload = [method, host, path, pairs.sort().join('&')].join('\n');
  const signed = hmacBase64('sha256', credentials.secret, payload);
  if (params.get('Signature') !== signed)
    return fail('api-signature-not-valid', 'Signature not valid: Verification failure [校验失败]');
  return isFresh(Date.parse(`${params.get('Timestamp')}Z`))
    ? undefined
    : fail('api-signature-not-valid', 'Invalid timestamp');
}

function answerPrivate(desk: Desk, { method, path, body }: FakeRequest): FakeAnswer {
  const params = readJson(body);
  const what = `${method} ${path}`;
  if (what === 'GET /v1/account/accounts') return ok([{ id: 7, type: 'spot', subtype: '', state: 'working' }]);
  if (what === 'GET /v1/account/accounts/7/balance') {
    const rows = (currency: string, balance: string): object[] => [
      { currency, type: 'trade', balance },
      { currency, type: 'frozen', balance: '0' },
    ];
    return ok({ id: 7, type: 'spot', state: 'working', list: [...rows('btc', '2'), ...rows('usdt', '1000')] });
  }
  if (what === 'POST /v1/order/orders/place') {
    if (params['account-id'] !== '7' && params['account-id'] !== 7)
      return fail('account-get-accounts-inexistent-error', 'no such account');
    const side = String(params['type']).replace('-limit', '');
    return ok(desk.place(side, params['price'], params['amount']).id);
  }
  if (what === 'GET /v1/order/openOrders') return ok(desk.open().map(view));
  const [, id] = /^POST \/v1\/order\/orders\/(\w+)\/submitcancel$/.exec(what) ?? [];
  if (id === undefined) return fail('not-found', `no ${what}`);
  return desk.cancel(id) === undefined ? fail('order-orderstate-error', 'Incorrect order state') : ok(id);
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder): object => ({
  id: Number(id),
  symbol: 'btcusdt',
  'account-id': 7,
  amount,
  price,
  'created-at': timeMs,
  type: `${side}-limit`,
  'filled-amount': '0',
  'filled-cash-amount': '0',
  'filled-fees': '0',
  source: 'spot-api',
  state: 'submitted',
});
