/** Bodies that programs read in different ways, and such as would carry something through that is to be thrown away. */
import { describe, expect, test } from 'vitest';
import { kraken, request, token, understood } from './talk.ts';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };
const order = (body: string, headers: Readonly<Record<string, string>> = form) =>
  understood('kraken', kraken('/0/private/AddOrder', body, headers));
const batch = (body: string, headers: Readonly<Record<string, string>> = form) =>
  understood('kraken', kraken('/0/private/AddOrderBatch', body, headers));

describe('what is thrown away is thrown away whole', () => {
  test.each([
    ['a nonce twice', 'nonce=1&nonce=2&volume=1', 'duplicate'],
    ['a nonce twice, once escaped', 'nonce=1&%6eonce=2&volume=1', 'duplicate'],
    ['a nonce that is also a tree', 'nonce=1&nonce[a]=2&volume=1', 'not-reproduced'],
    ['a nonce that is also a list', 'nonce=1&nonce[]=2&volume=1', 'not-reproduced'],
    ['a nonce that is nothing but a list', 'nonce[]=1&volume=1', 'not-signed'],
    ['a nonce that hides a parameter', 'nonce=1;volume=2', 'encoding'],
    ['a nonce that hides a parameter, escaped', 'nonce=1%3Bvolume%3D2', 'not-reproduced'],
    ['a nonce that hides a pair', 'nonce=1%26volume%3D2', 'not-reproduced'],
    ['a code twice', 'nonce=1&otp=1&otp=2&volume=1', 'duplicate'],
    ['a code in a list', 'nonce=1&otp[]=123456&volume=1', 'not-reproduced'],
    ['a code in a tree, escaped', 'nonce=1&otp%5Ba%5D=123456&volume=1', 'not-reproduced'],
  ])('%s in a form is refused', async (_what, body, reason) => {
    expect(await order(body)).toBe(reason);
  });

  test.each([
    ['a nonce that is a tree', '{"nonce":{"volume":"2"},"volume":"1"}'],
    ['a nonce that is a list', '{"nonce":[1],"volume":"1"}'],
    ['a code that is a tree', '{"nonce":1,"otp":{"volume":"2"},"volume":"1"}'],
    ['a code by a name with brackets', '{"nonce":1,"otp[]":"123456","volume":"1"}'],
  ])('%s in JSON is refused', async (_what, body) => {
    expect(await order(body, json)).toBe('not-reproduced');
    expect(await batch(body, json)).toBe('not-reproduced');
  });

  test('a code under its own name is dropped, however it is escaped', async () => {
    expect(await order('nonce=1&%6Ftp=123456&volume=1')).toEqual(['privatePostAddOrder', { volume: '1' }]);
  });
});

describe('a form of which more than one tree could be made is refused', () => {
  test.each([
    ['a name in brackets twice', 'nonce=1&orders[0][volume]=1&orders[0][volume]=2'],
    ['a list with a tree behind it', 'nonce=1&orders[][volume]=1&orders[][price]=2'],
    ['a list that begins with its second order', 'nonce=1&orders[1][volume]=1'],
    ['a list in another order', 'nonce=1&orders[1][volume]=1&orders[0][volume]=2'],
    ['a list with an index in two writings', 'nonce=1&orders[01][volume]=1'],
    ['a list with a name among its indices', 'nonce=1&orders[0][volume]=1&orders[length]=5'],
    ['a value that is also a tree', 'nonce=1&orders[0]=1&orders[0][volume]=2'],
    ['a list that is also a value', 'nonce=1&orders[0][volume]=1&orders=2'],
    ['a bracket that is not closed', 'nonce=1&orders[0][volume=1'],
    ['letters behind a bracket', 'nonce=1&orders[0]volume=1'],
    ['brackets within brackets', 'nonce=1&orders[[0]]=1'],
  ])('%s', async (_what, body) => {
    expect(await batch(body)).toBe('not-reproduced');
    // Where ccxt signs JSON because of a percentage, too.
    expect(await order(`${body}&price=5%25`)).toBe('not-reproduced');
  });

  test('a value twice without brackets', async () => {
    expect(await batch('nonce=1&pair=XBTUSD&pair=ETHUSD')).toBe('duplicate');
    expect(await order('nonce=1&price=5%25&price=6')).toBe('duplicate');
  });
});

