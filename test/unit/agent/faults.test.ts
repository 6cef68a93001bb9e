import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { codeAt, readBase32, stepOf } from '../../../electron/practice/code.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];

let world: World;
let bot: BotClient;
// One for each fault: an order whose reply was lost is looked up 10 s later, and would meet the fault of another test.
const begin = async () => {
  world = await openWorld();
  await world.addKey(key);
  bot = await world.addBot({ name: 'bot', grants: [{ key, preset: 'trade', symbols: 'any', orders: 'any' }] });
  await bot.call(key, 'fetchBalance');
};
const end = () => world[Symbol.asyncDispose]();
const emptyBook = async () => {
  await bot.call(key, 'cancelAllOrders');
};

const openOrders = async (): Promise<number> => {
  const { result } = (await bot.call(key, 'fetchOpenOrders')).answer;
  return Array.isArray(result) ? result.length : Number.NaN;
};
const lastRecord = () => world.agent.log(LogQuery.parse({ limit: 1 }))[0];

/** What a bot is told: `sent` must be `no` only where the exchange cannot have acted. */
interface Row {
  readonly fault: string;
  /** How many orders stand at the exchange after one was sent into the fault. */
  readonly placed: 0 | 1;
  readonly order: object;
  readonly read: object;
  readonly cancel: object;
}

const ok = { status: 200, code: undefined };
const lostOrder = { status: 504, code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false };
const lostRead = { status: 502, code: 'EXCHANGE_UNAVAILABLE', sent: 'no', retryable: true };
const lostCancel = { status: 502, code: 'EXCHANGE_UNAVAILABLE', sent: 'unknown', retryable: false };
const rows: readonly Row[] = [
  { fault: 'drop-before', placed: 0, order: lostOrder, read: lostRead, cancel: lostCancel },
  { fault: 'drop-after', placed: 1, order: lostOrder, read: lostRead, cancel: lostCancel },
  { fault: 'late', placed: 1, order: ok, read: ok, cancel: ok },
  {
    fault: 'twice',
    placed: 1,
    order: { ...lostOrder, exchange: 'EAPI:Invalid nonce' },
    read: { status: 502, code: 'NONCE_REJECTED', sent: 'no', retryable: true },
    // Cancelled by the first; that it is repeated does no harm.
    cancel: { status: 502, code: 'NONCE_REJECTED', sent: 'no', retryable: true },
  },
  { fault: 'html', placed: 0, order: lostOrder, read: lostRead, cancel: lostCancel },
  { fault: 'redirect', placed: 0, order: lostOrder, read: lostRead, cancel: lostCancel },
  { fault: 'stall', placed: 0, order: lostOrder, read: lostRead, cancel: lostCancel },
];

describe.each(rows)('a private request into "$fault"', ({ fault, placed, ...told }) => {
  beforeAll(begin);
  beforeEach(emptyBook);
  afterAll(end);
  const into = async (method: string, args: readonly unknown[]) => {
    await world.control('faults', { next: fault, count: 1 });
    const { status, answer } = await bot.call(key, method, args);
    const record = lastRecord();
    return { told: { status, ...answer, code: answer['code'] }, record };
  };
  /** The log says what the bot was told. */
  const recorded = (expected: object) => {
    const { code, sent } = { code: undefined, sent: undefined, ...expected };
    if (code === undefined) return { status: 'ok', sent: 'yes', code: null };
    return { status: sent === 'unknown' ? 'unknown' : 'failed', sent, code };
  };

  it('an order', async () => {
    const { told: answer, record } = await into('createOrder', order);
    expect(answer).toMatchObject(told.order);
    expect(record).toMatchObject({ method: 'createOrder', verdict: 'allowed', ...recorded(told.order) });
    expect(record?.requests[0]).toMatchObject({ endpoint: 'privatePostAddOrder', ...recorded(told.order) });
    // Nothing was sent again, and the answer is no lie.
    expect(await openOrders()).toBe(placed);
  }, 30_000);

  it('a read', async () => {
    const { told: answer, record } = await into('fetchBalance', []);
    expect(answer).toMatchObject(told.read);
    expect(record).toMatchObject({ method: 'fetchBalance', ...recorded(told.read) });
  }, 30_000);

  it('a cancel', async () => {
    const { result } = (await bot.call(key, 'createOrder', order)).answer;
    const { told: answer, record } = await into('cancelOrder', [JSON.parse(JSON.stringify(result)).id]);
    expect(answer).toMatchObject(told.cancel);
    expect(record).toMatchObject({ method: 'cancelOrder', ...recorded(told.cancel) });
    expect(await openOrders()).toBe(placed === 1 ? 0 : 1);
  }, 30_000);
});

