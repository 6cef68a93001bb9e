import Big from 'big.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, open } from './fixture.ts';

const key = 'practice-unlimited';
const hourMs = 3_600_000;

interface Shown {
  readonly status: string;
  readonly reason?: string | null;
  readonly refid: string | null;
  readonly vol: string;
  readonly vol_exec: string;
  readonly cost: string;
  readonly fee: string;
  readonly price: string;
  readonly misc: string;
  readonly descr: Readonly<Record<string, string>>;
  readonly trades?: readonly string[];
}

let bench: Bench;
beforeEach(async () => {
  bench = await open();
});
afterEach(() => bench.practice.close());

const add = async (params: object): Promise<string> => {
  const { error, result } = await bench.call(key, 'AddOrder', { pair: 'XBTUSD', volume: '0.01', ...params });
  expect(error).toEqual([]);
  return String(result['txid']);
};
const refusal = (method: string, params: object) => bench.errorOf(key, method, params);
const show = async (id: string): Promise<Shown> => {
  const { result } = await bench.call(key, 'QueryOrders', { txid: id, trades: 'true' });
  return JSON.parse(JSON.stringify(result[id]));
};
const last = async (): Promise<Big> => {
  const { result } = await bench.read('Ticker?pair=XBTUSD');
  return new Big(JSON.parse(JSON.stringify(Object.values(result)[0])).c[0]);
};
const openIds = async (): Promise<string[]> =>
  Object.keys(Object((await bench.call(key, 'OpenOrders')).result['open']));
const balance = async (asset: string) => {
  const { result } = await bench.call(key, 'BalanceEx');
  const purse = JSON.parse(JSON.stringify(result[asset]));
  return { total: new Big(purse.balance).toFixed(), held: new Big(purse.hold_trade).toFixed() };
};
/** Lets hours pass until an order is no longer as it was. */
const until = async (id: string, isReached: (order: Shown) => boolean): Promise<Shown> => {
  for (let hours = 0; hours < 400; hours += 1) {
    const order = await show(id);
    if (isReached(order)) return order;
    bench.pass(hourMs);
  }
  throw new Error('the walk never got there');
};

describe('an order that waits for a price', () => {
  it.each([
    ['stop-loss', 'sell', '-0.5%', 'stop loss', 'stopped'],
    ['stop-loss', 'buy', '+0.5%', 'stop loss', 'stopped'],
    ['take-profit', 'sell', '+0.5%', 'take profit', 'touched'],
    ['take-profit', 'buy', '-0.5%', 'take profit', 'touched'],
  ])('%s to %s is taken at the market once %s is reached', async (ordertype, type, price, words, remark) => {
    const before = await last();
    const id = await add({ ordertype, type, price });
    const waiting = await show(id);
    const trigger = before.times(price === '+0.5%' ? '1.005' : '0.995').toFixed(1);
    expect(waiting).toMatchObject({ status: 'open', misc: '', descr: { ordertype, price: trigger, price2: '0' } });
    expect(waiting.descr['order']).toBe(`${type} 0.01000000 XBTUSD @ ${words} ${trigger}`);
    const done = await until(id, ({ status }) => status !== 'open');
    expect(done).toMatchObject({ status: 'closed', misc: remark, vol_exec: '0.01000000' });
    expect(Math.abs(new Big(done.price).div(trigger).minus(1).toNumber())).toBeLessThan(0.002);
    expect(new Big(done.fee).div(done.cost).round(4).toFixed()).toBe('0.004');
  });

  it('becomes a limit order where it has a limit, and rests there if the market is past it', async () => {
    const id = await add({ ordertype: 'stop-loss-limit', type: 'sell', price: '-0.5%', price2: '+2%' });
    const trigger = new Big((await show(id)).descr['price'] ?? 0);
    const limit = trigger.times('1.02').toFixed(1);
    expect((await show(id)).descr).toMatchObject({
      price2: limit,
      order: expect.stringContaining(`-> limit ${limit}`),
    });
    const reached = await until(id, ({ misc }) => misc !== '');
    expect(reached).toMatchObject({ status: 'open', misc: 'stopped', vol_exec: '0.00000000', limitprice: limit });
    const done = await until(id, ({ status }) => status !== 'open');
    expect(done).toMatchObject({ status: 'closed', price: limit });
    expect(new Big(done.fee).div(done.cost).round(4).toFixed()).toBe('0.0025');
  });

  it('is taken at once where its price has been reached already', async () => {
    const id = await add({ ordertype: 'stop-loss', type: 'sell', price: '+1%' });
    expect(await show(id)).toMatchObject({ status: 'closed', misc: 'stopped' });
  });

  it('sets funds apart while it waits, and frees them on a cancel', async () => {
    await add({ ordertype: 'take-profit', type: 'sell', price: '+10%', volume: '0.5' });
    expect((await balance('XXBT')).held).toBe('0.5');
    await bench.call(key, 'CancelAll');
    expect((await balance('XXBT')).held).toBe('0');
  });
});

