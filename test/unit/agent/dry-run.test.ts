import { afterAll, beforeAll, expect, it } from 'vitest';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

const key = 'practice-totp';
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
let world: World;
let bot: BotClient;
beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  bot = await world.addBot({ name: 'bot', grants: [{ key, preset: 'trade', symbols: 'any', orders: 'any' }] });
});
afterAll(() => world[Symbol.asyncDispose]());

const call = async (method: string, args: readonly unknown[]) =>
  String((await bot.call(key, method, args)).answer['callId'] ?? newest()?.id);
const newest = () => world.agent.log(LogQuery.parse({ limit: 1 }))[0];
const standing = async () => JSON.stringify((await bot.call(key, 'fetchOpenOrders')).answer['result']);

it('a call is shown with what was asked for, sent and answered, and without its code', async () => {
  const id = await call('createOrder', order);
  const shown = await world.agent.callLog.show(id);
  expect(shown).toMatchObject({ call: { id }, request: { symbol: 'BTC/USD' }, noDryRun: null });
  expect(shown.requests[0]).toMatchObject({ n: 0, request: { pair: 'XXBTZUSD', price: '20000' } });
  expect(JSON.stringify(shown.requests)).toContain('txid');
  expect(JSON.stringify(shown)).not.toMatch(/"otp":"|nonce/);
});

it('a dry run asks the exchange with a code, places nothing, and stands in the log as the own call of the owner', async () => {
  const id = await call('createOrder', order);
  const before = await standing();
  const came = await world.agent.callLog.dryRun(id);
  expect(came).toMatchObject({ ok: true, words: expect.stringMatching(/^buy 0\.01/) });
  expect(await standing()).toBe(before);
  const { call: own, requests } = await world.agent.callLog.show(came.call);
  expect(own).toMatchObject({ bot: null, key, symbol: 'BTC/USD', status: 'ok', otp: true });
  expect(requests[0]?.request).toMatchObject({ validate: true });
});

it("an order that would be refused now is told in the exchange's words", async () => {
  const id = await call('createOrder', ['BTC/USD', 'limit', 'buy', 0.00001, 20_000]);
  const came = await world.agent.callLog.dryRun(id);
  expect(came).toMatchObject({ ok: false, words: expect.stringMatching(/^E(General|Order):/) });
  expect((await world.agent.callLog.show(came.call)).call).toMatchObject({ bot: null, status: 'failed' });
});

it.each([
  ['no-order', 'fetchBalance', []],
  ['no-order', 'withdraw', ['USD', 1, 'nowhere']],
  [
    'several',
    'createOrders',
    [[17_000, 17_001].map((price) => ({ symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01, price }))],
  ],
  ['incomplete', 'createOrder', [...order, { 'close[ordertype]': 'limit', 'close[price]': '30000' }]],
])('what the log does not hold whole is not run again: %s, %s', async (why, method, args) => {
  const id = await call(method, args);
  expect(await world.agent.callLog.show(id)).toMatchObject({ noDryRun: why });
  await expect(world.agent.callLog.dryRun(id)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('a call that the log has not is not shown', async () => {
  await expect(world.agent.callLog.show('call_none')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});
