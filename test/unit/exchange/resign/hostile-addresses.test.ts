/** Addresses made so that one program goes elsewhere than another believes: refused, each with its reason. */
import { describe, expect, test } from 'vitest';
import { request, token, understood } from './talk.ts';

const headers = {
  ...{ 'API-Key': token, 'API-Sign': 'x' },
  'Content-Type': 'application/x-www-form-urlencoded',
};
const body = 'nonce=1&pair=XBTUSD&volume=1';
const ask = (url: string) => understood('kraken', request(url, { method: 'POST', headers, body }));

test.each([
  ['https://api.kraken.com.evil.com', 'foreign-host'],
  ['https://evil-api.kraken.com', 'foreign-host'],
  ['https://kraken.com', 'foreign-host'],
  ['https://futures.kraken.com', 'foreign-host'],
  ['https://api.kraken.com.', 'foreign-host'],
  ['https://api.krаken.com', 'foreign-host'],
  ['https://xn--api-kraken.com', 'foreign-host'],
  ['https://api%2ekraken.com', 'foreign-host'],
  ['https://api.kraken.com%00.evil.com', 'foreign-host'],
  ['https://api.kraken.com%2f@evil.com', 'user-info'],
  ['https://api.kraken.com\t', 'foreign-host'],
  ['https://127.0.0.1', 'foreign-host'],
  ['https://2130706433', 'foreign-host'],
  ['https://localhost', 'foreign-host'],
  ['https://169.254.169.254', 'foreign-host'],
  ['https://[::1]', 'port'],
  ['https://api.kraken.com@evil.com', 'user-info'],
  ['https://api.kraken.com:@evil.com', 'user-info'],
  ['https://evil.com@api.kraken.com', 'user-info'],
  ['https://a:b@api.kraken.com', 'user-info'],
  ['https://@api.kraken.com', 'user-info'],
  ['https://api.kraken.com:443', 'port'],
  ['https://api.kraken.com:0443', 'port'],
  ['https://api.kraken.com:', 'port'],
  ['http://api.kraken.com', 'path-form'],
  ['HTTPS://api.kraken.com', 'path-form'],
  ['wss://api.kraken.com', 'path-form'],
  ['file://', 'path-form'],
  ['https:/api.kraken.com', 'path-form'],
  ['https://', 'path-form'],
  ['https:\\\\api.kraken.com', 'path-form'],
  ['', 'path-form'],
])('an order to %s is refused', async (origin, reason) => {
  expect(await ask(`${origin}/0/private/AddOrder`)).toBe(reason);
});

test.each([
  ['/0/private/../private/AddOrder', 'path-escape'],
  ['/0/private/./AddOrder', 'path-escape'],
  ['/0/private/AddOrder/..', 'path-escape'],
  ['/0/private/%2e%2E/AddOrder', 'path-escape'],
  ['/0/private/.%2e/AddOrder', 'path-escape'],
  ['/0/private/..;/AddOrder', 'no-endpoint'],
  ['/0/private/%c0%ae%c0%ae/AddOrder', 'encoding'],
  ['/0/private/\uff0e\uff0e/AddOrder', 'encoding'],
  ['/0/private%2fAddOrder', 'path-escape'],
  ['/0/private%5cAddOrder', 'path-escape'],
  ['/0/private\\AddOrder', 'path-escape'],
  ['/0/private%252fAddOrder', 'path-escape'],
  ['/0/private/AddOrder%2500', 'path-escape'],
  ['/0/private/AddOrder%00', 'path-escape'],
  ['/0/private/AddOrder%0d%0aX:%201', 'no-endpoint'],
  ['/0/private/AddOrder\r\nX: 1', 'encoding'],
  ['/0/private/AddOrder%3fa=1', 'no-endpoint'],
  ['/0/private/AddOrder%23', 'no-endpoint'],
  ['/0/private/AddOrder#x', 'encoding'],
  ['/0/private/AddOrder;a=1', 'no-endpoint'],
  ['/0/private/AddOrder%20', 'no-endpoint'],
  ['/0/private/ADDORDER', 'no-endpoint'],
  ['//0/private/AddOrder', 'no-endpoint'],
  ['/0//private/AddOrder', 'no-endpoint'],
  ['/0/private/AddOrder//', 'no-endpoint'],
  ['//evil.com/0/private/AddOrder', 'no-endpoint'],
  ['/https://api.kraken.com/0/private/AddOrder', 'no-endpoint'],
  ['/https://evil.com/0/private/AddOrder', 'no-endpoint'],
  ['/0/private/AddOrder?/../Balance', 'encoding'],
  ['/0/private/AddOrder?x', 'encoding'],
  ['/0/private/AddOrder?leverage=2', 'not-reproduced'],
  ['/0/private/AddOrder?volume=2', 'duplicate'],
  ['/0/private/AddOrder?nonce=1&nonce=2', 'duplicate'],
  ['?/0/private/AddOrder', 'encoding'],
  ['', 'no-endpoint'],
])('an order at %s is refused', async (path, reason) => {
  expect(await ask(`https://api.kraken.com${path}`)).toBe(reason);
});

test('a letter that was escaped without need, a host in capitals and an empty query say the same', async () => {
  const meant = ['privatePostAddOrder', { pair: 'XBTUSD', volume: '1' }];
  expect(await ask('https://api.kraken.com/0/private/Add%4frder')).toEqual(meant);
  expect(await ask('https://API.Kraken.com/0/private/AddOrder?')).toEqual(meant);
});

describe('the parameter of a path', () => {
  const signed = { 'KC-API-KEY': token, 'KC-API-SIGN': 'x', 'KC-API-TIMESTAMP': '1', 'KC-API-PASSPHRASE': 'x' };
  const account = (id: string) =>
    understood('kucoin', request(`https://api.kucoin.com/api/v1/accounts/${id}`, { headers: signed }));

  test.each([
    ['..', 'path-escape'],
    ['%2e%2e', 'path-escape'],
    ['a%2fb', 'path-escape'],
    ['a%5cb', 'path-escape'],
    ['a%252fb', 'path-escape'],
    ['a%3fb=c', 'not-reproduced'],
    ['ledgers%3fcurrency=BTC', 'not-reproduced'],
    ['a%23b', 'not-reproduced'],
    // A URL parser drops both, and another account would be asked for.
    ['a%0ab', 'not-reproduced'],
    ['a%09b', 'not-reproduced'],
    ['a%20', 'not-reproduced'],
    ['a b', 'encoding'],
    ['{accountId}', 'encoding'],
    ['', 'no-endpoint'],
    ['a?accountId=b', 'not-reproduced'],
    ['a?accountId=a', 'not-reproduced'],
    [token, 'token-in-parameters'],
  ])('%s is refused', async (id, reason) => {
    expect(await account(id)).toBe(reason);
  });

  test('is taken as it is where there is but one way to read it', async () => {
    for (const id of ['5bd6e9286d99522a52e458de', 'a-b_c.d', 'a%26b', 'a;b', 'a%C3%A9'])
      expect(await account(id)).toEqual(['privateGetAccountsAccountId', { accountId: decodeURIComponent(id) }]);
  });
});
