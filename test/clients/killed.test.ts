/** The agent is killed and started again under bots at work: all go on, and no order is doubled or lost. */
import { expect, test } from 'vitest';
import { connect } from '../../clients/typescript/src/index.ts';
import { keyLabel, startClientStage } from './setup.ts';

const bots = 16;
const isLong = process.env['PROVE_RUNS'] !== undefined;
const ordersEach = isLong ? 60 : 8;
const kills = isLong ? 5 : 1;

test(`${bots} bots on one key, ${kills} SIGKILL`, async () => {
  const names = Array.from({ length: bots }, (_, n) => `bot-${n}`);
  await using stage = await startClientStage({ bots: Object.fromEntries(names.map((name) => [name, {}])) });
  const options = { data: stage.dataDir, timeout: 90 };
  const placed: string[] = [];
  let restarts: Promise<void> = Promise.resolve();
  let left = kills;
  const killNow = async () => {
    await stage.endAgent();
    await stage.startAgent();
  };
  await Promise.all(
    names.map(async (name, bot) => {
      const kraken = await connect(keyLabel, { ...options, token: stage.bots[name]?.token ?? '' });
      for (let n = 0; n < ordersEach; n += 1) {
        const price = 1000 + bot * ordersEach + n;
        const call = { idempotencyKey: `${name}-${n}` };
        const order = await kraken.createOrder('BTC/USD', 'limit', 'buy', 0.001, price, {}, call);
        placed.push(order.id);
        // In the middle of the orders, whichever bot comes to it.
        if (left > 0 && placed.length >= ((kills - left + 1) * bots * ordersEach) / (kills + 1)) {
          left -= 1;
          restarts = restarts.then(killNow);
        }
      }
      await kraken.close();
    }),
  );
  await restarts;
  const kraken = await connect(keyLabel, { ...options, token: stage.token });
  const standing = (await kraken.fetchOpenOrders('BTC/USD')) as { id: string; price: number }[];
  await kraken.close();
  expect(left).toBe(0);
  expect(standing.map(({ id }) => id).sort()).toEqual(placed.sort());
  expect(standing.map(({ price }) => price).sort((a, b) => a - b)).toEqual(
    Array.from({ length: bots * ordersEach }, (_, n) => 1000 + n),
  );
}, 300_000);
