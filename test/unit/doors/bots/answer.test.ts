import { describe, expect, test } from 'vitest';
import { AppError, type ErrorCode, errors, isErrorCode } from '../../../../shared/errors.ts';
import { socketToken } from '../../../fakes/bot-service.ts';
import { ask, bearer, call, codeIn, type Heard, open } from './talk.ts';

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
