/** Bybit: what ccxt and other clients sign with a dummy key arrives signed with the real one. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { ResignRequest } from '../../../../../electron/exchange/resign/recover.ts';
import { bybitVerifier } from '../../../../fakes/signed/bybit.ts';
import { partsOf } from '../../../../fakes/signed/wire.ts';
import { request, token, understood } from '../talk.ts';
import { fieldsOf, openAccount, openBot, type Resigned, textOf } from './account.ts';

const apiKey = 'the-real-bybit-api-key';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const hmac = await openAccount({
  ...{ exchange: 'bybit', credentials: { apiKey, secret: 'the-real-secret' } },
  verifier: bybitVerifier({ apiKey, secret: 'the-real-secret' }, Date.now),
});
const pair = await openAccount({
  ...{ exchange: 'bybit', credentials: { apiKey, secret: pem } },
  verifier: bybitVerifier({ apiKey, secret: rsa.publicKey }, Date.now),
});
const market = {
  ...{ id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT' },
  ...{ type: 'spot', spot: true, active: true, precision: { amount: 1e-6, price: 0.01 } },
};
const bot = await openBot('bybit', [market], { enableUnifiedMargin: false, enableUnifiedAccount: true });
afterAll(() => Promise.all([hmac, pair].map((one) => one[Symbol.asyncDispose]())));

const stale = '1500000000123';
const signature = 'ab'.repeat(32);

function arrived(seen: Resigned): unknown {
  expect(seen.verdict).toBe('valid');
  for (const theirs of [token, 'kb_', stale, signature]) expect(textOf(seen)).not.toContain(theirs);
  const { path, query } = partsOf(seen.request);
  const body = seen.request.body.toString();
  const params: object = body === '' ? fieldsOf(query) : JSON.parse(body);
  return { what: `${seen.request.method} ${path}`, ...params };
}

const order = { category: 'spot', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.01', price: '50000.5' };

describe("ccxt's requests with a dummy key", () => {
  test.each<[string, readonly unknown[], object]>([
    [
      'createOrder',
      ['BTC/USDT', 'limit', 'buy', 0.01, 50_000.5, { clientOrderId: 'mine' }],
      { what: 'POST /v5/order/create', ...order, orderLinkId: 'mine' },
    ],
    ['cancelOrder', ['17', 'BTC/USDT'], { what: 'POST /v5/order/cancel', symbol: 'BTCUSDT', orderId: '17' }],
    ['fetchOpenOrders', ['BTC/USDT'], { what: 'GET /v5/order/realtime', symbol: 'BTCUSDT', category: 'spot' }],
    ['privateGetV5AccountInfo', [], { what: 'GET /v5/account/info' }],
  ])('%s is valid for the real key, be it of HMAC or of RSA', async (method, args, meant) => {
    expect(arrived(await hmac.resign(await bot.write(method, ...args)))).toMatchObject(meant);
    expect(arrived(await pair.resign(await bot.write(method, ...args)))).toMatchObject(meant);
  });
});

describe('requests of other clients, each with a stale timestamp and a wrong signature', () => {
  const signed = {
    ...{ 'x-bapi-api-key': token, 'X-BAPI-TIMESTAMP': stale, 'X-BAPI-SIGN': signature, 'X-BAPI-SIGN-TYPE': '2' },
    ...{ 'X-BAPI-RECV-WINDOW': '20000', Referer: 'some-broker', 'cdn-request-id': 'kept-for-support' },
  };
  const ask = (method: string, target: string, body = '', headers: object = { 'Content-Type': 'application/json' }) =>
    request(`https://api.bybit.com${target}`, { method, headers: { ...signed, ...headers }, body });
  const placed = { what: 'POST /v5/order/create', ...order };

  test.each<[string, ResignRequest, object]>([
    [
      'JSON in another order',
      ask('POST', '/v5/order/create', JSON.stringify(Object.fromEntries(Object.entries(order).reverse()))),
      placed,
    ],
    [
      'JSON with blanks and no content type',
      ask('POST', '/v5/order/create', JSON.stringify(order, undefined, 2), {}),
      placed,
    ],
    [
      'numbers and flags in JSON',
      ask('POST', '/v5/order/create', '{"category":"linear","qty":0.10,"reduceOnly":true,"positionIdx":0}'),
      { what: 'POST /v5/order/create', category: 'linear', qty: 0.1, reduceOnly: true, positionIdx: 0 },
    ],
    [
      'a batch in JSON',
      ask('POST', '/v5/order/create-batch', JSON.stringify({ request: [order, order], category: 'spot' })),
      { what: 'POST /v5/order/create-batch', category: 'spot', request: [order, order] },
    ],
    [
      'a query in another order, escaped',
      ask('GET', '/v5/order/realtime?symbol=BTC%55SDT&cursor=a%253D&category=spot', '', {}),
      { what: 'GET /v5/order/realtime', category: 'spot', symbol: 'BTCUSDT', cursor: 'a%3D' },
    ],
    [
      'a query of letters that must be escaped',
      ask('GET', '/v5/order/realtime?category=spot&orderLinkId=%C3%A9%20%26%23%2B%22&settleCoin=a%2Cb', '', {}),
      { what: 'GET /v5/order/realtime', category: 'spot', orderLinkId: 'é &#+"', settleCoin: 'a,b' },
    ],
    ['a query of nothing', ask('GET', '/v5/account/info', '', {}), { what: 'GET /v5/account/info' }],
  ])('%s is valid for the real key', async (_what, asked, meant) => {
    expect(arrived(await hmac.resign(asked))).toEqual(meant);
  });

  test.each<[string, ResignRequest, string]>([
    ['an order in a form', ask('POST', '/v5/order/create', 'category=spot&symbol=BTCUSDT'), 'content-type'],
    ['an order in the query', ask('POST', '/v5/order/create?category=spot', ''), 'not-reproduced'],
    ['a body on a GET', ask('GET', '/v5/order/realtime?category=spot', '{"symbol":"BTCUSDT"}'), 'not-reproduced'],
    [
      'a key on the test network',
      request('https://api-testnet.bybit.com/v5/account/info', { headers: signed }),
      'foreign-host',
    ],
  ])('%s is refused', async (_what, asked, reason) => {
    expect(await understood('bybit', asked)).toBe(reason);
  });
});
