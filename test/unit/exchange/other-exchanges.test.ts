import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replaceHosts } from '../../../electron/exchange/endpoint-override.ts';
import { KeyInput, LogQuery } from '../../../shared/control-views.ts';
import { fakes } from '../../fakes/exchanges/all.ts';
import { type RunningFake, startFake } from '../../fakes/exchanges/fake.ts';
import { openWorld, type World } from '../../fakes/world.ts';

/** Names that carry a one-time code at one exchange or another. */
const codeNames = /["\\&?](otp|tfa|2fa|totp|two_factor|authenticator_code|cb-2fa-token)["\\=]/i;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe.each(fakes.map((make) => [make().id, make] as const))('%s', (id, make) => {
  const fake = make();
  const { symbol, credentials } = fake;
  const [base] = symbol.split('/');
  const keyOf = (label: string, changes: Record<string, unknown> = {}) => ({
    ...{ label, title: id, exchange: id, ...credentials, usedBy: ['bots'], tier: 'unlimited' },
    ...{ twoFactor: { kind: 'none' }, endpoint: running.url, ...changes },
  });
  const wrongSecret = fake.wrongSecret ?? `not-${credentials['secret']}`;
  let running: RunningFake;
  beforeAll(async () => {
    running = await startFake(fake);
  });
  afterAll(() => running[Symbol.asyncDispose]());

  it('is a fair fake: plain ccxt trades on it, and a wrong secret is refused', async () => {
    const own = make();
    await using direct = await startFake(own);
    const connect = (changes: object) => {
      const Exchange: typeof ccxt.binance = Reflect.get(ccxt, id);
      const exchange = new Exchange({ ...own.credentials, enableRateLimit: false, ...changes });
      Reflect.set(exchange.urls, 'api', replaceHosts(exchange.urls['api'], direct.url));
      return exchange;
    };
    const exchange = connect({});
    // ccxt's nonce is the time in milliseconds, and two may fall into one.
    const tick = () => new Promise((resolve) => setTimeout(resolve, 3));
    expect((await exchange.fetchBalance())[base ?? '']).toMatchObject({ total: 2 });
    await tick();
    const placed = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 20_000);
    await tick();
    const [open, ...more] = await exchange.fetchOpenOrders(symbol);
    expect([open?.id, open?.amount, open?.price, more]).toEqual([placed.id, 0.01, 20_000, []]);
    await tick();
    await exchange.cancelOrder(String(placed.id), symbol);
    await tick();
    expect(await exchange.fetchOpenOrders(symbol)).toEqual([]);
    await tick();
    await expect(connect({ secret: wrongSecret }).fetchBalance()).rejects.toBeInstanceOf(ccxt.AuthenticationError);
  });

  it('is added by its credentials, and traded on without a code by a bot that has none of them', async () => {
    const before = running.seen.length;
    await world.agent.keys.add(KeyInput.parse(keyOf(`${id}-main`)));
    // Adding sends nothing.
    expect(running.seen).toHaveLength(before);
    const key = `${id}-main`;
    const bot = await world.addBot({ name: `trader-${id}`, grants: [{ key, preset: 'trade', symbols: 'any' }] });
    const call = async (method: string, args: readonly unknown[] = []) => {
      const { status, answer } = await bot.call(key, method, args);
      expect({ method, status, ...answer }).toEqual({ ...{ method, status: 200 }, ...answer, status: 200 });
      return JSON.parse(JSON.stringify(answer['result']));
    };
    expect((await call('fetchBalance'))[base ?? '']).toMatchObject({ total: 2 });
    const placed = await call('createOrder', [symbol, 'limit', 'buy', 0.01, 20_000]);
    expect(await call('fetchOpenOrders', [symbol])).toMatchObject([{ id: placed.id, amount: 0.01, price: 20_000 }]);
    await call('cancelOrder', [placed.id, symbol]);
    expect(await call('fetchOpenOrders', [symbol])).toEqual([]);
    const publicBefore = running.seen.length;
    expect(await call('fetchTicker', [symbol])).toMatchObject({ last: 60_000, bid: 59_999, ask: 60_001 });
    const secrets = Object.values(credentials);
    const text = ({ path, query, headers, body }: RunningFake['seen'][number]) =>
      JSON.stringify([path, query, headers, body]);
    for (const request of running.seen.slice(publicBefore)) {
      expect(secrets.filter((secret) => text(request).includes(secret))).toEqual([]);
    }
    for (const request of running.seen.slice(before)) expect(text(request)).not.toMatch(codeNames);
    const records = world.agent.log(LogQuery.parse({ key, limit: 20 }));
    expect(records.map(({ status, otp }) => [status, otp])).toEqual(records.map(() => ['ok', false]));
    expect(JSON.stringify(records)).not.toContain(credentials['secret']);
  });

  it('lets a bot place an order that may do nothing else', async () => {
    const key = `${id}-fresh`;
    // Nothing is known of its account yet, so that ccxt asks for what it needs.
    await world.agent.keys.add(KeyInput.parse(keyOf(key)));
    const bot = await world.addBot({ name: `placer-${id}`, grants: [{ key, may: ['orders.create'], symbols: 'any' }] });
    const { status, answer } = await bot.call(key, 'createOrder', [symbol, 'limit', 'buy', 0.02, 20_000]);
    expect({ status, ...answer }).toMatchObject({ status: 200, result: { id: expect.any(String) } });
    expect((await bot.call(key, 'fetchBalance')).answer).toMatchObject({ code: 'PERMISSION_DENIED', sent: 'no' });
  });

  it('refuses a wrong secret in words that say so', async () => {
    await world.agent.keys.add(KeyInput.parse(keyOf(`${id}-wrong`, { secret: wrongSecret })));
    const grant = { key: `${id}-wrong`, preset: 'watch', symbols: 'any' };
    const bot = await world.addBot({ name: `wrong-${id}`, grants: [grant] });
    const { status, answer } = await bot.call(`${id}-wrong`, 'fetchBalance');
    expect({ status, ...answer }).toMatchObject({ status: 502, sent: 'no', retryable: false });
    expect(['SIGNATURE_REJECTED', 'KEY_REJECTED']).toContain(answer['code']);
  });

  it.each(Object.keys(credentials))('is not added without its %s, and the sentence names it', async (name) => {
    const input = KeyInput.parse({ ...keyOf(`${id}-less`), [name]: undefined });
    await expect(world.agent.keys.add(input)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(name),
    });
  });
});
