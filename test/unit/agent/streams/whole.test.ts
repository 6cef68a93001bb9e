/** Streams of real bots through a real door and agent, against the practice exchange. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStream, type StreamBot, type Told } from '../../../fakes/stream-client.ts';
import { type BotClient, openWorld, type World } from '../../../fakes/world.ts';

let world: World;
const streams: StreamBot[] = [];
const key = 'practice-none';
beforeEach(async () => {
  world = await openWorld();
  await world.addKey(key);
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream[Symbol.dispose]();
  await world[Symbol.asyncDispose]();
});

const addBot = (name: string, may: readonly string[] = watching, symbols: unknown = 'any', where = key) =>
  world.addBot({ name, grants: [{ key: where, may, symbols }] });
const watching = ['account.read', 'orders.read', 'stream', 'orders.create', 'orders.cancel'];

async function streamOf({ token }: Pick<BotClient, 'token'>, where = key): Promise<StreamBot> {
  const stream = await openStream(world.door.socket, where, token);
  streams.push(stream);
  return stream;
}

const of = (id: number) => (told: Told) => told.id === id;
const buy = (bot: BotClient, symbol = 'BTC/USD') => bot.call(key, 'createOrder', [symbol, 'market', 'buy', 0.01]);
const calls = (method: string) => world.agent.log({ limit: 100 }).filter((call) => call.method === method);

describe('what is watched', () => {
  it('comes as ccxt gives it: a ticker, the balance, orders and trades', async () => {
    const bot = await addBot('grid');
    const stream = await streamOf(bot);
    stream.watch(1, 'watchTicker', 'BTC/USD');
    expect((await stream.next(of(1))).event).toMatchObject({ symbol: 'BTC/USD', last: expect.any(Number) });
    stream.watch('b', 'watchBalance');
    expect((await stream.next(({ id }) => id === 'b')).event).toMatchObject({ BTC: { total: 2 } });
    stream.watch(2, 'watchOrders');
    stream.watch(3, 'watchMyTrades', 'BTC/USD');
    await sleep(100);
    expect((await buy(bot)).status).toBe(200);
    expect((await stream.next(of(2))).event).toMatchObject([{ symbol: 'BTC/USD', side: 'buy' }]);
    expect((await stream.next(of(3))).event).toMatchObject([{ symbol: 'BTC/USD', amount: 0.01 }]);
  });

  it('is asked of the exchange once for all bots, with one token, which is recorded and not shown', async () => {
    const [one, other] = [await streamOf(await addBot('one')), await streamOf(await addBot('other'))];
    for (const stream of [one, other]) stream.watch(1, 'watchBalance');
    const [first, second] = [await one.next(of(1)), await other.next(of(1))];
    expect(first).toEqual(second);
    expect(calls('stream')).toMatchObject([
      { bot: null, key, status: 'ok', requests: [{ endpoint: 'privatePostGetWebSocketsToken', permission: 'stream' }] },
    ]);
    expect(calls('watchBalance')).toHaveLength(2);
  });
});
