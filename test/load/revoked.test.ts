/** A bot that is revoked, paused or narrowed while everybody is busy: nothing of it leaves any more. */
import { expect, test } from 'vitest';
import { LogQuery } from '../../shared/control-views.ts';
import { type BotClient, openWorld } from '../fakes/world.ts';

const key = 'practice-unlimited';
const order = ['BTC/USD', 'limit', 'buy', 0.001, 1000];

test.each(['revoke', 'pause'] as const)(
  'after a %s under load no request of the bot leaves',
  async (how) => {
    await using world = await openWorld();
    await world.addKey(key);
    const grants = [{ key, preset: 'trade', symbols: 'any' }];
    const bots: BotClient[] = [];
    for (let n = 0; n < 16; n += 1) bots.push(await world.addBot({ name: `bot-${n}`, grants }));
    const [bad] = bots;
    if (bad === undefined) throw new Error('no bot');
    await bad.call(key, 'fetchBalance');
    let isOver = false;
    let lateMs = 0;
    let revokedMs = Number.POSITIVE_INFINITY;
    const busy = bots.flatMap((bot) =>
      Array.from({ length: 4 }, async () => {
        while (!isOver) {
          const begun = performance.now();
          const { status } = await bot.call(key, 'createOrder', order);
          const isBad = bot === bad && status === 200;
          if (isBad && begun > revokedMs) throw new Error('a call begun after the end was carried out');
          if (isBad) lateMs = Math.max(lateMs, performance.now() - revokedMs);
        }
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    const askedMs = performance.now();
    await world.agent.botAdmin[how]('bot-0');
    revokedMs = performance.now();
    const records = world.agent.log(LogQuery.parse({ bot: 'bot-0', limit: 1000 }));
    const handedOver = records.filter(({ status }) => status === 'ok').length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    isOver = true;
    await Promise.all(busy);
    // At most the one request that was at the exchange just then ends after it.
    const after = world.agent.log(LogQuery.parse({ bot: 'bot-0', status: 'ok', limit: 1000 })).length;
    expect(after - handedOver).toBeLessThanOrEqual(1);
    process.stdout.write(
      `${how} under load: acknowledged after ${(revokedMs - askedMs).toFixed(0)} ms, the last answer ${Math.max(0, lateMs).toFixed(0)} ms later\n`,
    );
  },
  60_000,
);
