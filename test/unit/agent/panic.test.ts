import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const keys = ['practice-unlimited', 'practice-password'];
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
let world: World;
let bots: BotClient[];
beforeEach(async () => {
  world = await openWorld();
  for (const key of keys) await world.addKey(key);
  const grants = keys.map((key) => ({ key, preset: 'trade', symbols: 'any', orders: 'any' }));
  bots = await Promise.all([1, 2, 3].map((n) => world.addBot({ name: `bot-${n}`, grants })));
});
afterEach(() => world[Symbol.asyncDispose]());

const [key = ''] = keys;
const codeOf = async (bot: BotClient | undefined) => (await bot?.call(key, 'fetchBalance'))?.answer['code'];
const openOrders = async (label: string) => {
  const [fresh] = bots;
  return (await fresh?.call(label, 'fetchOpenOrders'))?.answer['result'];
};
const unlock = () => world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });

describe('panic', () => {
  it('pauses every bot at once, and over restarts', async () => {
    await world.agent.botAdmin.pause('bot-3');
    const done = await world.agent.panic({ cancelAll: false, seal: false });
    expect(done).toEqual({ vault: 'open', paused: ['bot-1', 'bot-2'], cancelled: [], failed: [] });
    for (const bot of bots) expect(await codeOf(bot)).toBe('BOT_PAUSED');
    await world.restart();
    await unlock();
    for (const bot of bots) expect(await codeOf(bot)).toBe('BOT_PAUSED');
    expect((await world.agent.panic({ cancelAll: false, seal: false })).paused).toEqual([]);
    await world.agent.botAdmin.resume('bot-1');
    expect(await codeOf(bots[0])).toBeUndefined();
  });

  it('cancels every open order on every key, where asked, and tells each', async () => {
    for (const label of keys) expect((await bots[0]?.call(label, 'createOrder', order))?.status).toBe(200);
    await world.addKey('practice-none', { secret: Buffer.alloc(64, 1).toString('base64') });
    const done = await world.agent.panic({ cancelAll: true, seal: false });
    expect(done.cancelled.toSorted()).toEqual(keys.toSorted());
    expect(done.failed).toEqual([expect.stringMatching(/^practice-none: .+/)]);
    await world.agent.botAdmin.resume('bot-1');
    for (const label of keys) expect(await openOrders(label)).toEqual([]);
    const own = world.agent.log(LogQuery.parse({ limit: 20 })).filter(({ bot }) => bot === null);
    expect(own.map(({ status }) => status).toSorted()).toEqual(['failed', 'ok', 'ok']);
  });

  it('lets no order through that was waiting when it came', async () => {
    const waiting = Array.from({ length: 30 }, () => bots[0]?.call(key, 'createOrder', order));
    const done = await world.agent.panic({ cancelAll: true, seal: false });
    expect(done.failed).toEqual([]);
    const replies = await Promise.all(waiting);
    expect(replies.some((reply) => reply?.answer['code'] === 'BOT_PAUSED')).toBe(true);
    // What had left before was cancelled with the rest.
    await world.agent.botAdmin.resume('bot-1');
    expect(await openOrders(key)).toEqual([]);
  });

  it('seals where asked, and works while sealed', async () => {
    expect((await world.agent.panic({ cancelAll: true, seal: true })).vault).toBe('sealed');
    await unlock();
    await world.agent.botAdmin.resume('bot-2');
    await world.agent.seal();
    expect(await world.agent.panic({ cancelAll: true, seal: false })).toEqual({
      ...{ vault: 'sealed', paused: ['bot-2'], cancelled: [], failed: [] },
    });
    await unlock();
    expect(await codeOf(bots[1])).toBe('BOT_PAUSED');
  });
});

describe('a new token', () => {
  it('works at once, and the old one no more, over restarts', async () => {
    const { token, name } = await world.agent.botAdmin.rotateToken('bot-1');
    expect([name, token]).toEqual(['bot-1', expect.stringMatching(/^kb_[\w-]{43}$/)]);
    const with_ = (value: string) => bots[0]?.send('GET', '/v1/me', undefined, { Authorization: `Bearer ${value}` });
    for (let n = 0; n < 2; n += 1) {
      expect((await with_(token))?.status).toBe(200);
      expect((await bots[0]?.send('GET', '/v1/me'))?.answer['code']).toBe('TOKEN_UNKNOWN');
      await world.restart();
      await unlock();
    }
  });

  it('of a bot that is paused leaves it paused', async () => {
    await world.agent.botAdmin.pause('bot-1');
    const { token } = await world.agent.botAdmin.rotateToken('bot-1');
    const reply = await bots[0]?.send('POST', `/v1/keys/${key}/call`, '{"method":"fetchBalance"}', {
      Authorization: `Bearer ${token}`,
    });
    expect(reply?.answer['code']).toBe('BOT_PAUSED');
    await expect(world.agent.botAdmin.rotateToken('no-bot')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
