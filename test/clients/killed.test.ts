/** The agent is killed and started again under bots at work: all go on, and no order is doubled or lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connect } from '../../clients/typescript/src/index.ts';
import { keyLabel, startClientStage } from './setup.ts';

const bots = 16;
const isLong = process.env['PROVE_RUNS'] !== undefined;
const ordersEach = 8;
const kills = isLong ? 5 : 1;
/** Hardly longer than it takes to look up what was under way at a kill: an order may meet several. */
const betweenKillsMs = 12_000;

test(`${bots} bots on one key, ${kills} SIGKILL`, async () => {
  const names = Array.from({ length: bots }, (_, n) => `bot-${n}`);
  await using stage = await startClientStage({ bots: Object.fromEntries(names.map((name) => [name, {}])) });
  const options = { data: stage.dataDir, timeout: isLong ? 240 : 90 };
  const placed: string[] = [];
  let restarts: Promise<void> = Promise.resolve();
  let left = kills;
  let lastMs = performance.now();
  const killNow = async () => {
    await stage.endAgent();
    await stage.startAgent();
  };
  /** In the middle of the orders, whichever bot comes to it. */
  const isTime = (): boolean =>
    left > 0 && (isLong ? performance.now() - lastMs > betweenKillsMs : placed.length >= (bots * ordersEach) / 2);
  await Promise.all(
    names.map(async (name) => {
      const kraken = await connect(keyLabel, { ...options, token: stage.bots[name]?.token ?? '' });
      for (let n = 0; n < ordersEach || left > 0; n += 1) {
        const call = { idempotencyKey: `${name}-${n}` };
        const order = await kraken.createOrder('BTC/USD', 'limit', 'buy', '0.001', 1000 + n, {}, call);
        placed.push(order.id);
        if (isLong) await sleep(500);
        if (!isTime()) continue;
        left -= 1;
        lastMs = performance.now();
        restarts = restarts.then(killNow);
      }
      await kraken.close();
    }),
  );
  await restarts;
  const kraken = await connect(keyLabel, { ...options, token: stage.token });
  const standing = (await kraken.fetchOpenOrders('BTC/USD')) as { id: string }[];
  await kraken.close();
  expect(left).toBe(0);
  expect(placed.length).toBeGreaterThanOrEqual(bots * ordersEach);
  // Each answer is an order of its own, and there is no other.
  expect(new Set(placed).size).toBe(placed.length);
  expect(standing.map(({ id }) => id).sort()).toEqual(placed.sort());
}, 400_000);
