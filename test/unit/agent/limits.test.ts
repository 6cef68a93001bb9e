import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Usage } from '../../../electron/agent/usage.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { openWorld, type World } from '../../fakes/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.addKey('practice-unlimited');
  await world.addKey('practice-restricted');
});

afterAll(() => world[Symbol.asyncDispose]());

describe('calls a minute', () => {
  it('past the limit are refused with the time to wait, and said to be left before', async () => {
    const key = 'practice-unlimited';
    const bot = await world.addBot({
      name: 'slow',
      grants: [{ key, preset: 'watch', symbols: 'any', limits: { callsPerMinute: 2 } }],
    });
    const left = async () => (await bot.send('GET', '/v1/me')).answer['grants'];
    expect(await left()).toMatchObject([{ key, left: { callsPerMinute: 2 } }]);
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    // What is refused for another reason does not count.
    expect((await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 1, 1])).answer['code']).toBe(
      'PERMISSION_DENIED',
    );
    expect((await bot.call(key, 'fetchTicker', ['BTC/USD'])).status).toBe(200);
    const { answer, headers } = await bot.call(key, 'fetchBalance');
    expect(answer).toMatchObject({ code: 'CALLS_LIMIT_EXCEEDED', status: 429, sent: 'no', retryable: true });
    expect(answer['retryAfterMs']).toBeGreaterThan(50_000);
    expect(answer['retryAfterMs']).toBeLessThanOrEqual(60_000);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(await left()).toMatchObject([{ left: { callsPerMinute: 0 } }]);
    expect(world.agent.log(LogQuery.parse({ limit: 1 }))[0]).toMatchObject({ status: 'denied', verdict: 'denied' });
    const other = await world.addBot({ name: 'other', grants: [{ key, preset: 'watch', symbols: 'any' }] });
    expect((await other.call(key, 'fetchBalance')).status).toBe(200);
  });

  it('slide: each is free again 60 s after it was made', () => {
    const usage = new Usage();
    for (const at of [0, 10_000, 20_000]) usage.count('bot', 'key', at);
    expect(usage.lastMinute('bot', 'key', 59_999)).toBe(3);
    expect(usage.freeInMs('bot', 'key', 59_999)).toBe(1);
    expect(usage.lastMinute('bot', 'key', 60_000)).toBe(2);
    expect(usage.freeInMs('bot', 'key', 60_000)).toBe(10_000);
    expect(usage.lastMinute('bot', 'key', 80_000)).toBe(0);
    expect([usage.lastMinute('other', 'key', 0), usage.lastMinute('bot', 'other', 0)]).toEqual([0, 0]);
  });
});

describe('the budget of a key', () => {
  it('is kept: what would wait too long is refused, and the exchange never has to', async () => {
    const key = 'practice-restricted';
    const bot = await world.addBot({ name: 'greedy', grants: [{ key, preset: 'watch', symbols: 'any' }] });
    const replies = await Promise.all(Array.from({ length: 15 }, () => bot.call(key, 'fetchBalance')));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(world.agent.status(undefined).budget).toMatchObject([{ key, max: 15 }]);
    const began = Date.now();
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    expect(Date.now() - began).toBeGreaterThan(1500);
  });
});

describe('a key that the exchange refuses', () => {
  it('is tried three times, however many calls come at once', async () => {
    await world.addKey('practice-totp', { label: 'wrong', tier: 'unlimited', twoFactor: { kind: 'none' } });
    const bot = await world.addBot({ name: 'many', grants: [{ key: 'wrong', preset: 'watch', symbols: 'any' }] });
    const replies = await Promise.all(Array.from({ length: 12 }, () => bot.call('wrong', 'fetchBalance')));
    const codes = replies.map(({ answer }) => answer['code']);
    expect(codes.filter((code) => code === 'SIGNATURE_REJECTED')).toHaveLength(3);
    expect(codes.filter((code) => code === 'CIRCUIT_OPEN')).toHaveLength(9);
    const resting = replies.find(({ answer }) => answer['code'] === 'CIRCUIT_OPEN')?.answer;
    expect(resting).toMatchObject({ status: 503, sent: 'no', retryable: true });
    expect(resting?.['retryAfterMs']).toBeLessThanOrEqual(60_000);
  });
});
