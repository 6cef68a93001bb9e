/** The TypeScript SDK against a real agent and the practice exchange, as a bot's author would install it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, errors, KeybearerError } from '../../clients/typescript/src/index.ts';
import { type BotFolder, makeBotFolder } from './bot-folder.ts';
import { type ClientStage, keyLabel, startClientStage } from './setup.ts';

let stage: ClientStage;
let bare: BotFolder;
let withCcxt: BotFolder;
beforeAll(async () => {
  [stage, bare, withCcxt] = await Promise.all([
    startClientStage({
      keys: ['practice-none'],
      bots: {
        twin: { grants: [{ key: 'practice-none', preset: 'trade', symbols: 'any' }] },
        'over-tcp': { doors: ['http'] },
        'short-lived': {},
      },
    }),
    makeBotFolder(),
    makeBotFolder({ hasCcxt: true }),
  ]);
});
afterAll(async () => {
  bare[Symbol.dispose]();
  withCcxt[Symbol.dispose]();
  await stage[Symbol.asyncDispose]();
});

const open = (options: object = {}) => connect(keyLabel, { data: stage.dataDir, token: stage.token, ...options });
const tokenOf = (name: string): string => stage.bots[name]?.token ?? '';
const thrownBy = (work: Promise<unknown>): Promise<KeybearerError> =>
  work.then(
    () => {
      throw new Error('it did not fail');
    },
    (fault) => fault,
  );

/** A script that prints one line of JSON. */
async function run(folder: BotFolder, name: string, text: string): Promise<Record<string, unknown>> {
  const { code, out, err } = await folder.run(name, text, stage.env);
  if (code !== 0) throw new Error(`${name}: ${err}`);
  return JSON.parse(out);
}

describe('a bot', () => {
  test('reads, orders and cancels, by unified and implicit methods', async () => {
    const kraken = await open();
    expect(kraken).toMatchObject({ key: keyLabel, id: 'kraken', has: { fetchBalance: true } });
    expect(await kraken.fetchBalance()).toHaveProperty('total.USD');
    const order = await kraken.createOrder('BTC/USD', 'limit', 'buy', '0.0123', 10_000.5);
    const [standing] = await kraken.fetchOpenOrders('BTC/USD', undefined, 10);
    expect(standing).toMatchObject({ id: order.id, amount: 0.0123, price: 10_000.5 });
    await kraken.cancelOrder(order.id, 'BTC/USD');
    expect(await kraken.fetchOpenOrders()).toEqual([]);
    expect(await kraken.call('publicGetTime')).toHaveProperty('result.unixtime');
    await kraken.close();
  });

  test('fetches the markets once', async () => {
    const kraken = await open();
    expect(kraken.symbols).toBeUndefined();
    expect(() => kraken.amountToPrecision('BTC/USD', 1)).toThrow('loadMarkets');
    const [first, second] = await Promise.all([kraken.loadMarkets(), kraken.loadMarkets()]);
    expect(first).toBe(second);
    expect(kraken.symbols).toContain('BTC/USD');
    expect(kraken.market('BTC/USD')).toMatchObject({ base: 'BTC', quote: 'USD' });
    expect(kraken.amountToPrecision('BTC/USD', 0.123456789)).toBe('0.12345678');
    expect(kraken.priceToPrecision('BTC/USD', 50_000.06)).toBe('50000.1');
    expect(() => kraken.market('NO/SUCH')).toThrow(errors['BadSymbol']);
    expect(await kraken.me()).toMatchObject({ name: 'grid-1' });
    await kraken.close();
  });

  test('sends decimals as it gave them', async () => {
    const kraken = await open();
    const amounts = ['0.10000001', 0.25, 1n];
    for (const amount of amounts) await kraken.createOrder('BTC/USD', 'limit', 'buy', amount, '10000.1');
    const standing = (await kraken.fetchOpenOrders('BTC/USD')) as { id: string; amount: number }[];
    expect(standing.map(({ amount }) => amount).sort()).toEqual([0.10000001, 0.25, 1]);
    await kraken.cancelAllOrders('BTC/USD').catch(() => undefined);
    for (const { id } of standing) await kraken.cancelOrder(id, 'BTC/USD').catch(() => undefined);
    expect(await thrownBy(kraken.createOrder('BTC/USD', 'limit', 'buy', 0.1, Number.NaN))).toMatchObject({
      ...{ code: 'INPUT_INVALID', sent: 'no' },
    });
    await kraken.close();
  });

  test('names a call, so that a repeat is the same call', async () => {
    const kraken = await open();
    const place = (amount: number) =>
      kraken.createOrder('BTC/USD', 'limit', 'buy', amount, 9000, {}, { idempotencyKey: 'sdk-1' });
    const [first, second] = [await place(0.01), await place(0.01)];
    expect(second).toEqual(first);
    expect(await thrownBy(place(0.02))).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    await kraken.cancelOrder(first.id, 'BTC/USD');
    await kraken.close();
  });

  test('over TCP, where it was made for it', async () => {
    const token = tokenOf('over-tcp');
    const kraken = await connect(keyLabel, { url: stage.http, token });
    expect(await kraken.fetchBalance()).toHaveProperty('total.USD');
    await kraken.close();
    await expect(thrownBy(connect(keyLabel, { url: stage.http, token: stage.token }))).resolves.toMatchObject({
      code: 'TOKEN_UNKNOWN',
    });
  });
});

