import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { everyMs as headEveryMs } from '../../../electron/calllog/write/head-ticker.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const realNow = Date.now;
/** Everybody's clock; waiting for a step moves it, so that no test waits half a minute. */
let shiftMs = 0;
const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now() + shiftMs,
  sleep: async (ms, signal) => {
    // The call log's own rhythm moves nobody's clock.
    if (ms === headEveryMs) return systemClock.sleep(ms, signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (!signal?.aborted) shiftMs += Math.max(0, Math.ceil(ms) - 20);
  },
};

let world: World;
let bot: BotClient;
beforeEach(async () => {
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs);
  world = await openWorld({ clock, now: () => Date.now() });
  await world.addKey(key);
  bot = await world.addBot({ name: 'bot', grants: [{ key, preset: 'trade', symbols: 'any', orders: 'any' }] });
  await world.control('codes', { reuse: false });
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  vi.restoreAllMocks();
});
const records = (limit: number) => world.agent.log(LogQuery.parse({ limit }));
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];

describe('an exchange that takes each code once', () => {
  it('is learned of from three refusals; from then on none is refused', async () => {
    // Two reads at once, three times: the second of each pair is refused and goes out again with the next code.
    for (let n = 0; n < 3; n += 1) {
      const pair = [1, 2].map(async () => (await bot.call(key, 'fetchBalance')).status);
      expect(await Promise.all(pair)).toEqual([200, 200]);
      shiftMs += 31_000;
    }
    const refusedBefore = records(100).flatMap(({ requests }) => requests.filter(({ code }) => code !== null)).length;
    expect(refusedBefore).toBe(3);
    // It is kept in the vault after the call was answered.
    await vi.waitFor(() => expect(world.agent.keys.show(key).health.map(({ id }) => id)).toContain('once-per-step'));
    for (let n = 0; n < 3; n += 1) expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    const refused = records(100).flatMap(({ requests }) => requests.filter(({ code }) => code !== null)).length;
    expect(refused).toBe(refusedBefore);
  }, 60_000);

  it('is found out by a test, and lets cancels go before orders and orders before reads', async () => {
    expect((await world.agent.keys.test(key, true)).twoFactor.reuse).toBe('once-per-step');
    const done: string[] = [];
    const call = async (method: string, args: readonly unknown[] = []) => {
      expect((await bot.call(key, method, args)).answer['code']).toBeUndefined();
      done.push(method);
    };
    await Promise.all([call('fetchBalance'), call('createOrder', order), call('cancelAllOrders')]);
    expect(done).toEqual(['cancelAllOrders', 'createOrder', 'fetchBalance']);
    expect(records(3).every(({ requests }) => requests.length === 1)).toBe(true);
  }, 60_000);

  it('tells a bot that would wait for minutes when to come back, and sends nothing', async () => {
    await world.agent.keys.test(key, true);
    const replies = await Promise.all(Array.from({ length: 10 }, () => bot.call(key, 'fetchBalance')));
    const codes = replies.map(({ answer }) => answer['code']);
    expect(codes.filter((code) => code === undefined).length).toBeGreaterThanOrEqual(4);
    expect(codes).toContain('CODE_WAIT');
    const late = replies.find(({ answer }) => answer['code'] === 'CODE_WAIT');
    expect(late).toMatchObject({ status: 429, answer: { sent: 'no', retryable: true } });
    expect(Number(late?.headers['retry-after'])).toBeGreaterThan(100);
  }, 60_000);

  it('is believed no more once the user says so, and learned anew', async () => {
    await world.agent.keys.test(key, true);
    await world.agent.keys.setCodes(key, 'unknown');
    expect(world.agent.keys.show(key).health.map(({ id }) => id)).not.toContain('once-per-step');
    shiftMs += 31_000;
    expect(await Promise.all([1, 2].map(async () => (await bot.call(key, 'fetchBalance')).status))).toEqual([200, 200]);
    await world.addKey('practice-password');
    await expect(world.agent.keys.setCodes('practice-password', 'reusable')).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  }, 60_000);

  it('is not forgotten over a restart', async () => {
    await world.agent.keys.test(key, true);
    await world.restart();
    await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    expect(world.agent.keys.show(key).health.map(({ id }) => id)).toContain('once-per-step');
    // What was sent before the restart is not known, so the first call waits for the next step.
    for (let n = 0; n < 2; n += 1) expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    expect(records(2).every(({ requests }) => requests.length === 1)).toBe(true);
  }, 60_000);
});
