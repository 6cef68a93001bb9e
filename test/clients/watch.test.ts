/** Watching: what is told, what is missed, and what ends it, against a WebSocket server of another make. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { connect, type Gap, KeybearerError } from '../../clients/typescript/src/index.ts';
import { type Behaviour, fakeToken, startFakeAgent } from './fake-agent.ts';

const open = (socket: string, options: object = {}) => connect('kraken-main', { socket, token: fakeToken, ...options });

interface Asked {
  readonly id: number;
  readonly watch?: string;
  readonly args?: readonly unknown[];
  readonly stop?: true;
}

/** Answers each thing that a bot asks for; keeps what was asked. */
const telling =
  (asked: Asked[], tell: (link: WebSocket, ask: Asked, count: number) => void): NonNullable<Behaviour['stream']> =>
  (link, count) => {
    link.on('message', (data) => {
      const ask = JSON.parse(String(data)) as Asked;
      asked.push(ask);
      if (ask.stop !== true) tell(link, ask, count);
    });
  };
const say = (link: WebSocket, value: unknown): void => link.send(JSON.stringify(value));

async function thrownBy(work: () => Promise<unknown>): Promise<KeybearerError> {
  try {
    await work();
  } catch (fault) {
    if (fault instanceof KeybearerError) return fault;
    throw fault;
  }
  throw new Error('it did not fail');
}

async function take<T>(from: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const one of from) {
    taken.push(one);
    if (taken.length === count) break;
  }
  return taken;
}

test('events come in order, and leaving the loop ends it', async () => {
  const asked: Asked[] = [];
  let hasEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    hasEnded = resolve;
  });
  await using agent = await startFakeAgent({
    stream: (link, count) => {
      link.on('close', hasEnded);
      telling(asked, (one, { id }) => {
        for (let n = 1; n <= 5; n += 1) say(one, { id, event: n });
      })(link, count);
    },
  });
  const kraken = await open(agent.socket);
  expect(await take(kraken.watch('watchMyTrades', 'BTC/USD', undefined, undefined), 3)).toEqual([1, 2, 3]);
  await ended;
  expect(asked[0]).toEqual({ id: 1, watch: 'watchMyTrades', args: ['BTC/USD'] });
});

test('several things go over one connection, and each stops for itself', async () => {
  const asked: Asked[] = [];
  let links = 0;
  await using agent = await startFakeAgent({
    stream: (link, count) => {
      links = count;
      telling(asked, (one, { id, args }) => say(one, { id, event: args }))(link, count);
    },
  });
  const kraken = await open(agent.socket);
  const watching = [kraken.watch('watchTicker', 'BTC/USD'), kraken.watch('watchTicker', 'ETH/USD')];
  expect(await Promise.all(watching.map((one) => one.next()))).toEqual([
    { done: false, value: ['BTC/USD'] },
    { done: false, value: ['ETH/USD'] },
  ]);
  await watching[0]?.return?.();
  await expect.poll(() => asked.at(-1)).toEqual({ id: 1, stop: true });
  expect(links).toBe(1);
  await kraken.close();
  expect(await watching[1]?.next()).toEqual({ done: true, value: undefined });
});

test('a gap is thrown, or told where the bot asks for that', async () => {
  await using agent = await startFakeAgent({
    stream: telling([], (link, { id }) => {
      say(link, { id, event: 1 });
      say(link, { id, error: { code: 'STREAM_GAP', sent: 'no', detail: '7 events were dropped.', missed: 7 } });
      say(link, { id, event: 2 });
    }),
  });
  const kraken = await open(agent.socket);
  expect(await thrownBy(() => take(kraken.watch('watchOrders'), 2))).toMatchObject({
    code: 'STREAM_GAP',
    name: 'OperationFailed',
  });
  const gaps: Gap[] = [];
  expect(
    await take(
      kraken.watch('watchOrders').onGap((gap) => gaps.push(gap)),
      2,
    ),
  ).toEqual([1, 2]);
  expect(gaps).toEqual([
    { method: 'watchOrders', args: [], reason: 'agent', missed: 7, detail: '7 events were dropped.' },
  ]);
  await kraken.close();
});

test('a connection that breaks is made again, and the gap is told', async () => {
  const asked: Asked[] = [];
  await using agent = await startFakeAgent({
    stream: telling(asked, (link, { id }, count) => {
      say(link, { id, event: count });
      if (count === 1) setTimeout(() => link.terminate(), 20);
    }),
  });
  const gaps: Gap[] = [];
  const kraken = await open(agent.socket, { onGap: (gap: Gap) => gaps.push(gap) });
  expect(await take(kraken.watch('watchOrders', 'BTC/USD'), 2)).toEqual([1, 2]);
  expect(gaps.map(({ reason, missed }) => [reason, missed])).toEqual([['lost', null]]);
  expect(asked.filter(({ watch }) => watch !== undefined)).toHaveLength(2);
  await kraken.close();
});

