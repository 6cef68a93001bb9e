/** Streams of real bots through a real door and agent, against the practice exchange. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../../electron/base/secret.ts';
import { openStream, type StreamBot, type Told } from '../../../fakes/stream-client.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../../fakes/world.ts';

let world: World;
const streams: StreamBot[] = [];
const key = 'practice-none';
beforeEach(async () => {
  world = await openWorld({ extraKeys: 1 });
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

const gap = ({ error }: Told) => error?.code === 'STREAM_GAP';

describe('a key with a one-time code', () => {
  it('has its code sent with the token that ccxt asks for', async () => {
    await world.addKey('practice-totp');
    const bot = await addBot('coded', watching, 'any', 'practice-totp');
    const stream = await streamOf(bot, 'practice-totp');
    stream.watch(1, 'watchBalance');
    await stream.next(of(1));
    expect(calls('stream')).toMatchObject([{ status: 'ok', requests: [{ otp: true, status: 'ok' }] }]);
    // Neither the token nor the code is to be read in what the bot is told or in what the owner is shown.
    const { id } = calls('stream')[0] ?? { id: '' };
    const shown = JSON.stringify(await world.agent.callLog.show(id));
    expect(shown).not.toMatch(/"token":"(?!\[hidden\]|\[secret\])[A-Za-z0-9+/]{20,}/);
  });

  it('that is wrong ends what is watched with what the exchange says', async () => {
    const { apiKey, secret, ...rest } = world.practice.keys.find(({ label }) => label === 'practice-totp') ?? {};
    await world.addKey('practice-totp', { ...rest, apiKey, secret, twoFactor: { kind: 'none' } });
    const stream = await streamOf(await addBot('coded', watching, 'any', 'practice-totp'), 'practice-totp');
    stream.watch(1, 'watchBalance');
    expect((await stream.next(of(1))).error).toMatchObject({ code: 'SIGNATURE_REJECTED', callId: expect.any(String) });
  });
});

describe('a socket of the exchange that breaks', () => {
  it('is told as a gap that nobody can count, and is made again with a new token', async () => {
    const stream = await streamOf(await addBot('grid'));
    stream.watch(1, 'watchBalance');
    stream.watch(2, 'watchTicker', 'BTC/USD');
    await stream.next(of(1));
    await stream.next(of(2));
    await world.control('reset', {});
    for (const id of [1, 2]) {
      expect((await stream.next((told) => told.id === id && gap(told))).error).toMatchObject({ missed: null });
      expect((await stream.next((told) => told.id === id && 'event' in told)).event).toBeDefined();
    }
    expect(calls('stream')).toHaveLength(2);
  });
});

describe('what a bot may watch', () => {
  it('is what its grant holds; a refusal leaves the id free and the connection open', async () => {
    const cases: readonly [may: string[], method: string, args: unknown[], code: string][] = [
      [['stream'], 'watchBalance', [], 'PERMISSION_DENIED'],
      [['stream', 'account.read'], 'watchOrders', [], 'PERMISSION_DENIED'],
      [['stream', 'orders.read'], 'watchOrders', ['ETH/USD'], 'SYMBOL_DENIED'],
      [['stream'], 'watchTickers', [['BTC/USD', 'ETH/USD']], 'SYMBOL_DENIED'],
      [['stream'], 'watchFundingRate', ['BTC/USD'], 'METHOD_UNKNOWN'],
      [['stream', 'orders.create'], 'createOrderWs', ['BTC/USD', 'market', 'buy', 1], 'METHOD_UNKNOWN'],
      [['stream'], 'watchTicker', [7], 'BODY_INVALID'],
    ];
    for (const [at, [may, method, args, code]] of cases.entries()) {
      const stream = await streamOf(await addBot(`narrow-${at}`, may, ['BTC/USD']));
      stream.watch(1, method, ...args);
      expect([method, (await stream.next(of(1))).error?.code]).toEqual([method, code]);
      stream.watch(1, 'watchTicker', 'BTC/USD');
      expect((await stream.next(of(1))).event).toMatchObject({ symbol: 'BTC/USD' });
    }
    await expect(streamOf(await addBot('blind', ['account.read']))).rejects.toMatchObject({
      ...{ status: 403, code: 'PERMISSION_DENIED' },
    });
  });

  it('are events of its own symbols alone, also where it named none', async () => {
    const wide = await addBot('wide');
    const [stream, all] = [await streamOf(await addBot('narrow', watching, ['ETH/USD'])), await streamOf(wide)];
    for (const one of [stream, all]) one.watch(1, 'watchOrders');
    await sleep(150);
    await buy(wide);
    await all.next(of(1));
    await buy(wide, 'ETH/USD');
    const { event } = await stream.next(of(1));
    expect(event).toMatchObject([{ symbol: 'ETH/USD' }]);
    expect(JSON.stringify(stream.told)).not.toContain('BTC/USD');
  });

  it('are 200 things over one connection, each under an id of its own, until it stops one', async () => {
    const stream = await streamOf(await addBot('greedy'));
    for (let n = 1; n <= 201; n += 1) stream.watch(n, 'watchTicker', 'BTC/USD');
    expect((await stream.next(of(201))).error).toMatchObject({ code: 'STREAM_LIMIT', sent: 'no' });
    stream.watch(7, 'watchTicker', 'ETH/USD');
    expect((await stream.next((told) => told.id === 7 && told.error !== undefined)).error?.code).toBe('BODY_INVALID');
    stream.send({ id: 8, stop: true });
    stream.send({ id: 8, stop: true });
    expect((await stream.next((told) => told.id === 8 && told.error !== undefined)).error?.code).toBe('BODY_INVALID');
    stream.watch(201, 'watchTicker', 'BTC/USD');
    expect((await stream.next(of(201))).event).toMatchObject({ symbol: 'BTC/USD' });
  });
});

describe('what may no longer watch', () => {
  const begun = async (expires?: string) => {
    const bot = await world.addBot({
      name: 'bad',
      grants: [{ key, may: watching, symbols: 'any' }],
      ...(expires === undefined ? {} : { expires }),
    });
    const [stream, good] = [await streamOf(bot), await streamOf(await addBot('good'))];
    for (const one of [stream, good]) {
      one.watch(1, 'watchBalance');
      await one.next(of(1));
    }
    return { bot, stream, good };
  };
  const ended = async ({ closed, told }: StreamBot) => ({ code: (await closed).code, last: told.at(-1)?.error?.code });

  it.each([
    ['a revocation', () => world.agent.botAdmin.revoke('bad'), 'TOKEN_UNKNOWN'],
    ['a pause', () => world.agent.botAdmin.pause('bad'), 'BOT_PAUSED'],
    ['a new token', () => world.agent.botAdmin.rotateToken('bad'), 'TOKEN_UNKNOWN'],
  ])('is cut by %s, before that is acknowledged, and nobody else is', async (_name, narrow, code) => {
    const { stream, good } = await begun();
    const askedMs = performance.now();
    await narrow();
    expect(await ended(stream)).toEqual({ code: 1008, last: code });
    expect((await stream.closed).atMs - askedMs).toBeLessThan(1_000);
    good.watch(2, 'watchTicker', 'BTC/USD');
    await good.next(of(2));
  });

  it('is cut by a revocation also where the disk refuses to keep it', async () => {
    const { stream } = await begun();
    world.disk.isFull = true;
    await expect(world.agent.botAdmin.revoke('bad')).rejects.toMatchObject({ code: 'DISK_FULL' });
    world.disk.isFull = false;
    expect(await ended(stream)).toEqual({ code: 1008, last: 'TOKEN_UNKNOWN' });
  });

  it('is everybody when the vault is sealed, and they may come back when it is open again', async () => {
    const { bot, stream, good } = await begun();
    await world.agent.seal();
    for (const one of [stream, good]) expect(await ended(one)).toEqual({ code: 1013, last: 'VAULT_SEALED' });
    await expect(streamOf(bot)).rejects.toMatchObject({ status: 503, code: 'VAULT_SEALED' });
    await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    const back = await streamOf(bot);
    back.watch(1, 'watchBalance');
    expect((await back.next(of(1))).event).toMatchObject({ BTC: { total: expect.any(Number) } });
  });

  it('is a bot whose time is over', async () => {
    const { stream } = await begun(new Date(Date.now() + 1_500).toISOString());
    expect(await ended(stream)).toEqual({ code: 1008, last: 'TOKEN_EXPIRED' });
  });

  it('is everybody when the agent ends', async () => {
    const { stream } = await begun();
    await world.restart();
    expect((await stream.closed).code).toBe(1001);
  });
});

it('new secrets behind a key end what was opened with the former ones; bots go on after a gap', async () => {
  const stream = await streamOf(await addBot('grid'));
  stream.watch(1, 'watchBalance');
  await stream.next(of(1));
  const other = world.practice.keys.find(({ label }) => label === 'practice-extra-1');
  if (other === undefined) throw new Error('no other key');
  await world.agent.keys.rotate(key, { apiKey: other.apiKey, secret: other.secret, twoFactor: other.twoFactor });
  expect((await stream.next(gap)).error).toMatchObject({ missed: null });
  await stream.next((told) => 'event' in told);
  const [again, first] = calls('stream');
  expect([again?.status, first?.status]).toEqual(['ok', 'ok']);
});

it('what unWatch names is ended for the bot that asks, and for nobody else', async () => {
  const [one, other] = [await streamOf(await addBot('one')), await streamOf(await addBot('other'))];
  for (const stream of [one, other]) {
    stream.watch(1, 'watchTicker', 'BTC/USD');
    await stream.next(of(1));
  }
  one.watch(2, 'unWatchTicker', 'BTC/USD');
  expect(await one.next(of(2))).toEqual({ id: 2, event: true });
  one.send({ id: 1, stop: true });
  expect((await one.next(({ error }) => error !== undefined)).error?.code).toBe('BODY_INVALID');
  await other.next(of(1));
}, 20_000);
