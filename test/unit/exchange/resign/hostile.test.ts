/** Requests that could be read in more ways than one, or that would change what is signed: refused, each with its reason. */
import { describe, expect, test } from 'vitest';
import { kraken, request, token, understood } from './talk.ts';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };
const order = 'nonce=1&pair=XBTUSD&type=buy&ordertype=limit&price=5&volume=1';

describe('an address', () => {
  test.each([
    ["on a host that isn't the exchange's", 'https://api.evil.com/0/private/AddOrder', 'foreign-host'],
    ["on a host that begins like the exchange's", 'https://api.kraken.com.evil.com/0/private/AddOrder', 'foreign-host'],
    ['with user info', 'https://api.kraken.com@evil.com/0/private/AddOrder', 'user-info'],
    ['with a port', 'https://api.kraken.com:8443/0/private/AddOrder', 'port'],
    ['without TLS', 'http://api.kraken.com/0/private/AddOrder', 'path-form'],
    ['with dots', 'https://api.kraken.com/0/public/../private/AddOrder', 'path-escape'],
    ['with escaped dots', 'https://api.kraken.com/0/public/%2e%2e/private/AddOrder', 'path-escape'],
    ['with an escaped slash', 'https://api.kraken.com/0/private%2FAddOrder', 'path-escape'],
    ['with a backslash', 'https://api.kraken.com/0\\private/AddOrder', 'path-escape'],
    ['escaped twice', 'https://api.kraken.com/0/private/Add%254Frder', 'path-escape'],
    ['in other letters', 'https://api.kraken.com/0/private/addorder', 'no-endpoint'],
    ['with a slash too much', 'https://api.kraken.com//0/private/AddOrder', 'no-endpoint'],
    ['with a slash at its end', 'https://api.kraken.com/0/private/AddOrder/', 'no-endpoint'],
    ['that ccxt does not know', 'https://api.kraken.com/0/private/Unheard', 'no-endpoint'],
    [
      'with a parameter that belongs into the body',
      'https://api.kraken.com/0/private/AddOrder?leverage=5',
      'not-reproduced',
    ],
  ])('%s is refused', async (_what, url, reason) => {
    const asked = request(url, {
      method: 'POST',
      headers: { 'API-Key': token, 'API-Sign': 'x', ...form },
      body: order,
    });
    expect(await understood('kraken', asked)).toBe(reason);
  });

  test('by another HTTP method is refused', async () => {
    for (const method of ['PUT', 'post', 'TRACE'])
      expect(await understood('kraken', request('https://api.kraken.com/0/private/Balance', { method }))).toBe(
        'method',
      );
    expect(await understood('kraken', request('https://api.kraken.com/0/private/Balance'))).toBe('no-endpoint');
  });
});

describe('a body', () => {
  test.each([
    ['with a parameter twice', `${order}&volume=2`, form, 'duplicate'],
    ['with a parameter twice, once escaped', `${order}&vol%75me=2`, form, 'duplicate'],
    ['in JSON with a name twice', '{"nonce":1,"pair":"XBTUSD","volume":"1","volume":"2"}', json, 'body'],
    ['in JSON with a name twice, once escaped', '{"nonce":1,"volume":"1","v\\u006flume":"2"}', json, 'body'],
    ['in JSON with something after its end', '{"nonce":1}{"volume":2}', json, 'body'],
    ['in JSON with __proto__', '{"nonce":1,"__proto__":{"volume":"2"}}', json, 'body'],
    ['in JSON with a number that JavaScript rounds', '{"nonce":1,"volume":0.12345678901234567891}', json, 'body'],
    ['of JSON said to be a form', '{"nonce":1,"pair":"XBTUSD"}', form, 'content-type'],
    ['of a form said to be JSON', order, json, 'content-type'],
    ['said to be XML', order, { 'Content-Type': 'application/xml' }, 'content-type'],
    ['with a name of brackets that make no tree', `${order}&close[price=1`, form, 'not-reproduced'],
    ['with a value both plain and in brackets', `${order}&close=1&close[price]=2`, form, 'not-reproduced'],
    ['with an escape that is none', `${order}&userref=%zz`, form, 'encoding'],
    ['with half a letter', `${order}&userref=%C3`, form, 'encoding'],
    ['with a pair without a name', `${order}&=1`, form, 'encoding'],
    ['with a pair without a value', `${order}&validate`, form, 'encoding'],
    ['with a byte order mark', `\ufeff${order}`, form, 'encoding'],
    ['that is no form and no JSON', 'hello', {}, 'body'],
    ['without a nonce', order.replace('nonce=1&', ''), form, 'not-signed'],
    ['over 64 KiB', `${order}&userref=${'1'.repeat(70_000)}`, form, 'too-large'],
    ['with over a thousand pairs', `${order}${'&a=1'.repeat(1_001)}`, form, 'too-large'],
    ['that would send the token on', `${order}&cl_ord_id=${token}`, form, 'token-in-parameters'],
  ])('%s is refused', async (_what, body, headers, reason) => {
    const asked = kraken('/0/private/AddOrder', body, headers as Readonly<Record<string, string>>);
    const outcome = await understood('kraken', asked);
    expect(outcome).toBe(reason);
  });

  test('that is no UTF-8 is refused', async () => {
    const asked = { ...kraken('/0/private/AddOrder', ''), body: Buffer.from([0x61, 0x3d, 0xff]) };
    expect(await understood('kraken', asked)).toBe('encoding');
  });
});

describe('headers', () => {
  const balance = (headers: readonly (readonly [string, string])[]) => ({
    ...kraken('/0/private/Balance', 'nonce=1', form),
    headers: [['API-Key', token] as const, ['API-Sign', 'x'] as const, ...headers],
  });

  test('that nobody here knows are refused, since they may change what is meant', async () => {
    for (const name of [
      'X-Forwarded-Host',
      'X-HTTP-Method-Override',
      'PAPTRADING',
      'X-Sub-Account',
      'Content-Encoding',
    ])
      expect(await understood('kraken', balance([[name, '1']])), name).toBe('header');
  });

  test('of HTTP clients say nothing, and so they pass', async () => {
    const usual = [
      ['Accept-Encoding', 'gzip'],
      ['User-Agent', 'robot/1'],
      ['Origin', '*'],
      ['Host', '127.0.0.1:1'],
    ] as const;
    expect(await understood('kraken', balance(usual))).toEqual(['privatePostBalance', {}]);
  });

  test('of the account that stand twice are refused', async () => {
    expect(await understood('kraken', balance([['api-key', 'another']]))).toBe('duplicate');
  });

  test('without the key are no signed request', async () => {
    const asked = { ...kraken('/0/private/Balance', 'nonce=1', form), headers: [] };
    expect(await understood('kraken', asked)).toBe('not-signed');
  });
});

test('a signature sent to a public endpoint is refused where it would be sent on with the token', async () => {
  const url = `https://api.kraken.com/0/public/Ticker?pair=XBTUSD&key=${token}`;
  expect(await understood('kraken', request(url))).toBe('token-in-parameters');
});
