import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../../electron/base/clock.ts';
import { WrongTokens } from '../../../../electron/doors/bots/identify.ts';
import { socketToken, unknownToken } from '../../../fakes/bot-service.ts';
import { ask, bearer, call, codeIn, open, say } from './talk.ts';

const me = (socketPath: string, headers: Record<string, string | string[]>) =>
  ask({ socketPath }, { path: '/v1/me', headers });

describe('who is asking', () => {
  test('no token, another scheme or an empty one is TOKEN_MISSING', async () => {
    const { door } = await open();
    const values = [
      '',
      'Bearer',
      'Bearer ',
      socketToken,
      `Basic ${socketToken}`,
      `Bearer:${socketToken}`,
      `Bearer ${socketToken} x`,
      `Token ${socketToken}`,
      `xBearer ${socketToken}`,
    ];
    for (const authorization of values) {
      const heard = await me(door.socket, { authorization });
      expect([authorization, heard.status, codeIn(heard)]).toEqual([authorization, 401, 'TOKEN_MISSING']);
      expect(heard.headers['www-authenticate']).toBe('Bearer');
    }
    expect(codeIn(await me(door.socket, {}))).toBe('TOKEN_MISSING');
  });

  test('the scheme may be written in any case', async () => {
    const { door } = await open();
    for (const scheme of ['bearer', 'BEARER', 'Bearer'])
      expect((await me(door.socket, { authorization: `${scheme} ${socketToken}` })).status).toBe(200);
  });

  test('what is no token and what no bot has is TOKEN_UNKNOWN', async () => {
    const { door } = await open();
    for (const token of [
      unknownToken,
      'kb_',
      `${socketToken}a`,
      socketToken.slice(0, -1),
      socketToken.toUpperCase(),
      socketToken.replace('s', '='),
    ]) {
      const heard = await me(door.socket, bearer(token));
      expect([heard.status, codeIn(heard)]).toEqual([401, 'TOKEN_UNKNOWN']);
      expect(heard.text).not.toContain(token.slice(3, 20) || 'kb_s');
    }
  });

  test('two Authorization headers are refused, even equal ones', async () => {
    const { door } = await open();
    const one = `Authorization: Bearer ${socketToken}\r\n`;
    expect(await say(door.socket, `GET /v1/me HTTP/1.1\r\nHost: x\r\n${one}${one}Connection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 400 [\s\S]*BODY_INVALID/,
    );
  });

  test('a token elsewhere than in its header is not looked for', async () => {
    const { door } = await open();
    expect(
      codeIn(
        await ask({ socketPath: door.socket }, { path: `/v1/me?token=${socketToken}&access_token=${socketToken}` }),
      ),
    ).toBe('TOKEN_MISSING');
  });

  test('a sealed vault is told to those it knows, as 503 that may be tried again', async () => {
    const { door, bots } = await open();
    bots.state = 'sealed';
    const heard = await me(door.socket, bearer(socketToken));
    expect([heard.status, codeIn(heard)]).toEqual([503, 'VAULT_SEALED']);
    expect((await ask({ socketPath: door.socket })).json).toMatchObject({ vault: 'sealed' });
  });

  test('the token is asked for before the body is read', async () => {
    const opened = await open();
    expect(codeIn(await call(opened, '{"a":', { authorization: 'Bearer x' }))).toBe('TOKEN_UNKNOWN');
  });
});

describe('wrong tokens', () => {
  test('wait longer the more of them come, and no longer than 250 ms', async () => {
    const waits: number[] = [];
    const clock = { now: () => 0, monotonic: () => time, sleep: async (ms: number) => void waits.push(ms) };
    let time = 0;
    const wrong = new WrongTokens(clock, 250);
    for (let n = 0; n < 100; n += 1) await wrong.wait();
    expect(waits.slice(0, 3)).toEqual([10, 20, 30]);
    expect(waits.at(-1)).toBe(250);
    time = 60_000;
    await wrong.wait();
    expect(waits.at(-1)).toBe(10);
  });

  test('never slow a right one', async () => {
    const { door } = await open();
    const guesses = Array.from({ length: 200 }, () => me(door.socket, bearer(unknownToken)));
    await systemClock.sleep(20);
    const times: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const begun = performance.now();
      expect((await me(door.socket, bearer(socketToken))).status).toBe(200);
      times.push(performance.now() - begun);
    }
    expect(Math.min(...times)).toBeLessThan(50);
    expect((await Promise.all(guesses)).every(({ status }) => status === 401)).toBe(true);
  });
});

describe('requests in flight', () => {
  test('are limited per bot, and a place is free again when its call has ended', async () => {
    const opened = await open({ limits: { inFlightPerBot: 3 } });
    const waiting: (() => void)[] = [];
    opened.bots.answer = () => new Promise((resolve) => waiting.push(() => resolve('done')));
    const first = [1, 2, 3].map(() => call(opened, { method: 'fetchBalance' }));
    while (waiting.length < 3) await systemClock.sleep(5);
    const fourth = await call(opened, { method: 'fetchBalance' });
    expect([fourth.status, codeIn(fourth), fourth.headers['retry-after']]).toEqual([429, 'CALLS_LIMIT_EXCEEDED', '1']);
    expect(fourth.json).toMatchObject({ retryable: true, sent: 'no' });
    for (const finish of waiting) finish();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200, 200]);
    opened.bots.answer = () => 1;
    expect((await call(opened, { method: 'fetchBalance' })).status).toBe(200);
  });

  test('keep their place when the bot hangs up, since its call still runs', async () => {
    const opened = await open({ limits: { inFlightPerBot: 1 } });
    const waiting: (() => void)[] = [];
    opened.bots.answer = () => new Promise((resolve) => waiting.push(() => resolve('done')));
    const { connect } = await import('node:net');
    const socket = connect(opened.door.socket);
    socket.write(
      `POST /v1/keys/kraken-main/call HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${socketToken}\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{"method":"fetchBalance"}`,
    );
    while (waiting.length < 1) await systemClock.sleep(5);
    socket.destroy();
    await systemClock.sleep(30);
    expect(codeIn(await call(opened, { method: 'fetchBalance' }))).toBe('CALLS_LIMIT_EXCEEDED');
    waiting[0]?.();
    await systemClock.sleep(10);
    opened.bots.answer = () => 1;
    expect((await call(opened, { method: 'fetchBalance' })).status).toBe(200);
  });

  test('of a bot that hangs up before its body came are given back', async () => {
    const opened = await open({ limits: { inFlightPerBot: 1 } });
    const { connect } = await import('node:net');
    for (let n = 0; n < 5; n += 1) {
      const socket = connect(opened.door.socket);
      socket.write(
        `POST /v1/keys/kraken-main/call HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${socketToken}\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{"met`,
      );
      await systemClock.sleep(20);
      socket.destroy();
      await systemClock.sleep(20);
    }
    expect((await call(opened, { method: 'fetchBalance' })).status).toBe(200);
    expect(opened.faults).toEqual([]);
  });
});