test.each([
  ['a name twice, deep', '{"nonce":1,"orders":[{"volume":"1","volume":"2"}]}'],
  ['a name twice, deep and escaped', '{"nonce":1,"orders":[{"volume":"1","v\\u006flume":"2"}]}'],
  ['__proto__, deep', '{"nonce":1,"orders":[{"__proto__":{"volume":"2"}}]}'],
  ['__proto__, escaped', '{"nonce":1,"\\u005f_proto__":{"volume":"2"}}'],
  ['half a letter', '{"nonce":1,"volume":"\\ud800"}'],
  ['a number past all numbers', '{"nonce":1,"volume":1e400}'],
  ['a number with more digits than are kept', '{"nonce":1,"volume":1.00000000000000000001}'],
  ['a comma too much', '{"nonce":1,"volume":"1",}'],
  ['a comment', '{"nonce":1/* */,"volume":"1"}'],
  ['single quotes', "{'nonce':1}"],
  ['a text alone', '"nonce"'],
  ['NaN', '{"nonce":1,"volume":NaN}'],
])('JSON with %s is refused, in an order and in a batch', async (_what, body) => {
  expect(await order(body, json)).toBe('body');
  expect(await batch(body, json)).toBe('body');
});

test('a number in JSON that is not kept is refused where a nonce is not what is thrown away', async () => {
  const deep = '{"nonce":1,"close":{"nonce":1616492376594123457}}';
  expect(await order(deep, json)).toBe('not-reproduced');
  expect(await batch(deep, json)).toBe('not-reproduced');
  expect(await order('{"nonce":1,"userref":1616492376594123457}', json)).toBe('body');
});

test('JSON whose name in brackets meets a tree of that name is refused where it becomes a form', async () => {
  expect(await order('{"nonce":1,"close[price]":"1","close":{"price":"2"}}', json)).toBe('not-reproduced');
});

describe('names that JavaScript has for itself', () => {
  test.each(['__proto__=1', '__proto__[x]=1', 'a[__proto__]=1', 'a[__proto__][x]=1'])(
    'a form with %s is refused',
    async (pair) => {
      expect(await order(`nonce=1&${pair}`)).toBe('not-reproduced');
      expect(await batch(`nonce=1&${pair}`)).toBe('not-reproduced');
      expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
    },
  );

  test('are parameters like any other where they change nothing', async () => {
    const names = { constructor: { prototype: { x: '1' } }, toString: '2', hasOwnProperty: '3' };
    const body = 'nonce=1&constructor[prototype][x]=1&toString=2&hasOwnProperty=3';
    expect(await order(body)).toEqual(['privatePostAddOrder', names]);
    expect(await batch(JSON.stringify({ nonce: 1, ...names }), json)).toEqual(['privatePostAddOrderBatch', names]);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

describe('a body of another kind than it is said to be', () => {
  const text = 'nonce=1&volume=1';
  test.each([
    'multipart/form-data; boundary=x',
    'application/json',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded; charset=IBM500',
    'application/x-www-form-urlencoded; charset=utf-7',
    'application/x-www-form-urlencoded, application/json',
    'text/html',
    'text/plain; charset=utf-16',
    '*/*',
  ])('a form said to be %s is refused', async (type) => {
    expect(await order(text, { 'Content-Type': type })).toBe('content-type');
  });

  test.each(['application/x-www-form-urlencoded', 'text/json', 'application/json; charset=utf-32'])(
    'JSON said to be %s is refused',
    async (type) => {
      expect(await order('{"nonce":1,"volume":"1"}', { 'Content-Type': type })).toBe('content-type');
    },
  );

  test('two types are refused, whichever comes first', async () => {
    for (const types of [Object.values(form), Object.values(json)].map(([one]) => [one, 'text/plain'])) {
      const headers = [['API-Key', token], ['API-Sign', 'x'], ...types.map((type) => ['Content-Type', type ?? ''])];
      const asked = kraken('/0/private/AddOrder', text);
      const pairs = headers.map(([name = '', value = '']) => [name, value] as const);
      expect(await understood('kraken', { ...asked, headers: pairs })).toBe('duplicate');
    }
  });

  test('UTF-8 may be said of any, in any letters', async () => {
    for (const type of ['APPLICATION/X-WWW-FORM-URLENCODED', `${form['Content-Type']};charset="UTF-8"`])
      expect(await order(text, { 'Content-Type': type })).toEqual(['privatePostAddOrder', { volume: '1' }]);
  });
});

test('a public request with a body or with a parameter twice is refused', async () => {
  const url = 'https://api.kraken.com/0/public/Ticker?pair=XBTUSD';
  expect(await understood('kraken', request(url, { headers: form, body: 'pair=ETHUSD' }))).toBe('duplicate');
  expect(await understood('kraken', request(url, { headers: form, body: 'asset=ETH' }))).toBe('not-reproduced');
  expect(await understood('kraken', request(`${url}&pair=ETHUSD`))).toBe('duplicate');
});
