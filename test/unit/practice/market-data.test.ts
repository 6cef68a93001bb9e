import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPractice } from '../../../electron/practice/server.ts';
import { type Bench, open, startMs } from './fixture.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await open();
});
afterEach(() => bench.practice.close());

test('public data answers GET and POST, with a query or a form, with or without a content type', async () => {
  const wanted = (await bench.read('Ticker?pair=XBTUSD')).result;
  expect(Object.keys(wanted)).toEqual(['XXBTZUSD']);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const posts: readonly RequestInit[] = [
    { method: 'POST', body: 'pair=XBTUSD', headers: form },
    { method: 'POST', body: Buffer.from('pair=XBTUSD') },
    { method: 'POST', body: '{"pair":"XBTUSD"}', headers: { 'content-type': 'application/json' } },
  ];
  for (const init of posts) expect((await bench.read('Ticker', init)).result).toEqual(wanted);
  expect((await bench.read('Ticker?pair=XBTUSD', { method: 'POST' })).result).toEqual(wanted);
});

test('the clock of the exchange is the one it was given, in Time and in the Date header', async () => {
  const response = await fetch(`${bench.practice.url}/0/public/Time`);
  expect(response.headers.get('date')).toBe('Mon, 02 Mar 2026 10:00:00 GMT');
  expect(await response.json()).toEqual({
    error: [],
    result: { unixtime: startMs / 1000, rfc1123: 'Mon, 02 Mar 26 10:00:00 +0000' },
  });
});

test('the system is online', async () => {
  const { result } = await bench.read('SystemStatus');
  expect(result).toEqual({ status: 'online', timestamp: '2026-03-02T10:00:00Z' });
});

test('what is not known is refused by name', async () => {
  const words = async (path: string) => (await bench.read(path)).error;
  expect(await words('Ticker?pair=NONE')).toEqual(['EQuery:Unknown asset pair']);
  expect(await words('AssetPairs?pair=XBTUSD,NONE')).toEqual(['EQuery:Unknown asset pair']);
  expect(await words('Assets?asset=NONE')).toEqual(['EQuery:Unknown asset']);
  expect(await words('Depth')).toEqual(['EGeneral:Invalid arguments']);
  expect(await words('Depth?pair=XBTUSD&count=0')).toEqual(['EGeneral:Invalid arguments:count']);
  expect(await words('OHLC?pair=XBTUSD&interval=7')).toEqual(['EGeneral:Invalid arguments:interval']);
  expect(await words('Trades?pair=XBTUSD&since=ever')).toEqual(['EGeneral:Invalid arguments:since']);
  expect(await words('Nothing')).toEqual(['EGeneral:Unknown method']);
});

test('the book is sorted, and never crossed', async () => {
  for (const pair of ['XBTUSD', 'USDTUSD', 'ETHXBT', 'XDGUSD']) {
    const { result } = await bench.read(`Depth?pair=${pair}&count=50`);
    const { asks, bids } = JSON.parse(JSON.stringify(Object.values(result)[0]));
    const prices = (rows: readonly (readonly string[])[]) => rows.map(([price]) => Number(price));
    expect(prices(asks)).toEqual(prices(asks).sort((a, b) => a - b));
    expect(prices(bids)).toEqual(prices(bids).sort((a, b) => b - a));
    expect(prices(bids)[0]).toBeLessThan(prices(asks)[0] ?? 0);
    expect(asks).toHaveLength(50);
  }
});

test('candles follow one another without a gap', async () => {
  const { result } = await bench.read('OHLC?pair=XBTUSD&interval=60');
  const rows: readonly (readonly (string | number)[])[] = JSON.parse(JSON.stringify(result['XXBTZUSD']));
  expect(rows).toHaveLength(720);
  for (const [index, row] of rows.entries()) {
    const [startSec, open, high, low, close] = row.map(Number);
    expect(startSec).toBe(startMs / 1000 - (719 - index) * 3600);
    expect(high).toBeGreaterThanOrEqual(Math.max(open ?? 0, close ?? 0));
    expect(low).toBeLessThanOrEqual(Math.min(open ?? 0, close ?? 0));
    if (index > 0) expect(row[1]).toBe(rows[index - 1]?.[4]);
  }
});

test('trades come oldest first, and go on after the last one seen', async () => {
  const { result } = await bench.read('Trades?pair=XBTUSD&count=10');
  const rows: readonly (readonly (string | number)[])[] = JSON.parse(JSON.stringify(result['XXBTZUSD']));
  const times = rows.map((row) => Number(row[2]));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  bench.pass(60_000);
  const next = (await bench.read(`Trades?pair=XBTUSD&since=${String(result['last'])}`)).result;
  const later: readonly (readonly (string | number)[])[] = JSON.parse(JSON.stringify(next['XXBTZUSD']));
  expect(later).toHaveLength(12);
  expect(later[0]?.[6]).toBe(Number(rows.at(-1)?.[6]) + 1);
});

test('one seed gives one history, and another seed another', async () => {
  const twin = await open();
  const stranger = await open('another');
  const history = async (one: Bench) => {
    const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.1' };
    const placed = (await one.call('practice-totp', 'AddOrder', order)).result;
    const ohlc = (await one.read('OHLC?pair=ETHUSD&interval=5')).result;
    const balance = (await one.call('practice-totp', 'Balance')).result;
    const keys = one.practice.keys.map(({ endpoint: _endpoint, ...key }) => key);
    return { placed, ohlc, balance, keys };
  };
  const first = await history(bench);
  expect(await history(twin)).toEqual(first);
  const other = await history(stranger);
  expect(other.placed).not.toEqual(first.placed);
  expect(other.ohlc).not.toEqual(first.ohlc);
  expect(other.keys[0]?.secret).not.toBe(first.keys[0]?.secret);
  await twin.practice.close();
  await stranger.practice.close();
});

test('every key is ready for "key add", and marked as none of a real account', () => {
  expect(bench.practice.keys.map((key) => [key.label, key.twoFactor.kind, key.tier])).toEqual([
    ['practice-totp', 'totp', 'pro'],
    ['practice-password', 'password', 'pro'],
    ['practice-none', 'none', 'pro'],
    ['practice-mobile', 'none', 'pro'],
    ['practice-restricted', 'totp', 'starter'],
    ['practice-unlimited', 'totp', 'unlimited'],
    ['practice-expiring', 'totp', 'starter'],
  ]);
  for (const key of bench.practice.keys) {
    expect(key).toMatchObject({ exchange: 'kraken', endpoint: bench.practice.url });
    expect(key.apiKey).toMatch(/^PRACTICE[A-Za-z0-9+/]{48}$/);
    expect(Buffer.from(key.secret, 'base64')).toHaveLength(64);
    if (key.twoFactor.kind === 'totp') expect(key.twoFactor.secret).toMatch(/^[A-Z2-7]{32}$/);
  }
});

test('a load test gets as many further keys as it asks for', async () => {
  const practice = await startPractice({ port: 0, now: () => startMs, extraKeys: 64 });
  const extra = practice.keys.filter((key) => key.label.startsWith('practice-extra-'));
  expect(new Set(extra.map((key) => key.apiKey)).size).toBe(64);
  expect(extra.every((key) => key.tier === 'unlimited' && key.twoFactor.kind === 'totp')).toBe(true);
  await practice.close();
});