/** Another program that uses the key, with a nonce of its own. */
async function useElsewhere(nonce: bigint): Promise<unknown> {
  const found = world.practice.keys.find(({ label }) => label === key);
  if (found?.twoFactor.kind !== 'totp') throw new Error('the key has no codes');
  const body = `nonce=${nonce}&otp=${codeAt(readBase32(found.twoFactor.secret), stepOf(Date.now()))}`;
  const path = '/0/private/Balance';
  const sign = createHmac('sha512', Buffer.from(found.secret, 'base64'))
    .update(path)
    .update(createHash('sha256').update(`${nonce}${body}`).digest());
  const headers = { 'api-key': found.apiKey, 'api-sign': sign.digest('base64') };
  const answer = await fetch(`${world.practice.url}${path}`, { method: 'POST', headers, body });
  return answer.json();
}

describe('an order that is handed in twice, and the questions after it', () => {
  beforeAll(begin);
  beforeEach(emptyBook);
  afterAll(end);

  it.each([2, 3, 4])('up to the first %i requests', async (count) => {
    await world.control('faults', { next: 'twice', count });
    const { answer } = await bot.call(key, 'createOrder', order);
    expect(answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
    await world.control('faults', { next: 'twice', count: 0 });
    expect(await openOrders()).toBe(1);
  });

  it('all of them, as a proxy does that doubles everything, also the next order at once', async () => {
    await world.control('faults', { next: 'twice', count: 1_000 });
    for (const _ of [1, 2]) {
      const { answer } = await bot.call(key, 'createOrder', order);
      expect(answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
    }
    await world.control('faults', { next: 'twice', count: 0 });
    await expect.poll(openOrders).toBe(2);
  });
});

describe('a nonce that the exchange refuses', () => {
  beforeAll(begin);
  beforeEach(emptyBook);
  afterAll(end);

  it('because another program used a higher one, was not carried out, and the next call goes on above it', async () => {
    expect(await useElsewhere(BigInt(Date.now() + 60_000))).toMatchObject({ error: [] });
    const { status, answer } = await bot.call(key, 'createOrder', order);
    expect({ status, ...answer }).toMatchObject({ status: 502, code: 'NONCE_REJECTED', sent: 'no', retryable: true });
    const record = lastRecord();
    expect(record).toMatchObject({ status: 'failed', sent: 'no', code: 'NONCE_REJECTED' });
    expect(record?.requests.map(({ endpoint, status: fate }) => [endpoint, fate])).toEqual([
      ['privatePostAddOrder', 'failed'],
      // The very next, three times, ten seconds ahead, ten minutes ahead.
      ...['failed', 'failed', 'failed', 'failed', 'ok'].map((fate) => ['privatePostGetApiKeyInfo', fate]),
      // Nor does the exchange know the order.
      ...['privatePostOpenOrders', 'privatePostClosedOrders'].map((endpoint) => [endpoint, 'ok']),
    ]);
    expect((await bot.call(key, 'createOrder', order)).status).toBe(200);
    expect(await openOrders()).toBe(1);
  });

  it('because another program counts in nanoseconds, is followed by nanoseconds, also after a restart', async () => {
    // The exchange is asked again for a nonce that it takes at most every five seconds.
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    expect(await useElsewhere(BigInt(Date.now()) * 1_000_000n)).toMatchObject({ error: [] });
    expect((await bot.call(key, 'fetchBalance')).answer['code']).toBe('NONCE_REJECTED');
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    await world.restart();
    await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    expect(lastRecord()?.requests).toHaveLength(1);
  }, 30_000);
});
