/** The ten fakes check signatures by their exchanges' documents; each is traded on by ccxt with a dummy key. */
import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dummyOf } from '../../../../electron/exchange/resign/dummy.ts';
import { KeyInput, LogQuery } from '../../../../shared/control-views.ts';
import { fakes } from '../../../fakes/exchanges/all.ts';
import { type RunningFake, startFake } from '../../../fakes/exchanges/fake.ts';
import { type BotClient, openWorld, type World } from '../../../fakes/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ overTcp: true });
});
afterAll(() => world[Symbol.asyncDispose]());

const tick = () => new Promise((resolve) => setTimeout(resolve, 3));

describe.each(fakes.map((make) => [make().id, make] as const))('%s', (id, make) => {
  const fake = make();
  const { symbol, credentials } = fake;
  const key = `${id}-main`;
  let running: RunningFake;
  let bot: BotClient;

  beforeAll(async () => {
    running = await startFake(fake);
    const input = { label: key, title: id, exchange: id, ...credentials, usedBy: ['bots'], tier: 'unlimited' };
    await world.agent.keys.add(KeyInput.parse({ ...input, twoFactor: { kind: 'none' }, endpoint: running.url }));
    const grants = [{ key, preset: 'trade', symbols: 'any' }];
    bot = await world.addBot({ name: `trader-${id}`, doors: ['http'], grants });
  });
  afterAll(() => running[Symbol.asyncDispose]());

  it('is traded on by ccxt that was given an address and a token, and never signs with them', async () => {
    const Exchange: typeof ccxt.binance = Reflect.get(ccxt, id);
    const dummy = dummyOf(id, bot.token).credentials;
    const exchange = new Exchange({
      ...dummy,
      enableRateLimit: false,
      proxyUrl: `${world.door.http}/v1/resign/${key}/`,
    });
    const [base = ''] = symbol.split('/');
    expect((await exchange.fetchBalance())[base]).toMatchObject({ total: 2 });
    await tick();
    const placed = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 20_000);
    await tick();
    const open = await exchange.fetchOpenOrders(symbol);
    expect(open.map((order) => order.id)).toEqual([placed.id]);
    await tick();
    await exchange.cancelOrder(String(placed.id), symbol);
    await tick();
    expect(await exchange.fetchOpenOrders(symbol)).toEqual([]);
    const sent = JSON.stringify(running.seen);
    expect(sent).not.toContain(bot.token);
    for (const name of Object.keys(credentials).filter((one) => one !== 'uid'))
      expect([name, sent.includes(String(dummy[name]))]).toEqual([name, false]);
    const orders = world.agent.log(LogQuery.parse({ key, limit: 50 })).filter(({ side }) => side === 'buy');
    expect(orders).toMatchObject([{ status: 'ok', sent: 'yes', permission: 'orders.create' }]);
  });
});
