import { afterEach, describe, expect, it } from 'vitest';
import type { Venue } from '../../../electron/exchange/venue.ts';
import { type Practice, startPractice } from '../../../electron/practice/server.ts';
import { connect, json, openGate, serve, type TestServer, venueAt } from './fixture.ts';

let practice: Practice;
let front: TestServer;
let venue: Venue;
/** How many of the next market lists fail. */
let failures = 0;
let monotonicMs = 0;

afterEach(async () => {
  await venue.close();
  await front[Symbol.asyncDispose]();
  await practice.close();
});

/** A practice exchange behind a front that counts. */
async function open(): Promise<void> {
  practice = await startPractice({ port: 0, now: Date.now });
  failures = 0;
  monotonicMs = 0;
  front = await serve(async (request, response) => {
    if (request.url?.includes('AssetPairs') && failures > 0) {
      failures -= 1;
      response.destroy();
      return;
    }
    json(response, await (await fetch(`${practice.url}${request.url}`)).json());
  });
  venue = venueAt(front.url, () => monotonicMs);
}

const lists = () => front.asked.filter((path) => path.includes('AssetPairs')).length;
const keyAt = (at: number) => practice.keys[at] ?? { apiKey: '', secret: '' };

describe('the markets of an exchange', () => {
  it('are loaded once for ten clients of two keys that ask at the same time', async () => {
    await open();
    const clients = await Promise.all(Array.from({ length: 10 }, (_, n) => connect(venue, keyAt(n % 2))));
    await Promise.all(clients.map((client) => client.call('fetchTicker', ['BTC/USD'], openGate().gate)));
    expect(lists()).toBe(1);
    expect(clients.every((client) => client.isSymbol('BTC/USD') && !client.isSymbol('NO/THING'))).toBe(true);
    expect(clients[0]?.symbolOf('XBTUSD')).toBe('BTC/USD');
    expect(clients[0]?.symbolOf('XXBTZUSD')).toBe('BTC/USD');
    expect(clients[0]?.symbolOf('constructor')).toBeUndefined();
  });

  it('that could not be loaded are loaded at the next call', async () => {
    await open();
    failures = 1;
    const client = await connect(venue, keyAt(0));
    await expect(client.call('fetchTicker', ['BTC/USD'], openGate().gate)).rejects.toThrow();
    expect(await client.call('fetchTicker', ['BTC/USD'], openGate().gate)).toHaveProperty('last');
    expect(lists()).toBe(2);
  });

  it('are read again once a minute at most, however many ask for it', async () => {
    await open();
    const client = await connect(venue, keyAt(0));
    const ask = () => Promise.all(Array.from({ length: 10 }, () => client.loadMarkets(true)));
    await ask();
    expect(lists()).toBe(1);
    monotonicMs = 59_999;
    await ask();
    expect(lists()).toBe(1);
    monotonicMs = 60_000;
    await ask();
    expect(lists()).toBe(2);
  });

  it('stay when reading them again fails', async () => {
    await open();
    const client = await connect(venue, keyAt(0));
    await client.loadMarkets();
    monotonicMs = 120_000;
    failures = 1;
    await expect(client.loadMarkets(true)).rejects.toThrow();
    const other = await connect(venue, keyAt(1));
    await other.loadMarkets();
    expect(other.isSymbol('BTC/USD')).toBe(true);
    expect(lists()).toBe(2);
    await client.loadMarkets(true);
    expect(lists()).toBe(3);
  });
});

describe('the clock of an exchange', () => {
  it('is asked for, to the second where it counts in seconds', async () => {
    await open();
    const sample = await venue.measureClock();
    expect(sample?.resolutionMs).toBe(1000);
    expect(Math.abs((sample?.serverMs ?? 0) - Date.now())).toBeLessThan(2000);
  });
});
