import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { ExchangeClient } from '../../../electron/exchange/client.ts';
import { openDispatcher } from '../../../electron/exchange/transport.ts';
import { type Practice, startPractice } from '../../../electron/practice/server.ts';
import { openGate } from './fixture.ts';

let practice: Practice;
let server: WebSocketServer;
let sockets: WebSocket[];
let paths: (string | undefined)[];
let strays: unknown[];
const note = (fault: unknown) => void strays.push(fault);
beforeEach(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  [sockets, paths, strays] = [[], [], []];
  server.on('connection', (socket, request) => {
    sockets.push(socket);
    paths.push(request.headers['sec-websocket-extensions']);
  });
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await sleep(20);
  process.off('unhandledRejection', note);
  server.close();
  await practice.close();
  expect(strays).toEqual([]);
});

/** A client whose market lists come from the practice exchange and whose sockets go to the server of the test. */
async function open(address = server.address()): Promise<ExchangeClient> {
  const own = {
    ...{ exchange: 'kraken', credentials: {}, dispatcher: openDispatcher('answers'), throttled: false },
    ...{ now: Date.now, monotonic: () => performance.now(), nonce: (n: number) => n, onClockSample: () => {} },
  };
  const markets = await ExchangeClient.open({ ...own, endpoint: practice.url });
  await markets.loadMarkets();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const endpoint = `http://127.0.0.1:${address.port}`;
  return ExchangeClient.open({ ...own, streams: true, endpoint, markets: async () => markets });
}

const watch = (client: ExchangeClient, symbol = 'BTC/USD') => client.call('watchTicker', [symbol], openGate().gate);
const until = async (isSo: () => boolean) => {
  while (!isSo()) await sleep(5);
};

describe("ccxt's sockets", () => {
  it('go to the endpoint of the key, and unpack nothing', async () => {
    const client = await open();
    const outcome = expect(watch(client)).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });
    await until(() => sockets.length === 1);
    expect(paths).toEqual([undefined]);
    client.close();
    await outcome;
  });

  it('take no message over 8 MiB', async () => {
    const client = await open();
    const outcome = expect(watch(client)).rejects.toThrow(/payload/i);
    await until(() => sockets.length === 1);
    sockets[0]?.send('x'.repeat(8 * 1024 * 1024 + 1));
    await outcome;
    client.close();
  });

  it('tell who waits that the exchange refused, by the number of the message', async () => {
    const client = await open();
    server.on('connection', (socket) =>
      socket.once('message', (data) => {
        const { req_id } = JSON.parse(String(data));
        socket.send(JSON.stringify({ method: 'subscribe', success: false, error: 'EGeneral:Not today', req_id }));
      }),
    );
    const outcome = expect(watch(client)).rejects.toThrow('EGeneral:Not today');
    await outcome;
    client.close();
  });

  it('end at once, also towards an exchange that does not answer a closing', async () => {
    const client = await open();
    const outcome = expect(watch(client)).rejects.toThrow();
    await until(() => sockets.length === 1);
    sockets[0]?.pause();
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve));
    client.close();
    await outcome;
    sockets[0]?.resume();
    await gone;
    await expect(watch(client)).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });
  });

  it('leave no rejection behind that nobody waits for, however they break', async () => {
    const client = await open();
    const pending = ['BTC/USD', 'ETH/USD'].map((symbol) => watch(client, symbol));
    const outcomes = Promise.allSettled(pending);
    await until(() => sockets.length === 1);
    sockets[0]?.send('{"channel":"ticker","type":"snapshot","data":[{"symbol":"BTC/USD","last":1}]}');
    sockets[0]?.send('no JSON {');
    await sleep(20);
    sockets[0]?.terminate();
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    // Sent into a socket that is gone already, as ccxt does it without waiting.
    const again = expect(watch(client)).rejects.toThrow();
    await until(() => sockets.length === 2);
    sockets[1]?.close(1011);
    await again;
    client.close();
  });

  it('follow no redirect', async () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const other = createServer().on('upgrade', (_request, socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:${port}/v2\r\nContent-Length: 0\r\n\r\n`),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const client = await open(other.address());
    await expect(watch(client)).rejects.toMatchObject({ message: expect.stringMatching(/302/) });
    expect(sockets).toEqual([]);
    client.close();
    other.close();
  });
});