describe('a relative price', () => {
  it.each([
    ['limit', 'buy', '-100', (price: Big) => price.minus(100)],
    ['limit', 'sell', '#100', (price: Big) => price.plus(100)],
    ['limit', 'buy', '#1%', (price: Big) => price.times('0.99')],
    ['stop-loss', 'sell', '#1%', (price: Big) => price.times('0.99')],
    ['take-profit', 'sell', '#1%', (price: Big) => price.times('1.01')],
  ] as const)('of a %s to %s of %s starts at the last price', async (ordertype, type, price, wanted) => {
    const id = await add({ ordertype, type, price });
    expect((await show(id)).descr['price']).toBe(wanted(await last()).toFixed(1));
  });

  it.each(['5%', '+', '+5%%', '#-5', '-100%'])('written as "%s" is refused', async (price) => {
    const words = await refusal('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', volume: '0.01', price });
    expect(words).toMatch(/^(EGeneral:Invalid arguments:price|EOrder:Invalid price)$/);
  });
});

describe('fills', () => {
  it('of a large market order go through the levels of the book, each a trade at its price', async () => {
    const { result } = await bench.read('Depth?pair=XBTUSD&count=20');
    const { asks } = JSON.parse(JSON.stringify(result['XXBTZUSD']));
    const id = await add({ ordertype: 'market', type: 'buy', volume: '1.4' });
    const order = await show(id);
    const { result: trades } = await bench.call(key, 'QueryTrades', { txid: order.trades?.join() ?? '' });
    const rows = Object.values(JSON.parse(JSON.stringify(trades))).map((row) => Object(row));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.slice(0, -1).map(({ price, vol }) => [price, vol])).toEqual(
      asks.slice(0, rows.length - 1).map(([price, volume]: string[]) => [price, volume]),
    );
    const sum = (name: string) => rows.reduce((total, row) => total.plus(row[name]), new Big(0)).toFixed(5);
    expect([sum('vol'), sum('cost'), sum('fee')]).toEqual(['1.40000', order.cost, order.fee]);
  });

  it('of a large resting order come in parts, and the rest stays open and can be cancelled', async () => {
    const id = await add({ ordertype: 'limit', type: 'sell', price: '+0.3%', volume: '1.9' });
    const partial = await (async () => {
      for (let seconds = 0; seconds < 200_000; seconds += 1) {
        bench.pass(1000 * (seconds === 0 ? 1 : 20));
        const order = await show(id);
        if (new Big(order.vol_exec).gt(0)) return order;
      }
      throw new Error('never filled');
    })();
    expect(partial).toMatchObject({ status: 'open', misc: 'partial' });
    const filled = new Big(partial.vol_exec);
    expect(filled.lt('1.9')).toBe(true);
    expect(await balance('XXBT')).toEqual({
      total: new Big(2).minus(filled).toFixed(),
      held: new Big('1.9').minus(filled).toFixed(),
    });
    expect((await bench.call(key, 'CancelOrder', { txid: id })).result).toEqual({ count: 1 });
    expect(await show(id)).toMatchObject({ status: 'canceled', vol_exec: partial.vol_exec });
    expect((await balance('XXBT')).held).toBe('0');
  }, 60_000);

  it('of an order good for at once only are what the book gives up to its limit; all or nothing with FOK', async () => {
    const { result } = await bench.read('Depth?pair=XBTUSD&count=1');
    const [price, volume] = JSON.parse(JSON.stringify(result['XXBTZUSD'])).asks[0];
    const taken = { ordertype: 'limit', type: 'buy', price, volume: '1' };
    const ioc = await show(await add({ ...taken, timeinforce: 'IOC' }));
    expect(ioc).toMatchObject({ status: 'canceled', vol_exec: volume });
    const fok = await show(await add({ ...taken, timeinforce: 'FOK' }));
    expect(fok).toMatchObject({ status: 'canceled', vol_exec: '0.00000000' });
  });
});

