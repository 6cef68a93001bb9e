import { afterEach, describe, expect, it } from 'vitest';
import { makeCodeSource } from '../../../electron/agent/codes.ts';
import type { VenueState } from '../../../electron/agent/venues.ts';
import { CodeSteps } from '../../../electron/otp/code-steps.ts';
import { codeAt, readBase32, stepOf } from '../../../electron/practice/code.ts';
import type { Vault } from '../../../electron/vault/vault.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { AppError } from '../../../shared/errors.ts';
import { Key } from '../../../shared/model.ts';
import { openWorld, type World } from '../../fakes/world.ts';
import { id } from '../calllog/fixture.ts';

let world: World | undefined;

afterEach(async () => {
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

const seed = readBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
const key = Key.parse({
  ...{ id: id('key', 1), label: 'main', title: '', exchange: 'kraken', usedBy: [], tier: 'pro', endpoint: null },
  ...{ twoFactor: { kind: 'totp', algorithm: 'SHA1', digits: 6, periodSec: 30 }, tested: null },
  added: '2026-11-22T08:00:00.000Z',
});
const credential = { credentials: {}, second: { kind: 'totp', seed: Buffer.from(seed).toString('base64') } };

interface Scene {
  readonly nowMs: number;
  /** The exchange's clock minus ours, in truth. */
  readonly trueOffsetMs: number;
  /** What we believe of it. */
  readonly offsetMs: number;
  readonly errorMs: number;
  readonly roundTripMs: number;
  readonly sealed?: boolean;
}

/** A source of codes whose timers go off a millisecond early, as Node's may. */
function sourceAt({ nowMs, offsetMs, errorMs, roundTripMs, sealed = false }: Scene) {
  let now = nowMs;
  const vault = {
    useRecord: (_: string, callback: (plain: Buffer) => unknown) => {
      if (sealed) throw new AppError('VAULT_SEALED');
      return callback(Buffer.from(JSON.stringify(credential)));
    },
  } as unknown as Vault;
  const offset = async () => ({ offsetMs, errorMs, roundTripMs, measuredMs: nowMs });
  const clock = {
    now: () => now,
    monotonic: () => now,
    sleep: async (ms: number) => {
      now += Math.max(0, ms - 1);
    },
  };
  const source = makeCodeSource({
    key,
    vault,
    venue: { offset } as unknown as VenueState,
    clock,
    steps: new CodeSteps('unknown'),
  });
  return { source, now: () => now };
}

describe('a code that is sent', () => {
  it('fits the step that the exchange is in, when the request leaves and when it comes, at every edge', async () => {
    const edge = 1_700_000_010_000;
    for (let at = -900; at <= 900; at += 7) {
      for (const off of [-120_000, -400, 0, 400, 120_000]) {
        const scene = { nowMs: edge + at, trueOffsetMs: off, offsetMs: off, errorMs: 0, roundTripMs: 300 };
        const { source, now } = sourceAt(scene);
        const code = (await source.forSending(undefined))?.code;
        const theirs = now() + off;
        const steps = [stepOf(theirs + 1), stepOf(theirs + 300)];
        expect(new Set(steps).size, `${at} ${off}`).toBe(1);
        expect(code).toBe(codeAt(seed, steps[0] ?? 0));
      }
    }
  });

  it('fits also where the offset is known only roughly', async () => {
    const edge = 1_700_000_010_000;
    for (let at = -2000; at <= 2000; at += 61) {
      for (const wrong of [-500, 0, 499]) {
        const { source, now } = sourceAt({
          nowMs: edge + at,
          trueOffsetMs: wrong,
          offsetMs: 0,
          errorMs: 500,
          roundTripMs: 100,
        });
        const code = (await source.forSending(undefined))?.code;
        const theirs = now() + 1 + wrong;
        expect([codeAt(seed, stepOf(theirs)), codeAt(seed, stepOf(theirs + 100))], `${at} ${wrong}`).toEqual([
          code,
          code,
        ]);
      }
    }
  });

  it('does not come past the deadline', async () => {
    const { source } = sourceAt({
      nowMs: 1_700_000_009_990,
      trueOffsetMs: 0,
      offsetMs: 0,
      errorMs: 0,
      roundTripMs: 300,
    });
    await expect(source.forSending(AbortSignal.abort())).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
  });

  it('is not made from a sealed vault', async () => {
    const scene = { nowMs: 0, trueOffsetMs: 0, offsetMs: 0, errorMs: 0, roundTripMs: 0, sealed: true };
    await expect(sourceAt(scene).source.forSending(undefined)).rejects.toMatchObject({ code: 'VAULT_SEALED' });
  });
});

describe("the exchange's clock", () => {
  it.each([-120_000, 120_000])('%d ms away from ours makes no difference to bots', async (offsetMs) => {
    world = await openWorld();
    await world.control('clock', { offsetMs });
    await world.addKey('practice-unlimited');
    const bot = await world.addBot({
      name: 'far',
      grants: [{ key: 'practice-unlimited', preset: 'watch', symbols: 'any' }],
    });
    for (let n = 0; n < 5; n += 1) expect((await bot.call('practice-unlimited', 'fetchBalance')).status).toBe(200);
    const [clock] = world.agent.status(undefined).clock;
    expect(Math.abs((clock?.offsetMs ?? 0) - offsetMs)).toBeLessThan(1500);
    const { code } = await world.agent.keys.code('practice-unlimited');
    const factor = world.practice.keys.find(({ label }) => label === 'practice-unlimited')?.twoFactor;
    const theirs = readBase32(factor?.kind === 'totp' ? factor.secret : '');
    const step = stepOf(Date.now() + offsetMs);
    expect([codeAt(theirs, step - 1), codeAt(theirs, step), codeAt(theirs, step + 1)]).toContain(code);
  });

  it('that is put right while the agent runs costs no read: the refused code is followed by the right one', async () => {
    world = await openWorld();
    await world.addKey('practice-unlimited');
    const bot = await world.addBot({
      name: 'far',
      grants: [{ key: 'practice-unlimited', preset: 'watch', symbols: 'any' }],
    });
    expect((await bot.call('practice-unlimited', 'fetchBalance')).status).toBe(200);
    await world.control('clock', { offsetMs: 90_000 });
    const first = await bot.call('practice-unlimited', 'fetchBalance');
    expect(first.status).toBe(200);
    const [record] = world.agent.log(LogQuery.parse({ limit: 1 }));
    const [refused, taken] = record?.requests ?? [];
    expect(refused).toMatchObject({ status: 'failed', code: 'SIGNATURE_REJECTED', sent: 'no' });
    expect(taken).toMatchObject({ status: 'ok', endpoint: refused?.endpoint });
    expect(record).toMatchObject({ status: 'ok', otp: true });
  });

  it('that is put right while the agent runs costs an order, which is never sent again by itself', async () => {
    world = await openWorld();
    const key = 'practice-unlimited';
    await world.addKey(key);
    const bot = await world.addBot({ name: 'far', grants: [{ key, preset: 'trade', symbols: 'any', orders: 'any' }] });
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    await world.control('clock', { offsetMs: 90_000 });
    const order = await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 20_000]);
    expect(order.answer).toMatchObject({ code: 'SIGNATURE_REJECTED', sent: 'no' });
    expect(world.agent.log(LogQuery.parse({ limit: 1 }))[0]?.requests).toHaveLength(1);
    expect((await bot.call(key, 'cancelAllOrders')).status).toBe(200);
  });

  it('a code of a wrong secret is not tried again: that would only lock the key', async () => {
    world = await openWorld();
    const key = 'practice-unlimited';
    await world.addKey(key, { twoFactor: { kind: 'totp', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } });
    const bot = await world.addBot({ name: 'far', grants: [{ key, preset: 'watch', symbols: 'any' }] });
    expect((await bot.call(key, 'fetchBalance')).answer['code']).toBe('SIGNATURE_REJECTED');
    expect(world.agent.log(LogQuery.parse({ limit: 1 }))[0]?.requests).toHaveLength(1);
  });
});
