import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, verify } from 'node:crypto';
import { Desk, type DeskOrder } from './desk.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, isFresh, readJson } from './signing.ts';

/** A cloud key is named like this and signs with an EC key. Source: docs.cdp.coinbase.com, "CDP API key authentication". */
const name = `organizations/${randomUUID()}/apiKeys/${randomUUID()}`;

const newSecret = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }).toString();

/** Source: docs.cdp.coinbase.com/coinbase-app/authentication-authorization/api-key-authentication: a JWT, ES256, per request and two minutes. */
export const coinbase = (): FakeExchange => {
  const desk = new Desk();
  const secret = newSecret();
  const publicKey = createPublicKey(secret);
  return {
    id: 'coinbase',
    credentials: { apiKey: name, secret },
    wrongSecret: newSecret(),
    symbol: 'BTC/USD',
    answer: (request) => answerPublic(request) ?? refusalOf(request, publicKey) ?? answerPrivate(desk, request),
  };
};

// The second is the older name, which ccxt still writes.
const issuers: readonly unknown[] = ['cdp', 'coinbase-cloud'];

const unauthorized: FakeAnswer = { status: 401, body: { error: 'unauthorized', message: 'Unauthorized' } };

const product = {
  product_id: 'BTC-USD',
  price: '60000',
  price_percentage_change_24h: '1',
  volume_24h: '10',
  base_increment: '0.00000001',
  quote_increment: '0.01',
  price_increment: '0.01',
  quote_min_size: '1',
  quote_max_size: '150000000',
  base_min_size: '0.00000001',
  base_max_size: '3400',
  base_name: 'Bitcoin',
  quote_name: 'US Dollar',
  status: 'online',
  cancel_only: false,
  trading_disabled: false,
  product_type: 'SPOT',
  quote_currency_id: 'USD',
  base_currency_id: 'BTC',
};
const nowIso = (): string => new Date().toISOString();

function answerPublic({ path, query }: FakeRequest): FakeAnswer | undefined {
  const isSpot = !query.includes('product_type=FUTURE');
  if (path === '/v2/time') return { body: { data: { iso: nowIso(), epoch: Math.floor(Date.now() / 1000) } } };
  if (path === '/api/v3/brokerage/market/products')
    return { body: { products: isSpot ? [product] : [], num_products: 1 } };
  if (path === '/api/v3/brokerage/market/products/BTC-USD/ticker') {
    const trade = { trade_id: '1', product_id: 'BTC-USD', price: '60000', size: '0.1', time: nowIso(), side: 'BUY' };
    return { body: { trades: [trade], best_bid: '59999', best_ask: '60001' } };
  }
  if (path === '/v2/currencies' || path === '/v2/currencies/crypto') return { body: { data: [] } };
  return path === '/v2/exchange-rates' ? { body: { data: { currency: 'USD', rates: {} } } } : undefined;
}

function refusalOf({ method, path, headers }: FakeRequest, publicKey: KeyObject): FakeAnswer | undefined {
  const [, token = ''] = /^Bearer (.+)$/.exec(headerOf(headers, 'authorization')) ?? [];
  const [head = '', payload = '', signature = ''] = token.split('.');
  const read = (part: string): Readonly<Record<string, unknown>> => readJson(Buffer.from(part, 'base64url').toString());
  if (signature === '') return unauthorized;
  const { alg, kid } = read(head);
  const { sub, iss, exp, uri } = read(payload);
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  const isSigned = verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'));
  const isNamed = alg === 'ES256' && kid === name && sub === name && issuers.includes(iss);
  // ccxt signs the exchange's own host where the address is another one, and without the query.
  const isForThis = typeof uri === 'string' && uri.startsWith(`${method} `) && uri.endsWith(path);
  const isCurrent = isFresh(Number(exp) * 1000 - 120_000);
  return isSigned && isNamed && isForThis && isCurrent ? undefined : unauthorized;
}

function answerPrivate(desk: Desk, { method, path, body }: FakeRequest): FakeAnswer {
  const params = readJson(body);
  const what = `${method} ${path}`;
  if (what === 'GET /api/v3/brokerage/accounts') {
    const row = (currency: string, value: string): object => ({
      ...{ uuid: currency, name: `${currency} Wallet`, currency, active: true, type: 'ACCOUNT_TYPE_CRYPTO' },
      ...{ available_balance: { value, currency }, hold: { value: '0', currency } },
    });
    return { body: { accounts: [row('BTC', '2'), row('USD', '1000')], has_next: false, cursor: '', size: 2 } };
  }
  if (what === 'GET /v2/accounts') {
    const row = (code: string, amount: string): object => ({
      ...{ id: code, name: `${code} Wallet`, primary: false, type: 'wallet', currency: { code } },
      balance: { amount, currency: code },
    });
    return {
      body: { pagination: { next_uri: null, next_starting_after: null }, data: [row('BTC', '2'), row('USD', '1000')] },
    };
  }
  if (what === 'GET /api/v3/brokerage/transaction_summary')
    return { body: { fee_tier: { maker_fee_rate: '0.006', taker_fee_rate: '0.012' } } };
  if (what === 'GET /api/v3/brokerage/products') return { body: { products: [], num_products: 0 } };
  if (what === 'POST /api/v3/brokerage/orders') {
    const terms = readJson(JSON.stringify(Object.values(Object(params['order_configuration']))[0] ?? {}));
    const { id } = desk.place(params['side'], terms['limit_price'], terms['base_size']);
    const placed = {
      order_id: id,
      product_id: 'BTC-USD',
      side: params['side'],
      client_order_id: params['client_order_id'],
    };
    return {
      body: {
        success: true,
        failure_reason: '',
        order_id: id,
        success_response: placed,
        order_configuration: params['order_configuration'],
      },
    };
  }
  if (what === 'GET /api/v3/brokerage/orders/historical/batch')
    return { body: { orders: desk.open().map(view), has_next: false, cursor: '' } };
  if (what === 'POST /api/v3/brokerage/orders/batch_cancel') {
    const ids: unknown = params['order_ids'];
    const results = (Array.isArray(ids) ? ids : []).map((id) =>
      desk.cancel(id) === undefined
        ? { success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: id }
        : { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: id },
    );
    return { body: { results } };
  }
  return { status: 404, body: { error: 'NOT_FOUND', message: `no ${what}` } };
}

const view = ({ id, side, price, amount, timeMs }: DeskOrder): object => ({
  order_id: id,
  product_id: 'BTC-USD',
  order_configuration: { limit_limit_gtc: { base_size: amount, limit_price: price, post_only: false } },
  side: side.toUpperCase(),
  client_order_id: `fake-${id}`,
  status: 'OPEN',
  time_in_force: 'GOOD_UNTIL_CANCELLED',
  created_time: new Date(timeMs).toISOString(),
  completion_percentage: '0',
  filled_size: '0',
  average_filled_price: '0',
  total_fees: '0',
  order_type: 'LIMIT',
});
