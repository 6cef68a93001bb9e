import { expect, test } from 'vitest';
import { type BotClient, openWorld } from '../fakes/world.ts';
import { numbers } from './numbers.ts';

/** `npm run prove:bots` takes a minute. */
const seconds = Number(process.env['PROVE_SECONDS'] ?? 4);
const ordersPerDay = 5;
const order = ['BTC/USD', 'limit', 'buy', 0.001, 20_000];

test(`64 bots on 8 keys for ${seconds} s: no nonce refused, and each limit exact`, async () => {
  await using world = await openWorld({ extraKeys: 8 });
  const keys = Array.from({ length: 8 }, (_, n) => `practice-extra-${n + 1}`);
  for (const key of keys) await world.addKey(key);
  const limits = { ordersPerDay, maxOrderNotional: { amount: '1000', currency: 'USD' } };
  const bots: { readonly key: string; readonly bot: BotClient }[] = [];
  for (let n = 0; n < 64; n += 1) {
    const key = keys[n % keys.length] ?? '';
    const grants = [{ key, preset: 'trade', symbols: ['BTC/USD', 'ETH/USD'], orders: 'own', limits }];
    bots.push({ key, bot: await world.addBot({ name: `bot-${n}`, grants }) });
  }
  const until = performance.now() + seconds * 1000;
  const codes = new Map<unknown, number>();
  const tookMs: number[] = [];
  const call = async (key: string, bot: BotClient, method: string, args: readonly unknown[]) => {
    const begun = performance.now();
    const { answer } = await bot.call(key, method, args);
    tookMs.push(performance.now() - begun);
    codes.set(answer['code'], (codes.get(answer['code']) ?? 0) + 1);
    return answer;
  };
  /** Takes: isLast = goes on until it has used its limit up, however busy the machine is. */
  const trade = async (key: string, bot: BotClient, random: Generator<number, never>, isLast: boolean) => {
    const own: unknown[] = [];
    let placed = 0;
    while (performance.now() < until || (isLast && placed < ordersPerDay)) {
      const which = random.next().value;
      const [id] = own;
      if (which < 0.4) {
        const answer = await call(key, bot, 'createOrder', order);
        if (answer['code'] !== undefined) continue;
        placed += 1;
        own.push(Object(answer['result']).id);
      } else if (which < 0.6 && id !== undefined) {
        own.shift();
        await call(key, bot, 'cancelOrder', [id, 'BTC/USD']);
      } else await call(key, bot, 'fetchOpenOrders', ['BTC/USD']);
    }
    return placed;
  };
  const placed = await Promise.all(bots.map(({ key, bot }, n) => trade(key, bot, numbers(n + 1), n === 0)));
  // Whoever had the time has used the limit up, and nobody has gone past it.
  expect(Math.max(...placed)).toBe(ordersPerDay);
  expect([...codes.keys()].filter((code) => code !== undefined && code !== 'LIMIT_EXCEEDED')).toEqual([]);
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
  process.stdout.write(`64 bots, 8 keys: ${sorted.length} calls, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`);
}, 300_000);
