import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { nameFailure } from '../../../electron/exchange/failures.ts';
import { startPractice } from '../../../electron/practice/server.ts';
import { connect, openGate, serve, type TestServer, venueAt } from './fixture.ts';

const key = { apiKey: 'a', secret: 'YWFh' };
const big = 8 * 1024 * 1024;
let open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of open) await one[Symbol.asyncDispose]();
  open = [];
});

async function callAt(server: TestServer): Promise<unknown> {
  open.push(server);
  const venue = venueAt(server.url);
  open.push({ [Symbol.asyncDispose]: () => venue.close() });
  return (await connect(venue, key)).call('privatePostBalance', [{}], openGate().gate);
}

/** What an order would be told of this failure. */
const orderFate = async (server: TestServer) => {
  try {
    await callAt(server);
  } catch (fault) {
    const { code, sent } = nameFailure(fault, { needs: 'orders.create', handedOver: true });
    return { code, sent };
  }
  throw new Error('it went well');
};
const unknown = { code: 'OUTCOME_UNKNOWN', sent: 'unknown' };

describe('the connection to an exchange', () => {
  it("is undici's, set on the exchange object: no call ever uses the global fetch", async () => {
    const practice = await startPractice({ port: 0, now: Date.now });
    const own = globalThis.fetch;
    globalThis.fetch = () => {
      throw new Error('the global fetch was used');
    };
    const venue = venueAt(practice.url);
    open.push({ [Symbol.asyncDispose]: () => venue.close() }, { [Symbol.asyncDispose]: () => practice.close() });
    try {
      const practiceKey = practice.keys.find(({ label }) => label === 'practice-totp');
      if (practiceKey === undefined) throw new Error('no key');
      const client = await connect(venue, practiceKey);
      expect(await client.call('fetchBalance', [], openGate(practiceKey).gate)).toHaveProperty('total');
      expect(await client.call('fetchTicker', ['BTC/USD'], openGate().gate)).toHaveProperty('last');
    } finally {
      globalThis.fetch = own;
    }
  });

  it('does not use a proxy from the environment', async () => {
    const proxy = await serve((_, response) => response.end('{"error":[],"result":{"proxy":"1"}}'));
    open.push(proxy);
    for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY']) process.env[name] = proxy.url;
    try {
      await callAt(await serve((_, response) => response.end('{"error":[],"result":{}}')));
    } finally {
      for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY']) delete process.env[name];
    }
    expect(proxy.asked).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect with status %d', async (status) => {
    const server = await serve((_, response) => response.writeHead(status, { location: '/elsewhere' }).end());
    expect(await orderFate(server)).toEqual(unknown);
    expect(server.asked).toEqual(['/0/private/Balance']);
  });

  it('never repeats a request whose answer is lost', async () => {
    const server = await serve((request) => request.socket.destroy());
    expect(await orderFate(server)).toEqual(unknown);
    expect(server.asked).toHaveLength(1);
  });

  it('tells an exchange that was never reached from one that did not answer', async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost')]) {
      expect(await orderFate({ ...server, url, [Symbol.asyncDispose]: async () => {} })).toEqual({
        code: 'EXCHANGE_UNAVAILABLE',
        sent: 'no',
      });
    }
  });
});

describe('the answer of an exchange', () => {
  const text = JSON.stringify({ error: [], result: { ZUSD: '1.5', ü: 'ä' } });

  it.each([
    ['as it is', {}, Buffer.from(text)],
    ['by gzip', { 'content-encoding': 'gzip' }, gzipSync(text)],
    ['by br', { 'content-encoding': 'br' }, brotliCompressSync(text)],
    ['by deflate', { 'content-encoding': 'deflate' }, deflateSync(text)],
  ])('is read packed %s', async (_, headers, bytes) => {
    const server = await serve((_request, response) => response.writeHead(200, headers).end(bytes));
    expect(await callAt(server)).toEqual(JSON.parse(text));
  });

  it('over 8 MiB is refused, also where it is packed small', async () => {
    const long = Buffer.from(JSON.stringify({ error: [], result: 'x'.repeat(big) }));
    const plain = await serve((_, response) => response.end(long));
    expect(await orderFate(plain)).toEqual(unknown);
    const bomb = gzipSync(long);
    expect(bomb.length).toBeLessThan(20_000);
    const packed = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(await orderFate(packed)).toEqual(unknown);
  });

  it('just under 8 MiB is taken', async () => {
    const server = await serve((_, response) =>
      response.end(JSON.stringify({ error: [], result: 'x'.repeat(big - 100) })),
    );
    expect(await callAt(server)).toHaveProperty('result');
  });

  it.each(['gzip', 'br', undefined])('that breaks off ends the call, packed by %s', async (encoding) => {
    const noise = Array.from({ length: 3000 }, () => Math.random());
    const whole = Buffer.from(JSON.stringify({ error: [], result: { noise } }));
    const bytes = encoding === 'gzip' ? gzipSync(whole) : encoding === 'br' ? brotliCompressSync(whole) : whole;
    const server = await serve((request, response) => {
      response.writeHead(200, { 'content-length': bytes.length, ...(encoding && { 'content-encoding': encoding }) });
      response.write(bytes.subarray(0, 3000));
      setTimeout(() => request.socket.destroy(), 30);
    });
    expect(await orderFate(server)).toEqual(unknown);
  });

  it.each([
    ['cut off', '{"error":[],"result":{"ZUSD":"1'],
    ['nested 100 deep', `{"error":[],"result":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['nested a million deep', `{"result":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`],
    ['a web page', '<html>down</html>'],
  ])('that is %s is no answer, whatever its status', async (_, body) => {
    for (const status of [200, 500]) {
      const server = await serve((_request, response) => response.writeHead(status).end(body));
      expect(await orderFate(server), `${status}`).toEqual(unknown);
    }
  });

  it('of a wrong packing is no answer', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(text));
    expect(await orderFate(server)).toEqual(unknown);
  });
});