test('an error ends what it is about, with its class', async () => {
  await using agent = await startFakeAgent({
    stream: telling([], (link, { id, watch }) =>
      watch === 'watchOrders'
        ? say(link, { id, error: { code: 'PERMISSION_DENIED', sent: 'no', detail: 'no' } })
        : say(link, { id, event: 1 }),
    ),
  });
  const kraken = await open(agent.socket);
  const ticker = kraken.watch('watchTicker', 'BTC/USD');
  await ticker.next();
  expect(await thrownBy(() => take(kraken.watch('watchOrders'), 1))).toMatchObject({
    code: 'PERMISSION_DENIED',
    name: 'PermissionDenied',
  });
  await ticker.return?.();
});

test('a bot that may watch no longer is told on everything it watches', async () => {
  await using agent = await startFakeAgent({
    stream: telling([], (link) => {
      say(link, { error: { code: 'TOKEN_UNKNOWN', sent: 'no', detail: 'revoked' } });
      link.close(1008);
    }),
  });
  const kraken = await open(agent.socket, { onGap: () => undefined });
  expect(await thrownBy(() => take(kraken.watch('watchOrders'), 1))).toMatchObject({ code: 'TOKEN_UNKNOWN' });
});

test('a bot that reads too slowly is told how much was dropped', async () => {
  await using agent = await startFakeAgent({
    stream: telling([], (link, { id }) => {
      for (let n = 0; n < 1500; n += 1) say(link, { id, event: n });
    }),
  });
  const gaps: Gap[] = [];
  const kraken = await open(agent.socket);
  const watching = kraken.watch('watchTrades', 'BTC/USD').onGap((gap) => gaps.push(gap));
  const first = await watching.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const seen = 1 + (await take(watching, 499)).length;
  expect(first).toEqual({ done: false, value: 0 });
  expect(gaps).toHaveLength(1);
  expect(gaps[0]).toMatchObject({ reason: 'full' });
  expect(seen + (gaps[0]?.missed ?? 0)).toBe(1500);
});

test('as with ccxt.pro, a method is called again and again', async () => {
  const asked: Asked[] = [];
  await using agent = await startFakeAgent({
    stream: telling(asked, (link, { id }) => {
      say(link, { id, event: 'a' });
      say(link, { id, error: { code: 'STREAM_GAP', sent: 'no', detail: 'gap', missed: null } });
      say(link, { id, event: 'b' });
    }),
  });
  const kraken = await open(agent.socket, { onGap: () => undefined });
  expect([await kraken.watchTicker('BTC/USD'), await kraken.watchTicker('BTC/USD')]).toEqual(['a', 'b']);
  expect(asked).toHaveLength(1);
  await kraken.close();
});

test('a refused handshake, one that passes, and one with a wrong key', async () => {
  const refuse = (code: string, retryable: boolean) => (raw: import('node:net').Socket) => {
    const body = JSON.stringify({ code, sent: 'no', detail: code, retryable, retryAfterMs: 1 });
    raw.end(`HTTP/1.1 403 No\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
  };
  await using denied = await startFakeAgent({ upgrade: refuse('PERMISSION_DENIED', false) });
  const first = await open(denied.socket);
  expect(await thrownBy(() => take(first.watch('watchOrders'), 1))).toMatchObject({ code: 'PERMISSION_DENIED' });
  await using sealed = await startFakeAgent({ upgrade: refuse('VAULT_SEALED', true) });
  const second = await open(sealed.socket);
  expect(await thrownBy(() => take(second.watch('watchOrders'), 1))).toMatchObject({ code: 'VAULT_SEALED' });
  await using wrong = await startFakeAgent({
    upgrade: (raw) => {
      const accept = createHash('sha1').update('another').digest('base64');
      raw.write(
        `HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
    },
  });
  const third = await open(wrong.socket);
  expect(await thrownBy(() => take(third.watch('watchOrders'), 1))).toMatchObject({ code: 'ROUTE_UNKNOWN' });
});

test('half a frame at the end is a lost connection', async () => {
  await using agent = await startFakeAgent({
    upgrade: (raw, request) => {
      const key = String(request.headers['sec-websocket-key']);
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      raw.write(
        `HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      raw.end(Buffer.from([0x81, 0x05, 0x48]));
    },
  });
  const kraken = await open(agent.socket);
  expect(await thrownBy(() => take(kraken.watch('watchOrders'), 1))).toMatchObject({ code: 'STREAM_GAP' });
});
