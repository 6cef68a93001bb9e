import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Clock } from '../../../electron/base/clock.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type RunningFake, startFake } from '../../fakes/exchanges/fake.ts';
import { accountSeed, withdrawingFakes } from '../../fakes/exchanges/withdrawals.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

let world: World;
/** Waiting for a step moves everybody's clock instead. */
let shiftMs = 0;
const realNow = Date.now;
const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now() + shiftMs,
  sleep: async (ms) => {
    shiftMs += Math.ceil(ms);
  },
};
beforeAll(async () => {
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs);
  world = await openWorld({ clock });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  vi.restoreAllMocks();
});

const asking = new Set(['deribit', 'coinbase']);

describe.each(withdrawingFakes.map((make) => [make().id, make] as const))('a withdrawal from %s', (id, make) => {
  const fake = make();
  const { method, params } = fake.withdrawal;
  let running: RunningFake;
  let bot: BotClient;
  const label = (kind: string) => `${id}-${kind}`;
  const factors = {
    right: { kind: 'totp', secret: accountSeed },
    wrong: { kind: 'totp', secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
    none: { kind: 'none' },
  };
  beforeAll(async () => {
    running = await startFake(fake);
    const may = ['account.read', 'funds.withdraw', 'raw'];
    for (const [kind, twoFactor] of Object.entries(factors)) {
      const key = { label: label(kind), title: id, exchange: id, ...fake.credentials, usedBy: ['bots'] };
      await world.addKey(label(kind), { ...key, tier: 'unlimited', twoFactor, endpoint: running.url });
    }
    const grants = Object.keys(factors).map((kind) => ({ key: label(kind), may, symbols: 'any', orders: 'any' }));
    bot = await world.addBot({ name: id, grants });
  });
  afterAll(() => running[Symbol.asyncDispose]());
  const withdraw = (kind: string) => bot.call(label(kind), method, [params]);
  const lastRecord = () => world.agent.log(LogQuery.parse({ limit: 1 }))[0];

  it('carries the code of the key, where the exchange wants it', async () => {
    const { status, answer } = await withdraw('right');
    expect([status, answer['code']]).toEqual([200, undefined]);
    expect(lastRecord()).toMatchObject({ status: 'ok', sent: 'yes', otp: true });
    expect(lastRecord()?.requests).toHaveLength(asking.has(id) ? 2 : 1);
    // Neither the log nor the bot is told the code or the challenge.
    expect(JSON.stringify([lastRecord(), answer])).not.toMatch(/\b\d{6}\b|challenge-/);
  });

  it('is refused with the code of another account, once', async () => {
    const before = running.seen.length;
    const { answer } = await withdraw('wrong');
    expect(answer['code']).not.toBeUndefined();
    expect(running.seen.slice(before).length).toBeLessThanOrEqual(asking.has(id) ? 3 : 2);
  });

  it('without a second factor says what is missing where the exchange asks', async () => {
    const { answer } = await withdraw('none');
    if (asking.has(id)) expect(answer).toMatchObject({ code: 'CODE_REJECTED', sent: 'no' });
    else expect(answer['code']).not.toBeUndefined();
    expect(lastRecord()?.otp).toBe(false);
  });
});

describe('a code that works once', () => {
  it('is not sent again: the second withdrawal waits for the next step', async () => {
    const make = withdrawingFakes.find((one) => one().id === 'deribit');
    if (make === undefined) throw new Error('no fake');
    const fake = make();
    await using running = await startFake(fake);
    const key = { label: 'once', title: '', exchange: 'deribit', ...fake.credentials, tier: 'unlimited' };
    const twoFactor = { kind: 'totp', secret: accountSeed, period: 30 };
    await world.addKey('once', { ...key, usedBy: ['bots'], twoFactor, endpoint: running.url });
    const bot = await world.addBot({
      name: 'twice',
      grants: [{ key: 'once', may: ['funds.withdraw'], symbols: 'any', orders: 'any' }],
    });
    const { method, params } = fake.withdrawal;
    const replies = await Promise.all([1, 2].map(() => bot.call('once', method, [params])));
    const statuses = replies.map(({ status, answer }) => [status, answer['code'], answer['exchange']]);
    const good = [200, undefined, undefined];
    expect(statuses).toEqual([good, good]);
    const codes = running.seen.flatMap(({ query }) => new URLSearchParams(query).getAll('authorization_data'));
    expect(new Set(codes).size).toBe(2);
  });
});
