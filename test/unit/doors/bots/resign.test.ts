import { type IncomingHttpHeaders, request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { resignMethods } from '../../../../shared/bot-api.ts';
import { AppError } from '../../../../shared/errors.ts';
import { httpToken, label, socketToken, unknownToken } from '../../../fakes/bot-service.ts';
import { ask, codeIn, open, say } from './talk.ts';

const place = `/v1/resign/${label}`;
const key = { 'api-key': socketToken };

interface Bytes {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

const bytesFrom = (socketPath: string, path: string): Promise<Bytes> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, headers: key }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });

describe('a request to be signed anew', () => {
  test.each(resignMethods)('comes through as it was sent: %s', async (method) => {
    const { door, bots } = await open();
    const path = `${place}/api.kraken.com/0/private/Balance?a=1&b=%7e&c=+`;
    const body = method === 'GET' ? {} : { body: Buffer.from([0x61, 0x3d, 0xff, 0x00]) };
    const length: Record<string, string> = method === 'GET' ? {} : { 'content-length': '4' };
    const heard = await ask(
      { socketPath: door.socket },
      { method, path, headers: { ...key, 'x-odd': 'q', ...length }, ...body },
    );
    expect(heard.status).toBe(200);
    const [one] = bots.resigned;
    expect(one).toMatchObject({ bot: 'grid-1', ask: { method, url: path } });
    expect(one?.ask.headers).toContainEqual(['x-odd', 'q']);
    expect(Buffer.from(one?.ask.body ?? [])).toEqual(method === 'GET' ? Buffer.alloc(0) : body.body);
  });

  test.each([
    ['a whole address', `${place}/https://api.kraken.com/0/private/Balance`],
    ['an escaped one', `${place}/https%3A%2F%2Fapi.kraken.com%2F0%2Fprivate%2FBalance%3Fa%3D1`],
    ['two slashes', `${place}//api.kraken.com//0`],
    ['dots', `${place}/api.kraken.com/0/../1`],
    ['an escape that is none', `${place}/api.kraken.com/%zz`],
    ['a semicolon', `${place}/api.kraken.com/0;a=1?b=2`],
  ])('is read by nobody on its way: %s', async (_what, path) => {
    const { door, bots } = await open();
    expect((await ask({ socketPath: door.socket }, { path, headers: key })).status).toBe(200);
    expect(bots.resigned[0]?.ask.url).toBe(path);
  });

  test('may come with any content type, with none, and without a body', async () => {
    const { door, bots } = await open();
    for (const type of [
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/x-odd',
      undefined,
    ])
      for (const body of ['{"a":1', undefined]) {
        const headers = { ...key, ...(type === undefined ? {} : { 'content-type': type }) };
        const said = { method: 'POST', path: `${place}/x/y`, headers, ...(body === undefined ? {} : { body }) };
        expect([type, body, (await ask({ socketPath: door.socket }, said)).status]).toEqual([type, body, 200]);
      }
    expect(bots.resigned).toHaveLength(10);
  });

  test('keeps a header that stands there twice', async () => {
    const { door, bots } = await open();
    await ask({ socketPath: door.socket }, { path: `${place}/x/y`, headers: { ...key, 'x-two': ['a', 'b'] } });
    const twice = bots.resigned[0]?.ask.headers.filter(([name]) => name === 'x-two');
    expect(twice).toEqual([
      ['x-two', 'a'],
      ['x-two', 'b'],
    ]);
  });

  test('is answered as the exchange does, and kept out of caches', async () => {
    const { door, bots } = await open();
    bots.resign.send = async () => ({
      status: 418,
      headers: { 'content-type': 'text/html', 'retry-after': '7' },
      body: Buffer.from([0, 1, 2, 255]),
      callId: 'call_x',
    });
    const answer = await bytesFrom(door.socket, `${place}/x/y`);
    expect(answer.status).toBe(418);
    expect(answer.headers).toMatchObject({
      ...{ 'content-type': 'text/html', 'retry-after': '7', 'content-length': '4' },
      ...{ 'cache-control': 'no-store', 'keybearer-call-id': 'call_x' },
    });
    expect(answer.bytes).toEqual(Buffer.from([0, 1, 2, 255]));
  });

  test('over 256 KiB is refused', async () => {
    const { door, bots } = await open();
    const body = Buffer.alloc(256 * 1024 + 1, 'a');
    const heard = await ask({ socketPath: door.socket }, { method: 'POST', path: `${place}/x/y`, headers: key, body });
    expect(codeIn(heard)).toBe('BODY_TOO_LARGE');
    expect(bots.resigned).toEqual([]);
  });
});

