import { describe, expect, test } from 'vitest';
import { httpToken, unknownToken } from '../../../fakes/bot-service.ts';
import { ask, bearer, codeIn, open, say } from './talk.ts';

describe('fetch of Node', () => {
  test('is served on TCP as a bot would use it', async () => {
    const { door } = await open();
    const me = await fetch(`${door.http}/v1/me`, { headers: bearer(httpToken) });
    expect([me.status, me.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    const call = await fetch(`${door.http}/v1/keys/kraken-main/call`, {
      method: 'POST',
      headers: { ...bearer(httpToken), 'content-type': 'application/json' },
      body: JSON.stringify({ method: 'fetchBalance' }),
    });
    expect(call.status).toBe(200);
    const byName = await fetch(`${door.http?.replace('127.0.0.1', 'localhost')}/v1/health`);
    expect(byName.status).toBe(200);
  });

  test('is refused with a referrer or an origin', async () => {
    const { door } = await open();
    for (const headers of [{ origin: 'http://evil.example' }, { referer: 'http://evil.example/' }]) {
      expect((await fetch(`${door.http}/v1/health`, { headers })).status).toBe(403);
    }
  });
});

describe('on TCP', () => {
  test('the Host must be exactly 127.0.0.1 or localhost with the port', async () => {
    const { port } = await open();
    const status = async (host: string) => (await ask({ port }, { headers: { host } })).status;
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) expect(await status(host)).toBe(200);
    const wrong = [
      '127.0.0.1',
      'localhost',
      `LOCALHOST:${port}`,
      `127.0.0.1:${port + 1}`,
      `evil.example:${port}`,
      `127.0.0.1.nip.io:${port}`,
      `[::1]:${port}`,
      `0.0.0.0:${port}`,
      `x@127.0.0.1:${port}`,
      `127.1:${port}`,
      `127.0.0.1:${port},127.0.0.1:${port}`,
    ];
    for (const host of wrong) expect([host, await status(host)]).toEqual([host, 421]);
  });

  test('no Host, two Hosts and a host in the request line are refused', async () => {
    const { port } = await open();
    const host = `Host: 127.0.0.1:${port}\r\n`;
    const end = 'Connection: close\r\n\r\n';
    expect(await say(port, `GET /v1/health HTTP/1.1\r\n${end}`)).toMatch(/^HTTP\/1.1 421 [\s\S]*HOST_DENIED/);
    expect(await say(port, `GET /v1/health HTTP/1.1\r\nHost:\r\n${end}`)).toMatch(/^HTTP\/1.1 421 /);
    expect(await say(port, `GET /v1/health HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1.1 421 [\s\S]*HOST_DENIED/);
    for (const second of [host, 'Host: evil.example\r\n', 'hOST:\r\n']) {
      expect(await say(port, `GET /v1/health HTTP/1.1\r\n${host}${second}${end}`)).toMatch(
        /^HTTP\/1.1 421 [\s\S]*HOST_DENIED/,
      );
    }
    expect(await say(port, `GET http://evil.example/v1/health HTTP/1.1\r\n${host}${end}`)).toMatch(
      /^HTTP\/1.1 421 [\s\S]*HOST_DENIED/,
    );
    expect(await say(port, `GET http://127.0.0.1:${port}/v1/health HTTP/1.1\r\n${host}${end}`)).toMatch(
      /^HTTP\/1.1 421 /,
    );
    expect(await say(port, `CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 421 [\s\S]*HOST_DENIED/,
    );
  });

  const denied: [string, Record<string, string>][] = [
    ...['cross-site', 'same-origin', 'same-site', 'none', ''].map((site): [string, Record<string, string>] => [
      `Sec-Fetch-Site: ${site}`,
      { 'sec-fetch-site': site },
    ]),
    ...['http://127.0.0.1/', '', 'about:blank'].map((referer): [string, Record<string, string>] => [
      `Referer: ${referer}`,
      { referer },
    ]),
    ...['null', 'http://evil.example', 'https://127.0.0.1', '', '*', '**'].map(
      (origin): [string, Record<string, string>] => [`Origin: ${origin}`, { origin }],
    ),
    ...['no-cors', 'navigate', 'same-origin', 'websocket', '', 'CORS', 'cors, cors'].map(
      (mode): [string, Record<string, string>] => [`Sec-Fetch-Mode: ${mode}`, { 'sec-fetch-mode': mode }],
    ),
  ];
  test.each(denied)('"%s" is refused on every route and before the token is looked at', async (_title, headers) => {
    const { port, bots } = await open();
    for (const token of [undefined, httpToken, unknownToken]) {
      for (const [method, path] of [
        ['GET', '/v1/health'],
        ['GET', '/v1/me'],
        ['POST', '/v1/keys/kraken-main/call'],
        ['OPTIONS', '/v1/me'],
        ['GET', '/none'],
        ['GET', '/%zz'],
      ]) {
        const heard = await ask(
          { port },
          { method: method ?? '', path: path ?? '', headers: { ...headers, ...(token && bearer(token)) } },
        );
        expect([heard.status, codeIn(heard)]).toEqual([403, 'ORIGIN_DENIED']);
      }
    }
    expect(bots.received).toEqual([]);
  });

  test('"Sec-Fetch-Mode: cors" passes, and "Origin: *" below /v1/resign/ only', async () => {
    const { port } = await open();
    expect((await ask({ port }, { headers: { 'sec-fetch-mode': 'cors' } })).status).toBe(200);
    const resign = (origin: string | string[]) =>
      ask({ port }, { path: '/v1/resign/kraken-main/api.kraken.com/0/public/Time', headers: { origin } });
    expect((await resign('*')).status).toBe(200);
    expect((await resign('0b6ffc21-3f5c-4d53-9ad0-c6a29d0a35f1')).status).toBe(200);
    for (const origin of ['null', '**', ['*', '*']]) expect(codeIn(await resign(origin))).toBe('ORIGIN_DENIED');
    for (const path of ['/v1/resign', '/v1/%72esign/x', '/v1/resignation', '//v1/resign/', '/v1/Resign/x']) {
      expect(codeIn(await ask({ port }, { path, headers: { origin: '*' } }))).toBe('ORIGIN_DENIED');
    }
  });

  test('a wrong Host is told before a wrong origin, and both before a wrong body', async () => {
    const { port } = await open();
    const heard = await ask(
      { port },
      { method: 'POST', path: '/v1/me', headers: { host: 'evil.example', origin: 'null' }, body: '{' },
    );
    expect(codeIn(heard)).toBe('HOST_DENIED');
  });

  test('no answer carries a CORS header, and OPTIONS is a verb like any other', async () => {
    const { port } = await open();
    const preflight = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
      'access-control-request-private-network': 'true',
    };
    for (const [method, headers] of [
      ['OPTIONS', preflight],
      ['OPTIONS', {}],
      ['GET', {}],
      ['OPTIONS', { ...preflight, origin: 'http://evil.example' }],
    ] as const) {
      const heard = await ask({ port }, { method, headers });
      expect(
        Object.keys(heard.headers).filter((name) => /^access-control|^timing-allow|^cross-origin/.test(name)),
      ).toEqual([]);
      if (method === 'OPTIONS' && !('origin' in headers))
        expect([heard.status, codeIn(heard)]).toEqual([404, 'ROUTE_UNKNOWN']);
    }
  });

  test('a header cannot be hidden behind two thousand others', async () => {
    const { port } = await open();
    const text = `GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${'a:\r\n'.repeat(3_000)}Origin: http://evil.example\r\nConnection: close\r\n\r\n`;
    expect(await say(port, text)).toMatch(/^HTTP\/1.1 403 /);
  });

  test('a token made for the socket is unknown', async () => {
    const { port } = await open();
    expect((await ask({ port }, { path: '/v1/me', headers: bearer(httpToken) })).status).toBe(200);
    const heard = await ask({ port }, { path: '/v1/me', headers: bearer(`kb_${'s'.repeat(43)}`) });
    expect([heard.status, codeIn(heard)]).toEqual([401, 'TOKEN_UNKNOWN']);
  });
});

test('on the socket, where no browser comes, these rules do not hold, but for two Hosts', async () => {
  const { door } = await open();
  const headers = {
    host: 'anything',
    origin: 'null',
    referer: 'x',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
  };
  expect((await ask({ socketPath: door.socket }, { headers })).status).toBe(200);
  expect(await say(door.socket, 'GET /v1/health HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
  expect(await say(door.socket, 'GET /v1/health HTTP/1.1\r\nHost: a\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1.1 400 [\s\S]*BODY_INVALID/,
  );
});
