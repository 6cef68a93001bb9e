import ccxt from 'ccxt';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideRequest } from '../../../electron/policy/decide.ts';
import type { OrderEffect } from '../../../electron/policy/effect.ts';
import { readOrder } from '../../../electron/policy/order.ts';
import { stripArgs, stripFinal } from '../../../electron/policy/strip.ts';
import type { Grant } from '../../../shared/model.ts';

const market = (id: string, base: string) => ({
  id,
  symbol: `${base}/USD`,
  base,
  quote: 'USD',
  baseId: base,
  quoteId: 'ZUSD',
  type: 'spot',
  spot: true,
  active: true,
  precision: { amount: 1e-8, price: 0.1 },
  limits: {},
  info: {},
});
const symbolOf = (id: string): string | undefined =>
  id === 'XXBTZUSD' ? 'BTC/USD' : id === 'XETHZUSD' ? 'ETH/USD' : undefined;

const narrow: Grant = {
  key: 'key_a',
  may: ['orders.create', 'orders.cancel'],
  symbols: ['BTC/USD'],
  orders: 'own',
  limits: { sides: ['buy'], orderTypes: ['limit'] },
};

interface Trial {
  readonly effect: OrderEffect | undefined;
  readonly isAllowed: boolean;
  /** The signed body as an exchange would read it, not as we do; undefined where nothing left. */
  readonly sent: Readonly<Record<string, unknown>> | undefined;
}

class Refused extends Error {}

/** Runs a method of ccxt's own Kraken adapter, with the gate where the agent has it and a wire that only listens. */
async function attempt(grant: Grant, method: string, args: readonly unknown[]): Promise<Trial> {
  const exchange = new ccxt.kraken({
    apiKey: 'AGENT-KEY',
    secret: Buffer.from('agent secret').toString('base64'),
    enableRateLimit: false,
  });
  const dayOf = { nowMs: 0, prices: new Map(), today: { orders: 0, notional: '0' } };
  exchange.setMarkets([market('XXBTZUSD', 'BTC'), market('XETHZUSD', 'ETH')]);
  let trial: Trial = { effect: undefined, isAllowed: false, sent: undefined };
  const sign = exchange.sign.bind(exchange);
  exchange.sign = (path: string, api: string, verb: string, given: Record<string, unknown>) => {
    const params = stripFinal('kraken', given);
    const effect = readOrder({ exchange: 'kraken', endpointId: `privatePost${path}`, params, symbolOf });
    const decision = decideRequest(grant, {
      needs: 'orders.create',
      effect,
      usage: { callsLastMinute: 0 },
      market: dayOf,
    });
    trial = { effect, isAllowed: decision.kind === 'allow', sent: undefined };
    if (decision.kind !== 'allow') throw new Refused();
    return sign(path, api, verb, { ...params, otp: 'AGENT-CODE' }, {}, undefined);
  };
  exchange.fetch = async (_url: string, _verb: string, _headers: unknown, body: unknown) => {
    trial = { ...trial, sent: readBody(String(body)) };
    return { error: [], result: { txid: ['O1'], descr: {}, orders: [] } };
  };
  try {
    await Reflect.apply(Reflect.get(exchange, method), exchange, stripArgs('kraken', args));
  } catch (fault) {
    // ccxt refuses some arguments by itself, before anything is asked or sent.
    if (!(fault instanceof Error)) throw fault;
  }
  return trial;
}

const readBody = (body: string): Record<string, unknown> =>
  body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));

/** What was sent is what was decided on, and only what the grant allows; and nothing of it is the bot's to sign with. */
function expectWithinGrant({ effect, isAllowed, sent }: Trial): void {
  if (sent === undefined) return;
  expect(isAllowed).toBe(true);
  const orders = Array.isArray(sent['orders']) ? sent['orders'] : [sent];
  expect(sent['pair']).toBe('XXBTZUSD');
  for (const [at, order] of orders.entries()) {
    expect(order).toMatchObject({ type: 'buy', ordertype: 'limit' });
    expect(order['volume']).toBe(effect?.orders[at]?.amount);
    if (effect?.orders[at]?.price !== null) expect(order['price']).toBe(effect?.orders[at]?.price);
    expect(Object.keys(order).filter((name) => name.startsWith('close'))).toEqual([]);
    expect(String(order['oflags'] ?? '')).not.toContain('viqc');
  }
  expect(String(sent['nonce'])).toMatch(/^\d{13}$/);
  expect(sent['nonce']).not.toBe('1');
  expect(sent['otp']).toBe('AGENT-CODE');
  expect(JSON.stringify(sent)).not.toContain('BOT-');
}

