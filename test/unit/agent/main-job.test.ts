import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogQuery } from '../../../shared/control-views.ts';
import { CallRecord } from '../../../shared/model.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

let world: World;
let bot: BotClient;
const trade = (key: string) => ({ key, preset: 'trade', symbols: ['BTC/USD'] });

beforeAll(async () => {
  world = await openWorld();
  for (const label of ['practice-totp', 'practice-password', 'practice-none', 'practice-unlimited'])
    await world.addKey(label);
  bot = await world.addBot({
    name: 'grid-1',
    grants: ['practice-totp', 'practice-password', 'practice-none', 'practice-unlimited'].map(trade),
  });
});

afterAll(() => world[Symbol.asyncDispose]());

const log = (query: Record<string, unknown> = {}) => world.agent.log(LogQuery.parse(query));
const price = async () => Math.round(Number((await lastOf()) ?? 50_000) * 0.8);
const lastOf = async () => {
  const { answer } = await bot.call('practice-unlimited', 'fetchTicker', ['BTC/USD']);
  return (answer['result'] as { last?: number }).last;
};

describe('a bot with nothing but a token', () => {
  it.each(['practice-totp', 'practice-password', 'practice-none'])('reads a balance with %s', async (key) => {
    const { status, answer } = await bot.call(key, 'fetchBalance');
    expect(status, JSON.stringify(answer)).toBe(200);
    expect(answer['result']).toHaveProperty('total');
  });

  it('places, lists and cancels an order with a key that has 2FA', async () => {
    const key = 'practice-totp';
    const placed = await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, await price()]);
    expect(placed.status, JSON.stringify(placed.answer)).toBe(200);
    const { id } = placed.answer['result'] as { id: string };
    const open = await bot.call(key, 'fetchOpenOrders', ['BTC/USD']);
    expect((open.answer['result'] as { id: string }[]).map((order) => order.id)).toContain(id);
    expect((await bot.call(key, 'cancelOrder', [id, 'BTC/USD'])).status).toBe(200);
  });

  it('uses an implicit method by the permission of its endpoint', async () => {
    expect((await bot.call('practice-totp', 'privatePostBalance')).status).toBe(200);
    const withdraw = await bot.call('practice-totp', 'privatePostWithdraw', [{ asset: 'XBT', key: 'x', amount: '1' }]);
    expect(withdraw.answer['code']).toBe('PERMISSION_DENIED');
  });

  it('leaves records of each call that fit the contract, and codes are marked where they were sent', async () => {
    await bot.call('practice-totp', 'fetchBalance');
    await bot.call('practice-none', 'fetchBalance');
    const records = log();
    for (const record of records) CallRecord.parse(record);
    expect(records.find(({ key, method }) => key === 'practice-totp' && method === 'fetchBalance')?.otp).toBe(true);
    expect(records.find(({ key, method }) => key === 'practice-none' && method === 'fetchBalance')?.otp).toBe(false);
  });

  it('sees its own calls and its own grants', async () => {
    const me = await bot.send('GET', '/v1/me');
    expect(me.answer).toMatchObject({ name: 'grid-1', paused: false });
    const keys = await bot.send('GET', '/v1/keys');
    expect(
      (keys.answer['keys'] as { label: string; twoFactor: string }[]).find(({ label }) => label === 'practice-totp')
        ?.twoFactor,
    ).toBe('totp');
    const calls = await bot.send('GET', '/v1/calls?limit=2');
    expect(calls.answer['calls']).toHaveLength(2);
  });
});

describe('policy looks at what is about to be sent', () => {
  const order = (params: Record<string, unknown>) => ['BTC/USD', 'limit', 'buy', 0.01, 1000, params];

  it.each([
    ['another market by pair', { pair: 'XETHZUSD' }, 'SYMBOL_DENIED'],
    ['a conditional close', { close: { ordertype: 'limit', price: '1' } }, 'PERMISSION_DENIED'],
    ['a volume in quote currency', { oflags: 'viqc' }, 'PERMISSION_DENIED'],
  ])('%s is refused and nothing is sent', async (_, params, code) => {
    const { answer } = await bot.call('practice-unlimited', 'createOrder', order(params));
    expect(answer).toMatchObject({ code, sent: 'no' });
  });

  it("takes a bot's own nonce and code away", async () => {
    const { status } = await bot.call('practice-unlimited', 'fetchBalance', [{ nonce: '1', otp: '000000', OTP: '1' }]);
    expect(status).toBe(200);
  });

  it('refuses symbols and permissions outside the grant', async () => {
    expect((await bot.call('practice-unlimited', 'createOrder', ['ETH/USD', 'market', 'buy', 1])).answer['code']).toBe(
      'SYMBOL_DENIED',
    );
    expect((await bot.call('practice-unlimited', 'withdraw', ['BTC', 1, 'x'])).answer['code']).toBe(
      'PERMISSION_DENIED',
    );
    expect((await bot.call('practice-unlimited', 'cancelAllOrders')).answer['code']).toBe('PERMISSION_DENIED');
  });

  it("cancels only the bot's own orders", async () => {
    const placed = await bot.call('practice-unlimited', 'createOrder', [
      'BTC/USD',
      'limit',
      'buy',
      0.01,
      await price(),
    ]);
    const { id } = placed.answer['result'] as { id: string };
    const other = await world.addBot({ name: 'other', grants: [trade('practice-unlimited')] });
    expect((await other.call('practice-unlimited', 'cancelOrder', [id, 'BTC/USD'])).answer['code']).toBe(
      'PERMISSION_DENIED',
    );
    expect((await bot.call('practice-unlimited', 'cancelOrder', [id, 'BTC/USD'])).status).toBe(200);
  });

  it.each([
    'constructor',
    '__proto__',
    'fetch',
    'sign',
    'describe',
    'toString',
    'loadHttpProxyAgent',
    'watchOrders',
    'nothing',
  ])('knows no method %s', async (method) => {
    expect((await bot.call('practice-unlimited', method)).answer).toMatchObject({
      code: 'METHOD_UNKNOWN',
      status: 404,
    });
  });

  it('a key without a grant looks like one that does not exist', async () => {
    const missing = await bot.call('nothing-there', 'fetchBalance');
    await world.addKey('practice-mobile');
    const foreign = await bot.call('practice-mobile', 'fetchBalance');
    expect([missing.answer['code'], foreign.answer['code']]).toEqual(['KEY_UNKNOWN', 'KEY_UNKNOWN']);
  });

  it('arguments of a wrong type are the fault of the bot', async () => {
    const { answer } = await bot.call('practice-unlimited', 'fetchOrder', [{ deep: {} }, 7]);
    expect([400, 422]).toContain(answer['status']);
  });
});

