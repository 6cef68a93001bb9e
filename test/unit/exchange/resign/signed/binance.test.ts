/** Binance: what ccxt and other clients sign with a dummy key arrives signed with the real one, of whichever kind that is. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { ResignRequest } from '../../../../../electron/exchange/resign/recover.ts';
import { binanceVerifier } from '../../../../fakes/signed/binance.ts';
import { partsOf } from '../../../../fakes/signed/wire.ts';
import { request, token, understood } from '../talk.ts';
import { openAccount, openBot, type Resigned, textOf } from './account.ts';

const apiKey = 'the-real-binance-api-key';
const [ed25519, rsa] = [generateKeyPairSync('ed25519'), generateKeyPairSync('rsa', { modulusLength: 2048 })];
const pemOf = ({ privateKey }: typeof ed25519): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const account = (secret: string, verifiedBy: Parameters<typeof binanceVerifier>[0]['secret'] = secret) =>
  openAccount({
    ...{ exchange: 'binance', credentials: { apiKey, secret } },
    verifier: binanceVerifier({ apiKey, secret: verifiedBy }, Date.now),
  });
const hmac = await account('the-real-binance-secret');
const others = [await account(pemOf(ed25519), ed25519.publicKey), await account(pemOf(rsa), rsa.publicKey)];
const bot = await openBot('binance', [
  {
    ...{ id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT' },
    ...{ type: 'spot', spot: true, linear: undefined, active: true, precision: { amount: 1e-5, price: 0.01 } },
    info: { orderTypes: ['LIMIT', 'MARKET'] },
  },
]);
afterAll(() => Promise.all([hmac, ...others].map((one) => one[Symbol.asyncDispose]())));

const stale = '1500000000123';
const signature = 'ab'.repeat(32);

/** What arrived, without what signs it, which is checked here. */
function arrived(seen: Resigned): unknown {
  expect(seen.verdict).toBe('valid');
  for (const theirs of [token, 'kb_', stale, signature]) expect(textOf(seen)).not.toContain(theirs);
  const { path, query } = partsOf(seen.request);
  const {
    timestamp,
    signature: ours,
    ...rest
  } = Object.fromEntries(new URLSearchParams(`${query}&${seen.request.body.toString()}`));
  if (!path.endsWith('userDataStream')) expect([timestamp, ours]).toEqual([expect.any(String), expect.any(String)]);
  return { what: `${seen.request.method} ${path}`, ...rest };
}

describe("ccxt's requests with a dummy key", () => {
  const limit = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '0.01', price: '50000.5' };
  test.each<[string, readonly unknown[], object]>([
    ['fetchBalance', [], { what: 'GET /api/v3/account' }],
    [
      'createOrder',
      ['BTC/USDT', 'limit', 'buy', 0.01, 50_000.5, { clientOrderId: 'mine' }],
      { what: 'POST /api/v3/order', ...limit, newClientOrderId: 'mine', timeInForce: 'GTC' },
    ],
    ['cancelOrder', ['17', 'BTC/USDT'], { what: 'DELETE /api/v3/order', symbol: 'BTCUSDT', orderId: '17' }],
    ['fetchOpenOrders', ['BTC/USDT'], { what: 'GET /api/v3/openOrders', symbol: 'BTCUSDT' }],
    ['publicPostUserDataStream', [], { what: 'POST /api/v3/userDataStream' }],
    [
      'fapiPrivatePostBatchOrders',
      [{ batchOrders: [{ symbol: 'BTCUSDT', side: 'BUY', newClientOrderId: 'a b' }] }],
      {
        what: 'POST /fapi/v1/batchOrders',
        batchOrders: '[{"symbol":"BTCUSDT","side":"BUY","newClientOrderId":"a b"}]',
      },
    ],
  ])('%s is valid for the real key', async (method, args, meant) => {
    expect(arrived(await hmac.resign(await bot.write(method, ...args)))).toMatchObject(meant);
  });

  test('a real key of Ed25519 or of RSA signs what the dummy signed by HMAC', async () => {
    for (const one of others) {
      const written = await bot.write('createOrder', 'BTC/USDT', 'limit', 'buy', 0.01, 50_000.5);
      expect(arrived(await one.resign(written))).toMatchObject(limit);
      expect(arrived(await one.resign(await bot.write('fetchBalance')))).toMatchObject({ what: 'GET /api/v3/account' });
    }
  });
});

