import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
let exchangeMs = 0;
let world: World;
let bot: BotClient;
beforeEach(async () => {
  exchangeMs = 0;
  world = await openWorld({ now: () => Date.now() + exchangeMs });
  await world.addKey(key);
  bot = await botWith('bot');
});
afterEach(() => world[Symbol.asyncDispose]());

const botWith = (name: string, preset = 'trade') =>
  world.addBot({ name, grants: [{ key, preset, symbols: 'any', orders: 'any' }] });
const beat = async (seconds?: number, who = bot) => {
  const body = seconds === undefined ? undefined : JSON.stringify({ seconds });
  return (await who.send('POST', `/v1/keys/${key}/heartbeat`, body)).answer;
};
const openOrders = async () => {
  const { result } = (await bot.call(key, 'fetchOpenOrders')).answer;
  return Array.isArray(result) ? result.length : Number.NaN;
};
/** The exchange's clock runs; ours does not. */
const pass = async (seconds: number) => {
  exchangeMs += seconds * 1000;
  await bot.call(key, 'fetchBalance');
};
const turnOn = () => world.agent.keys.setDeadMan(key, true);
const unlock = () => world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });

describe("the dead man's switch", () => {
  it('is off until the owner turns it on, and a bot is told how', async () => {
    expect(await beat(60)).toMatchObject({
      code: 'PERMISSION_DENIED',
      detail: expect.stringContaining('key dead-man'),
    });
    await turnOn();
    const { until } = await beat(60);
    expect(Math.abs(Date.parse(String(until)) - Date.now() - 60_000)).toBeLessThan(5_000);
  });

  it('cancels every order when nobody feeds it in time, and none while somebody does', async () => {
    await turnOn();
    await bot.call(key, 'createOrder', order);
    for (let n = 0; n < 3; n += 1) {
      await beat(60);
      await pass(50);
    }
    expect(await openOrders()).toBe(1);
    await pass(61);
    expect(await openOrders()).toBe(0);
  });

  it('is held by the bot that promised the longest', async () => {
    await turnOn();
    await bot.call(key, 'createOrder', order);
    await beat(600);
    await beat(10, await botWith('other'));
    await pass(300);
    expect(await openOrders()).toBe(1);
    await pass(400);
    expect(await openOrders()).toBe(0);
  });

  it.each([
    ['the vault is sealed', () => world.agent.seal(), unlock],
    ['the agent ends', () => world.restart(), unlock],
    ['it is turned off', () => world.agent.keys.setDeadMan(key, false), async () => {}],
  ])('is taken off when %s', async (_, act, again) => {
    await turnOn();
    await bot.call(key, 'createOrder', order);
    await beat(30);
    await act();
    await again();
    await pass(60);
    expect(await openOrders()).toBe(1);
  });

  it('stands in the log with the bot that fed it', async () => {
    await turnOn();
    await beat(30);
    expect(world.agent.log(LogQuery.parse({ limit: 1 }))[0]).toMatchObject({
      ...{ bot: 'bot', key, method: 'heartbeat', status: 'ok' },
      requests: [{ endpoint: 'privatePostCancelAllOrdersAfter' }],
    });
  });

  it('is fed by who may cancel, within reason, and only where the exchange has one', async () => {
    await turnOn();
    expect((await beat(60, await botWith('watcher', 'watch')))['code']).toBe('PERMISSION_DENIED');
    for (const seconds of [0, 4, -1, 1.5, 86_401]) expect((await beat(seconds))['code']).toBe('BODY_INVALID');
    expect((await beat()).until).toBeDefined();
    await world.addKey('practice-none', { label: 'binance', exchange: 'binance', endpoint: undefined });
    await expect(world.agent.keys.setDeadMan('binance', true)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
