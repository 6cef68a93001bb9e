/** Exchanges that can't be asked which nonce they took last: a refused one proves nothing of an order. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeyInput, LogQuery } from '../../../shared/control-views.ts';
import { bitfinex } from '../../fakes/exchanges/bitfinex.ts';
import { type FakeExchange, type RunningFake, startFake } from '../../fakes/exchanges/fake.ts';
import { gemini } from '../../fakes/exchanges/gemini.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

/** As a proxy that tries again does it: the exchange gets the request two times, and its second answer comes back. */
const handingInTwice = (fake: FakeExchange, isOn: () => boolean): FakeExchange => ({
  ...fake,
  answer: (request) => {
    if (isOn()) fake.answer(request);
    return fake.answer(request);
  },
});

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test.each([
  ['bitfinex', bitfinex],
  ['gemini', gemini],
])('%s: an order that came twice is not said to have come to nothing', async (_id, make) => {
  const fake = make();
  let isTwice = false;
  const running: RunningFake = await startFake(handingInTwice(fake, () => isTwice));
  const key = fake.id;
  try {
    const { credentials, id: exchange, symbol } = fake;
    const rest = { usedBy: ['bots'], tier: 'unlimited', twoFactor: { kind: 'none' }, endpoint: running.url };
    await world.agent.keys.add(KeyInput.parse({ label: key, exchange, ...credentials, ...rest }));
    const bot: BotClient = await world.addBot({ name: key, grants: [{ key, preset: 'trade', symbols: 'any' }] });
    const order = [symbol, 'limit', 'buy', 0.01, 20_000];
    const first = await bot.call(key, 'createOrder', order);
    expect(first.status).toBe(200);
    isTwice = true;
    const { answer } = await bot.call(key, 'createOrder', order);
    expect(answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
    expect(world.agent.log(LogQuery.parse({ key, limit: 1 }))).toMatchObject([{ status: 'unknown', sent: 'unknown' }]);
    // A read changes nothing, however often it comes.
    const read = await bot.call(key, 'fetchBalance');
    expect(read.answer).toMatchObject({ code: 'NONCE_REJECTED', sent: 'no', retryable: true });
    isTwice = false;
    expect((await bot.call(key, 'fetchOpenOrders', [symbol])).answer['result']).toHaveLength(2);
  } finally {
    await running[Symbol.asyncDispose]();
  }
});
