/** Kraken: what ccxt and other clients sign with a dummy key arrives signed with the real one, and nothing else of theirs does. */
import { afterAll, describe, expect, test } from 'vitest';
import { krakenVerifier } from '../../../../fakes/signed/kraken.ts';
import { kraken, token } from '../talk.ts';
import { openAccount, openBot, textOf } from './account.ts';

const credentials = { apiKey: 'real-kraken-api-key', secret: Buffer.alloc(64, 7).toString('base64') };
const code = () => '271828';
const plain = await openAccount({ exchange: 'kraken', credentials, verifier: krakenVerifier(credentials) });
const verifier = krakenVerifier({ ...credentials, code });
const withCode = await openAccount({ exchange: 'kraken', credentials, verifier, code });
const market = { id: 'XXBTZUSD', symbol: 'BTC/USD', base: 'BTC', quote: 'USD', baseId: 'XXBT', quoteId: 'ZUSD' };
const bot = await openBot('kraken', [
  { ...market, type: 'spot', spot: true, active: true, altname: 'XBTUSD', precision: { amount: 1e-8, price: 0.1 } },
]);
afterAll(() => Promise.all([plain, withCode].map((account) => account[Symbol.asyncDispose]())));

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };
/** Of the bot: never on the wire again. */
const stale = '1234567890123';
const botCode = '999111';

/** Fields as they arrived, without what the agent adds, which is checked here. */
function arrived(seen: Awaited<ReturnType<typeof plain.resign>>, otp?: string): unknown {
  expect(seen.verdict).toBe('valid');
  const text = seen.request.body.toString();
  for (const theirs of [token, stale, botCode, 'c2lnbmF0dXJl', 'kb_']) expect(textOf(seen)).not.toContain(theirs);
  const fields: Record<string, unknown> = text.startsWith('{')
    ? JSON.parse(text)
    : Object.fromEntries(new URLSearchParams(text));
  expect(fields['otp']).toBe(otp);
  const { nonce, otp: _otp, ...rest } = fields;
  expect(Number(nonce)).toBeGreaterThan(1_700_000_000_000);
  return { method: seen.request.target, ...rest };
}

describe("ccxt's requests with a dummy key", () => {
  test.each<[string, readonly unknown[], object]>([
    ['fetchBalance', [], { method: '/0/private/BalanceEx' }],
    [
      'createOrder',
      ['BTC/USD', 'limit', 'buy', 0.01, 50_000.5, { clientOrderId: 'mine', postOnly: true }],
      {
        method: '/0/private/AddOrder',
        ...{ pair: 'XXBTZUSD', type: 'buy', ordertype: 'limit', volume: '0.01', price: '50000.5' },
        ...{ cl_ord_id: 'mine', oflags: 'post' },
      },
    ],
    [
      'cancelOrder',
      ['OABCDE-FGHIJ-KLMNOP', 'BTC/USD'],
      { method: '/0/private/CancelOrder', txid: 'OABCDE-FGHIJ-KLMNOP' },
    ],
    ['cancelOrders', [['O1', 'O2']], { method: '/0/private/CancelOrderBatch', orders: ['O1', 'O2'] }],
    ['fetchOpenOrders', [], { method: '/0/private/OpenOrders' }],
    ['privatePostLedgers', [{ asset: 'XXBT,ZUSD' }], { method: '/0/private/Ledgers', asset: 'XXBT,ZUSD' }],
  ])('%s is valid for the real key, with and without a code', async (method, args, meant) => {
    const written = await bot.write(method, ...args);
    expect(Buffer.from(written.body).toString()).not.toContain('real-kraken');
    const seen = await plain.resign(written);
    expect(arrived(seen)).toMatchObject(meant);
    expect(Object.keys(meant)).toEqual(expect.arrayContaining(Object.keys(Object(arrived(seen)))));
    expect(arrived(await withCode.resign(await bot.write(method, ...args)), code())).toMatchObject(meant);
  });
});

