import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

let world: World;
let bot: BotClient;
const key = 'practice-unlimited';

beforeEach(async () => {
  world = await openWorld();
  await world.addKey(key);
  await world.addKey('practice-none');
  const on = (label: string) => ({ key: label, preset: 'trade', symbols: 'any' });
  bot = await world.addBot({ name: 'grid', grants: [on(key), on('practice-none')] });
  // The markets and the clock are known from here on.
  expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
});

afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world[Symbol.asyncDispose]();
});

/** A call that takes three seconds, and one that waits for its turn behind it. */
async function two(headers?: Record<string, string>) {
  await world.control('faults', { next: 'late', count: 1 });
  const first = bot.call(key, 'fetchBalance');
  await after(150);
  const body = JSON.stringify({ method: 'createOrder', args: ['BTC/USD', 'limit', 'buy', 0.01, 1000] });
  const second = bot.send('POST', `/v1/keys/${key}/call`, body, headers);
  await after(150);
  return { first, second };
}
const newest = () => world.agent.log(LogQuery.parse({ limit: 1 }))[0];
const openOrders = async () => (await bot.call(key, 'fetchOpenOrders', ['BTC/USD'])).answer['result'];

describe('a call that waits for its turn', () => {
  it('is given up at the deadline of the bot, and nothing of it was sent', async () => {
    const { first, second } = await two({ 'Keybearer-Deadline-Ms': '300' });
    const began = Date.now();
    expect((await second).answer).toMatchObject({ code: 'DEADLINE_PASSED', status: 504, sent: 'no', retryable: true });
    expect(Date.now() - began).toBeLessThan(1500);
    expect(newest()).toMatchObject({ method: 'createOrder', sent: 'no', code: 'DEADLINE_PASSED' });
    expect((await first).status).toBe(200);
    expect(await openOrders()).toEqual([]);
  });

  it.each([
    ['revoke', 'TOKEN_UNKNOWN'],
    ['pause', 'BOT_PAUSED'],
  ] as const)('is not sent any more after a %s', async (narrow, code) => {
    const { first, second } = await two();
    await world.agent.botAdmin[narrow]('grid');
    expect((await second).answer).toMatchObject({ code, sent: 'no' });
    expect((await first).status).toBe(200);
    expect(newest()).toMatchObject({ method: 'createOrder', status: 'denied', sent: 'no', code });
  });

  it('is not sent any more once the vault is sealed, and what was under way is answered and recorded', async () => {
    const { first, second } = await two();
    await world.agent.seal();
    expect((await first).status).toBe(200);
    expect((await second).answer).toMatchObject({ code: 'VAULT_SEALED', sent: 'no', retryable: true });
    expect(newest()).toMatchObject({ method: 'createOrder', status: 'denied', sent: 'no', code: 'VAULT_SEALED' });
    await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    expect(await openOrders()).toEqual([]);
  });

  it('is not sent with the old vault when it is sealed and opened meanwhile', async () => {
    const { first, second } = await two();
    await world.agent.seal();
    await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    expect((await second).answer).toMatchObject({ code: 'VAULT_SEALED', sent: 'no' });
    expect((await first).status).toBe(200);
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  });
});

describe('two keys', () => {
  it('do not wait for one another when the exchange answers one of them late', async () => {
    await world.control('faults', { next: 'late', count: 1 });
    const slow = bot.call(key, 'fetchBalance');
    await after(100);
    const began = Date.now();
    expect((await bot.call('practice-none', 'fetchBalance')).status).toBe(200);
    expect(Date.now() - began).toBeLessThan(1500);
    expect((await slow).status).toBe(200);
  });
});

describe('an agent that ends while a call is under way', () => {
  it('waits for what became of it, and the log says that nobody knows', async () => {
    await world.control('faults', { next: 'stall', count: 1 });
    const body = JSON.stringify({ method: 'createOrder', args: ['BTC/USD', 'limit', 'buy', 0.01, 1000] });
    const lost = bot.send('POST', `/v1/keys/${key}/call`, body);
    await after(200);
    await world.restart();
    expect((await lost).answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
    const record = world.agent.log(LogQuery.parse({ limit: 5 })).find(({ method }) => method === 'createOrder');
    expect(record?.status).toBe('unknown');
    expect(record?.sent).toBe('unknown');
  });
});
