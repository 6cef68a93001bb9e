/** The stream's door: bad handshakes, bad messages, slow and silent bots. What is watched is a fake. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { httpToken, label, socketToken, unknownToken } from '../../../fakes/bot-service.ts';
import { handClock } from '../../../fakes/hand-clock.ts';
import { openStream, type StreamBot } from '../../../fakes/stream-client.ts';
import { ask, bearer, codeIn, line, type Opened, open, say } from './talk.ts';

async function streamOf({ door }: Opened, token = socketToken): Promise<StreamBot> {
  const stream = await openStream(door.socket, label, token);
  onTestFinished(() => stream[Symbol.dispose]());
  return stream;
}

const handshake = {
  Host: 'keybearer',
  Authorization: `Bearer ${socketToken}`,
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
};
const bytesOf = (headers: Readonly<Record<string, string>>, path = `/v1/keys/${label}/stream`): string =>
  `GET ${path} HTTP/1.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
const codeOf = (text: string) => /"code":"(\w+)"/.exec(text)?.[1];
const statusOf = (text: string) => Number(text.slice('HTTP/1.1 '.length).slice(0, 3));

describe('before the 101', () => {
  const { Authorization: _, ...nameless } = handshake;
  test.each([
    ['no token', bytesOf(nameless), 401, 'TOKEN_MISSING'],
    ['a wrong token', bytesOf({ ...handshake, Authorization: `Bearer ${unknownToken}` }), 401, 'TOKEN_UNKNOWN'],
    ['a key that there is not', bytesOf(handshake, '/v1/keys/other/stream'), 404, 'KEY_UNKNOWN'],
    ['a key that can be none', bytesOf(handshake, '/v1/keys/%2e%2e/stream'), 404, 'KEY_UNKNOWN'],
    ['another route', bytesOf(handshake, '/v1/keys'), 200, undefined],
    ['a route that there is not', bytesOf(handshake, '/v1/streams'), 404, 'ROUTE_UNKNOWN'],
    ['an old version', bytesOf({ ...handshake, 'Sec-WebSocket-Version': '7' }), 400, 'BODY_INVALID'],
    ['no nonce', bytesOf({ ...handshake, 'Sec-WebSocket-Key': 'short' }), 400, 'BODY_INVALID'],
    ['two tokens', bytesOf({ ...handshake, authorization: 'Bearer x' }), 400, 'BODY_INVALID'],
    ['something else to become', bytesOf({ ...handshake, Upgrade: 'h2c' }), 400, 'BODY_INVALID'],
  ])('%s is answered as on every other route', async (_name, bytes, status, code) => {
    const { door } = await open();
    const text = await say(door.socket, bytes.replace('Connection: Upgrade', 'Connection: Upgrade, close'));
    expect([statusOf(text), codeOf(text)]).toEqual([status, code]);
    if (code !== undefined) expect(text).toContain('content-type: application/problem+json');
  });

  test('a web page and a foreign host are turned away on TCP, a bot of the socket too', async () => {
    const { port } = await open();
    const own = { ...handshake, Host: `127.0.0.1:${port}`, Authorization: `Bearer ${httpToken}` };
    const heard = async (changes: Readonly<Record<string, string>>) => {
      const text = await say(port, bytesOf({ ...own, ...changes }));
      return [statusOf(text), codeOf(text)];
    };
    expect(await heard({ Origin: 'https://example.com' })).toEqual([403, 'ORIGIN_DENIED']);
    expect(await heard({ Origin: 'null' })).toEqual([403, 'ORIGIN_DENIED']);
    expect(await heard({ 'Sec-Fetch-Site': 'same-origin' })).toEqual([403, 'ORIGIN_DENIED']);
    expect(await heard({ 'Sec-Fetch-Mode': 'websocket' })).toEqual([403, 'ORIGIN_DENIED']);
    expect(await heard({ Host: 'example.com' })).toEqual([421, 'HOST_DENIED']);
    expect(await heard({ Authorization: `Bearer ${socketToken}` })).toEqual([401, 'TOKEN_UNKNOWN']);
    const good = await line(port, bytesOf(own));
    const [first] = await new Promise<Buffer[]>((resolve) => good.socket.once('data', (data) => resolve([data])));
    expect(String(first)).toMatch(/^HTTP\/1\.1 101 /);
    good.socket.destroy();
  });

  test('a sealed vault, a paused bot and a missing permission are told with their status', async () => {
    const opened = await open();
    const { door, bots } = opened;
    for (const code of ['BOT_PAUSED', 'PERMISSION_DENIED', 'VAULT_SEALED'] as const) {
      bots.streams.refusal = new AppError(code);
      await expect(streamOf(opened)).rejects.toMatchObject({ code });
    }
    bots.state = 'sealed';
    await expect(streamOf(opened)).rejects.toMatchObject({ status: 503, code: 'VAULT_SEALED' });
    expect(codeIn(await ask({ socketPath: door.socket }, { path: `/v1/keys/${label}/stream` }))).toBe('TOKEN_MISSING');
  });

  test('a plain GET is told what is missing', async () => {
    const { door } = await open();
    const path = `/v1/keys/${label}/stream`;
    expect(codeIn(await ask({ socketPath: door.socket }, { path, headers: bearer(socketToken) }))).toBe('BODY_INVALID');
  });

  test('what goes wrong there takes none of the places of the bot for good, and an open stream takes one', async () => {
    const opened = await open({ limits: { inFlightPerBot: 2, lingerMs: 1 } });
    opened.bots.streams.refusal = new AppError('BOT_PAUSED');
    for (let n = 0; n < 6; n += 1) await expect(streamOf(opened)).rejects.toMatchObject({ code: 'BOT_PAUSED' });
    opened.bots.streams.refusal = undefined;
    for (let n = 0; n < 6; n += 1) {
      await say(opened.door.socket, bytesOf({ ...handshake, 'Sec-WebSocket-Version': '7' }));
    }
    const [first] = [await streamOf(opened), await streamOf(opened)];
    await expect(streamOf(opened)).rejects.toMatchObject({ status: 429, code: 'CALLS_LIMIT_EXCEEDED' });
    first.socket.close();
    await first.closed;
    await sleep(20);
    await streamOf(opened);
  });

  test('a request that waits for its answer is not mixed up with a stream on the same connection', async () => {
    const opened = await open();
    opened.bots.answer = () => sleep(200);
    const body = '{"method":"fetchBalance"}';
    const call = `POST /v1/keys/${label}/call HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer ${socketToken}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const text = await say(opened.door.socket, call + bytesOf(handshake));
    expect(text).not.toContain('101');
    expect(opened.bots.streams.clients).toEqual([]);
  });
});

describe('messages', () => {
  test('are passed on as they are meant', async () => {
    const opened = await open();
    const stream = await streamOf(opened);
    stream.watch(1, 'watchTicker', 'BTC/USD');
    stream.send({ id: 'a', watch: 'watchBalance' });
    stream.send({ id: 'a', stop: true });
    await expect
      .poll(() => opened.bots.streams.asked)
      .toEqual(['watch 1 watchTicker ["BTC/USD"]', 'watch a watchBalance []', 'stop a']);
  });

  test.each([
    ['no JSON', 'rubbish', undefined],
    ['a list', '[]', undefined],
    ['nothing', '', undefined],
    ['an id and nothing to do', '{"id":3}', 3],
    ['both at once', '{"id":3,"watch":"watchTicker","stop":true}', 3],
    ['a member that nobody knows', '{"id":"x","watch":"watchTicker","more":1}', 'x'],
    ['a member twice', '{"id":3,"id":4,"watch":"watchTicker"}', undefined],
    ['arguments that are no list', '{"id":3,"watch":"watchTicker","args":{}}', 3],
    ['an id that is none', '{"id":{},"watch":"watchTicker"}', undefined],
    ['no id', '{"watch":"watchTicker"}', undefined],
    ['a stop of what nobody watches', '{"id":404,"stop":true}', 404],
    ['a token', JSON.stringify({ id: 3, watch: 'watchTicker', args: [socketToken] }), undefined],
  ])('%s is BODY_INVALID under the id that can be read, and the stream goes on', async (_name, text, id) => {
    const opened = await open();
    const stream = await streamOf(opened);
    stream.send(text);
    const told = await stream.next();
    expect([told.id, told.error?.code]).toEqual([id, 'BODY_INVALID']);
    stream.watch(1, 'watchTicker', 'BTC/USD');
    await expect.poll(() => opened.bots.streams.asked).toHaveLength(1);
  });

  test('a binary frame is BODY_INVALID; one over 64 KiB ends the stream with 1009', async () => {
    const opened = await open();
    const stream = await streamOf(opened);
    stream.socket.send(Buffer.from('{"id":1,"stop":true}'), { binary: true });
    expect((await stream.next()).error?.code).toBe('BODY_INVALID');
    stream.send('x'.repeat(64 * 1024 + 1));
    expect((await stream.closed).code).toBe(1009);
    await expect.poll(() => opened.bots.streams.clients).toEqual([]);
  });

  test('half a frame, and a mask that is missing, end what they began, and nothing else', async () => {
    const opened = await open();
    const half = await line(opened.door.socket, bytesOf(handshake));
    await expect.poll(() => opened.bots.streams.clients).toHaveLength(1);
    half.socket.write(Buffer.from([0x81, 0xfe, 0x10]));
    await sleep(20);
    half.socket.destroy();
    await expect.poll(() => opened.bots.streams.clients).toHaveLength(0);
    const bare = await line(opened.door.socket, bytesOf(handshake));
    await expect.poll(() => opened.bots.streams.clients).toHaveLength(1);
    bare.socket.write(Buffer.from([0x81, 0x02, 0x7b, 0x7d]));
    await bare.ended;
    await expect.poll(() => opened.bots.streams.clients).toHaveLength(0);
    expect(opened.faults).toEqual([]);
    await streamOf(opened);
  });
});

describe('a bot that does not read', () => {
  test('is told no more than fits before it reads on, and then the rest', async () => {
    const opened = await open();
    const stream = await streamOf(opened);
    const [client] = opened.bots.streams.clients;
    stream.socket.pause();
    await sleep(20);
    let sent = 0;
    const event = JSON.stringify('x'.repeat(10_000));
    while (client?.isReady() === true && sent < 10_000) {
      client.event(1, event);
      sent += 1;
    }
    expect(sent).toBeLessThan(1_000);
    const before = opened.bots.streams.drained;
    stream.socket.resume();
    await expect.poll(() => stream.told.length).toBe(sent);
    expect(opened.bots.streams.drained).toBeGreaterThan(before);
  });

  test('is heard no longer while its answers pile up', async () => {
    const opened = await open();
    const stream = await streamOf(opened);
    stream.socket.pause();
    const count = 20_000;
    for (let n = 0; n < count; n += 1) stream.send('rubbish');
    await sleep(300);
    stream.socket.resume();
    await expect.poll(() => stream.told.length, { timeout: 10_000 }).toBe(count);
  });

  test('is cut off all the same, with its last words in time', async () => {
    const opened = await open();
    const stream = await streamOf(opened);
    const [client] = opened.bots.streams.clients;
    stream.socket.pause();
    while (client?.isReady() === true) client.event(1, JSON.stringify('x'.repeat(50_000)));
    client?.end(new AppError('BOT_PAUSED'));
    await expect.poll(() => opened.bots.streams.clients, { timeout: 500 }).toEqual([]);
  });

  test('and does not answer a ping either, is gone after a minute', async () => {
    const clock = handClock();
    const opened = await open({ clock });
    const silent = await line(opened.door.socket, bytesOf(handshake));
    await expect.poll(() => opened.bots.streams.clients).toHaveLength(1);
    const alive = await streamOf(opened);
    await clock.pass(30_000);
    await sleep(50);
    expect(opened.bots.streams.clients).toHaveLength(2);
    await clock.pass(30_000);
    await sleep(50);
    await clock.pass(30_000);
    await silent.ended;
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  });
});

test.each([
  ['BOT_PAUSED', 1008],
  ['TOKEN_UNKNOWN', 1008],
  ['VAULT_SEALED', 1013],
] as const)('the last message says %s, and the close %d', async (code, closing) => {
  const opened = await open();
  const stream = await streamOf(opened);
  opened.bots.streams.cut(new AppError(code));
  expect((await stream.closed).code).toBe(closing);
  expect(stream.told.map(({ error }) => error?.code)).toEqual([code]);
});

test('closing the door says 1001 to every stream, and does not wait', async () => {
  const opened = await open({ limits: { closeMs: 10_000 } });
  const stream = await streamOf(opened);
  const begunMs = performance.now();
  await opened.door.close();
  expect(performance.now() - begunMs).toBeLessThan(2_000);
  expect((await stream.closed).code).toBe(1001);
});
