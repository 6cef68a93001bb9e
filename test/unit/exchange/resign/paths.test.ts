import { describe, expect, test } from 'vitest';
import { readTarget, splitResignPath } from '../../../../electron/exchange/resign/paths.ts';
import { reasonOf, token } from './talk.ts';

const target = (rest: string, endpoint: string | null = null) => readTarget(rest, endpoint);

describe('the address after the key', () => {
  const balance = { origin: 'https://api.kraken.com', path: '/0/private/Balance', query: '' };

  test('may be host and path, a whole https address, or that address percent-encoded once', () => {
    expect(target('api.kraken.com/0/private/Balance')).toEqual(balance);
    expect(target('https://api.kraken.com/0/private/Balance')).toEqual(balance);
    expect(target('https%3A%2F%2Fapi.kraken.com%2F0%2Fprivate%2FBalance')).toEqual(balance);
  });

  test('keeps the query as it was sent, and decodes an encoded address exactly once', () => {
    expect(target('api.x.com/a?b=c%2Fd&e=%252F')).toMatchObject({ path: '/a', query: 'b=c%2Fd&e=%252F' });
    const encoded = encodeURIComponent('https://api.x.com/a?b=c%2Fd&e=%252F');
    expect(target(encoded)).toMatchObject({ path: '/a', query: 'b=c%2Fd&e=%252F' });
  });

  test('is read by nobody else: the key and the token before it come off the raw URL', () => {
    expect(splitResignPath('/v1/resign/kraken-main/api.kraken.com/0/public/Time')).toEqual({
      key: 'kraken-main',
      token: undefined,
      rest: 'api.kraken.com/0/public/Time',
    });
    expect(splitResignPath(`/v1/resign/kraken-main~${token}/https://api.kraken.com/`)).toMatchObject({ token });
    for (const raw of ['/v1/resign/kraken-main', '/v1/resign//api.kraken.com/', '/v1/resign/Key/x/', '/v2/resign/a/x/'])
      expect(
        reasonOf(() => splitResignPath(raw)),
        raw,
      ).toBe('path-form');
  });

  test('may hold a port, or be plain http, only where the key has this very address itself', () => {
    const own = 'http://127.0.0.1:8080';
    expect(target('127.0.0.1:8080/0/private/Balance', own).origin).toBe(own);
    expect(target('http://127.0.0.1:8080/0/private/Balance', own).origin).toBe(own);
    expect(reasonOf(() => target('127.0.0.1:8081/0', own))).toBe('port');
    expect(reasonOf(() => target('127.0.0.1:8080/0'))).toBe('port');
  });
});

test.each([
  ['http://api.kraken.com/0/private/Balance', 'path-form'],
  ['https:/api.kraken.com/0', 'path-form'],
  ['ftp://api.kraken.com/0', 'port'],
  ['//api.kraken.com/0', 'path-form'],
  ['https%253A%252F%252Fapi.kraken.com%252F0', 'foreign-host'],
  ['https%3A%2F%2Fapi.kraken.com%2F0/private', 'path-form'],
  ['https%3A%2F%2Fapi.kraken.com%2F%E0%A4%A', 'encoding'],
  ['api.kraken.com:443/0', 'port'],
  ['bot@api.kraken.com/0', 'user-info'],
  ['https://bot:secret@api.kraken.com/0', 'user-info'],
  ['api.kraken.com/0/private/../public/Time', 'path-escape'],
  ['api.kraken.com/0/./private/Balance', 'path-escape'],
  ['api.kraken.com/0/private/..', 'path-escape'],
  ['api.kraken.com/0/%2e%2e/x', 'path-escape'],
  ['api.kraken.com/0%2Fprivate/Balance', 'path-escape'],
  ['api.kraken.com/0/private%5CBalance', 'path-escape'],
  ['api.kraken.com/0\\private/Balance', 'path-escape'],
  ['api.kraken.com\\@evil.com/0', 'path-form'],
  ['api.kraken.com/0%252Fprivate', 'path-escape'],
  ['api.kraken.com/0/private/Balance#x', 'encoding'],
  ['api.kraken.com/0/private/Balance?a=b#c', 'encoding'],
  ['api.kraken.com/0/private/Bal ance', 'encoding'],
  ['api.kraken.com/0?a=b\r\nHost:%20evil.com', 'encoding'],
  ['-api.kraken.com/0', 'foreign-host'],
  ['api..kraken.com/0', 'foreign-host'],
  ['[::1]/0', 'port'],
  [`api.kraken.com/${'a'.repeat(3000)}`, 'too-large'],
])('%s is refused', (rest, reason) => {
  expect(reasonOf(() => target(rest))).toBe(reason);
});
