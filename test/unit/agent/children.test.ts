import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeAt, readBase32, stepOf } from '../../../electron/practice/code.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type Recorded, type Recorder, recordKraken } from '../../fakes/recording-kraken.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

const label = 'practice-totp';
const busy = 'practice-unlimited';
const since = Date.UTC(2026, 0, 1);

let world: World;
let recorder: Recorder;
let bot: BotClient;

beforeAll(async () => {
  world = await openWorld();
  recorder = await recordKraken(world.practice.url, keyOf(label).secret);
  await world.addKey(label, { endpoint: recorder.url, tier: 'unlimited' });
  await world.addKey(busy);
  const may = ['account.read', 'orders.read', 'orders.create', 'orders.cancel', 'funds.transfer', 'raw'];
  const grant = { may, symbols: 'any' };
  bot = await world.addBot({
    name: 'all',
    grants: [
      { key: label, ...grant },
      { key: busy, ...grant },
    ],
  });
});
beforeEach(() => void recorder.take());
afterAll(async () => {
  await recorder[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

function keyOf(name: string) {
  const key = world.practice.keys.find((one) => one.label === name);
  if (key === undefined) throw new Error(`no key ${name}`);
  return key;
}

const lastCall = () => world.agent.log(LogQuery.parse({ limit: 1 }))[0];

function isCoded(request: Recorded | undefined): boolean {
  const { twoFactor } = keyOf(label);
  const code = request?.fields.find(([name]) => name === 'otp')?.[1];
  const step = stepOf(Date.now());
  const secret = readBase32(twoFactor.kind === 'totp' ? twoFactor.secret : '');
  return [step, step - 1].some((at) => codeAt(secret, at) === code);
}

/** Everything but nonce and code. */
const sentBy = (request: Recorded | undefined): object =>
  Object.fromEntries((request?.fields ?? []).filter(([name]) => name !== 'nonce' && name !== 'otp'));

describe('a request in any form carries its code', () => {
  const limit = ['BTC/USD', 'limit', 'buy', 0.01, 50_000];

  it('with a conditional close, nested', async () => {
    recorder.answer(() => ({ descr: { order: '' }, txid: ['OAAAAA-AAAAA-AAAAAA'] }));
    const close = { ordertype: 'stop-loss-limit', price: 49_000, price2: 48_900 };
    expect((await bot.call(label, 'createOrder', [...limit, { close }])).status).toBe(200);
    const [request] = recorder.take();
    expect(sentBy(request)).toMatchObject({
      'close[ordertype]': 'stop-loss-limit',
      'close[price]': '49000',
      'close[price2]': '48900',
    });
    expect([request?.isSigned, isCoded(request)]).toEqual([true, true]);
  });

  it('with a price in percent', async () => {
    const params = {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'stop-loss',
      volume: '0.01',
      price: '+5%',
      'close[price]': '#10',
    };
    expect((await bot.call(label, 'privatePostAddOrder', [params])).status).toBe(200);
    const [request] = recorder.take();
    // Besides, the agent gives an order a name and an end.
    expect(sentBy(request)).toMatchObject(params);
    expect([request?.isSigned, isCoded(request)]).toEqual([true, true]);
  });

  it('as a JSON batch, once, beside the orders and not in them', async () => {
    recorder.answer(() => ({
      orders: [
        { txid: 'OAAAAA-AAAAA-AAAAAA', descr: { order: '' } },
        { txid: 'OBBBBB-AAAAA-AAAAAA', descr: { order: '' } },
      ],
    }));
    const order = { symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01 };
    const orders = [
      { ...order, price: 50_000 },
      { ...order, price: 49_000, params: { otp: '000000' } },
    ];
    expect((await bot.call(label, 'createOrders', [orders])).status).toBe(200);
    const [request, ...more] = recorder.take();
    expect(more).toEqual([]);
    expect(request?.headers['content-type']).toBe('application/json');
    expect([request?.isSigned, isCoded(request)]).toEqual([true, true]);
    expect(request?.body.match(/"otp"/g)).toHaveLength(1);
    expect(lastCall()).toMatchObject({
      method: 'createOrders',
      requests: [{ n: 0, endpoint: 'privatePostAddOrderBatch', otp: true }],
    });
  });

  it('by transferOut', async () => {
    recorder.answer(() => ({ refid: 'FTQcuak-V6Za8qrWnhzTx67yYHz8Tg' }));
    expect((await bot.call(label, 'transferOut', ['BTC', 0.1])).status).toBe(200);
    const [request] = recorder.take();
    expect([request?.method, isCoded(request)]).toEqual(['WalletTransfer', true]);
    expect(sentBy(request)).toMatchObject({ asset: 'XXBT', amount: '0.1', from: 'Spot Wallet', to: 'Futures Wallet' });
  });
});

describe('a call of several requests', () => {
  const page = (cursor: string | undefined) => ({
    withdrawals: [
      { refid: `F${cursor}`, asset: 'XXBT', amount: '1', fee: '0', time: 1_770_000_000, status: 'Success' },
    ],
    ...(cursor === undefined ? {} : { next_cursor: cursor }),
  });

  it('shows as one with its children, each with a code, a nonce and timings of its own', async () => {
    let pages = 0;
    recorder.answer(() => page(++pages < 4 ? `page-${pages}` : undefined));
    const { status, answer } = await bot.call(label, 'fetchWithdrawals', ['BTC', since, undefined, { paginate: true }]);
    expect(answer).toMatchObject({ callId: expect.any(String) });
    expect(status).toBe(200);
    const requests = recorder.take();
    expect(requests).toHaveLength(4);
    expect(requests.every((request) => request.isSigned && isCoded(request))).toBe(true);
    expect(requests.map((request) => Object(sentBy(request))['cursor'])).toEqual([
      'true',
      'page-1',
      'page-2',
      'page-3',
    ]);
    const nonces = requests.map(({ fields }) => Number(fields.find(([name]) => name === 'nonce')?.[1]));
    expect(nonces).toEqual([...new Set(nonces)].sort((a, b) => a - b));
    const row = {
      endpoint: 'privatePostWithdrawStatus',
      permission: 'account.read',
      verdict: 'allowed',
      status: 'ok',
      sent: 'yes',
      otp: true,
    };
    const record = lastCall();
    expect(record).toMatchObject({
      id: answer['callId'],
      method: 'fetchWithdrawals',
      status: 'ok',
      requests: [0, 1, 2, 3].map((n) => ({ n, ...row })),
    });
    for (const { timings } of record?.requests ?? []) expect(timings.network).toBeGreaterThan(0);
  });

  it('ends before the 21st', async () => {
    let pages = 0;
    recorder.answer(() => page(`page-${++pages}`));
    const { status, answer } = await bot.call(label, 'fetchWithdrawals', [
      'BTC',
      since,
      undefined,
      { paginate: true, paginationCalls: 50 },
    ]);
    expect(recorder.take()).toHaveLength(20);
    expect({ status, ...answer }).toMatchObject({ status: 403, code: 'LIMIT_EXCEEDED', sent: 'yes', retryable: false });
    expect(lastCall()).toMatchObject({ status: 'failed', code: 'LIMIT_EXCEEDED' });
    expect(lastCall()?.requests).toHaveLength(20);
  });

  it('is charged for each of them', async () => {
    const key = await world.addKey('practice-password', {
      label: 'counted',
      endpoint: recorder.url,
      tier: 'starter',
      secret: keyOf(label).secret,
    });
    const reader = await world.addBot({
      name: 'reader',
      grants: [{ key: 'counted', preset: 'watch', symbols: 'any' }],
    });
    let pages = 0;
    recorder.answer(() => page(++pages < 6 ? `page-${pages}` : undefined));
    expect(
      (await reader.call('counted', 'fetchWithdrawals', ['BTC', since, undefined, { paginate: true }])).status,
    ).toBe(200);
    const budget = world.agent.status(undefined).budget.find((one) => one.key === key || one.key === 'counted');
    expect(budget?.max).toBe(15);
    expect(budget?.left).toBeGreaterThanOrEqual(9);
    expect(budget?.left).toBeLessThan(10);
  });
});

describe('a batch of which the exchange takes a part', () => {
  it("is unknown to a program, and what was placed is known as the bot's own", async () => {
    const order = { symbol: 'BTC/USD', type: 'limit', side: 'buy', price: 20_000 };
    const { status, answer } = await bot.call(busy, 'createOrders', [
      [
        { ...order, amount: 0.01 },
        { ...order, amount: 90 },
      ],
    ]);
    expect({ status, ...answer }).toMatchObject({
      ...{ status: 504, code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false },
      ...{ ccxt: 'InsufficientFunds', exchange: 'EOrder:Insufficient funds' },
    });
    expect(lastCall()).toMatchObject({ status: 'unknown', sent: 'unknown', code: 'OUTCOME_UNKNOWN' });
    const open = (await bot.call(busy, 'fetchOpenOrders')).answer['result'];
    const [placed, ...more] = Array.isArray(open) ? open : [];
    expect(more).toEqual([]);
    // The grant lets it cancel its own orders only.
    expect((await bot.call(busy, 'cancelOrder', [placed.id])).status).toBe(200);
  });

  it('that it refuses whole was not placed', async () => {
    const order = { symbol: 'BTC/USD', type: 'limit', side: 'buy', price: 20_000 };
    const { answer } = await bot.call(busy, 'createOrders', [
      [
        { ...order, amount: 90 },
        { ...order, amount: 91 },
      ],
    ]);
    expect(answer).toMatchObject({ code: 'EXCHANGE_REFUSED', sent: 'no', exchange: 'EOrder:Insufficient funds' });
  });
});
