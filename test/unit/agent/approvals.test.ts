import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const asks = { askAbove: { amount: '100', currency: 'USD' } };
/** Worth 200 USD. */
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
let world: World;
let bot: BotClient;
let hurry = false;
/** Two minutes are over at once where a test is in a hurry. */
const clock: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(hurry && ms === 120_000 ? 50 : ms, signal),
};
beforeEach(async () => {
  hurry = false;
  world = await openWorld({ clock });
  await world.addKey(key);
  bot = await botWith(asks);
});
afterEach(() => world[Symbol.asyncDispose]());

const botWith = (limits: object, name = 'bot') =>
  world.addBot({ name, grants: [{ key, preset: 'trade', symbols: ['BTC/USD', 'ETH/USD'], orders: 'any', limits }] });
const approvals = () => world.agent.botAdmin.approvals;
const place = async (args: readonly unknown[] = order, headers: Record<string, string> = {}, who = bot) => {
  const body = JSON.stringify({ method: 'createOrder', args });
  const { answer } = await who.send('POST', `/v1/keys/${key}/call`, body, headers);
  return answer['code'] ?? 'placed';
};
const waiting = (n = 1) =>
  vi.waitFor(() => {
    const list = approvals().list();
    expect(list.reduce((sum, one) => sum + one.waiting, 0)).toBe(n);
    return list;
  });
const first = async () => (await waiting())[0]?.id ?? '';

describe('an order above askAbove', () => {
  it('waits for a yes, and is sent once it comes', async () => {
    const placing = place();
    const [asked] = await waiting();
    expect(asked).toMatchObject({
      ...{ bot: 'bot', key, symbol: 'BTC/USD', side: 'buy', type: 'limit', amount: '0.01', price: '20000' },
      ...{ notional: { amount: '200', currency: 'USD' }, method: 'createOrder', waiting: 1 },
    });
    await approvals().approve(asked?.id ?? '', 'once');
    expect(await placing).toBe('placed');
    const [record] = world.agent.log(LogQuery.parse({ limit: 1 }));
    expect(record?.requests[0]).toMatchObject({ verdict: 'asked', status: 'ok' });
    expect(approvals().list()).toEqual([]);
    // Once is once.
    const again = place();
    await approvals().deny(await first());
    expect(await again).toBe('APPROVAL_DENIED');
  });

  it('is refused after two minutes without an answer, and when the bot is in a hurry', async () => {
    hurry = true;
    expect(await place()).toBe('APPROVAL_TIMEOUT');
    hurry = false;
    expect(await place(order, { 'Keybearer-Deadline-Ms': '100' })).toBe('DEADLINE_PASSED');
    expect(approvals().list()).toEqual([]);
  });

  it('that the grant does not allow is denied at once, and one below passes', async () => {
    expect(await place(['SOL/USD', 'limit', 'buy', 100, 100])).toBe('SYMBOL_DENIED');
    const strict = await botWith({ ...asks, maxOrderNotional: { amount: '150', currency: 'USD' } }, 'strict');
    expect(await place(order, {}, strict)).toBe('LIMIT_EXCEEDED');
    expect(await place(['BTC/USD', 'limit', 'buy', 0.005, 20_000])).toBe('placed');
    expect(approvals().list()).toEqual([]);
  });

  it('never makes a cancel wait, nor a read, while it waits itself', async () => {
    const { answer } = await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.004, 20_000]);
    const placing = place();
    const id = await first();
    expect((await bot.call(key, 'cancelOrder', [Object(answer['result']).id, 'BTC/USD'])).status).toBe(200);
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    await approvals().deny(id);
    expect(await placing).toBe('APPROVAL_DENIED');
  });

  it('waits with others that are the same behind one question; once lets one of them through', async () => {
    const placing = [place(), place(), place()];
    const list = await waiting(3);
    expect(list).toHaveLength(1);
    await approvals().approve(list[0]?.id ?? '', 'once');
    const left = await waiting(2);
    await approvals().deny(left[0]?.id ?? '');
    const codes = await Promise.all(placing);
    expect(codes.toSorted()).toEqual(['APPROVAL_DENIED', 'APPROVAL_DENIED', 'placed']);
  });

  it('holds the other limits when the yes comes: of two that were approved, the day has room for one', async () => {
    const daily = await botWith({ ...asks, maxDailyNotional: { amount: '300', currency: 'USD' } }, 'daily');
    const placing = [place(order, {}, daily), place(order, {}, daily)];
    const [asked] = await waiting(2);
    await approvals().approve(asked?.id ?? '', '15m');
    expect((await Promise.all(placing)).toSorted()).toEqual(['LIMIT_EXCEEDED', 'placed']);
  });
});

describe('a yes', () => {
  it.each(['15m', 'until-sealed', 'always'] as const)(
    '%s covers what is worth no more, in this market and on this side',
    async (how) => {
      const placing = place();
      await approvals().approve(await first(), how);
      expect(await placing).toBe('placed');
      expect(await place()).toBe('placed');
      expect(await place(['BTC/USD', 'limit', 'buy', 0.008, 20_000])).toBe('placed');
      for (const other of [
        ['BTC/USD', 'limit', 'buy', 0.011, 20_000],
        ['BTC/USD', 'limit', 'sell', 0.01, 900_000],
        ['ETH/USD', 'limit', 'buy', 1, 200],
      ]) {
        const refused = place(other);
        await approvals().deny(await first());
        expect(await refused).toBe('APPROVAL_DENIED');
      }
      const stranger = place(order, {}, await botWith(asks, 'other'));
      await approvals().deny(await first());
      expect(await stranger).toBe('APPROVAL_DENIED');
    },
  );

  it.each([
    ['until-sealed', 'APPROVAL_DENIED'],
    ['always', 'placed'],
  ] as const)('%s, after sealing and a restart: %s', async (how, expected) => {
    const placing = place();
    await approvals().approve(await first(), how);
    await placing;
    await world.restart();
    await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    const again = place();
    if (expected === 'APPROVAL_DENIED') await approvals().deny(await first());
    expect(await again).toBe(expected);
  });
});

describe('a question', () => {
  it.each([
    ['the bot is paused', () => world.agent.botAdmin.pause('bot'), 'BOT_PAUSED'],
    ['the bot is revoked', () => world.agent.botAdmin.revoke('bot'), 'TOKEN_UNKNOWN'],
    ['the vault is sealed', () => world.agent.seal(), 'VAULT_SEALED'],
    ['there is panic', () => world.agent.panic({ cancelAll: false, seal: false }), 'BOT_PAUSED'],
  ])('ends when %s', async (_, act, code) => {
    const placing = place();
    await waiting();
    await act();
    expect(await placing).toBe(code);
  });

  it('does not keep the agent from ending', async () => {
    const placing = place();
    await waiting();
    const begun = performance.now();
    await world.restart();
    expect(await placing).toBe('VAULT_SEALED');
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('tells the window when it comes and goes', async () => {
    const events: string[] = [];
    world.agent.subscribe(({ kind }) => events.push(kind));
    const placing = place();
    await approvals().deny(await first());
    await placing;
    expect(events.filter((kind) => kind === 'approvals')).toHaveLength(2);
  });

  it('that there is not can not be answered', async () => {
    await expect(approvals().approve('ask_x', 'once')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(approvals().deny('ask_x')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
