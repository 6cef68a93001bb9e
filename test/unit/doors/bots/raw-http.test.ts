import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../../electron/base/clock.ts';
import { socketToken } from '../../../fakes/bot-service.ts';
import { ask, line, open, say } from './talk.ts';

const post = (rest: string) =>
  `POST /v1/keys/kraken-main/call HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${socketToken}\r\nContent-Type: application/json\r\n${rest}`;
const body = '{"method":"fetchBalance"}';
const framed = `Content-Length: ${body.length}\r\n\r\n${body}`;

/** The answers that came, each with the code of its problem. */
const answers = (text: string): string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) [\s\S]*?\r\n\r\n(?:\{[^\r]*?"code":"(\w+)")?/g)].map(([, status, code]) =>
    status === '200' ? '200' : `${status} ${code}`,
  );

describe('HTTP that can be read in two ways', () => {
  test.each([
    ['a length and chunks', post(`Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)],
    ['chunks and a length', post(`Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`)],
    ['two lengths', post(`Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde`)],
    ['a length that is none', post(`Content-Length: 5x\r\n\r\nabcde`)],
    ['a negative length', post(`Content-Length: -5\r\n\r\nabcde`)],
    ['a length past any number', post(`Content-Length: 99999999999999999999999\r\n\r\nabcde`)],
    ['an unknown coding', post(`Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`)],
    ['a bad chunk size', post(`Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n`)],
    ['a chunk longer than it says', post(`Transfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n`)],
    ['a space before the colon', `GET /v1/health HTTP/1.1\r\nHost : x\r\n\r\n`],
    ['a folded header', `GET /v1/health HTTP/1.1\r\nHost: x\r\n Authorization: y\r\n\r\n`],
    ['a bare line feed', `GET /v1/health HTTP/1.1\nHost: x\n\n`],
    ['a NUL in a header', `GET /v1/health HTTP/1.1\r\nHost: x\u0000\r\n\r\n`],
    ['no version', `GET /v1/health\r\n\r\n`],
    ['HTTP/2', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`],
    ['headers over 16 KiB', `GET /v1/health HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`],
  ])('%s is BODY_INVALID, once, and ends the connection', async (_title, bytes) => {
    const { door, bots, faults } = await open();
    expect(answers(await say(door.socket, bytes))).toEqual(['400 BODY_INVALID']);
    expect(bots.received).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('a verb that HTTP does not have is ROUTE_UNKNOWN', async () => {
    const { door } = await open();
    for (const verb of ['FETCH', 'get', 'GETX'])
      expect(answers(await say(door.socket, `${verb} /v1/health HTTP/1.1\r\nHost: x\r\n\r\n`))).toEqual([
        '404 ROUTE_UNKNOWN',
      ]);
    expect(answers(await say(door.socket, 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'))).toEqual(['404 ROUTE_UNKNOWN']);
    expect(answers(await say(door.socket, 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'))).toEqual([
      '404 ROUTE_UNKNOWN',
    ]);
  });

  test('TLS and noise are answered or dropped, and nothing breaks', async () => {
    const { door, faults } = await open();
    for (const bytes of ['\u0016\u0003\u0001\u0002\u0000\u0001', '\u0000'.repeat(100), '\r\n\r\n\r\nx', '{}'])
      expect(answers(await say(door.socket, bytes))).toHaveLength(1);
    expect(faults).toEqual([]);
  });
});

describe('what stands around a request', () => {
  test('an Upgrade is not taken up', async () => {
    const { door } = await open();
    const text = 'GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n';
    expect(answers(await say(door.socket, text))).toEqual(['200']);
  });

  test('100-continue is answered and another expectation refused', async () => {
    const { door } = await open();
    const { socket, ended } = await line(
      door.socket,
      post(`Expect: 100-continue\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`),
    );
    await systemClock.sleep(30);
    socket.write(body);
    expect(answers(await ended).at(-1)).toBe('200');
    expect(answers(await say(door.socket, post(`Expect: miracles\r\nConnection: close\r\n${framed}`)))).toEqual([
      '400 BODY_INVALID',
    ]);
  });

  test('a trailer adds no header', async () => {
    const { door, bots } = await open();
    const text = post(
      `Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n19\r\n${body}\r\n0\r\nIdempotency-Key: x\r\n\r\n`,
    );
    expect(answers(await say(door.socket, text))).toEqual(['200']);
    expect(bots.received[0]?.input).toEqual({ method: 'fetchBalance', args: [] });
  });

  test('a body in many small pieces is read', async () => {
    const { door } = await open();
    const { socket, ended } = await line(door.socket);
    for (const piece of post(`Connection: close\r\n${framed}`)) socket.write(piece);
    expect(answers(await ended)).toEqual(['200']);
  });

  test('requests sent ahead are answered in their order', async () => {
    const { door, bots } = await open();
    bots.answer = () => systemClock.sleep(30);
    const text = `${post(framed)}GET /none HTTP/1.1\r\nHost: x\r\n\r\nGET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    expect(answers(await say(door.socket, text))).toEqual(['200', '404 ROUTE_UNKNOWN', '200']);
  });

  test('noise behind a call is never answered in its place: the call keeps its own answer', async () => {
    const { door, bots } = await open();
    bots.answer = () => systemClock.sleep(50).then(() => 'done');
    expect(answers(await say(door.socket, `${post(framed)}NOISE\r\n\r\n`))).toEqual(['200']);
    expect(
      answers(await say(door.socket, `${post(framed)}${post('Transfer-Encoding: chunked\r\n\r\nzz\r\n')}`)),
    ).toEqual(['200']);
    expect(bots.received.length).toBe(2);
  });

  test('a connection that sends ahead more than it may is dropped', async () => {
    const { door, bots } = await open({ limits: { inFlightPerConnection: 3 } });
    bots.answer = () => new Promise(() => undefined);
    expect(await say(door.socket, post(framed).repeat(4))).toBe('');
  });
});

describe('slow and many clients', () => {
  test('headers that are not complete after 2 s are refused, though they keep coming', async () => {
    const { door } = await open();
    const begun = performance.now();
    const { socket, ended } = await line(door.socket, 'GET /v1/health HTTP/1.1\r\n');
    const drip = setInterval(() => socket.write('a: b\r\n'), 100);
    const silent = line(door.socket);
    expect(answers(await ended)).toEqual(['400 BODY_INVALID']);
    clearInterval(drip);
    await (await silent).ended;
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(1_900);
    expect(took).toBeLessThan(3_500);
  });

  test('a body that never comes is refused in time', async () => {
    const { door } = await open({ limits: { headersMs: 200, requestMs: 300 } });
    expect(answers(await say(door.socket, post('Content-Length: 25\r\n\r\n{"met')))).toEqual(['400 BODY_INVALID']);
  });

  test('a refused body may run out, but not for ever', async () => {
    const { door } = await open({ limits: { drainMs: 200 } });
    const begun = performance.now();
    const text = await say(
      door.socket,
      `POST /none HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{`,
    );
    expect(answers(text)).toEqual(['404 ROUTE_UNKNOWN']);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  test('1,000 half-open connections do not keep a good one out', async () => {
    const { door, port } = await open();
    const lines = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        line(n % 2 === 0 ? door.socket : port, n % 3 === 0 ? '' : 'GET /v1/me HTTP/1.1\r\nA'),
      ),
    );
    const times: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const begun = performance.now();
      expect((await ask(n % 2 === 0 ? { socketPath: door.socket } : { port })).status).toBe(200);
      times.push(performance.now() - begun);
    }
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(50);
    for (const { socket } of lines) socket.destroy();
  });

  test('past the limit of connections the oldest without headers goes, then the oldest idle stranger, never a known bot', async () => {
    const { door } = await open({ limits: { connections: 4 } });
    const health = 'GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n';
    const known = await line(
      door.socket,
      `GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${socketToken}\r\n\r\n`,
    );
    const stranger = await line(door.socket, health);
    const firstHalf = await line(door.socket, 'GET /v1/he');
    const secondHalf = await line(door.socket, 'GET /v1/he');
    await systemClock.sleep(30);
    expect((await ask({ socketPath: door.socket })).status).toBe(200);
    await firstHalf.ended;
    expect([known, stranger, secondHalf].map(({ socket }) => socket.destroyed)).toEqual([false, false, false]);
    const third = await line(door.socket, health);
    const fourth = await line(door.socket, health);
    await secondHalf.ended;
    await systemClock.sleep(30);
    const fifth = await line(door.socket, health);
    await stranger.ended;
    await systemClock.sleep(30);
    expect([known, third, fourth, fifth].map(({ socket }) => socket.destroyed)).toEqual([false, false, false, false]);
    for (const { socket } of [known, third, fourth, fifth]) socket.destroy();
  });
});
