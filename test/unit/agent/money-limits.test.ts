import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addKey(key);
});
afterEach(() => world[Symbol.asyncDispose]());

const usd = (amount: string) => ({ amount, currency: 'USD' });
const botWith = (limits: object, name = 'bot') =>
  world.addBot({ name, grants: [{ key, preset: 'trade', symbols: 'any', orders: 'any', limits }] });
/** A limit order worth 200 USD. */
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
const place = async (bot: BotClient, args: readonly unknown[] = order, method = 'createOrder') => {
  const { answer } = await bot.call(key, method, args);
  return answer['code'] ?? 'placed';
};
const left = async (bot: BotClient) => {
  const { answer } = await bot.send('GET', '/v1/me');
  const [grant] = Array.isArray(answer['grants']) ? answer['grants'] : [];
  return grant.left;
};
const reopen = async () => {
  await world.restart();
  await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
};

describe('a daily limit in money', () => {
  it('is exact under concurrency: of twenty orders at once, as many as fit', async () => {
    const bot = await botWith({ maxDailyNotional: usd('1000') });
    const codes = await Promise.all(Array.from({ length: 20 }, () => place(bot)));
    expect(codes.filter((code) => code === 'placed')).toHaveLength(5);
    expect(codes.filter((code) => code === 'LIMIT_EXCEEDED')).toHaveLength(15);
    expect(await left(bot)).toEqual({ maxDailyNotional: usd('0') });
  });

  it("holds over restarts, and is each bot's own", async () => {
    const bot = await botWith({ maxDailyNotional: usd('300') });
    expect([await place(bot), await place(bot)]).toEqual(['placed', 'LIMIT_EXCEEDED']);
    await reopen();
    expect(await place(bot)).toBe('LIMIT_EXCEEDED');
    expect(await left(bot)).toEqual({ maxDailyNotional: usd('100') });
    expect(await place(await botWith({ maxDailyNotional: usd('300') }, 'other'))).toBe('placed');
  });

  it('is given back what the exchange refused, and not what nobody knows of', async () => {
    const bot = await botWith({ maxDailyNotional: usd('300000000'), ordersPerDay: 10 });
    // More than the practice account has.
    expect(await place(bot, ['BTC/USD', 'limit', 'buy', 1000, 20_000])).toBe('EXCHANGE_REFUSED');
    expect(await left(bot)).toEqual({ maxDailyNotional: usd('300000000'), ordersPerDay: 10 });
    await world.control('faults', { next: 'drop-before', count: 1 });
    expect(await place(bot)).toBe('OUTCOME_UNKNOWN');
    expect(await left(bot)).toEqual({ maxDailyNotional: usd('299999800'), ordersPerDay: 9 });
  }, 60_000);

  it('counts a batch as a whole', async () => {
    const bot = await botWith({ maxDailyNotional: usd('500') });
    const batch = (n: number) => [
      Array.from({ length: n }, () => ({ symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01, price: 20_000 })),
    ];
    expect(await place(bot, batch(3), 'createOrders')).toBe('LIMIT_EXCEEDED');
    expect(await place(bot, batch(2), 'createOrders')).toBe('placed');
    expect(await left(bot)).toEqual({ maxDailyNotional: usd('100') });
  });

  it('of which the record was changed by somebody counts as spent', async () => {
    const bot = await botWith({ maxDailyNotional: usd('1000') });
    expect(await place(bot)).toBe('placed');
    const db = new DatabaseSync(`${world.dataDir}/state.sqlite`);
    db.exec("UPDATE spending SET amount = '0'");
    db.close();
    expect(await place(bot)).toBe('LIMIT_EXCEEDED');
    expect(await left(bot)).toEqual({ maxDailyNotional: null });
  });
});

describe('limits on an order', () => {
  it('price a market order by the best offer', async () => {
    const { answer } = await (await botWith({}, 'free')).call(key, 'fetchTicker', ['BTC/USD']);
    const ask = Number(Object(answer['result']).ask);
    const bot = await botWith({ maxOrderNotional: usd((ask * 0.01 * 1.02).toFixed(2)) });
    expect(await place(bot, ['BTC/USD', 'market', 'buy', 0.01])).toBe('placed');
    expect(await place(bot, ['BTC/USD', 'market', 'buy', 0.011])).toBe('LIMIT_EXCEEDED');
  });

  it('hold a price to a band around the last one', async () => {
    const bot = await botWith({ priceBandPercent: 10 });
    expect(await place(bot)).toBe('LIMIT_EXCEEDED');
    const { answer } = await bot.call(key, 'fetchTicker', ['BTC/USD']);
    const last = Number(Object(answer['result']).last);
    expect(await place(bot, ['BTC/USD', 'limit', 'buy', 0.001, Math.round(last * 0.95)])).toBe('placed');
  });

  it('refuse where no price can be had, and say so', async () => {
    const bot = await botWith({ maxOrderNotional: { amount: '1000', currency: 'CHF' } });
    const { answer } = await bot.call(key, 'createOrder', order);
    expect(answer).toMatchObject({ code: 'LIMIT_EXCEEDED', sent: 'no', detail: expect.stringContaining('CHF') });
  });

  it('count orders a day', async () => {
    const bot = await botWith({ ordersPerDay: 3 });
    const codes = await Promise.all(Array.from({ length: 6 }, () => place(bot)));
    expect(codes.filter((code) => code === 'placed')).toHaveLength(3);
    expect(await left(bot)).toEqual({ ordersPerDay: 0 });
    // Leaving the market is no order.
    expect(await place(bot, [], 'cancelAllOrders')).toBe('placed');
  });

  it.each([
    ['a relative price', { price: '-5%' }],
    ['an amount in money', { oflags: 'viqc' }],
    ['a second order', { 'close[ordertype]': 'limit', 'close[price]': '1' }],
  ])('refuse %s beside the arguments', async (_, params) => {
    const bot = await botWith({ maxOrderNotional: usd('1000') });
    expect(await place(bot, [...order, params])).toMatch(/^(LIMIT_EXCEEDED|PERMISSION_DENIED|BODY_INVALID)$/);
  });

  it.each([[Number.NaN], ['abc'], ['1e400'], [-1], ['']])('refuse an amount of %s', async (amount) => {
    const bot = await botWith({ maxOrderNotional: usd('1000') });
    expect(await place(bot, ['BTC/USD', 'limit', 'buy', amount, 20_000])).not.toBe('placed');
  });
});
