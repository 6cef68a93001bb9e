/** OKX: what ccxt and other clients sign with a dummy key and passphrase arrives signed with the real ones. */
import { afterAll, describe, expect, test } from 'vitest';
import type { ResignRequest } from '../../../../../electron/exchange/resign/recover.ts';
import { okxVerifier } from '../../../../fakes/signed/okx.ts';
import { headerOf, partsOf } from '../../../../fakes/signed/wire.ts';
import { request, token, understood } from '../talk.ts';
import { fieldsOf, openAccount, openBot, type Resigned, textOf } from './account.ts';

const real = { apiKey: 'the-real-okx-api-key', secret: 'the-real-secret' };
const account = await openAccount({
  ...{ exchange: 'okx', credentials: { ...real, password: 'the real phrase' } },
  verifier: okxVerifier({ ...real, passphrase: 'the real phrase' }, Date.now),
});
const bot = await openBot('okx', [
  {
    ...{ id: 'BTC-USDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT' },
    ...{ type: 'spot', spot: true, active: true, precision: { amount: 1e-8, price: 0.1 } },
  },
]);
afterAll(() => account[Symbol.asyncDispose]());

const stale = '2017-07-14T02:40:00.123Z';
const signature = 'c2lnbmVkIGJ5IG5vYm9keQ==';
const order = { instId: 'BTC-USDT', tdMode: 'cash', side: 'buy', ordType: 'limit', sz: '0.01', px: '50000.5' };

function arrived(seen: Resigned): object {
  expect(seen.verdict).toBe('valid');
  expect(headerOf(seen.request, 'ok-access-passphrase')).toBe('the real phrase');
  for (const theirs of [token, 'kb_', stale, signature, 'dummy']) expect(textOf(seen)).not.toContain(theirs);
  const { path, query } = partsOf(seen.request);
  const body = seen.request.body.toString();
  return { what: `${seen.request.method} ${path}`, params: body === '' ? fieldsOf(query) : JSON.parse(body) };
}

describe("ccxt's requests with a dummy key", () => {
  test.each<[string, readonly unknown[], object]>([
    ['fetchBalance', [], { what: 'GET /api/v5/account/balance' }],
    [
      'createOrder',
      ['BTC/USDT', 'limit', 'buy', 0.01, 50_000.5, { clientOrderId: 'mine' }],
      { what: 'POST /api/v5/trade/batch-orders', params: [{ ...order, clOrdId: 'mine' }] },
    ],
    [
      'cancelOrder',
      ['17', 'BTC/USDT'],
      { what: 'POST /api/v5/trade/cancel-order', params: { instId: 'BTC-USDT', ordId: '17' } },
    ],
    ['fetchOpenOrders', ['BTC/USDT'], { what: 'GET /api/v5/trade/orders-pending', params: { instId: 'BTC-USDT' } }],
  ])('%s is valid for the real key', async (method, args, meant) => {
    expect(arrived(await account.resign(await bot.write(method, ...args)))).toMatchObject(meant);
  });
});

describe('requests of other clients, each with a stale timestamp, a wrong signature and another passphrase', () => {
  const signed = {
    ...{ 'OK-ACCESS-KEY': token, 'OK-ACCESS-SIGN': signature, 'OK-ACCESS-TIMESTAMP': stale },
    ...{ 'OK-ACCESS-PASSPHRASE': 'dummy', 'x-simulated-trading': '0' },
  };
  const ask = (method: string, target: string, body = '', headers: object = { 'Content-Type': 'application/json' }) =>
    request(`https://www.okx.com/api/v5/${target}`, { method, headers: { ...signed, ...headers }, body });
  const mine = { ...order, clOrdId: 'mine', tag: 'own' };
  const placed = { what: 'POST /api/v5/trade/order', params: mine };

  test.each<[string, ResignRequest, object]>([
    [
      'JSON in another order',
      ask('POST', 'trade/order', JSON.stringify(Object.fromEntries(Object.entries(mine).reverse()))),
      placed,
    ],
    [
      'JSON with blanks and no content type',
      ask('POST', 'trade/order', JSON.stringify(mine, undefined, 1), {}),
      placed,
    ],
    [
      'a list of orders',
      ask('POST', 'trade/batch-orders', JSON.stringify([mine, { ...mine, clOrdId: 'other', sz: 1e-7 }])),
      { what: 'POST /api/v5/trade/batch-orders', params: [mine, { ...mine, clOrdId: 'other', sz: 1e-7 }] },
    ],
    [
      'a list of cancels',
      ask('POST', 'trade/cancel-batch-orders', '[ {"ordId":"1","instId":"BTC-USDT"} ]'),
      { what: 'POST /api/v5/trade/cancel-batch-orders', params: [{ ordId: '1', instId: 'BTC-USDT' }] },
    ],
    [
      'an attached stop in JSON',
      ask('POST', 'trade/order', JSON.stringify({ attachAlgoOrds: [{ slTriggerPx: '4', slOrdPx: '-1' }], ...mine })),
      { what: 'POST /api/v5/trade/order', params: { ...mine, attachAlgoOrds: [{ slTriggerPx: '4', slOrdPx: '-1' }] } },
    ],
    [
      'a query with a list, escaped',
      ask('GET', 'account/balance?ccy=BTC%2CETH', '', {}),
      { what: 'GET /api/v5/account/balance', params: { ccy: 'BTC,ETH' } },
    ],
    ['nothing at all', ask('GET', 'account/config'), { what: 'GET /api/v5/account/config', params: {} }],
  ])('%s is valid for the real key', async (_what, asked, meant) => {
    expect(arrived(await account.resign(asked))).toEqual(meant);
  });

  test('an order without an id of its own stays the same order', async () => {
    const { params } = Object(arrived(await account.resign(ask('POST', 'trade/order', JSON.stringify(order)))));
    expect(params).toEqual(order);
    const several = ask('POST', 'trade/batch-orders', JSON.stringify([order]));
    // ccxt gives an id and its own tag to those in a list.
    const [first] = Object(arrived(await account.resign(several))).params;
    expect(first).toEqual({ ...order, clOrdId: expect.stringMatching(/^\w{32}$/), tag: expect.any(String) });
  });

  test.each<[string, ResignRequest, string]>([
    [
      'an order to the demo',
      ask('POST', 'trade/order', JSON.stringify(mine), { 'x-simulated-trading': '1' }),
      'header',
    ],
    [
      'an order that expires by a header',
      ask('POST', 'trade/order', JSON.stringify(mine), { expTime: '1597026383085' }),
      'header',
    ],
    ['an order in a form', ask('POST', 'trade/order', 'instId=BTC-USDT&clOrdId=1&tag=1'), 'content-type'],
    [
      'a batch whose tag ccxt would write over',
      ask('POST', 'trade/batch-orders', JSON.stringify([{ ...order, tag: 'own' }])),
      'not-reproduced',
    ],
    ['an order in query and JSON', ask('POST', 'trade/order?sz=5', JSON.stringify(mine)), 'not-reproduced'],
    ['a list where one order goes', ask('POST', 'trade/amend-algos', '"text"'), 'body'],
  ])('%s is refused', async (_what, asked, reason) => {
    expect(await understood('okx', asked)).toBe(reason);
  });
});
