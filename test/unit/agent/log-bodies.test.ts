import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

const key = 'practice-totp';
let world: World;
let bot: BotClient;
beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  bot = await world.addBot({ name: 'grid-1', grants: [{ key, preset: 'trade', symbols: ['BTC/USD'] }] });
  await bot.call(key, 'fetchBalance');
  await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.0125, 1000.5]);
  await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 90000, 1000]);
  await world.agent.keys.test(key, false);
});
afterAll(() => world[Symbol.asyncDispose]());

interface Exported {
  readonly method: string;
  readonly status: string;
  readonly requests: readonly { readonly response: unknown }[];
}

const text = async (format: 'jsonl' | 'har', amounts = true) =>
  (await world.agent.callLog.exportStep({ format, query: {}, amounts })).text;
const answerTo = async (method: string, status: string, amounts = true) => {
  const calls: Exported[] = (await text('jsonl', amounts))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return calls.find((call) => call.method === method && call.status === status)?.requests.at(-1)?.response;
};

test('an export holds what the exchange answered to a call, with amounts only where they are asked for', async () => {
  const placed = { descr: { order: expect.stringContaining('0.0125') }, txid: [expect.any(String)] };
  expect(await answerTo('createOrder', 'ok')).toMatchObject({ error: [], result: placed });
  expect(await answerTo('fetchBalance', 'ok')).toMatchObject({
    error: [],
    result: { ZUSD: { balance: '100000.0000' } },
  });
  expect(await answerTo('fetchBalance', 'ok', false)).toMatchObject({
    error: [],
    result: { ZUSD: { balance: '***' } },
  });
  expect(JSON.stringify(await answerTo('createOrder', 'ok', false))).not.toMatch(/0\.0125|1000\.5/);
});

test('an export holds what the exchange answered to a call that it refused', async () => {
  expect(await answerTo('createOrder', 'failed')).toEqual({ error: ['EOrder:Insufficient funds'] });
});

test('an export holds the answer to a test of a key, without the key', async () => {
  const answer = await answerTo('privatePostGetApiKeyInfo', 'ok');
  expect(answer).toMatchObject({ error: [], result: { permissions: expect.any(Array) } });
  const { apiKey } = world.practice.keys.find(({ label }) => label === key) ?? {};
  expect(String(apiKey).length).toBeGreaterThan(20);
  expect(await text('jsonl')).not.toContain(String(apiKey));
});

test('the panel of a browser shows the answers, too', async () => {
  const { log } = JSON.parse(await text('har'));
  const answers = log.entries.map((entry: { response: { content: { text: string } } }) => entry.response.content.text);
  expect(answers).toHaveLength(4);
  for (const answer of answers) expect(JSON.parse(answer)).toHaveProperty('error');
});

test('a call is found by a word of its answer', async () => {
  const found = await world.agent.callLog.find({ limit: 9, text: 'Insufficient' });
  expect(found.map(({ method }) => method)).toEqual(['createOrder']);
});
