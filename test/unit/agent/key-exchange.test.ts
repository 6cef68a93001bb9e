import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExchangeFacts } from '../../../shared/bot-api.ts';
import { openWorld, type World } from '../../fakes/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.addKey('practice-none');
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = async (may: readonly string[]) => {
  const bot = await world.addBot({
    name: `bot-${may.length}`,
    grants: [{ key: 'practice-none', may, symbols: 'any' }],
  });
  return bot.send('GET', '/v1/keys/practice-none/exchange');
};

it('gives what the exchange has, and of its methods those that the grant allows', async () => {
  const reader = ExchangeFacts.parse((await ask(['account.read'])).answer);
  expect(reader).toMatchObject({ exchange: 'kraken', name: 'Kraken', has: { watchBalance: true } });
  expect(reader.methods).toEqual(expect.arrayContaining(['fetchTicker', 'fetchBalance']));
  for (const beyond of ['createOrder', 'watchTicker', 'watchBalance', 'withdraw'])
    expect(reader.methods).not.toContain(beyond);
  const { methods } = ExchangeFacts.parse((await ask(['account.read', 'stream'])).answer);
  expect(methods).toEqual(expect.arrayContaining(['watchTicker', 'watchBalance']));
  expect(methods).not.toContain('watchOrders');
});

it('a bot without a grant on the key learns nothing of it, and a paused one is told so', async () => {
  const bot = await world.addBot({ name: 'other', grants: [] });
  expect((await bot.send('GET', '/v1/keys/practice-none/exchange')).answer).toMatchObject({ code: 'KEY_UNKNOWN' });
  await world.agent.botAdmin.pause('other');
  expect((await bot.send('GET', '/v1/keys/practice-none/exchange')).answer).toMatchObject({ code: 'BOT_PAUSED' });
});
