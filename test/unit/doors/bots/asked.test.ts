import { describe, expect, test } from 'vitest';
import { keyId, label, socketToken } from '../../../fakes/bot-service.ts';
import { ask, bearer, call, codeIn, open } from './talk.ts';

const json = { 'content-type': 'application/json' };
const authorised = { ...bearer(socketToken), ...json };

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

  test('a token in the body is refused, so that it goes neither to the exchange nor into the log', async () => {
    const opened = await open();
    const order = ['BTC/USD', 'limit', 'buy', 1, 5];
    for (const params of [{ clientOrderId: socketToken }, { [socketToken]: 1 }, { note: `see ${socketToken}.` }]) {
      const heard = await call(opened, { method: 'createOrder', args: [...order, params] });
      expect([heard.status, codeIn(heard)]).toEqual([400, 'BODY_INVALID']);
    }
    expect((await call(opened, { method: 'createOrder', args: [...order, { clientOrderId: 'kb_1' }] })).status).toBe(
      200,
    );
    expect(opened.bots.received).toHaveLength(1);
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
