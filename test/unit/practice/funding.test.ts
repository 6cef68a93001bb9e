import Big from 'big.js';
import ccxt from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, open } from './fixture.ts';

// ccxt counts its nonces by the clock, the fixture from one: each has a key of its own.
const ofCcxt = 'practice-unlimited';
const key = 'practice-password';
const dayMs = 86_400_000;

let bench: Bench;
let kraken: InstanceType<typeof ccxt.kraken>;
const otp = () => ({ otp: bench.codeFor(ofCcxt) });

beforeEach(async () => {
  bench = await open();
  const { apiKey, secret } = bench.keyOf(ofCcxt);
  kraken = new ccxt.kraken({ apiKey, secret, enableRateLimit: false });
  const { url } = bench.practice;
  kraken.urls['api'] = { public: url, private: url };
});
afterEach(() => bench.practice.close());

const balances = async () => (await bench.call(key, 'Balance')).result;

describe('the ledger', () => {
  it('has two entries for each trade, and its sums are the balances', async () => {
    const before = await balances();
    await bench.call(key, 'AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.02' });
    await bench.call(key, 'AddOrder', {
      pair: 'ETHUSD',
      type: 'sell',
      ordertype: 'market',
      volume: '1',
      oflags: 'fcib',
    });
    const { ledger, count } = JSON.parse(JSON.stringify((await bench.call(key, 'Ledgers')).result));
    expect([count % 2, Object.keys(ledger).length]).toEqual([0, count]);
    const rows = Object.values(ledger).map((row) => Object(row));
    expect(rows[0]).toMatchObject({ type: 'trade', aclass: 'currency', subtype: '' });
    const after = await balances();
    for (const asset of ['ZUSD', 'XXBT', 'XETH']) {
      const own = rows.filter((row) => row.asset === asset);
      const change = own.reduce((sum, row) => sum.plus(row.amount).minus(row.fee), new Big(0));
      expect(new Big(String(before[asset])).plus(change).toFixed()).toBe(new Big(String(after[asset])).toFixed());
      expect(new Big(own[0].balance).toFixed()).toBe(new Big(String(after[asset])).toFixed());
    }
    const { trades } = JSON.parse(JSON.stringify((await bench.call(key, 'TradesHistory')).result));
    expect(new Set(rows.map((row) => row.refid))).toEqual(new Set(Object.keys(trades)));
  });

  it('is filtered by asset, type and time, paged, and read by id', async () => {
    for (let at = 0; at < 30; at += 1) {
      await bench.call(key, 'AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.001' });
      bench.pass(1000);
    }
    const read = async (params: object) =>
      JSON.parse(JSON.stringify((await bench.call(key, 'Ledgers', params)).result));
    const all = await read({});
    expect([all.count, Object.keys(all.ledger).length]).toEqual([60, 50]);
    expect(Object.keys((await read({ ofs: 50 })).ledger)).toHaveLength(10);
    expect(await read({ asset: 'XBT' })).toMatchObject({ count: 30 });
    expect(await read({ type: 'deposit' })).toEqual({ ledger: {}, count: 0 });
    expect(await read({ type: 'deposit', without_count: 'true' })).toEqual({ ledger: {} });
    const middle = String(bench.now() / 1000 - 16);
    expect((await read({ start: middle })).count + (await read({ end: middle })).count).toBe(60);
    const [id = ''] = Object.keys(all.ledger);
    expect((await bench.call(key, 'QueryLedgers', { id })).result).toEqual({ [id]: all.ledger[id] });
  });

  it('is what ccxt reads', async () => {
    await kraken.createOrder('BTC/USD', 'market', 'buy', 0.01, undefined, otp());
    const entries = await kraken.fetchLedger('BTC', undefined, undefined, otp());
    expect(entries).toMatchObject([{ currency: 'BTC', type: 'trade', direction: 'in', amount: 0.01 }]);
    const one = await kraken.fetchLedgerEntry(String(entries[0]?.id), undefined, otp());
    expect(one).toMatchObject({ id: entries[0]?.id, referenceId: entries[0]?.referenceId });
  });
});

