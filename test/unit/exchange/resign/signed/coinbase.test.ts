/** Coinbase: what ccxt and other clients sign with a dummy EC key arrives with a JWT of the real one, made for that address. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { ResignRequest } from '../../../../../electron/exchange/resign/recover.ts';
import { coinbaseVerifier } from '../../../../fakes/signed/coinbase.ts';
import { headerOf, jsonIn, memberOf, partsOf } from '../../../../fakes/signed/wire.ts';
import { recoveryOf, request, token, understood } from '../talk.ts';
import { openAccount, openBot, type Resigned, textOf } from './account.ts';

const apiKey = 'organizations/11111111-1111-4111-8111-111111111111/apiKeys/22222222-2222-4222-8222-222222222222';
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const secret = pair.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
const account = await openAccount({
  ...{ exchange: 'coinbase', credentials: { apiKey, secret } },
  verifier: coinbaseVerifier({ apiKey, secret: pair.publicKey }, Date.now),
});
const bot = await openBot('coinbase', [
  {
    ...{ id: 'BTC-USD', symbol: 'BTC/USD', base: 'BTC', quote: 'USD', baseId: 'BTC', quoteId: 'USD' },
    ...{ type: 'spot', spot: true, active: true, precision: { amount: 1e-8, price: 0.01 } },
  },
]);
afterAll(() => account[Symbol.asyncDispose]());

const theirs = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const botNonce = 'the-nonce-of-the-bot';

/** As another client writes it: for any address and any time, by a key that Coinbase has never seen. */
function jwt(uri: string): string {
  const parts = [
    { alg: 'ES256', typ: 'JWT', kid: token, nonce: botNonce },
    { sub: token, iss: 'cdp', nbf: 1_500_000_000, exp: 1_500_000_120, uri },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const key = { key: theirs.privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return [...parts, sign('sha256', Buffer.from(parts.join('.')), key).toString('base64url')].join('.');
}

function arrived(seen: Resigned): object {
  expect(seen.verdict).toBe('valid');
  const [head, claims] = headerOf(seen.request, 'authorization')
    .replace('Bearer ', '')
    .split('.')
    .map((part) => jsonIn(Buffer.from(part, 'base64url')));
  expect(memberOf(head, 'nonce')).not.toBe(botNonce);
  const { path, query } = partsOf(seen.request);
  expect(memberOf(claims, 'uri')).toBe(`${seen.request.method} api.coinbase.com${path}`);
  const all = `${textOf(seen)}${JSON.stringify([head, claims])}`;
  for (const text of [token, 'kb_', botNonce, '1500000000']) expect(all).not.toContain(text);
  const body = seen.request.body.toString();
  return { what: `${seen.request.method} ${path}`, params: body === '' ? query : JSON.parse(body) };
}

describe("ccxt's requests with a dummy key", () => {
  const order_configuration = { limit_limit_gtc: { base_size: '0.01', limit_price: '50000.5' } };
  test.each<[string, readonly unknown[], object]>([
    [
      'v3PrivateGetBrokerageAccounts',
      [{ limit: 250 }],
      { what: 'GET /api/v3/brokerage/accounts', params: 'limit=250' },
    ],
    [
      'createOrder',
      ['BTC/USD', 'limit', 'buy', 0.01, 50_000.5, { client_order_id: 'mine' }],
      {
        what: 'POST /api/v3/brokerage/orders',
        params: { client_order_id: 'mine', product_id: 'BTC-USD', side: 'BUY', order_configuration },
      },
    ],
    [
      'cancelOrders',
      [['a', 'b']],
      { what: 'POST /api/v3/brokerage/orders/batch_cancel', params: { order_ids: ['a', 'b'] } },
    ],
    ['v2PrivateGetUser', [], { what: 'GET /v2/user', params: '' }],
  ])('%s is valid for the real key', async (method, args, meant) => {
    expect(arrived(await account.resign(await bot.write(method, ...args)))).toMatchObject(meant);
  });
});

describe("requests of other clients, each with a stale JWT of a key that isn't the account's", () => {
  const order = {
    ...{ client_order_id: 'mine', product_id: 'BTC-USD', side: 'BUY' },
    order_configuration: { limit_limit_gtc: { base_size: '0.01', limit_price: '50000.5', post_only: true } },
  };
  const ask = (method: string, target: string, body = '', headers: object = { 'Content-Type': 'application/json' }) => {
    const authorization = `Bearer ${jwt(`${method} api.coinbase.com${target.split('?')[0]}`)}`;
    return request(`https://api.coinbase.com${target}`, { method, headers: { authorization, ...headers }, body });
  };
  const orders = '/api/v3/brokerage/orders';

  test.each<[string, ResignRequest, object]>([
    [
      'an order in JSON of another order',
      ask('POST', orders, JSON.stringify(Object.fromEntries(Object.entries(order).reverse()), undefined, 2)),
      { what: `POST ${orders}`, params: order },
    ],
    [
      'an order without a content type',
      ask('POST', orders, JSON.stringify(order), {}),
      { what: `POST ${orders}`, params: order },
    ],
    [
      'a query of one name twice',
      ask('GET', `${orders}/historical/batch?product_ids=BTC-USD&order_status=OPEN&product_ids=ETH-USD`, '', {}),
      { what: `GET ${orders}/historical/batch`, params: 'product_ids=BTC-USD&product_ids=ETH-USD&order_status=OPEN' },
    ],
    [
      'an id in the path',
      ask('GET', `${orders}/historical/0000-1111`, '', {}),
      { what: `GET ${orders}/historical/0000-1111`, params: '' },
    ],
    [
      'a JWT made for another address, since only what was sent counts',
      {
        ...ask('GET', '/api/v3/brokerage/accounts'),
        headers: [['Authorization', `Bearer ${jwt('DELETE evil.com/')}`]],
      },
      { what: 'GET /api/v3/brokerage/accounts', params: '' },
    ],
  ])('%s is valid for the real key', async (_what, asked, meant) => {
    expect((await recoveryOf('coinbase')).tokenIn(asked)).toBe(token);
    expect(arrived(await account.resign(asked))).toEqual(meant);
  });

  test.each<[string, ResignRequest, string]>([
    ['an order in a form', ask('POST', orders, 'product_id=BTC-USD&side=BUY'), 'content-type'],
    [
      'an order with a parameter in the query',
      ask('POST', `${orders}?side=SELL`, JSON.stringify(order)),
      'not-reproduced',
    ],
    [
      'another host of Coinbase',
      request(`https://api.exchange.coinbase.com/orders`, { method: 'POST' }),
      'foreign-host',
    ],
    [
      'a request with no JWT',
      request(`https://api.coinbase.com${orders}`, { method: 'POST', body: '{}' }),
      'not-signed',
    ],
  ])('%s is refused', async (_what, asked, reason) => {
    expect(await understood('coinbase', asked)).toBe(reason);
  });
});