describe('what is watched', () => {
  test('comes over a WebSocket, and own orders with it', async () => {
    const kraken = await open();
    const gaps: unknown[] = [];
    const orders = kraken.watch('watchOrders', 'BTC/USD').onGap((gap) => gaps.push(gap));
    const next = orders.next();
    const ticker = await kraken.watchTicker('BTC/USD');
    expect(ticker).toMatchObject({ symbol: 'BTC/USD' });
    const order = await kraken.createOrder('BTC/USD', 'limit', 'buy', 0.01, 7000);
    const seen = [(await next).value];
    while (!seen.flat().some(({ id }) => id === order.id)) seen.push((await orders.next()).value);
    await kraken.cancelOrder(order.id, 'BTC/USD');
    await orders.return?.();
    await kraken.close();
    expect(gaps).toEqual([]);
  });
});

describe('what goes wrong', () => {
  test('is an error of ccxt with what became of the request', async () => {
    const kraken = await open();
    const refused = await thrownBy(kraken.createOrder('BTC/USD', 'limit', 'buy', 1e6, 50_000));
    expect(refused).toMatchObject({
      code: 'EXCHANGE_REFUSED',
      sent: 'no',
      retryable: false,
      name: 'InsufficientFunds',
    });
    expect(refused.callId).toMatch(/^call_/);
    expect(refused.message).toContain('EOrder:Insufficient funds');
    expect(refused).toBeInstanceOf(KeybearerError);
    expect(refused).toBeInstanceOf(errors['InsufficientFunds']);
    expect(refused).toBeInstanceOf(errors['ExchangeError']);
    expect(refused).not.toBeInstanceOf(errors['NetworkError']);
    const denied = await thrownBy(kraken.withdraw('BTC', 0.1, 'somewhere'));
    expect(denied).toMatchObject({ code: 'PERMISSION_DENIED', name: 'PermissionDenied', sent: 'no' });
    const unknown = await thrownBy(kraken.call('fetchBalanse'));
    expect(unknown).toMatchObject({ code: 'METHOD_UNKNOWN', name: 'NotSupported' });
    await kraken.close();
  });

  test('a lost answer of the exchange is not repeated', async () => {
    const kraken = await open();
    await stage.control('faults', { next: 'drop-before', count: 1 });
    const lost = await thrownBy(kraken.createOrder('BTC/USD', 'limit', 'buy', 0.01, 8000));
    expect(lost).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
    expect(await kraken.fetchOpenOrders('BTC/USD')).toEqual([]);
    await kraken.close();
  });

  test('a read whose answer was lost is repeated', async () => {
    const kraken = await open();
    await stage.control('faults', { next: 'drop-before', count: 1 });
    expect(await kraken.fetchBalance()).toHaveProperty('total.USD');
    await kraken.close();
  });

  test('no agent, a wrong key, a wrong token, no token, an unknown option', async () => {
    expect(await thrownBy(open({ data: '/nowhere/at/all' }))).toMatchObject({
      code: 'AGENT_MISSING',
      name: 'ExchangeNotAvailable',
    });
    expect(await thrownBy(connect('no-such-key', { data: stage.dataDir, token: stage.token }))).toMatchObject({
      code: 'KEY_UNKNOWN',
    });
    expect(await thrownBy(open({ token: `kb_${'A'.repeat(43)}` }))).toMatchObject({
      code: 'TOKEN_UNKNOWN',
      name: 'AuthenticationError',
    });
    expect(await thrownBy(open({ token: 'my-kraken-secret' }))).toMatchObject({ code: 'TOKEN_UNKNOWN' });
    expect((await thrownBy(open({ token: 'my-kraken-secret' }))).message).not.toContain('my-kraken-secret');
    expect(await thrownBy(open({ token: '' }))).toMatchObject({ code: 'TOKEN_MISSING' });
    expect(await thrownBy(open({ timeOut: 5 }))).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await thrownBy(connect('Kraken Main', { data: stage.dataDir }))).toMatchObject({ code: 'INPUT_INVALID' });
  });

  test('a bot that is revoked while it works', async () => {
    const kraken = await open({ token: tokenOf('short-lived') });
    expect(await kraken.fetchBalance()).toHaveProperty('total.USD');
    await stage.folder.json(['bot', 'revoke', 'short-lived', '--yes']);
    expect(await thrownBy(kraken.fetchBalance())).toMatchObject({
      code: 'TOKEN_UNKNOWN',
      sent: 'no',
    });
    await kraken.close();
  });

  test('a burst of calls is served', async () => {
    const kraken = await open();
    const calls = Array.from({ length: 300 }, () => kraken.fetchTicker('BTC/USD'));
    expect((await Promise.all(calls)).every(({ symbol }) => symbol === 'BTC/USD')).toBe(true);
    await kraken.close();
  });
});