describe('what the exchange does wrong', () => {
  const key = 'practice-unlimited';

  it.each(['drop-before', 'html', 'redirect'])('a read that meets "%s" may be tried again', async (next) => {
    await world.control('faults', { next, count: 1 });
    const { answer } = await bot.call(key, 'fetchBalance');
    expect(answer).toMatchObject({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no', retryable: true });
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  });

  it.each(['drop-before', 'drop-after', 'html'])('an order that meets "%s" has an unknown outcome', async (next) => {
    const at = await price();
    await world.control('faults', { next, count: 1 });
    const { answer } = await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, at]);
    expect(answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
    expect(log({ limit: 1 })[0]).toMatchObject({ status: 'unknown', sent: 'unknown' });
  });

  it('a refused order says how', async () => {
    const { answer } = await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 1_000_000, 1000]);
    expect(answer).toMatchObject({
      code: 'EXCHANGE_REFUSED',
      ccxt: 'InsufficientFunds',
      exchange: 'EOrder:Insufficient funds',
      sent: 'no',
    });
  });

  it('an exchange that cannot be reached is unavailable, and nothing was sent', async () => {
    await world.addKey('practice-restricted', { label: 'nowhere', endpoint: 'http://127.0.0.1:1' });
    const lost = await world.addBot({
      name: 'lost',
      grants: [{ key: 'nowhere', preset: 'trade', symbols: ['BTC/USD'] }],
    });
    const { answer } = await lost.call('nowhere', 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 1000]);
    expect(answer).toMatchObject({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no', retryable: true });
  });
});

describe('a key that is not set up right', () => {
  it('names the missing code first, and rests before the exchange locks the account', async () => {
    await world.addKey('practice-expiring', { label: 'half', twoFactor: { kind: 'none' } });
    const half = await world.addBot({ name: 'half', grants: [{ key: 'half', preset: 'watch', symbols: 'any' }] });
    const first = await half.call('half', 'fetchBalance');
    expect(first.answer).toMatchObject({
      code: 'SIGNATURE_REJECTED',
      exchange: 'EAPI:Invalid signature',
      retryable: false,
    });
    expect((first.answer['causes'] as { id: string }[])[0]?.id).toBe('code-missing');
    await half.call('half', 'fetchBalance');
    await half.call('half', 'fetchBalance');
    expect((await half.call('half', 'fetchBalance')).answer).toMatchObject({ code: 'CIRCUIT_OPEN', retryable: true });
  });
});

describe('many at once', () => {
  it('64 calls on one key meet no nonce error', async () => {
    const replies = await Promise.all(Array.from({ length: 64 }, () => bot.call('practice-unlimited', 'fetchBalance')));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
  });
});

describe('an order that says two things at once', () => {
  const order = (params: Record<string, unknown>) => ['BTC/USD', 'limit', 'buy', 0.01, 1000, params];

  it.each([{ type: 'sell' }, { ordertype: 'market' }, { volume: '5' }, { price: '2000' }])(
    'is refused, whatever the grant allows: %j',
    async (params) => {
      const { answer } = await bot.call('practice-unlimited', 'createOrder', order(params));
      expect(answer).toMatchObject({ code: 'BODY_INVALID', sent: 'no' });
    },
  );

  it('by two ids of its own is refused', async () => {
    const { answer } = await bot.call(
      'practice-unlimited',
      'createOrder',
      order({ userref: 7, clientOrderId: 'mine-1' }),
    );
    expect(answer).toMatchObject({ code: 'BODY_INVALID', sent: 'no' });
  });
});

describe('an answer that echoes the key', () => {
  it('reaches the bot without it', async () => {
    const { status, answer } = await bot.call('practice-unlimited', 'privatePostGetApiKeyInfo');
    expect(status).toBe(200);
    const apiKey = String(world.practice.keys.find(({ label }) => label === 'practice-unlimited')?.apiKey);
    expect(JSON.stringify(answer)).not.toContain(apiKey);
    expect(JSON.stringify(answer)).toContain('[hidden]');
  });
});

describe('a denial in the log', () => {
  it('says which request it was about', async () => {
    await bot.call('practice-unlimited', 'createOrder', ['ETH/USD', 'limit', 'buy', 1, 1000]);
    expect(log({ limit: 1 })[0]).toMatchObject({
      status: 'denied',
      verdict: 'denied',
      code: 'SYMBOL_DENIED',
      endpoint: 'privatePostAddOrder',
      permission: 'orders.create',
      symbol: 'ETH/USD',
      side: 'buy',
    });
  });
});
