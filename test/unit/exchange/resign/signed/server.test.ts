/** The server in an exchange's place: it tells whose requests it takes, and misbehaves as it is told. */
import { request as ask } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Behaviour, type SignedServer, startSigned } from '../../../../fakes/signed/server.ts';
import type { Verifier } from '../../../../fakes/signed/wire.ts';

/** Takes whoever names the key. */
const verifier: Verifier = {
  verify: ({ headers }) => (headers.some(([name, value]) => name === 'X-Key' && value === 'real') ? 'valid' : 'key'),
  answer: (refusal) => ({ status: 401, body: { refusal } }),
};
let server: SignedServer;
beforeEach(async () => {
  server = await startSigned(verifier, ({ target }) => target.startsWith('/public'));
});
afterEach(() => server[Symbol.asyncDispose]());

const get = (behaviour: Behaviour, path = '/private?a=1', key = 'real'): Promise<Response> => {
  server.behave(behaviour);
  return fetch(`${server.url}${path}`, { headers: { 'X-Key': key }, redirect: 'manual' });
};

test('what came is kept as it came, in order, with the verdict on it, until it is taken', async () => {
  const options = { method: 'POST', path: '/private/%41?b=%20&a=1', headers: { 'X-KEY': 'real', 'x-Two': ['1', '2'] } };
  const { promise, resolve } = Promise.withResolvers<void>();
  ask(server.url, options, (response) => response.resume().on('end', resolve)).end('{ "a" :1}');
  await promise;
  await get({ how: 'json', body: {} }, '/private', 'other');
  const [first, second, ...more] = server.take();
  expect(first?.request).toMatchObject({ method: 'POST', target: '/private/%41?b=%20&a=1' });
  expect(first?.request.body.toString()).toBe('{ "a" :1}');
  expect(first?.request.headers.filter(([name]) => /^x-/i.test(name))).toEqual([
    ['X-KEY', 'real'],
    ['x-Two', '1'],
    ['x-Two', '2'],
  ]);
  expect([first?.verdict, second?.verdict, more]).toEqual(['key', 'key', []]);
  expect(server.take()).toEqual([]);
});

describe('a request', () => {
  test('that is refused is told so in the words of the exchange, whatever else was ordered', async () => {
    const answer = await get({ how: 'redirect', to: 'https://example.com' }, '/private', 'other');
    expect([answer.status, await answer.json()]).toEqual([401, { refusal: 'key' }]);
  });

  test('of what is public is answered without a key', async () => {
    const answer = await get({ how: 'json', body: { at: 1 }, status: 202 }, '/public/time', 'other');
    expect([answer.status, await answer.json()]).toEqual([202, { at: 1 }]);
  });
});

describe('a valid request is answered', () => {
  test('by a redirect', async () => {
    const answer = await get({ how: 'redirect', to: 'https://example.com/elsewhere' });
    expect([answer.status, answer.headers.get('location')]).toEqual([307, 'https://example.com/elsewhere']);
  });

  test('by all that came, the key too, in body and headers', async () => {
    const answer = await get({ how: 'echo' });
    expect(answer.headers.get('x-echo-x-key')).toBe('real');
    expect(await answer.json()).toMatchObject({ result: { method: 'GET', target: '/private?a=1' } });
  });

  test('packed', async () => {
    const answer = await get({ how: 'gzip', body: { a: 'b'.repeat(100) } });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.json()).toEqual({ a: 'b'.repeat(100) });
  });

  test('in pieces', async () => {
    const answer = await get({ how: 'chunked', body: { a: 'b'.repeat(100) } });
    expect([answer.headers.get('transfer-encoding'), answer.headers.get('content-length')]).toEqual(['chunked', null]);
    expect(await answer.json()).toEqual({ a: 'b'.repeat(100) });
  });

  test('by 50 MB', async () => {
    const answer = await get({ how: 'large' });
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(50_000_000);
  });
});
