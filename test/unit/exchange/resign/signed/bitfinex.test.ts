/** Bitfinex: what ccxt and other clients sign with a dummy key arrives signed with the real one. */
import { afterAll, describe, expect, test } from 'vitest';
import type { ResignRequest } from '../../../../../electron/exchange/resign/recover.ts';
import { bitfinexVerifier } from '../../../../fakes/signed/bitfinex.ts';
import { request, token, understood } from '../talk.ts';
import { openAccount, openBot, type Resigned, textOf } from './account.ts';

const credentials = { apiKey: 'the-real-bitfinex-api-key', secret: 'the-real-secret' };
const account = await openAccount({ exchange: 'bitfinex', credentials, verifier: bitfinexVerifier(credentials) });
const bot = await openBot('bitfinex', [
  {
    ...{ id: 'tBTCUSD', symbol: 'BTC/USD', base: 'BTC', quote: 'USD', baseId: 'BTC', quoteId: 'USD' },
    ...{ type: 'spot', spot: true, active: true, precision: { amount: 8, price: 5 } },
  },
]);
afterAll(() => account[Symbol.asyncDispose]());

const stale = '1500000000123000';
const signature = 'ab'.repeat(48);

function arrived(seen: Resigned): object {
  expect(seen.verdict).toBe('valid');
  for (const theirs of [token, 'kb_', stale, signature]) expect(textOf(seen)).not.toContain(theirs);
  return { target: seen.request.target, params: JSON.parse(seen.request.body.toString()) };
}

const order = { type: 'EXCHANGE LIMIT', symbol: 'tBTCUSD', amount: '0.01', price: '50000' };

describe("ccxt's requests with a dummy key", () => {
  test.each<[string, readonly unknown[], object]>([
    ['fetchBalance', [], { target: '/v2/auth/r/wallets', params: {} }],
    [
      'createOrder',
      ['BTC/USD', 'limit', 'buy', 0.01, 50_000, { clientOrderId: '17' }],
      { target: '/v2/auth/w/order/submit', params: { ...order, cid: '17' } },
    ],
    ['cancelOrder', ['17', 'BTC/USD'], { target: '/v2/auth/w/order/cancel', params: { id: 17 } }],
    ['fetchOpenOrders', ['BTC/USD'], { target: '/v2/auth/r/orders/tBTCUSD', params: {} }],
  ])('%s is valid for the real key', async (method, args, meant) => {
    expect(arrived(await account.resign(await bot.write(method, ...args)))).toMatchObject(meant);
  });
});

describe('requests of other clients, each with a stale nonce and a wrong signature', () => {
  const signed = { 'BFX-APIKEY': token, 'bfx-nonce': stale, 'bfx-signature': signature };
  const ask = (target: string, body = '', headers: object = { 'Content-Type': 'application/json' }) =>
    request(`https://api.bitfinex.com${target}`, { method: 'POST', headers: { ...signed, ...headers }, body });
  const submit = '/v2/auth/w/order/submit';
  const several = {
    ops: [
      ['on', { ...order, meta: { aff_code: 'x' } }],
      ['oc_multi', { id: [1, 2] }],
    ],
  };

  test.each<[string, ResignRequest, object]>([
    [
      'JSON in another order',
      ask(submit, JSON.stringify(Object.fromEntries(Object.entries(order).reverse()), undefined, 1)),
      { target: submit, params: order },
    ],
    ['JSON without a content type', ask(submit, JSON.stringify(order), {}), { target: submit, params: order }],
    [
      'JSON that fetch calls text',
      ask(submit, JSON.stringify(order), { 'content-type': 'text/plain;charset=UTF-8' }),
      { target: submit, params: order },
    ],
    [
      'several operations at once',
      ask('/v2/auth/w/order/multi', JSON.stringify(several)),
      { target: '/v2/auth/w/order/multi', params: several },
    ],
    ['no body at all', ask('/v2/auth/r/wallets', ''), { target: '/v2/auth/r/wallets', params: {} }],
    [
      'a symbol in the path',
      ask('/v2/auth/r/trades/tBTCUSD/hist', '{"limit":25,"sort":-1}'),
      { target: '/v2/auth/r/trades/tBTCUSD/hist', params: { limit: 25, sort: -1 } },
    ],
  ])('%s is valid for the real key', async (_what, asked, meant) => {
    expect(arrived(await account.resign(asked))).toEqual(meant);
  });

  test.each<[string, ResignRequest, string]>([
    ['an order in a form', ask(submit, 'type=EXCHANGE+LIMIT&symbol=tBTCUSD'), 'content-type'],
    ['an order in the query', ask(`${submit}?symbol=tBTCUSD`, '{}'), 'not-reproduced'],
    ['a token of another session', ask(submit, JSON.stringify(order), { 'bfx-token': 'x' }), 'header'],
  ])('%s is refused', async (_what, asked, reason) => {
    expect(await understood('bitfinex', asked)).toBe(reason);
  });
});
