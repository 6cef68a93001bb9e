import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeCodeSource } from '../../../electron/agent/codes.ts';
import type { VenueState } from '../../../electron/agent/venues.ts';
import { type Priority, Turn } from '../../../electron/exchange/turn.ts';
import { CodeSteps } from '../../../electron/otp/code-steps.ts';
import type { Vault } from '../../../electron/vault/vault.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { Key } from '../../../shared/model.ts';
import { openWorld } from '../../fakes/world.ts';
import { id } from '../calllog/fixture.ts';

/** `npm run prove:codes` makes 50,000. */
const calls = Number(process.env['PROVE_CALLS'] ?? 1_000);
const many = calls.toLocaleString('en');
const key = 'practice-unlimited';

test(`${many} concurrent calls of several bots on one key: no nonce out of order, a code on each`, async () => {
  await using world = await openWorld();
  await world.addKey(key);
  const bots = await Promise.all(
    [1, 2, 3, 4].map(async (n) => {
      const { token } = await world.addBot({ name: `bot-${n}`, grants: [{ key, preset: 'watch', symbols: 'any' }] });
      return world.agent.bots.identify(createHash('sha256').update(token).digest('hex'), 'socket');
    }),
  );
  const results = await Promise.allSettled(
    Array.from({ length: calls }, async (_, n) => {
      const bot = bots[n % bots.length];
      if (bot === undefined) throw new Error('no bot');
      await world.agent.bots.call(bot, key, { method: 'privatePostOpenOrders', args: [] });
    }),
  );
  // The practice exchange refuses a nonce that is not higher than the one before, and a call without its code.
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  const records = world.agent.log(LogQuery.parse({ limit: 1000 }));
  expect(records.filter(({ method, otp }) => method === 'privatePostOpenOrders' && !otp)).toEqual([]);
}, 1_200_000);

test(`${many} concurrent calls on a key whose codes work once: no code used twice, cancels first`, async () => {
  let now = 1_764_000_000_000;
  const clock = {
    now: () => now,
    monotonic: () => now,
    sleep: async (ms: number) => {
      now += Math.ceil(ms);
    },
  };
  const totp = Key.parse({
    ...{ id: id('key', 1), label: 'main', title: '', exchange: 'kraken', usedBy: [], tier: 'pro', endpoint: null },
    ...{ twoFactor: { kind: 'totp', algorithm: 'SHA1', digits: 6, periodSec: 30 }, tested: null },
    added: '2026-11-22T08:00:00.000Z',
  });
  const credential = { credentials: {}, second: { kind: 'totp', seed: Buffer.alloc(20, 7).toString('base64') } };
  const vault = {
    useRecord: (_: string, use: (plain: Buffer) => unknown) => use(Buffer.from(JSON.stringify(credential))),
  } as unknown as Vault;
  const estimate = { offsetMs: -3_000, errorMs: 200, roundTripMs: 150, measuredMs: now };
  const venue = { offset: async () => estimate, knownOffset: () => estimate } as unknown as VenueState;
  const source = makeCodeSource({ key: totp, vault, venue, clock, steps: new CodeSteps('once-per-step') });
  const turn = new Turn({ pauseMs: () => source.pauseMs(), sleep: clock.sleep });
  const steps: (number | undefined)[] = [];
  const order: Priority[] = [];
  await Promise.all(
    Array.from({ length: calls }, async (_, n) => {
      const priority: Priority = n % 3 === 0 ? 2 : n % 3 === 1 ? 1 : 0;
      const end = await turn.take(priority);
      const sent = await source.forSending(undefined);
      steps.push(sent?.step);
      order.push(priority);
      now += n % 700;
      end();
    }),
  );
  expect(new Set(steps).size).toBe(calls);
  expect(steps).toEqual([...steps].sort((a, b) => Number(a) - Number(b)));
  expect(order).toEqual([...order].sort());
}, 600_000);
