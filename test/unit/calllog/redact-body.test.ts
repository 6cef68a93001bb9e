import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { krakenShapes } from '../../../electron/calllog/redact/kraken.ts';
import { redactRequest, redactResponse } from '../../../electron/calllog/redact-body.ts';

const table = JSON.parse(
  readFileSync(new URL('../../../electron/exchange/endpoint-tables/kraken.json', import.meta.url), 'utf8'),
);

test('each private endpoint of Kraken has its row, and no other name has one', () => {
  const named = Object.values<string[]>(table['private POST']).flat();
  expect(Object.keys(krakenShapes).sort()).toEqual([...named].sort());
});

test('an order is shown as it was sent, without what signs it', () => {
  const params = {
    ...{ nonce: '1616492376594', pair: 'XBTUSD', type: 'buy', ordertype: 'limit', volume: '1.25', price: '37500' },
    ...{
      otp: '123456',
      cl_ord_id: '6d1b345e-2821-40e2-ad83-4ecb18a06876',
      note: 'hello there',
      weird: { a: 1, b: [2] },
    },
  };
  expect(redactRequest('kraken', 'privatePostAddOrder', params)).toEqual({
    ...{ nonce: 'string(13)', pair: 'XBTUSD', type: 'buy', ordertype: 'limit', volume: '1.25', price: '37500' },
    ...{ otp: 'string(6)', cl_ord_id: '6d1b345e-2821-40e2-ad83-4ecb18a06876', note: 'string(11)', weird: 'object(2)' },
  });
  expect(redactRequest('kraken', 'AddOrder', params)).toEqual(redactRequest('kraken', 'privatePostAddOrder', params));
});

test.each([
  [
    'privatePostGetWebSocketsToken',
    { token: '1Dwc4lzSwNWOAwkMdqhssNNFhs1ed606d1WcF3XfEMw', expires: 900 },
    { token: 'string(43)', expires: 900 },
  ],
  [
    'privatePostDepositAddresses',
    [{ address: '2N9fRkx5JTWXWHmXzZtvhQsufvoYRMq9ExV', expiretm: '0', new: true, memo: '7' }],
    [{ address: 'string(35)', expiretm: '0', new: true, memo: 'string(1)' }],
  ],
  [
    'privatePostGetApiKeyInfo',
    { apiKey: 'k'.repeat(56), permissions: ['query-funds'], ipAllowlist: ['10.0.0.1'] },
    { apiKey: 'string(56)', permissions: ['query-funds'], ipAllowlist: 'array(1)' },
  ],
  [
    'privatePostWithdrawStatus',
    [{ method: 'Bitcoin', amount: '1', info: 'bc1qxy', txid: 'ab12' }],
    [{ method: 'Bitcoin', amount: '1', info: 'string(6)', txid: 'string(4)' }],
  ],
  ['privatePostBalance', { ZUSD: '171288.6158', 'XXBT.F': '0.5' }, { ZUSD: '171288.6158', 'XXBT.F': '0.5' }],
  [
    'privatePostOpenOrders',
    { open: { 'OQCLML-BW3P3-BUCMWZ': { status: 'open', descr: { order: 'buy 1.25 XBTUSD' }, secret: 's' } } },
    { open: { 'OQCLML-BW3P3-BUCMWZ': { status: 'open', descr: { order: 'buy 1.25 XBTUSD' }, secret: 'string(1)' } } },
  ],
  ['privatePostEarnAllocate', true, true],
])('what %s answers is shown as far as its table says', (endpoint, result, shown) => {
  expect(redactResponse('kraken', endpoint, JSON.stringify({ error: [], result }))).toEqual({
    error: [],
    result: shown,
  });
  expect(redactResponse('kraken', endpoint, { error: [], result })).toEqual({ error: [], result: shown });
});

test('a refusal shows the words of the exchange', () => {
  expect(redactResponse('kraken', 'privatePostAddOrder', '{"error":["EOrder:Insufficient funds"]}')).toEqual({
    error: ['EOrder:Insufficient funds'],
  });
});

test('of an exchange or endpoint that is in no table only the form is shown', () => {
  const body = { code: 0, data: [{ uid: '42' }], text: 'hello', deep: { a: { b: 1 } }, none: null, yes: true };
  const form = { code: 'number', data: 'array(1)', text: 'string(5)', deep: 'object(1)', none: null, yes: 'boolean' };
  expect(redactResponse('binance', 'privateGetAccount', JSON.stringify(body))).toEqual(form);
  expect(redactRequest('kraken', 'privatePostNoSuchThing', body)).toEqual(form);
  expect(redactRequest('kraken', 'constructor', body)).toEqual(form);
});

test('a name in a body may carry a secret, and is hidden where it looks like one', () => {
  const token = `kb_${'a'.repeat(43)}`;
  const shown = JSON.stringify(redactRequest('kraken', 'AddOrder', { [token]: 1, ['n'.repeat(70)]: 2 }));
  expect(shown).not.toContain('a'.repeat(20));
  expect(shown).toContain('name(70)');
});

describe('a body of any size and form', () => {
  const timed = (work: () => unknown) => {
    const started = performance.now();
    const length = JSON.stringify(work()).length;
    return { length, ms: performance.now() - started };
  };

  test.each<[string, () => unknown]>([
    ['50 MB of text', () => 'x'.repeat(50_000_000)],
    ['50 MB of JSON', () => `{"error":[],"result":{"a":"${'x'.repeat(50_000_000)}"}}`],
    ['a list in a list, 100,000 deep', () => '['.repeat(100_000) + ']'.repeat(100_000)],
    ['an object in an object, 100,000 deep', () => `${'{"result":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    [
      '20,000 orders',
      () =>
        JSON.stringify({
          result: { open: Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`O${n}`, { vol: '1' }])) },
        }),
    ],
    ['bytes', () => new Uint8Array(1_000_000)],
    ['what is no JSON', () => '{"error":[}'],
    ['nothing', () => undefined],
  ])('%s is summed up in no time', (_what, make) => {
    const body = make();
    const { length, ms } = timed(() => redactResponse('kraken', 'privatePostOpenOrders', body));
    expect(length).toBeLessThan(20_000);
    expect(ms).toBeLessThan(1000);
  });

  test('never shows a text that no table names, and always gives what JSON can hold', () => {
    const secret = 'hunter2hunter2';
    const endpoint = fc.constantFrom(...Object.keys(krakenShapes), 'privatePostX');
    const planted = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constant(secret),
        fc.dictionary(fc.constantFrom('x1', 'x2', 'result', 'open', 'orders'), tie('any')),
        fc.array(tie('any'), { maxLength: 4 }),
      ),
    }));
    fc.assert(
      fc.property(
        endpoint,
        fc.dictionary(fc.constantFrom('x1', 'x2', 'nonce', 'otp', 'address'), planted.any),
        (name, body) => {
          const shown = [redactRequest('kraken', name, body), redactResponse('kraken', 'privatePostX', body)];
          expect(JSON.stringify(shown)).not.toContain(secret);
        },
      ),
      { numRuns: 500 },
    );
  });
});