describe('installed', () => {
  const body = `const kraken = await connect('${keyLabel}');
const said = { node: process.version, usd: (await kraken.fetchBalance()).total.USD > 0, isPromise: typeof kraken.then, json: typeof kraken.toJSON };
try { await kraken.createOrder('BTC/USD', 'limit', 'buy', 1e6, 50000); } catch (fault) {
  Object.assign(said, { name: fault.name, code: fault.code, line: isIt(fault), ccxtIsThere: ccxtIsThere() });
}
console.log(JSON.stringify(said));`;

  test('without ccxt, as an ES module', async () => {
    const text = `import { connect, errors } from 'keybearer-client';
const isIt = (fault) => fault instanceof errors.InsufficientFunds && fault instanceof errors.BaseError && fault instanceof Error;
const ccxtIsThere = () => false;
${body}`;
    const said = await run(bare, 'bot.mjs', text);
    expect(said).toEqual({
      ...{ node: bare.nodeVersion, usd: true, isPromise: 'undefined', json: 'undefined' },
      ...{ name: 'InsufficientFunds', code: 'EXCHANGE_REFUSED', line: true, ccxtIsThere: false },
    });
  });

  test('beside ccxt, its own classes are thrown', async () => {
    const text = `import * as ccxt from 'ccxt';
import { connect } from 'keybearer-client';
const isIt = (fault) => fault instanceof ccxt.InsufficientFunds && fault.constructor === ccxt.InsufficientFunds;
const ccxtIsThere = () => true;
${body}`;
    expect(await run(withCcxt, 'bot.mjs', text)).toMatchObject({ name: 'InsufficientFunds', line: true });
  });

  test('beside ccxt in CommonJS', async () => {
    const text = `const ccxt = require('ccxt');
const { connect } = require('keybearer-client');
const isIt = (fault) => fault instanceof ccxt.InsufficientFunds && fault.constructor === ccxt.InsufficientFunds;
const ccxtIsThere = () => true;
(async () => { ${body} })();`;
    expect(await run(withCcxt, 'bot.cjs', text)).toMatchObject({ name: 'InsufficientFunds', line: true });
  });

  test('where ccxt is installed and not used, only its errors are loaded', async () => {
    const text = `import { createRequire } from 'node:module';
import { connect, errors } from 'keybearer-client';
const isIt = (fault) => fault instanceof errors.InsufficientFunds && fault.constructor !== errors.InsufficientFunds;
const before = process.memoryUsage().rss;
const ccxtIsThere = () => process.memoryUsage().rss - before > 40e6;
${body}`;
    expect(await run(withCcxt, 'unused.mjs', text)).toMatchObject({
      name: 'InsufficientFunds',
      line: true,
      ccxtIsThere: false,
    });
  });

  test('the same script with ccxt and with the SDK differs in two lines and says the same', async () => {
    const { apiKey, secret, endpoint } = stage.practiceKey('practice-none');
    const env = { ...stage.env, KEYBEARER_TOKEN: tokenOf('twin'), API_KEY: apiKey, API_SECRET: secret };
    const place = JSON.stringify({ public: endpoint, private: endpoint });
    const alone = [
      `import ccxt from 'ccxt';`,
      `const kraken = new ccxt.kraken({ apiKey: process.env.API_KEY, secret: process.env.API_SECRET, urls: { api: ${place} } });`,
    ];
    const behind = [`import { connect } from 'keybearer-client';`, `const kraken = await connect('practice-none');`];
    const rest = `await kraken.loadMarkets();
const balance = await kraken.fetchBalance();
const order = await kraken.createOrder('BTC/USD', 'limit', 'buy', 0.01, 20000);
const [standing] = await kraken.fetchOpenOrders('BTC/USD');
await kraken.cancelOrder(order.id, 'BTC/USD');
let refusal;
try { await kraken.cancelOrder(order.id, 'BTC/USD'); } catch (fault) { refusal = fault.name; }
const { side, price, amount, status, symbol, type } = standing;
console.log(JSON.stringify({ symbols: kraken.symbols, market: kraken.markets['BTC/USD'].precision, total: balance.total, refusal,
  order: { side, price, amount, status, symbol, type }, has: [kraken.has.fetchBalance, kraken.has.fetchLeverage], id: kraken.id }));`;
    const said = [];
    for (const first of [alone, behind]) {
      const { code, out, err } = await withCcxt.run('twin.mjs', [...first, rest].join('\n'), env);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      said.push(JSON.parse(out));
    }
    expect(said[1]).toEqual(said[0]);
    expect(said[0].refusal).toBe('OrderNotFound');
  });
});

test('a sealed vault is an error at once, or is waited for', async () => {
  const kraken = await open({ timeout: 3 });
  await stage.folder.json(['seal']);
  expect(await thrownBy(open({ timeout: 0.5 }))).toMatchObject({ code: 'VAULT_SEALED', sent: 'no', retryable: true });
  const waiting = open({ wait: true, timeout: 1 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await stage.folder.json(['unseal']);
  const other = await waiting;
  expect(await other.fetchBalance()).toHaveProperty('total.USD');
  expect(await kraken.fetchBalance()).toHaveProperty('total.USD');
  await Promise.all([kraken.close(), other.close()]);
});