const overrides: readonly (readonly [string, unknown])[] = [
  ['pair', 'XETHZUSD'],
  ['pair', ['XXBTZUSD', 'XETHZUSD']],
  ['PAIR', 'XETHZUSD'],
  ['pair[]', 'XETHZUSD'],
  ['pair', 'XBT/USD'],
  ['symbol', 'ETH/USD'],
  ['volume', '99'],
  ['volume', ['99']],
  ['type', 'sell'],
  ['type', 'SELL'],
  ['side', 'sell'],
  ['ordertype', 'market'],
  ['ordertype', 'stop-loss'],
  ['price', '1'],
  ['price', '+5%'],
  ['price2', '1'],
  ['nonce', '1'],
  ['Nonce', '1'],
  ['otp', 'BOT-CODE'],
  ['OTP', 'BOT-CODE'],
  ['otp[]', 'BOT-CODE'],
  ['apiKey', 'BOT-KEY'],
  ['API-Key', 'BOT-KEY'],
  ['close', { ordertype: 'limit', price: '1' }],
  ['close[ordertype]', 'market'],
  ['oflags', 'viqc'],
  ['cost', 5],
  ['asset_class', 'tokenized_asset'],
  ['stopLossPrice', 40_000],
  ['trailingPercent', '5'],
  ['reduceOnly', true],
  ['clientOrderId', '6d1b345e-2821-40e2-ad83-4ecb18a06876'],
  ['maxRetriesOnFailure', 9],
  ['orders', [{ type: 'sell', ordertype: 'market', volume: '9' }]],
];

const createOrder = (params: unknown) =>
  attempt(narrow, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 50_000, params]);

describe("a bot's overriding parameter", () => {
  test('is not needed for an honest order to be sent', async () => {
    const { sent } = await createOrder({});
    expect(sent).toMatchObject({
      pair: 'XXBTZUSD',
      type: 'buy',
      ordertype: 'limit',
      volume: '0.01',
      price: '50000',
      otp: 'AGENT-CODE',
    });
    const order = { symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01, price: 50_000 };
    const batch = await attempt(narrow, 'createOrders', [[order, order]]);
    expect(batch.sent).toMatchObject({ pair: 'XXBTZUSD', orders: [{ volume: '0.01' }, { volume: '0.01' }] });
    expectWithinGrant(batch);
  });

  test.each(overrides)('%s = %j does not get past the grant in createOrder', async (name, value) => {
    expectWithinGrant(await createOrder({ [name]: value }));
  });

  test.each(overrides)('%s = %j does not get past the grant in an implicit AddOrder', async (name, value) => {
    const honest = { pair: 'XXBTZUSD', type: 'buy', ordertype: 'limit', volume: '0.01', price: '50000' };
    expectWithinGrant(await attempt(narrow, 'privatePostAddOrder', [{ ...honest, [name]: value }]));
  });

  test.each(overrides)(
    '%s = %j does not get past the grant in createOrders, in an order or beside them',
    async (name, value) => {
      const order = { symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01, price: 50_000 };
      expectWithinGrant(await attempt(narrow, 'createOrders', [[{ ...order, params: { [name]: value } }, order]]));
      expectWithinGrant(await attempt(narrow, 'createOrders', [[order, order], { [name]: value }]));
    },
  );

  test('does not get past the grant beside any other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...overrides], { minLength: 2, maxLength: 5 }), async (some) => {
        expectWithinGrant(await createOrder(Object.fromEntries(some)));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['pair', 'XETHZUSD'],
    ['type', 'sell'],
    ['ordertype', 'market'],
    ['close', { ordertype: 'limit' }],
  ])('%s = %j stops the order instead of being dropped in silence', async (name, value) => {
    const trial = await createOrder({ [name]: value });
    expect(trial).toMatchObject({ isAllowed: false, sent: undefined });
  });

  test.each([
    ['volume', '99', 'amount'],
    ['price', '1', 'price'],
  ] as const)('%s is read from what is sent, so that limits see it', async (name, value, field) => {
    const { effect, sent } = await createOrder({ [name]: value });
    expect(sent?.[name]).toBe(value);
    expect(effect?.[field]).toBe(value);
  });

  test.each(overrides)(
    '%s = %j never signs or retries for the bot, not even under a grant that allows anything',
    async (name, value) => {
      const open: Grant = { ...narrow, symbols: 'any', orders: 'any', limits: {} };
      const { sent } = await attempt(open, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 50_000, { [name]: value }]);
      if (sent === undefined) return;
      expect(sent['nonce']).toMatch(/^\d{13}$/);
      expect(sent['otp']).toBe('AGENT-CODE');
      expect(JSON.stringify(sent)).not.toContain('BOT-');
      expect(Object.keys(sent).filter((sentName) => /retries|key/i.test(sentName))).toEqual([]);
    },
  );
});
