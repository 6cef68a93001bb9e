import { describe, expect, test } from 'vitest';
import { type BotRouteName, botRoutes } from '../../../../shared/bot-api.ts';
import { AppError, type ErrorCode, errors, isErrorCode } from '../../../../shared/errors.ts';
import { openApiDocument } from '../../../../shared/openapi.ts';
import { keyId, label, socketToken } from '../../../fakes/bot-service.ts';
import { ask, bearer, call, codeIn, type Heard, open } from './talk.ts';

const json = { 'content-type': 'application/json' };
const authorised = { ...bearer(socketToken), ...json };
const bodies: Partial<Record<BotRouteName, unknown>> = { 'keys.call': { method: 'fetchBalance', args: [] } };
const names = Object.keys(botRoutes).filter((name): name is BotRouteName => Object.hasOwn(botRoutes, name));

describe('every route of the table', () => {
  test.each(names)('%s is served and its result is what the contract says', async (name) => {
    const { door } = await open();
    const { method, path, result, needs } = botRoutes[name];
    const said = {
      method,
      path: path.replace(':key', label),
      headers: authorised,
      ...(method === 'POST' && { body: JSON.stringify(bodies[name] ?? {}) }),
    };
    const heard = await ask({ socketPath: door.socket }, said);
    expect(heard.status).toBe(200);
    expect(heard.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(result.safeParse(heard.json).error).toBeUndefined();
    const nameless = await ask({ socketPath: door.socket }, { ...said, headers: json });
    expect(nameless.status).toBe(needs === 'nothing' ? 200 : 401);
  });

  test('stands in the document, and nothing else does; what the document names is served', async () => {
    const { door } = await open();
    const document = await ask({ socketPath: door.socket }, { path: '/v1/openapi.json' });
    expect(document.json).toEqual(JSON.parse(JSON.stringify(openApiDocument('0.1.0'))));
    const { paths } = openApiDocument('0.1.0');
    const documented = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(
      names.map((name) => `${botRoutes[name].method} ${botRoutes[name].path.replace(/:(\w+)/, '{$1}')}`).sort(),
    );
  });

  test('has no other verb', async () => {
    const { door } = await open();
    for (const name of names) {
      for (const method of [
        'GET',
        'HEAD',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
        'OPTIONS',
        'TRACE',
        'PROPFIND',
        'QUERY',
        'M-SEARCH',
      ]) {
        if (method === botRoutes[name].method) continue;
        const heard = await ask(
          { socketPath: door.socket },
          { method, path: botRoutes[name].path.replace(':key', label), headers: bearer(socketToken) },
        );
        expect([method, heard.status, method === 'HEAD' ? 'ROUTE_UNKNOWN' : codeIn(heard)]).toEqual([
          method,
          404,
          'ROUTE_UNKNOWN',
        ]);
      }
    }
  });
});

test('what is in no table is ROUTE_UNKNOWN, with and without a token, whatever the body', async () => {
  const { door } = await open();
  const paths = [
    '/',
    '/v1',
    '/v1/',
    '/v1/keys/',
    '/v1/me/',
    '/V1/me',
    '//v1/me',
    '/v1//me',
    '/v1/keys/kraken-main',
    '/v1/keys/kraken-main/call/',
    '/v2/me',
    '/v1/health/..',
    '/v1/./me',
    '/v1/pair',
  ];
  for (const path of paths) {
    for (const headers of [{}, authorised]) {
      expect([path, codeIn(await ask({ socketPath: door.socket }, { path, headers }))]).toEqual([
        path,
        'ROUTE_UNKNOWN',
      ]);
      expect(codeIn(await ask({ socketPath: door.socket }, { method: 'POST', path, headers, body: '{' }))).toBe(
        'ROUTE_UNKNOWN',
      );
    }
  }
});

describe('the key in the path', () => {
  test('is an id or a label, percent-decoded exactly once', async () => {
    const opened = await open();
    for (const key of [label, keyId, 'kraken%2Dmain', '%6braken-main'])
      expect((await call(opened, { method: 'fetchBalance' }, {}, key)).status).toBe(200);
    expect(opened.bots.received.map(({ key }) => key)).toEqual([label, keyId, label, label]);
    for (const key of [
      '',
      'kraken%252Dmain',
      'kraken-main%00',
      'kraken-main%2Fcall',
      '..',
      '%2e%2e',
      'a'.repeat(64),
      'a'.repeat(900),
      'KRAKEN-MAIN',
      'key_x',
      '-x',
      'none',
    ]) {
      expect([key, codeIn(await call(opened, { method: 'fetchBalance' }, {}, key))]).toEqual([key, 'KEY_UNKNOWN']);
    }
  });

  test('a path that cannot be decoded is BODY_INVALID', async () => {
    const opened = await open();
    for (const key of ['%zz', '%', '%ff', '%c0%af'])
      expect(codeIn(await call(opened, { method: 'fetchBalance' }, {}, key))).toBe('BODY_INVALID');
  });
});

describe('what a call carries', () => {
  test('method and arguments come to the agent as they were sent, numbers exactly', async () => {
    const opened = await open();
    const sent =
      '{"method":"createOrder","args":["BTC/USD","limit","buy",1e-8,"50000.10",{"postOnly":true,"x":0.1234567890123456789}]}';
    expect((await call(opened, sent)).status).toBe(200);
    const args = ['BTC/USD', 'limit', 'buy', '0.00000001', '50000.10', { postOnly: true, x: '0.1234567890123456789' }];
    expect(opened.bots.received).toEqual([{ bot: 'grid-1', key: label, input: { method: 'createOrder', args } }]);
  });

  test('amounts in another form never come to the agent', async () => {
    const opened = await open();
    const heard = await call(opened, { method: 'createOrder', args: ['BTC/USD', 'limit', 'buy', '1e3', 5] });
    expect([heard.status, codeIn(heard)]).toEqual([400, 'BODY_INVALID']);
    expect(opened.bots.received).toEqual([]);
  });

  test('a deadline and an Idempotency-Key are passed on', async () => {
    const opened = await open();
    await call(opened, { method: 'fetchBalance' }, { 'keybearer-deadline-ms': '1500', 'idempotency-key': 'order 1' });
    expect(opened.bots.received[0]?.input).toEqual({
      method: 'fetchBalance',
      args: [],
      deadlineMs: 1500,
      idempotencyKey: 'order 1',
    });
  });

  test.each(['0', '-1', '1.5', '1e3', '', 'soon', '9999999999', '0x10', '1,2'])(
    'a deadline of "%s" is refused',
    async (deadline) => {
      expect(codeIn(await call(await open(), { method: 'fetchBalance' }, { 'keybearer-deadline-ms': deadline }))).toBe(
        'BODY_INVALID',
      );
    },
  );

  test.each([[''], ['x'.repeat(65)], ['é'], [['a', 'b']], ['a\tb']])(
    'an Idempotency-Key of %j is refused',
    async (key) => {
      expect(codeIn(await call(await open(), { method: 'fetchBalance' }, { 'idempotency-key': key }))).toBe(
        'BODY_INVALID',
      );
    },
  );

  test.each([
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '1',
    '{}',
    '{"method":1}',
    '{"method":""}',
    '{"method":"a","args":{}}',
    '{"method":"a","args":null}',
    '{"method":"a","extra":1}',
    '{"method":"a","method":"b"}',
    '{"method":"a","args":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}',
    '\ufeff{"method":"a"}',
    '{"method":"a","__proto__":{}}',
  ])('the body %j is refused', async (body) => {
    const opened = await open();
    expect(codeIn(await call(opened, body))).toBe('BODY_INVALID');
    expect(opened.bots.received).toEqual([]);
  });

  test('a body that is not JSON in UTF-8, by its type or its bytes, is refused', async () => {
    const opened = await open();
    const body = '{"method":"fetchBalance"}';
    for (const type of ['application/json', 'Application/JSON; Charset=UTF-8', 'application/json;charset="utf-8"']) {
      expect([type, (await call(opened, body, { 'content-type': type })).status]).toEqual([type, 200]);
    }
    const others = [
      '',
      'text/plain',
      'text/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=latin1',
      'application/json, text/plain',
      'application/jsonx',
      'application/problem+json',
      'application/json; x=y',
      'json',
      '/',
    ];
    for (const type of others)
      expect([type, codeIn(await call(opened, body, { 'content-type': type }))]).toEqual([type, 'BODY_INVALID']);
    expect(codeIn(await call(opened, Buffer.from([0x22, 0xff, 0x22])))).toBe('BODY_INVALID');
    const typeless = await ask(
      { socketPath: opened.door.socket },
      { method: 'POST', path: `/v1/keys/${label}/call`, headers: bearer(socketToken), body },
    );
    expect(codeIn(typeless)).toBe('BODY_INVALID');
  });

  test('256 KiB are read and a byte more is refused, with a length and in chunks', async () => {
    const opened = await open();
    const bodyOf = (length: number) => `{"method":"fetchBalance","args":["${'x'.repeat(length - 37)}"]}`;
    expect(bodyOf(262_144).length).toBe(262_144);
    for (const chunked of [{}, { 'transfer-encoding': 'chunked' }]) {
      expect((await call(opened, bodyOf(262_144), chunked)).status).toBe(200);
      const heard = await call(opened, bodyOf(262_145), chunked);
      expect([heard.status, codeIn(heard)]).toEqual([413, 'BODY_TOO_LARGE']);
      expect(codeIn(await call(opened, 'x'.repeat(3_000_000), chunked))).toBe('BODY_TOO_LARGE');
    }
  });

  test('a GET with a body is refused', async () => {
    const { door } = await open();
    expect(
      codeIn(
        await ask(
          { socketPath: door.socket },
          { path: '/v1/me', headers: { ...authorised, 'content-length': '2' }, body: '{}' },
        ),
      ),
    ).toBe('BODY_INVALID');
    expect(
      codeIn(
        await ask(
          { socketPath: door.socket },
          { path: '/v1/me', headers: { ...authorised, 'transfer-encoding': 'chunked' }, body: '{}' },
        ),
      ),
    ).toBe('BODY_INVALID');
  });
});

test('a code is asked for without a body or with an empty one', async () => {
  const { door } = await open();
  const code = (headers: Record<string, string>, body?: string) =>
    ask(
      { socketPath: door.socket },
      {
        method: 'POST',
        path: `/v1/keys/${label}/code`,
        headers: { ...bearer(socketToken), ...headers },
        ...(body !== undefined && { body }),
      },
    );
  for (const heard of [await code({}), await code(json), await code(json, ''), await code(json, '{}')])
    expect(heard.status).toBe(200);
  for (const heard of [
    await code(json, '{"a":1}'),
    await code(json, '[]'),
    await code(json, 'null'),
    await code({}, '{}'),
  ])
    expect(codeIn(heard)).toBe('BODY_INVALID');
});

test('the query of calls is checked', async () => {
  const { door, bots } = await open();
  const calls = (query: string) =>
    ask({ socketPath: door.socket }, { path: `/v1/calls${query}`, headers: bearer(socketToken) });
  for (const query of ['', '?limit=5', '?since=2026-11-22T12:00:00.000Z&status=ok&limit=1000'])
    expect((await calls(query)).status).toBe(200);
  expect(bots.queries).toEqual([
    { limit: 100 },
    { limit: 5 },
    { since: '2026-11-22T12:00:00.000Z', status: 'ok', limit: 1000 },
  ]);
  for (const query of [
    '?limit=0',
    '?limit=1001',
    '?limit=x',
    '?limit=',
    '?limit=1.5',
    '?limit=1&limit=2',
    '?status=fine',
    '?x=1',
    '?__proto__=1',
    `?since=${'x'.repeat(101)}`,
  ]) {
    expect([query, codeIn(await calls(query))]).toEqual([query, 'BODY_INVALID']);
  }
});

describe('results', () => {
  test('come as ccxt gives them, with what JSON lacks written in its place', async () => {
    const opened = await open();
    opened.bots.answer = () => ({
      a: undefined,
      b: Number.NaN,
      c: [Number.POSITIVE_INFINITY, undefined],
      d: 10n ** 20n,
      e: new Date(0),
      f: 1e-7,
      g: 'é\ud800',
    });
    const result = {
      b: null,
      c: [null, null],
      d: '100000000000000000000',
      e: '1970-01-01T00:00:00.000Z',
      f: 1e-7,
      g: 'é\ud800',
    };
    expect((await call(opened, { method: 'fetchBalance' })).json).toMatchObject({ result });
    opened.bots.answer = () => undefined;
    expect((await call(opened, { method: 'fetchBalance' })).json).toMatchObject({ result: null });
  });

  test('that cannot be written are INTERNAL, and nobody is told that nothing was sent', async () => {
    const opened = await open();
    const ring: { self?: unknown } = {};
    ring.self = ring;
    opened.bots.answer = () => ring;
    const heard = await call(opened, { method: 'createOrder', args: ['BTC/USD', 'market', 'buy', 1] });
    expect([heard.status, codeIn(heard)]).toEqual([500, 'INTERNAL']);
    expect(heard.json).toMatchObject({ sent: 'unknown', retryable: false });
    expect(opened.faults.length).toBe(1);
  });
});

describe('faults of the agent', () => {
  test.each(Object.keys(errors).filter(isErrorCode))(
    '%s comes with the status, sent and retryable of the table',
    async (code: ErrorCode) => {
      const opened = await open();
      opened.bots.answer = () => {
        throw new AppError(code, { sent: 'yes' });
      };
      const heard = await call(opened, { method: 'fetchBalance' });
      const { status, sent, retryable } = errors[code];
      expect([heard.status, codeIn(heard)]).toEqual([status, code]);
      expect(heard.json).toMatchObject({
        type: `urn:keybearer:error:${code}`,
        status,
        sent: sent === 'thrower' ? 'yes' : sent,
        retryable: retryable && sent === 'no',
      });
    },
  );

  test('carry what is known: call, causes, words of the exchange, and when to come back', async () => {
    const opened = await open();
    const cause = { id: 'clock', text: 'The clock is off.', likelihood: 0.8, check: 'Compare the clocks.' };
    opened.bots.answer = () => {
      throw new AppError('RATE_LIMITED', {
        callId: 'call_x',
        retryAfterMs: 1_200,
        ccxt: 'RateLimitExceeded',
        exchange: 'EAPI:Rate limit exceeded',
        causes: [cause],
        detail: 'Wait.',
      });
    };
    const heard = await call(opened, { method: 'fetchBalance' });
    expect(heard.headers['retry-after']).toBe('2');
    expect(heard.json).toMatchObject({
      callId: 'call_x',
      retryAfterMs: 1_200,
      ccxt: 'RateLimitExceeded',
      exchange: 'EAPI:Rate limit exceeded',
      causes: [cause],
      detail: 'Wait.',
    });
  });

  test('that nobody foresaw are INTERNAL, reported here and kept from the bot, whatever status they claim', async () => {
    const opened = await open();
    const secret = 'planted-secret';
    for (const fault of [
      new Error(secret),
      Object.assign(new Error(secret), { statusCode: 400, code: 'FST_ERR_CTP_X' }),
      secret,
      undefined,
      null,
      { secret },
    ]) {
      opened.bots.answer = () => {
        throw fault;
      };
      const heard: Heard = await call(opened, { method: 'fetchBalance' });
      expect([heard.status, codeIn(heard)]).toEqual([500, 'INTERNAL']);
      expect(heard.json).toMatchObject({ sent: 'unknown' });
      expect(heard.text).not.toContain(secret);
    }
    expect(opened.faults.length).toBe(6);
  });

  test('in other routes say that nothing was sent', async () => {
    const opened = await open();
    opened.bots.me = () => {
      throw new Error('broken');
    };
    opened.bots.vault = () => {
      throw new Error('broken');
    };
    for (const path of ['/v1/me', '/v1/health']) {
      const heard = await ask({ socketPath: opened.door.socket }, { path, headers: bearer(socketToken) });
      expect([heard.status, codeIn(heard)]).toEqual([500, 'INTERNAL']);
      expect(heard.json).toMatchObject({ sent: 'no' });
    }
  });
});

test('no answer repeats a token, wherever it was put', async () => {
  const opened = await open();
  const token = socketToken;
  const heard = [
    await call(opened, `{"${token}":1}`),
    await call(opened, `{"method":"${token}","args":{}}`),
    await call(opened, `"${token}`),
    await call(opened, { method: 'fetchBalance' }, { 'content-type': token }),
    await call(opened, { method: 'fetchBalance' }, { 'idempotency-key': `${token}${token}` }),
    await call(opened, { method: 'fetchBalance' }, { 'keybearer-deadline-ms': token }),
    await call(opened, { method: 'fetchBalance' }, {}, token),
    await call(opened, { method: 'fetchBalance' }, {}, `%zz${token}`),
    await ask({ socketPath: opened.door.socket }, { path: `/v1/${token}` }),
    await ask(
      { socketPath: opened.door.socket },
      { path: `/v1/calls?${token}=${token}&status=${token}`, headers: bearer(token) },
    ),
    await ask({ socketPath: opened.door.socket }, { path: '/v1/me', headers: { authorization: `Bearer ${token}x` } }),
  ];
  for (const { status, text, headers } of heard) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text + JSON.stringify(headers)).not.toContain(token);
  }
});
