import { expect, test } from 'vitest';
import { type Carrier, findToken } from '../../../../electron/exchange/resign/find-token.ts';
import { reasonOf, recoveryOf, request, token } from './talk.ts';

const other = token.replace('kb_a', 'kb_b');
const carrier = (given: Partial<Carrier>): Carrier => ({ headers: [], query: '', body: '', ...given });
const header = (value: string): Carrier => carrier({ headers: [['X-Any', value]] });
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const jwt = (head: object, claims: object): string =>
  [...[head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), 'c2ln'].join('.');

test.each([
  ['a header', header(token)],
  ['a header, after a scheme', header(`Bearer ${token}`)],
  ['a header of several parts', header(`deri-hmac-sha256 id=${token},ts=1,sig=2,nonce=3`)],
  ['a key with a prefix', header(`account-${token}`)],
  ['the Basic user', header(`Basic ${base64(`${token}:secret`)}`)],
  ['another scheme in base64', header(`HS256 ${base64(`${token}:signature:1700000000000`)}`)],
  ["a JWT's kid", header(`Bearer ${jwt({ alg: 'ES256', kid: token }, { sub: 'x' })}`)],
  ["a JWT's sub", header(`Bearer ${jwt({ alg: 'HS256' }, { sub: token })}`)],
  ["a JWT's iss", header(`Bearer ${jwt({ alg: 'HS256' }, { iss: token })}`)],
  ["a JWT's access_key", header(`Bearer ${jwt({ alg: 'HS256' }, { access_key: token })}`)],
  ['the query', carrier({ query: `symbol=BTC&api_key=${token}` })],
  ['the query, escaped', carrier({ query: `api_key=${token.replace('kb_', 'kb%5F')}&kb_=1` })],
  ['a form', carrier({ body: `nonce=1&key=${token}` })],
  ['JSON at the first level', carrier({ body: JSON.stringify({ api_key: token, params: {} }) })],
  ['JSON in base64', carrier({ body: base64(JSON.stringify({ access_token: token })) })],
  ['two places', carrier({ headers: [['X-Key', token]], query: `api_key=${token}` })],
])('the token is found in %s', (_place, given) => {
  expect(findToken(given)).toBe(token);
});

test.each([
  ['no token at all', header('Bearer something')],
  ['a shorter token', header(token.slice(0, -1))],
  ['a longer token', header(`${token}a`)],
  ['a token that ends another word', header(`x${token}`)],
  ['a token deeper in JSON', carrier({ body: JSON.stringify({ params: { key: token } }) })],
  ['a token in another claim', header(`Bearer ${jwt({ alg: 'HS256' }, { aud: token })}`)],
  ["a token as the Basic user's password", header(`Basic ${base64(`bot:${token}`)}`)],
])('%s is a missing token', (_what, given) => {
  expect(reasonOf(() => findToken(given))).toBe('TOKEN_MISSING');
});

test('two different tokens are refused, wherever they stand', () => {
  expect(reasonOf(() => findToken(header(`${token} ${other}`)))).toBe('several-tokens');
  expect(reasonOf(() => findToken(carrier({ headers: [['X-Key', token]], body: `key=${other}` })))).toBe(
    'several-tokens',
  );
});

test('an exchange that knows accounts by a wallet alone has no place for a token', async () => {
  const asked = request('https://api.hyperliquid.xyz/exchange', { method: 'POST', body: '{}' });
  const recovery = await recoveryOf('hyperliquid');
  expect(reasonOf(() => recovery.tokenIn(asked))).toBe('no-api-key');
});
