import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
let world: World;
let bot: BotClient;
let shiftMs = 0;
beforeEach(async () => {
  shiftMs = 0;
  world = await openWorld({ clock: { ...systemClock, now: () => Date.now() + shiftMs } });
  await world.addKey(key);
  const grants = [{ key, preset: 'trade', symbols: 'any', orders: 'any' }];
  bot = await world.addBot({ name: 'bot', grants });
});
afterEach(() => world[Symbol.asyncDispose]());

const send = async (name: string, args: readonly unknown[] = order, method = 'createOrder', who = bot) => {
  const body = JSON.stringify({ method, args });
  const { status, answer, headers } = await who.send('POST', `/v1/keys/${key}/call`, body, { 'Idempotency-Key': name });
  return { status, answer, isReplay: headers['idempotent-replay'] === 'true' };
};
const openOrders = async () => {
  const { result } = (await bot.call(key, 'fetchOpenOrders')).answer;
  return Array.isArray(result) ? result.length : Number.NaN;
};
const reopen = async () => {
  await world.restart();
  await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
};

describe('a call with a name', () => {
  it('is made once; a repeat gets the first answer, also after a restart', async () => {
    const first = await send('a');
    expect(first).toMatchObject({ status: 200, isReplay: false });
    expect(await send('a')).toEqual({ ...first, isReplay: true });
    await reopen();
    expect(await send('a')).toEqual({ ...first, isReplay: true });
    expect(await openOrders()).toBe(1);
  });

  it('under way makes its repeats wait for it', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => send('a')));
    expect(new Set(all.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(all.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    expect(await openOrders()).toBe(1);
  });

  it('is another for another body, another bot and another name', async () => {
    await send('a');
    expect((await send('a', ['BTC/USD', 'limit', 'buy', 0.02, 20_000])).answer).toMatchObject({
      ...{ code: 'IDEMPOTENCY_MISMATCH', status: 409, sent: 'no' },
    });
    // The same with its members in another order is the same.
    const named = await send('p', [...order, { userref: 7, timeinforce: 'GTC' }]);
    const again = await send('p', [...order, { timeinforce: 'GTC', userref: 7 }]);
    expect([named.isReplay, again.isReplay]).toEqual([false, true]);
    const other = await world.addBot({
      name: 'other',
      grants: [{ key, preset: 'trade', symbols: 'any', orders: 'any' }],
    });
    expect((await send('a', order, 'createOrder', other)).isReplay).toBe(false);
    expect((await send('b')).isReplay).toBe(false);
  });

  it('that was refused is not remembered; one whose outcome nobody knows is', async () => {
    expect((await send('a', ['BTC/USD', 'limit', 'buy', 1000, 20_000])).answer['code']).toBe('EXCHANGE_REFUSED');
    expect(await send('a', ['BTC/USD', 'limit', 'buy', 0.01, 20_000])).toMatchObject({ status: 200, isReplay: false });
    await world.control('faults', { next: 'drop-after', count: 1 });
    const lost = await send('b');
    expect(lost.answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
    expect(await send('b')).toEqual({ ...lost, isReplay: true });
    // At the next opening it is looked up at once, and the repeat answers with what was found: the order stands.
    await reopen();
    await expect.poll(async () => (await send('b')).status).toBe(200);
    const found = await send('b');
    expect(found).toMatchObject({
      status: 200,
      isReplay: true,
      answer: { callId: lost.answer['callId'], result: { symbol: 'BTC/USD', status: 'open' } },
    });
    await reopen();
    expect(await send('b')).toEqual(found);
    expect(await openOrders()).toBe(2);
  }, 60_000);

  it('whose order certainly was not placed is made, and not before that is known', async () => {
    await send('first');
    await world.control('faults', { next: 'drop-before', count: 1 });
    const lost = await send('a');
    expect(lost.answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
    expect(await send('a')).toEqual({ ...lost, isReplay: true });
    let last = lost;
    const again = async () => {
      last = await send('a');
      return last.status;
    };
    await expect.poll(again, { timeout: 30_000, interval: 500 }).toBe(200);
    expect(last.isReplay).toBe(false);
    expect(await openOrders()).toBe(2);
  }, 60_000);

  it('is forgotten after a day', async () => {
    await send('a');
    shiftMs = 24 * 3_600_000 + 1;
    expect(await send('a')).toMatchObject({ status: 200, isReplay: false });
    expect(await openOrders()).toBe(2);
  });

  it('that was cut off by the end of the agent is looked up, and one that had not begun is made', async () => {
    const { answer } = await send('a');
    await send('b');
    const db = new DatabaseSync(`${world.dataDir}/state.sqlite`);
    // As a kill leaves it: begun, and no answer. The second call is one that the log knows nothing of.
    db.exec('UPDATE answers SET answer = NULL');
    db.prepare('UPDATE answers SET call_id = ? WHERE call_id != ?').run(
      `call_${'a'.repeat(26)}`,
      String(answer['callId']),
    );
    db.close();
    expect(await send('a')).toMatchObject({
      isReplay: true,
      answer: { callId: answer['callId'], result: { id: Object(answer['result']).id } },
    });
    expect(await openOrders()).toBe(2);
  });

  it('that was cut off is unknown where the log that tells of it was put aside, and is not made again', async () => {
    await send('a');
    // As a kill leaves it: begun, and no answer.
    const db = new DatabaseSync(`${world.dataDir}/state.sqlite`);
    db.exec('UPDATE answers SET answer = NULL');
    db.close();
    await world.restart(() => {
      for (const name of readdirSync(world.dataDir).filter((one) => one.startsWith('calls.sqlite')))
        rmSync(join(world.dataDir, name));
    });
    await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    await world.agent.vaultAdmin.acceptLog();
    expect((await send('a')).answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
    expect(await openOrders()).toBe(1);
  });

  it('whose record was changed by somebody is unknown, never another answer', async () => {
    await send('a');
    const db = new DatabaseSync(`${world.dataDir}/state.sqlite`);
    db.exec('UPDATE answers SET answer = zeroblob(200)');
    db.close();
    expect((await send('a')).answer['code']).toBe('OUTCOME_UNKNOWN');
  });

  it('keeps answers sealed', async () => {
    const { answer } = await send('secret-name');
    const db = new DatabaseSync(`${world.dataDir}/state.sqlite`);
    const text = JSON.stringify(db.prepare('SELECT name, body, hex(answer) AS answer FROM answers').all());
    db.close();
    expect(text).not.toContain('secret-name');
    const id = Buffer.from(String(Object(answer['result']).id))
      .toString('hex')
      .toUpperCase();
    expect(text).not.toContain(id);
  });

  it('of a paused bot is refused like any other', async () => {
    await send('a');
    await world.agent.botAdmin.pause('bot');
    expect((await send('a')).answer['code']).toBe('BOT_PAUSED');
  });
});
