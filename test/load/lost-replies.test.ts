/** Orders whose replies are dropped, late or handed in twice, at random: none is doubled, and none is lost unsaid. */
import { expect, test } from 'vitest';
import { LogQuery } from '../../shared/control-views.ts';
import { type BotClient, openWorld, type World } from '../fakes/world.ts';
import { numbers } from './numbers.ts';

/** `npm run prove:bots` sends 1,000. */
const orders = Number(process.env['PROVE_ORDERS'] ?? 48);
const workers = 8;
const faults = ['drop-before', 'drop-after', 'late', 'twice'];

interface Told {
  readonly price: number;
  readonly key: string;
  readonly code: unknown;
  readonly sent: unknown;
  readonly callId: unknown;
}

test(`${orders} orders into random faults`, async () => {
  await using world = await openWorld({ extraKeys: workers });
  const told = (await Promise.all(Array.from({ length: workers }, (_, n) => send(world, n)))).flat();
  expect(told).toHaveLength(orders);
  // Every doubt is settled by a look-up, ten seconds after the order went out.
  const doubtful = told.filter(({ code }) => code === 'OUTCOME_UNKNOWN');
  await expect
    .poll(() => doubtful.filter(({ callId }) => fateOf(world, callId) === 'unknown'), {
      timeout: 60_000,
      interval: 500,
    })
    .toEqual([]);
  const standing = await standingBy(world);
  const wrong = told.filter((one) => !isTrue(world, one, standing.get(one.price) ?? 0));
  expect(wrong).toEqual([]);
  expect([...standing.values()].filter((count) => count > 1)).toEqual([]);
  expect(doubtful.length).toBeGreaterThan(0);
  process.stdout.write(
    `${orders} orders: ${doubtful.length} replies in doubt, all settled; 0 doubled, 0 lost unsaid\n`,
  );
}, 900_000);

const labelOf = (n: number): string => `practice-extra-${n + 1}`;

async function send(world: World, worker: number): Promise<Told[]> {
  const key = labelOf(worker);
  await world.addKey(key);
  const bot = await world.addBot({ name: `bot-${worker}`, grants: [{ key, preset: 'trade', symbols: 'any' }] });
  await bot.call(key, 'fetchBalance');
  const random = numbers(worker + 1);
  const told: Told[] = [];
  for (let n = worker; n < orders; n += workers) {
    const which = random.next().value;
    const fault = which < 0.4 ? faults[Math.floor(which * 10)] : undefined;
    if (fault !== undefined) await world.control('faults', { next: fault, count: 1 });
    const price = 1000 + n;
    const { answer } = await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.001, price]);
    told.push({ price, key, code: answer['code'], sent: answer['sent'], callId: answer['callId'] });
  }
  return told;
}

const fateOf = (world: World, callId: unknown): string | undefined =>
  world.agent.log(LogQuery.parse({ text: String(callId), limit: 1 }))[0]?.status;

/** How many orders stand at each price; a price is one order's alone. The keys are of one account. */
async function standingBy(world: World): Promise<ReadonlyMap<number, number>> {
  const bot = await world.addBot({ name: 'looker', grants: [{ key: labelOf(0), preset: 'watch', symbols: 'any' }] });
  const { result } = await openOrdersOf(bot, labelOf(0));
  const standing = new Map<number, number>();
  for (const { price } of result) standing.set(price, (standing.get(price) ?? 0) + 1);
  return standing;
}

/** A fault that is left over may meet the question itself. */
async function openOrdersOf(bot: BotClient, key: string): Promise<{ result: { price: number }[] }> {
  for (let n = 0; n < 5; n += 1) {
    const { status, answer } = await bot.call(key, 'fetchOpenOrders');
    if (status === 200) return JSON.parse(JSON.stringify(answer));
  }
  throw new Error('the open orders could not be read');
}

/** What the bot was told, and what the log says in the end, against what stands. */
function isTrue(world: World, { code, sent, callId }: Told, standing: number): boolean {
  if (code === undefined) return standing === 1;
  if (code === 'OUTCOME_UNKNOWN') return fateOf(world, callId) === (standing === 1 ? 'ok' : 'failed');
  return sent === 'no' && standing === 0;
}