describe('the token of such a request', () => {
  test('is one like everywhere: unknown, or made for another door', async () => {
    const { door, bots, port } = await open();
    const path = `${place}/x/y`;
    const unknown = { path, headers: { 'api-key': unknownToken } };
    expect(codeIn(await ask({ socketPath: door.socket }, unknown))).toBe('TOKEN_UNKNOWN');
    expect(codeIn(await ask({ port }, { path, headers: key }))).toBe('TOKEN_UNKNOWN');
    expect((await ask({ port }, { path, headers: { 'api-key': httpToken } })).status).toBe(200);
    expect(bots.resigned.map(({ bot }) => bot)).toEqual(['grid-2']);
  });

  test('that is missing leaves what anybody may read', async () => {
    const { door, bots } = await open();
    expect((await ask({ socketPath: door.socket }, { path: `${place}/x/y` })).status).toBe(200);
    expect(bots.resigned[0]?.bot).toBeNull();
  });
});

describe('a request that can be read in two ways is refused before anything of it is looked at', () => {
  const post = (head: string, target = `${place}/x/y`) => `POST ${target} HTTP/1.1\r\nConnection: close\r\n${head}`;
  const token = `API-Key: ${httpToken}\r\n`;
  test.each([
    ['two hosts', (port: number) => post(`Host: 127.0.0.1:${port}\r\nHost: evil.example\r\n${token}\r\n`), 421],
    ['a host that is not ours', () => post(`Host: api.kraken.com\r\n${token}\r\n`), 421],
    [
      'an absolute address',
      (port: number) => post(`Host: 127.0.0.1:${port}\r\n${token}\r\n`, 'http://a.b/v1/resign/k/x/y'),
      421,
    ],
    [
      'a length and chunks',
      (port: number) =>
        post(`Host: 127.0.0.1:${port}\r\n${token}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
      400,
    ],
    [
      'two lengths',
      (port: number) => post(`Host: 127.0.0.1:${port}\r\n${token}Content-Length: 1\r\nContent-Length: 2\r\n\r\na`),
      400,
    ],
    [
      'two content types',
      (port: number) => post(`Host: 127.0.0.1:${port}\r\n${token}Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n`),
      400,
    ],
    ['a fold of lines', (port: number) => post(`Host: 127.0.0.1:${port}\r\n${token}X-A: 1\r\n 2\r\n\r\n`), 400],
  ])('%s', async (_what, bytes, status) => {
    const { bots, port } = await open();
    expect(await say(port, bytes(port))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(bots.resigned).toEqual([]);
  });

  test('a page’s request', async () => {
    const { bots, port } = await open();
    const path = `${place}/x/y`;
    for (const header of [{ 'sec-fetch-site': 'none' }, { referer: 'https://a.b/' }, { origin: 'https://a.b' }])
      expect(codeIn(await ask({ port }, { path, headers: { 'api-key': httpToken, ...header } }))).toBe('ORIGIN_DENIED');
    expect(bots.resigned).toEqual([]);
    // ccxt names its broker to bybit in this header; no browser could.
    expect((await ask({ port }, { path, headers: { 'api-key': httpToken, referer: 'CCXT' } })).status).toBe(200);
  });
});

test('a fault that nobody foresaw says that the exchange may have acted, and nothing of what happened', async () => {
  const { door, bots, faults } = await open();
  bots.resign.send = async () => {
    throw new TypeError(`cannot read ${socketToken}`);
  };
  const heard = await ask({ socketPath: door.socket }, { path: `${place}/x/y`, headers: key });
  expect(heard.json).toMatchObject({ code: 'INTERNAL', sent: 'unknown' });
  expect(heard.text).not.toContain(socketToken);
  expect(faults).toHaveLength(1);
});

test('a refusal tells its reason', async () => {
  const { door, bots } = await open();
  bots.resign.send = async () => {
    throw new AppError('RESIGN_REFUSED', { causes: [{ id: 'port', text: 'A port.', likelihood: 1, check: 'Look.' }] });
  };
  const heard = await ask({ socketPath: door.socket }, { path: `${place}/x/y`, headers: key });
  expect(heard.status).toBe(422);
  expect(heard.json).toMatchObject({ code: 'RESIGN_REFUSED', causes: [{ id: 'port' }] });
});

test.each(['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'])('no exchange is asked by %s', async (method) => {
  const { door, bots } = await open();
  expect((await ask({ socketPath: door.socket }, { method, path: `${place}/x/y`, headers: key })).status).toBe(404);
  expect(bots.resigned).toEqual([]);
});
