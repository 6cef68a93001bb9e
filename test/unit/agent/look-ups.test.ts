/** What becomes of orders whose reply was lost: the record of the call says it in the end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let world: World;
let bot: BotClient;
beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  const grant = { key, preset: 'trade', symbols: 'any', orders: 'own', limits: { ordersPerDay: 10 } };
  bot = await world.addBot({ name: 'bot', grants: [grant] });
  await bot.call(key, 'fetchBalance');
});
afterAll(() => world[Symbol.asyncDispose]());

const recordOf = (callId: unknown) => world.agent.log(LogQuery.parse({ limit: 100 })).find(({ id }) => id === callId);
async function standing(): Promise<readonly { id: string; clientOrderId?: string }[]> {
  const { result } = (await bot.call(key, 'fetchOpenOrders')).answer;
  return JSON.parse(JSON.stringify(result));
}

async function intoFault(fault: string, method: string, args: readonly unknown[]): Promise<unknown> {
  await world.control('faults', { next: fault, count: 1 });
  const { answer } = await bot.call(key, method, args);
  expect(answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
  return answer['callId'];
}

const inBatch = (price: number) => ({ symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01, price });

describe('an order', () => {
  it('carries a name and an end, which the log shows', async () => {
    const { answer } = await bot.call(key, 'createOrder', order);
    expect(recordOf(answer['callId'])?.clientOrderId).toMatch(uuid);
    expect(recordOf(answer['callId'])?.notional).toEqual({ amount: '200', currency: 'USD' });
    expect((await standing()).map(({ clientOrderId }) => clientOrderId)).toEqual([
      recordOf(answer['callId'])?.clientOrderId,
    ]);
  });

  it("keeps the bot's own name, and has one at most", async () => {
    const own = await bot.call(key, 'createOrder', [...order, { clientOrderId: 'mine-1' }]);
    expect(recordOf(own.answer['callId'])?.clientOrderId).toBe('mine-1');
    const byNumber = await bot.call(key, 'createOrder', [...order, { userref: 7 }]);
    expect(recordOf(byNumber.answer['callId'])?.clientOrderId).toBeNull();
    const both = await bot.call(key, 'createOrder', [...order, { userref: 7, clientOrderId: 'mine-2' }]);
    expect(both.answer['code']).toBe('BODY_INVALID');
    const terms = { ordertype: 'limit', type: 'buy', volume: '0.01', price: '19000' };
    const orders = [{ ...terms, userref: 7, cl_ord_id: 'mine-3' }, terms];
    const batch = await bot.call(key, 'privatePostAddOrderBatch', [{ pair: 'XBTUSD', orders }]);
    expect(batch.answer['code']).toBe('BODY_INVALID');
  });
});

describe('after a lost reply', () => {
  it('the record says what became of it, and what did not come about is given back', async () => {
    const before = (await standing()).length;
    const changed = await bot.call(key, 'createOrder', order);
    const id = Object(changed.answer['result']).id;
    const calls = {
      placed: await intoFault('drop-after', 'createOrder', order),
      notPlaced: await intoFault('drop-before', 'createOrder', order),
      batch: await intoFault('drop-after', 'createOrders', [[inBatch(18_000), inBatch(18_001)]]),
      noBatch: await intoFault('drop-before', 'createOrders', [[inBatch(17_000), inBatch(17_001)]]),
      unchanged: await intoFault('drop-before', 'editOrder', [id, 'BTC/USD', 'limit', 'buy', 0.01, 16_000]),
    };
    await expect
      .poll(() => Object.values(calls).map((callId) => recordOf(callId)?.status), { timeout: 30_000, interval: 250 })
      .toEqual(['ok', 'failed', 'ok', 'failed', 'failed']);
    const sent = Object.values(calls).map((callId) => recordOf(callId)?.sent);
    expect(sent).toEqual(['yes', 'no', 'yes', 'no', 'no']);
    expect(await standing()).toHaveLength(before + 4);
    // The look-up is a part of the call that it is about.
    expect(recordOf(calls.placed)?.requests.map(({ endpoint }) => endpoint)).toEqual([
      ...['privatePostAddOrder', 'privatePostOpenOrders', 'privatePostClosedOrders'],
    ]);
    // It is the bot's own, so the bot may cancel it.
    const name = recordOf(calls.placed)?.clientOrderId;
    const found = (await standing()).find(({ clientOrderId }) => clientOrderId === name);
    expect((await bot.call(key, 'cancelOrder', [found?.id])).status).toBe(200);
    // Ten a day: seven stand or stood, so three are left.
    const more = [];
    for (let n = 0; n < 4; n += 1) more.push((await bot.call(key, 'createOrder', order)).answer['code']);
    expect(more).toEqual([undefined, undefined, undefined, 'LIMIT_EXCEEDED']);
  }, 60_000);
});