describe('a conditional close', () => {
  const entry = { ordertype: 'market', type: 'buy', volume: '0.02' };

  it('is placed on the other side once the first order has filled, and is an order of its own', async () => {
    const close = { 'close[ordertype]': 'stop-loss-limit', 'close[price]': '-2%', 'close[price2]': '-1%' };
    const { result } = await bench.call(key, 'AddOrder', { pair: 'XBTUSD', ...entry, ...close });
    const { descr } = JSON.parse(JSON.stringify(result));
    expect(descr.close).toMatch(/^close position @ stop loss \d+\.\d -> limit \d+\.\d$/);
    const [id = ''] = await openIds();
    const child = await show(id);
    expect(child).toMatchObject({
      refid: String(result['txid']),
      vol: '0.02000000',
      descr: { type: 'sell', ordertype: 'stop-loss-limit' },
    });
    expect((await show(String(result['txid']))).descr['close']).toBe(descr.close);
  });

  it('waits as long as the first order rests, and never comes where nothing of it filled', async () => {
    const close = { 'close[ordertype]': 'limit', 'close[price]': '+20%' };
    const id = await add({ ordertype: 'limit', type: 'buy', price: '-10%', ...close });
    expect(await openIds()).toEqual([id]);
    await bench.call(key, 'CancelOrder', { txid: id });
    expect(await openIds()).toEqual([]);
  });

  it.each([
    [{ 'close[ordertype]': 'market' }, 'close[ordertype]'],
    [{ 'close[price]': '1' }, 'close[ordertype]'],
    [{ 'close[ordertype]': 'stop-loss-limit', 'close[price]': '1' }, 'close[price2]'],
  ])('of %j is refused', async (close, field) => {
    expect(await refusal('AddOrder', { pair: 'XBTUSD', ...entry, ...close })).toBe(
      `EGeneral:Invalid arguments:${field}`,
    );
  });
});

describe('AmendOrder', () => {
  it('changes price and volume where the order stands, with its id, its name and its funds', async () => {
    const id = await add({ ordertype: 'limit', type: 'buy', price: '20000', volume: '0.1', cl_ord_id: 'grid-1' });
    const { error, result } = await bench.call(key, 'AmendOrder', {
      cl_ord_id: 'grid-1',
      limit_price: '21000',
      order_qty: '0.2',
    });
    expect([error, Object.keys(result)]).toEqual([[], ['amend_id']]);
    expect(await show(id)).toMatchObject({
      status: 'open',
      vol: '0.20000000',
      misc: 'amended',
      descr: { price: '21000.0' },
    });
    expect((await balance('ZUSD')).held).toBe('4210.5');
    const amends = (await bench.call(key, 'OrderAmends', { order_id: id })).result;
    expect(amends).toMatchObject({
      count: 2,
      amends: [
        { amend_type: 'original', limit_price: '20000.0', order_qty: '0.10000000' },
        { amend_type: 'user', amend_id: result['amend_id'], limit_price: '21000.0', remaining_qty: '0.20000000' },
      ],
    });
  });

  it('takes what the new price meets, unless it is to be posted only', async () => {
    const id = await add({ ordertype: 'limit', type: 'buy', price: '20000' });
    const price = (await last()).times('1.01').toFixed(1);
    expect(await refusal('AmendOrder', { txid: id, limit_price: price, post_only: 'true' })).toBe(
      'EOrder:Post only order',
    );
    expect(await show(id)).toMatchObject({ status: 'open', descr: { price: '20000.0' } });
    await bench.call(key, 'AmendOrder', { txid: id, limit_price: price });
    expect(await show(id)).toMatchObject({ status: 'closed', vol_exec: '0.01000000' });
  });

  it('moves the trigger of an order that waits', async () => {
    const id = await add({ ordertype: 'stop-loss', type: 'sell', price: '-20%' });
    await bench.call(key, 'AmendOrder', { txid: id, trigger_price: '-10%' });
    expect((await show(id)).descr['price']).toBe((await last()).times('0.9').toFixed(1));
    expect(await refusal('AmendOrder', { txid: id, limit_price: '1' })).toBe('EGeneral:Invalid arguments:limit_price');
  });

  it('leaves the order as it was where the account has not enough', async () => {
    const id = await add({ ordertype: 'limit', type: 'buy', price: '20000', volume: '0.1' });
    expect(await refusal('AmendOrder', { txid: id, order_qty: '90' })).toBe('EOrder:Insufficient funds');
    expect(await show(id)).toMatchObject({ status: 'open', vol: '0.10000000' });
    expect((await balance('ZUSD')).held).toBe('2005');
  });

  it.each([
    ['no order', { limit_price: '1' }, 'EGeneral:Invalid arguments:txid'],
    ['an unknown order', { txid: 'OAAAAA-AAAAA-AAAAAA', limit_price: '1' }, 'EOrder:Unknown order'],
    ['a past deadline', { deadline: '2026-03-02T09:59:59Z', limit_price: '1' }, 'EService:Deadline elapsed'],
    ['nothing to change', {}, 'EGeneral:Invalid arguments'],
    ['a hidden part', { display_qty: '1', limit_price: '1' }, 'EGeneral:Invalid arguments:display_qty'],
  ])('with %s is refused', async (name, changes, words) => {
    const id = await add({ ordertype: 'limit', type: 'buy', price: '20000' });
    expect(await refusal('AmendOrder', { ...(name === 'no order' ? {} : { txid: id }), ...changes })).toBe(words);
  });
});