describe('requests of other clients, each with a stale timestamp and a wrong signature', () => {
  const url = 'https://api.binance.com/api/v3/order';
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '1', price: '50000', timeInForce: 'GTC' };
  const own = { newClientOrderId: 'mine', recvWindow: '4000' };
  /** What ccxt adds where the bot gave none. */
  const ccxts = { recvWindow: '10000' };
  const half = 'symbol=BTCUSDT&side=BUY&type=LIMIT';
  const rest = 'quantity=1&price=50000&timeInForce=GTC&newClientOrderId=mine&recvWindow=4000';
  const signed = `timestamp=${stale}&signature=${signature}`;
  const placed = { what: 'POST /api/v3/order', ...order, ...own };
  const cancelled = { what: 'DELETE /api/v3/order', symbol: 'BTCUSDT', orderId: '17', recvWindow: '4000' };
  const cancel = `symbol=BTCUSDT&orderId=17&recvWindow=4000&${signed}`;
  const ask = (method: string, address: string, body = '', headers: Readonly<Record<string, string>> = form) =>
    request(address, { method, headers: { 'x-mbx-apikey': token, ...headers }, body });

  test.each<[string, ResignRequest, object]>([
    ['a form in another order', ask('POST', url, `${rest}&${half}&${signed}`), placed],
    ['a form without a content type', ask('POST', url, `${half}&${rest}&${signed}`, {}), placed],
    ['a query in place of the form', ask('POST', `${url}?${half}&${rest}&${signed}`, '', {}), placed],
    ['query and form mixed, as in the document', ask('POST', `${url}?${half}`, `${rest}&${signed}`), placed],
    ['a cancel in the query', ask('DELETE', `${url}?${cancel}`, '', {}), cancelled],
    ['a cancel in the form', ask('DELETE', url, cancel), cancelled],
    [
      'a cancel of query and form',
      ask('DELETE', `${url}?symbol=BTCUSDT`, cancel.replace(/^symbol=\w+&/, '')),
      cancelled,
    ],
    [
      'a signature of an Ed25519 key and microseconds',
      ask('GET', `${url}?orderId=17&symbol=BTCUSDT&timestamp=${stale}000&signature=MEUCIQ%2Ba%2Fb%3D%3D`, '', {}),
      { what: 'GET /api/v3/order', symbol: 'BTCUSDT', orderId: '17', ...ccxts },
    ],
    [
      'orders in JSON within a form',
      ask(
        'POST',
        'https://fapi.binance.com/fapi/v1/batchOrders',
        `batchOrders=${encodeURIComponent('[{"symbol":"BTCUSDT","side":"BUY","newClientOrderId":"m"}]')}&${signed}`,
      ),
      {
        what: 'POST /fapi/v1/batchOrders',
        batchOrders: '[{"symbol":"BTCUSDT","side":"BUY","newClientOrderId":"m"}]',
        ...ccxts,
      },
    ],
    [
      'a withdrawal with letters that must be escaped',
      ask(
        'POST',
        'https://api.binance.com/sapi/v1/capital/withdraw/apply',
        `coin=BTC&address=a%2Bb&name=%E6%BC%A2+x&${signed}`,
      ),
      { what: 'POST /sapi/v1/capital/withdraw/apply', coin: 'BTC', address: 'a+b', name: '漢 x', ...ccxts },
    ],
    [
      'a batch with ids of its own or none, in any blanks',
      ask(
        'POST',
        'https://fapi.binance.com/fapi/v1/batchOrders',
        `batchOrders=${encodeURIComponent('[{"symbol": "BTCUSDT", "newClientOrderId": "m", "side": "BUY"} ]')}&${signed}`,
      ),
      {
        what: 'POST /fapi/v1/batchOrders',
        batchOrders: '[{"symbol":"BTCUSDT","newClientOrderId":"m","side":"BUY"}]',
        ...ccxts,
      },
    ],
    [
      'a listen key kept alive',
      ask('PUT', `https://api.binance.com/api/v3/userDataStream?listenKey=abc`, '', {}),
      { what: 'PUT /api/v3/userDataStream', listenKey: 'abc' },
    ],
  ])('%s is valid for the real key', async (_what, asked, meant) => {
    expect(arrived(await hmac.resign(asked))).toEqual(meant);
  });

  test('an order of a batch without an id gets one, as ccxt does it', async () => {
    const batch = encodeURIComponent('[{"symbol":"BTCUSDT","side":"BUY"}]');
    const asked = ask('POST', 'https://fapi.binance.com/fapi/v1/batchOrders', `batchOrders=${batch}&${signed}`);
    const { batchOrders } = Object(arrived(await hmac.resign(asked)));
    const own = { newClientOrderId: expect.stringMatching(/^x-\w{24,34}$/) };
    expect(JSON.parse(batchOrders)).toEqual([{ symbol: 'BTCUSDT', side: 'BUY', ...own }]);
  });

  test.each<[string, ResignRequest, string]>([
    ['a parameter in both query and form', ask('POST', `${url}?${half}`, `side=SELL&${rest}&${signed}`), 'duplicate'],
    ['a parameter twice in the query', ask('POST', `${url}?${half}&${rest}&side=SELL&${signed}`, '', {}), 'duplicate'],
    ['a cancel with an id in query and form', ask('DELETE', `${url}?orderId=18`, cancel), 'duplicate'],
    [
      'a batch with a name twice in an order',
      ask(
        'POST',
        'https://fapi.binance.com/fapi/v1/batchOrders',
        `batchOrders=${encodeURIComponent('[{"side":"BUY","side":"SELL","newClientOrderId":"m"}]')}&${signed}`,
      ),
      'not-reproduced',
    ],
    ['a form on a GET', ask('GET', url, `symbol=BTCUSDT&orderId=17&${signed}`), 'not-signed'],
    [
      'another unit of time',
      ask('POST', url, `${half}&${rest}&${signed}`, { 'X-MBX-TIME-UNIT': 'MICROSECOND' }),
      'header',
    ],
    ['the signature alone left out', ask('POST', url, `${half}&${rest}&timestamp=${stale}`), 'not-signed'],
  ])('%s is refused', async (_what, asked, reason) => {
    expect(await understood('binance', asked)).toBe(reason);
  });
});