describe('requests of other clients, each with its own stale nonce, wrong signature and code', () => {
  const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000.5', volume: '0.01' };
  const text = 'volume=0.01&price=50000.5&ordertype=limit&type=buy&pair=XBTUSD';
  const close = { ordertype: 'stop-loss-limit', price: '40000', price2: '39000' };
  const batch = [
    { ordertype: 'limit', type: 'buy', price: '40000', volume: '1', close },
    { ordertype: 'market', type: 'sell', volume: '2.5' },
  ];
  const nested = Object.entries(close).map(([name, value]) => `close[${name}]=${value}`);
  const escaped = nested.map((pair) => pair.replace('[', '%5B').replace(']', '%5d'));
  const inBrackets = Object.fromEntries(Object.entries(close).map(([name, value]) => [`close[${name}]`, value]));
  const nonce = `nonce=${stale}`;
  const otp = `otp=${botCode}`;
  const cases: readonly [string, string, string, Readonly<Record<string, string>>, object][] = [
    ['a form in another order', 'AddOrder', `${text}&${nonce}&${otp}`, form, order],
    ['a form without a content type', 'AddOrder', `${nonce}&${text}&${otp}`, {}, order],
    ['a form of all escapes', 'AddOrder', `${nonce}&${otp}&${text.replace('limit', '%6Cimit')}`, form, order],
    ['JSON', 'AddOrder', JSON.stringify({ ...order, otp: botCode, nonce: Number(stale) }), json, order],
    ['JSON, its nonce a text', 'AddOrder', JSON.stringify({ nonce: stale, otp: botCode, ...order }), json, order],
    [
      'JSON, its nonce in nanoseconds',
      'AddOrder',
      `{"nonce":1616492376594123456,${JSON.stringify(order).slice(1)}`,
      json,
      order,
    ],
    [
      'JSON with a charset',
      'AddOrder',
      JSON.stringify({ nonce: stale, ...order }),
      { 'content-type': 'application/json; charset=utf-8' },
      order,
    ],
    [
      'a conditional close in a form',
      'AddOrder',
      [nonce, otp, text, ...nested].join('&'),
      form,
      { ...order, ...inBrackets },
    ],
    [
      'a conditional close, escaped',
      'AddOrder',
      [...escaped, text, nonce, otp].join('&'),
      form,
      { ...order, ...inBrackets },
    ],
    [
      'a conditional close in JSON',
      'AddOrder',
      JSON.stringify({ close, nonce: stale, ...order, otp: botCode }),
      json,
      { ...order, ...inBrackets },
    ],
    [
      'a batch in JSON',
      'AddOrderBatch',
      JSON.stringify({ orders: batch, pair: 'XBTUSD', otp: botCode, nonce: stale }),
      json,
      { pair: 'XBTUSD', orders: batch },
    ],
    [
      'a batch in a form',
      'AddOrderBatch',
      [
        ...batch.flatMap((one, at) =>
          Object.entries(one).flatMap(([name, value]) =>
            typeof value === 'string'
              ? [`orders[${at}][${name}]=${value}`]
              : Object.entries(value).map(([inner, of]) => `orders[${at}][${name}][${inner}]=${of}`),
          ),
        ),
        'pair=XBTUSD',
        nonce,
        otp,
      ].join('&'),
      form,
      { pair: 'XBTUSD', orders: batch },
    ],
    [
      'cancels in JSON',
      'CancelOrderBatch',
      JSON.stringify({ orders: ['O1', 'O2'], nonce: stale, otp: botCode }),
      json,
      { orders: ['O1', 'O2'] },
    ],
    [
      'cancels in a form',
      'CancelOrderBatch',
      `orders[]=O1&orders[]=O2&${nonce}&${otp}`,
      form,
      { orders: ['O1', 'O2'] },
    ],
    ['no parameters in JSON', 'Balance', JSON.stringify({ nonce: stale, otp: botCode }), json, {}],
    [
      'a flag in JSON',
      'OpenOrders',
      JSON.stringify({ trades: true, nonce: stale, userref: 17 }),
      json,
      { trades: 'true', userref: '17' },
    ],
    [
      'a relative price',
      'AddOrder',
      `${nonce}&${text.replace('50000.5', '%2B2%25')}&${otp}`,
      form,
      { ...order, price: '+2%' },
    ],
    [
      'a price of many digits in JSON',
      'AddOrder',
      `{"nonce":1,"pair":"XBTUSD","volume":0.00000012,"price":50000.10}`,
      json,
      { pair: 'XBTUSD', volume: '0.00000012', price: '50000.1' },
    ],
  ];

  test.each(cases)('%s (%s)', async (_what, method, body, headers, meant) => {
    const asked = kraken(`/0/private/${method}`, body, headers);
    expect(arrived(await plain.resign(asked))).toEqual({ method: `/0/private/${method}`, ...meant });
    expect(arrived(await withCode.resign(asked), code())).toEqual({ method: `/0/private/${method}`, ...meant });
  });
});