describe('EditOrder', () => {
  it('puts a new order in the place of the old one', async () => {
    const id = await add({ ordertype: 'limit', type: 'buy', price: '20000', volume: '0.1', userref: '7' });
    const { result } = await bench.call(key, 'EditOrder', { pair: 'XBTUSD', txid: id, price: '21000', volume: '0.2' });
    expect(result).toMatchObject({
      status: 'ok',
      originaltxid: id,
      orders_cancelled: 1,
      price: '21000.0',
      volume: '0.20000000',
    });
    const made = String(result['txid']);
    expect(await show(id)).toMatchObject({ status: 'canceled', reason: 'Order replaced' });
    expect(await show(made)).toMatchObject({ status: 'open', userref: 7, descr: { price: '21000.0' } });
    expect((await balance('ZUSD')).held).toBe('4210.5');
  });

  it('leaves the old order where the new one is refused', async () => {
    const id = await add({ ordertype: 'limit', type: 'buy', price: '20000', volume: '0.1' });
    expect(await refusal('EditOrder', { pair: 'XBTUSD', txid: id, volume: '90' })).toBe('EOrder:Insufficient funds');
    expect(await openIds()).toEqual([id]);
    expect((await balance('ZUSD')).held).toBe('2005');
  });

  it.each([
    ['an unknown order', { txid: 'OAAAAA-AAAAA-AAAAAA' }, 'EOrder:Unknown order'],
    ['the order of another pair', { pair: 'ETHUSD' }, 'EOrder:Unknown order'],
    ['a client order id', { cl_ord_id: 'grid-1' }, 'EGeneral:Invalid arguments:cl_ord_id'],
    ['a flag that it does not take', { oflags: 'fcib' }, 'EGeneral:Invalid arguments:oflags'],
    ['a past deadline', { deadline: '2026-03-02T09:59:59Z' }, 'EService:Deadline elapsed'],
  ])('of %s is refused', async (_name, changes, words) => {
    const txid = await add({ ordertype: 'limit', type: 'buy', price: '20000' });
    expect(await refusal('EditOrder', { pair: 'XBTUSD', txid, price: '21000', ...changes })).toBe(words);
  });

  it('of an order with a conditional close is refused', async () => {
    const close = { 'close[ordertype]': 'limit', 'close[price]': '+20%' };
    const txid = await add({ ordertype: 'limit', type: 'buy', price: '20000', ...close });
    expect(await refusal('EditOrder', { pair: 'XBTUSD', txid, price: '21000' })).toBe(
      'EGeneral:Invalid arguments:close',
    );
  });
});

describe('one seed', () => {
  it('gives one history, however often it was looked at', async () => {
    const history = async (seed: string, looks: number): Promise<string> => {
      const one = await open(seed);
      try {
        const order = (params: object) => one.call(key, 'AddOrder', { pair: 'XBTUSD', volume: '0.5', ...params });
        await order({ ordertype: 'limit', type: 'sell', price: '+0.2%' });
        await order({ ordertype: 'stop-loss', type: 'sell', price: '-0.3%' });
        for (let look = 0; look < looks; look += 1) {
          one.pass((24 * hourMs) / looks);
          await one.call(key, 'OpenOrders');
        }
        const closed = await one.call(key, 'ClosedOrders', { trades: 'true' });
        const trades = await one.call(key, 'TradesHistory');
        return JSON.stringify([closed.result, trades.result, (await one.call(key, 'Balance')).result]);
      } finally {
        await one.practice.close();
      }
    };
    const [once, often, other] = [await history('a', 1), await history('a', 96), await history('b', 1)];
    expect(often).toBe(once);
    expect(other).not.toBe(once);
    expect(JSON.parse(once)[0].count).toBeGreaterThan(0);
  });
});