describe('deposits and withdrawals', () => {
  it('are listed as ccxt reads them, those of the past included', async () => {
    const [deposit] = await kraken.fetchDeposits('BTC', undefined, undefined, otp());
    expect(deposit).toMatchObject({ currency: 'BTC', status: 'ok', amount: 0.008 });
    expect(deposit?.timestamp).toBe(bench.now() - 10 * dayMs);
    const [method] = await kraken.fetchDepositMethods('BTC', otp());
    expect(method).toMatchObject({ method: 'Bitcoin', minimum: '0.0004000000' });
    const address = await kraken.fetchDepositAddress('BTC', { ...otp(), method: 'Bitcoin' });
    expect(address.address).toMatch(/^practice-XBT-/);
    const made = await kraken.createDepositAddress('BTC', { ...otp(), method: 'Bitcoin' });
    expect(made.address).not.toBe(address.address);
  });

  it('move nothing, and pass through their states', async () => {
    const before = await balances();
    const sent = await kraken.withdraw('BTC', 0.5, '', undefined, { ...otp(), key: 'practice-xbt' });
    const status = async () => (await kraken.fetchWithdrawals('BTC', undefined, undefined, otp()))[0]?.info.status;
    expect(await status()).toBe('Initial');
    bench.pass(90_000);
    expect(await status()).toBe('Pending');
    bench.pass(300_000);
    expect(await status()).toBe('Success');
    expect((await kraken.fetchWithdrawals('BTC', undefined, undefined, otp()))[0]).toMatchObject({
      id: sent.id,
      amount: 0.5,
    });
    expect(await balances()).toEqual(before);
  });

  it('can be cancelled while they are new', async () => {
    const { result } = await bench.call(key, 'Withdraw', { asset: 'XBT', key: 'practice-xbt', amount: '0.5' });
    const cancel = { asset: 'XBT', refid: String(result['refid']) };
    expect((await bench.call(key, 'WithdrawCancel', cancel)).result).toBe(true);
    expect((await bench.call(key, 'WithdrawStatus', { asset: 'XBT' })).result).toMatchObject([
      { status: 'Failure', 'status-prop': 'canceled' },
    ]);
    expect((await bench.call(key, 'WithdrawCancel', cancel)).result).toBe(false);
  });

  it('are paged by a cursor', async () => {
    for (let at = 0; at < 5; at += 1) {
      await bench.call(key, 'Withdraw', { asset: 'XBT', key: 'practice-xbt', amount: `0.00${at + 1}` });
    }
    const read = async (cursor: string) =>
      JSON.parse(JSON.stringify((await bench.call(key, 'WithdrawStatus', { cursor, limit: 2 })).result));
    const first = await read('true');
    const second = await read(first.next_cursor);
    const third = await read(second.next_cursor);
    const amounts = [first, second, third]
      .flatMap(({ withdrawals }) => withdrawals)
      .map(({ amount }) => Number(amount));
    expect(amounts).toEqual([0.005, 0.004, 0.003, 0.002, 0.001]);
    expect(third).not.toHaveProperty('next_cursor');
  });

  it('to the futures wallet and their costs are answered, too', async () => {
    expect(await kraken.transferOut('BTC', 0.1, otp())).toMatchObject({ currency: 'BTC', id: expect.any(String) });
    const { result } = await bench.call(key, 'WithdrawInfo', { asset: 'XBT', key: 'practice-xbt', amount: '0.5' });
    expect(result).toEqual({ method: 'Bitcoin', limit: '2.0000000000', amount: '0.4999900000', fee: '0.0000100000' });
    expect((await bench.call(key, 'WithdrawAddresses', { asset: 'XBT' })).result).toMatchObject([
      { key: 'practice-xbt' },
    ]);
    expect(Object((await bench.call(key, 'WithdrawMethods')).result).length).toBe(8);
  });
});

it('there are no positions, fees are those of the lowest tier, and every kind of balance is the same', async () => {
  expect(await kraken.fetchPositions(undefined, otp())).toEqual([]);
  expect(await kraken.fetchTradingFee('BTC/USD', otp())).toMatchObject({ maker: 0.0025, taker: 0.004 });
  expect(await kraken.fetchBalance({ ...otp(), type: 'spot' })).toMatchObject({ BTC: { total: 2 } });
});
