import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, open, startMs } from './fixture.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await open();
});
afterEach(() => bench.practice.close());

const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '20000', volume: '0.1' };
const key = 'practice-unlimited';
const openCount = async (): Promise<number> =>
  Object.keys(JSON.parse(JSON.stringify((await bench.call(key, 'OpenOrders')).result)).open).length;

test('a shift of the clock moves Time, the Date header and the codes', async () => {
  const offsetMs = 3 * 3_600_000;
  const answer = await bench.control('clock', { offsetMs });
  expect([answer.status, await answer.json()]).toEqual([200, { offsetMs }]);
  const response = await fetch(`${bench.practice.url}/0/public/Time`);
  expect(response.headers.get('date')).toBe('Mon, 02 Mar 2026 13:00:00 GMT');
  expect(await bench.errorOf(key, 'Balance')).toBe('EAPI:Invalid signature');
  expect(await bench.errorOf(key, 'Balance', {}, { timeMs: startMs + offsetMs })).toBe('');
});

test('a shift of the clock ends a lockout', async () => {
  for (let refusal = 0; refusal < 6; refusal += 1) await bench.call('practice-password', 'Balance', {}, { otp: 'no' });
  expect(await bench.errorOf('practice-password', 'Balance')).toBe('EGeneral:Temporary lockout');
  await bench.control('clock', { offsetMs: 15 * 60_000 });
  expect(await bench.errorOf('practice-password', 'Balance')).toBe('');
});

test('a request dropped before was not executed, one dropped after was', async () => {
  await bench.control('faults', { next: 'drop-before', count: 1 });
  await expect(bench.call(key, 'AddOrder', order)).rejects.toThrow();
  expect(await openCount()).toBe(0);
  await bench.control('faults', { next: 'drop-after', count: 1 });
  await expect(bench.call(key, 'AddOrder', order)).rejects.toThrow();
  expect(await openCount()).toBe(1);
});

test('a fault strikes as many private requests as it was told, and no public one', async () => {
  await bench.control('faults', { next: 'html', count: 2 });
  expect((await bench.read('Time')).status).toBe(200);
  expect((await bench.call(key, 'Balance')).status).toBe(502);
  expect((await bench.call(key, 'AddOrder', order)).status).toBe(502);
  expect(await openCount()).toBe(0);
});

test('a redirect leads to an address that tells who follows it', async () => {
  await bench.control('faults', { next: 'redirect', count: 1 });
  expect((await bench.call(key, 'AddOrder', order)).status).toBe(302);
  expect(await openCount()).toBe(0);
  const landed = await fetch(`${bench.practice.url}/practice/landing`);
  expect(await landed.json()).toEqual({ error: [], result: { landed: true } });
});

test('a request handed in twice is executed once and answered with the refusal of the second', async () => {
  await bench.control('faults', { next: 'twice', count: 1 });
  expect(await bench.errorOf(key, 'AddOrder', order)).toBe('EAPI:Invalid nonce');
  expect(await openCount()).toBe(1);
});

test('a stalled request is not executed, and closing the exchange ends it', async () => {
  await bench.control('faults', { next: 'stall', count: 1 });
  let isAnswered = false;
  const stalled = bench.call(key, 'AddOrder', order).then(
    () => 'answered',
    () => 'ended',
  );
  void stalled.then(() => {
    isAnswered = true;
  });
  await wait(50);
  expect(isAnswered).toBe(false);
  expect(await openCount()).toBe(0);
  await bench.practice.close();
  expect(await stalled).toBe('ended');
  bench = await open();
});

test('a late answer comes after three seconds, of a request that was executed at once', async () => {
  await bench.control('faults', { next: 'late', count: 1 });
  const sentMs = performance.now();
  const late = bench.call(key, 'AddOrder', order);
  await wait(100);
  expect(await openCount()).toBe(1);
  expect((await late).error).toEqual([]);
  expect(performance.now() - sentMs).toBeGreaterThan(2900);
});

test('a reset brings everything back to the start', async () => {
  await bench.call(key, 'AddOrder', { ...order, ordertype: 'market' }, { nonce: '5000' });
  await bench.call(key, 'AddOrder', order, { nonce: '5001' });
  await bench.control('clock', { offsetMs: 86_400_000 });
  await bench.control('faults', { next: 'html', count: 5 });
  await bench.control('codes', { reuse: false });
  expect((await bench.control('reset')).status).toBe(200);
  const fresh = { result: { XXBT: '2.0000000000', ZUSD: '100000.0000' }, error: [] };
  expect(await bench.call(key, 'Balance', {}, { nonce: '1' })).toMatchObject(fresh);
  expect(await openCount()).toBe(0);
});

test('the control is not there without its secret, nor by GET', async () => {
  for (const admin of [bench.practice.url, `${bench.practice.url}/wrong`, `${bench.practice.admin}x`]) {
    const response = await fetch(`${admin}/practice/reset`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
  }
  expect((await fetch(`${bench.practice.admin}/practice/reset`)).status).toBe(404);
  expect((await bench.control('nothing')).status).toBe(404);
});

test('a control call that makes no sense is told so in a sentence', async () => {
  const wrong: ReadonlyArray<readonly [string, object | string]> = [
    ['clock', {}],
    ['clock', { offsetMs: 'later' }],
    ['clock', { offsetMs: 0.5 }],
    ['clock', '{'],
    ['clock', '[]'],
    ['faults', { next: 'explode' }],
    ['faults', { next: 'html', count: -1 }],
    ['codes', { reuse: 'maybe' }],
  ];
  for (const [name, body] of wrong) {
    const response = await bench.control(name, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^.+\.$/) });
  }
});

test('the exchange listens on the loopback address only, and closes at once', async () => {
  const { url, admin } = bench.practice;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(admin).toMatch(new RegExp(`^${url}/[\\w-]{24}$`));
  await bench.read('Time');
  const sinceMs = performance.now();
  await bench.practice.close();
  expect(performance.now() - sinceMs).toBeLessThan(500);
  await expect(bench.read('Time')).rejects.toThrow();
  bench = await open();
});

test('a body past the limit ends the connection', async () => {
  const body = 'x'.repeat(300_000);
  await expect(fetch(`${bench.practice.url}/0/private/Balance`, { method: 'POST', body })).rejects.toThrow();
  expect((await bench.read('Time')).status).toBe(200);
});
