import Big from 'big.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, open } from './fixture.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await open();
});
afterEach(() => bench.practice.close());

const resting = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '20000', volume: '0.1' };
const key = 'practice-unlimited';

/** Takes: what differs from a limit order far below the market. Gives: its id. */
const place = async (changes: object = {}): Promise<string> => {
  const { error, result } = await bench.call(key, 'AddOrder', { ...resting, ...changes });
  expect(error).toEqual([]);
  return String(result['txid']);
};
const refusal = (changes: object): Promise<string> => bench.errorOf(key, 'AddOrder', { ...resting, ...changes });
const show = async (id: string) => (await bench.call(key, 'QueryOrders', { txid: id, trades: 'true' })).result[id];
const bestOf = async (pair: string): Promise<{ bid: Big; ask: Big }> => {
  const { result } = await bench.read(`Ticker?pair=${pair}`);
  const { a, b } = JSON.parse(JSON.stringify(Object.values(result)[0]));
  return { bid: new Big(b[0]), ask: new Big(a[0]) };
};
const balanceOf = async (asset: string): Promise<{ total: Big; held: Big }> => {
  const { result } = await bench.call(key, 'BalanceEx');
  const purse = JSON.parse(JSON.stringify(result[asset]));
  return { total: new Big(purse.balance), held: new Big(purse.hold_trade) };
};

test('a limit order far from the market rests, is listed, and is cancelled', async () => {
  const { result } = await bench.call(key, 'AddOrder', resting);
  expect(result['descr']).toEqual({ order: 'buy 0.10000000 XBTUSD @ limit 20000.0' });
  const id = String(result['txid']);
  expect(id).toMatch(/^O[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{6}$/);
  const open = (await bench.call(key, 'OpenOrders')).result;
  expect(open).toMatchObject({ open: { [id]: { status: 'open', vol: '0.10000000', vol_exec: '0.00000000' } } });
  expect((await bench.call(key, 'CancelOrder', { txid: id })).result).toEqual({ count: 1 });
  expect((await bench.call(key, 'OpenOrders')).result).toEqual({ open: {} });
  expect(await show(id)).toMatchObject({ status: 'canceled', reason: 'User requested' });
  expect((await bench.call(key, 'ClosedOrders')).result).toMatchObject({ count: 1, closed: { [id]: {} } });
});

test('an open order holds its cost and the fee of a maker, and a cancel frees them', async () => {
  await place();
  expect((await balanceOf('ZUSD')).held.toFixed()).toBe('2005');
  await bench.call(key, 'CancelAll');
  expect((await balanceOf('ZUSD')).held.toFixed()).toBe('0');
});

test('a market order fills at the best quote and pays the fee of a taker', async () => {
  const { ask } = await bestOf('XBTUSD');
  const before = await balanceOf('ZUSD');
  const id = await place({ ordertype: 'market', volume: '0.02' });
  const cost = ask.times('0.02');
  const fee = cost.times('0.004').round(4, 1);
  const shown = { status: 'closed', vol_exec: '0.02000000', cost: cost.toFixed(5), fee: fee.toFixed(5) };
  expect(await show(id)).toMatchObject({ ...shown, price: ask.toFixed(1) });
  expect((await balanceOf('ZUSD')).total.toFixed(4)).toBe(before.total.minus(cost).minus(fee).toFixed(4));
  expect((await balanceOf('XXBT')).total.toFixed()).toBe('2.02');
  const { trades } = JSON.parse(JSON.stringify((await bench.call(key, 'TradesHistory')).result));
  expect(Object.values(trades)).toMatchObject([{ ordertxid: id, pair: 'XXBTZUSD', maker: false, fee: fee.toFixed(5) }]);
});

test('a limit order fills at its limit, as a maker, once the walk crosses it', async () => {
  const { bid } = await bestOf('XBTUSD');
  const price = bid.times('0.997').toFixed(1);
  const id = await place({ price, volume: '0.1' });
  let hours = 0;
  while (hours < 200 && JSON.stringify(await show(id)).includes('"status":"open"')) {
    hours += 1;
    bench.pass(3_600_000);
  }
  const cost = new Big(price).times('0.1');
  const fee = cost.times('0.0025').round(4, 1).toFixed(5);
  expect(await show(id)).toMatchObject({ status: 'closed', price, cost: cost.toFixed(5), fee });
  expect((await balanceOf('ZUSD')).held.toFixed()).toBe('0');
  expect((await balanceOf('ZUSD')).total.toFixed(4)).toBe(new Big(100_000).minus(cost).minus(fee).toFixed(4));
});

test('when an order fills does not depend on how often somebody looks', async () => {
  const { bid } = await bestOf('XBTUSD');
  const price = bid.times('0.999').toFixed(1);
  const other = await open();
  const order = { ...resting, price };
  const id = await place({ price });
  await other.call(key, 'AddOrder', order);
  for (let minute = 0; minute < 24 * 60; minute += 10) {
    bench.pass(600_000);
    if (minute % 120 === 0) await bench.call(key, 'OpenOrders');
  }
  other.pass(24 * 3_600_000);
  const late = (await other.call(key, 'QueryOrders', { txid: id, trades: 'true' })).result[id];
  expect(late).toMatchObject({ status: 'closed' });
  expect(await show(id)).toEqual(late);
  await other.practice.close();
});

test('a limit order that meets the market at once fills at the better price', async () => {
  const { ask } = await bestOf('ETHUSD');
  const id = await place({ pair: 'ETHUSD', price: ask.times('1.01').toFixed(2), volume: '1' });
  expect(await show(id)).toMatchObject({ status: 'closed', price: ask.toFixed(2) });
});

test('a market order by cost buys for that much', async () => {
  const { ask } = await bestOf('LTCUSD');
  const id = await place({ pair: 'LTCUSD', ordertype: 'market', volume: '500', oflags: 'viqc' });
  expect(await show(id)).toMatchObject({ vol_exec: new Big(500).div(ask).round(8, 0).toFixed(8), oflags: 'viqc,fciq' });
});

test('a fee in the base asset leaves the quote asset alone', async () => {
  const id = await place({ pair: 'ETHUSD', ordertype: 'market', volume: '1', oflags: 'fcib' });
  expect(await show(id)).toMatchObject({ fee: '0.00400' });
  expect((await balanceOf('XETH')).total.toFixed()).toBe('20.996');
});

test('validate checks an order and places none', async () => {
  const { error, result } = await bench.call(key, 'AddOrder', { ...resting, validate: 'true' });
  expect(error).toEqual([]);
  expect(result).toEqual({ descr: { order: 'buy 0.10000000 XBTUSD @ limit 20000.0' } });
  expect((await bench.call(key, 'OpenOrders')).result).toEqual({ open: {} });
  expect(await refusal({ validate: 'true', volume: '0' })).toBe('EGeneral:Invalid arguments:volume');
});

const wrongOrders: ReadonlyArray<readonly [string, object, string]> = [
  ['an unknown pair', { pair: 'XXXYYY' }, 'EQuery:Unknown asset pair'],
  ['no pair', { pair: '' }, 'EGeneral:Invalid arguments'],
  ['an unknown side', { type: 'hold' }, 'EGeneral:Invalid arguments:type'],
  ['an order type that is not offered', { ordertype: 'iceberg' }, 'EGeneral:Invalid arguments:ordertype'],
  ['a volume of nothing', { volume: '0' }, 'EGeneral:Invalid arguments:volume'],
  ['a negative volume', { volume: '-1' }, 'EGeneral:Invalid arguments:volume'],
  ['a volume in another notation', { volume: '1e3' }, 'EGeneral:Invalid arguments:volume'],
  ['a volume with too many digits', { volume: '0.123456789' }, 'EGeneral:Invalid arguments:volume'],
  ['a volume under the minimum', { volume: '0.00001' }, 'EOrder:Order minimum not met'],
  ['a cost under the minimum', { price: '1', volume: '0.0001' }, 'EOrder:Cost minimum not met'],
  ['no price', { price: '' }, 'EGeneral:Invalid arguments:price'],
  ['a price that is no number', { price: 'cheap' }, 'EGeneral:Invalid arguments:price'],
  [
    'a price with too many digits',
    { price: '20000.01' },
    'EOrder:Invalid price:XBTUSD price can only be specified up to 1 decimals.',
  ],
  ['more than there is', { volume: '50' }, 'EOrder:Insufficient funds'],
  ['to sell more than there is', { type: 'sell', price: '900000', volume: '3' }, 'EOrder:Insufficient funds'],
  ['an unknown flag', { oflags: 'post,quick' }, 'EGeneral:Invalid arguments:oflags'],
  ['a limit by cost', { oflags: 'viqc' }, 'EGeneral:Invalid arguments:viqc'],
  [
    'a post-only order that meets the market',
    { price: '900000', volume: '0.001', oflags: 'post' },
    'EOrder:Post only order',
  ],
  ['leverage', { leverage: '5' }, 'EGeneral:Invalid arguments:leverage'],
  ['a conditional close without a price', { 'close[ordertype]': 'limit' }, 'EGeneral:Invalid arguments:close[price]'],
  ['to reduce a position', { reduce_only: 'true' }, 'EOrder:Reduce only:No position exists'],
  ['an unknown time in force', { timeinforce: 'DAY' }, 'EGeneral:Invalid arguments:timeinforce'],
  ['good till a date without one', { timeinforce: 'GTD' }, 'EGeneral:Invalid arguments:expiretm'],
  ['good till a past date', { timeinforce: 'GTD', expiretm: '1000' }, 'EGeneral:Invalid arguments:expiretm'],
  ['a client id with a space', { cl_ord_id: 'my order' }, 'EGeneral:Invalid arguments:cl_ord_id'],
  ['a client id of 19 characters', { cl_ord_id: 'a'.repeat(19) }, 'EGeneral:Invalid arguments:cl_ord_id'],
  ['a client id and a userref', { cl_ord_id: 'grid-1', userref: '7' }, 'EGeneral:Invalid arguments:userref'],
  ['a userref past 32 bits', { userref: '2147483648' }, 'EGeneral:Invalid arguments:userref'],
  ['a deadline that is no time', { deadline: 'soon' }, 'EGeneral:Invalid arguments:deadline'],
  ['a deadline past a minute', { deadline: '2026-03-02T10:01:01Z' }, 'EGeneral:Invalid arguments:deadline'],
  ['a deadline that is over', { deadline: '2026-03-02T09:59:59.5Z' }, 'EService:Deadline elapsed'],
];

for (const [what, changes, words] of wrongOrders) {
  test(`an order with ${what} is refused with ${words}`, async () => {
    expect(await refusal(changes)).toBe(words);
    expect((await bench.call(key, 'OpenOrders')).result).toEqual({ open: {} });
  });
}

test('a deadline that is still ahead lets the order in', async () => {
  await place({ deadline: '2026-03-02T10:00:05Z' });
  await place({ deadline: '2026-03-02T11:00:05+01:00' });
});

test('a client id is unique among open orders, and free again after a cancel', async () => {
  await place({ cl_ord_id: 'grid-1' });
  expect(await refusal({ cl_ord_id: 'grid-1' })).toBe('EGeneral:Invalid arguments:cl_ord_id');
  expect((await bench.call(key, 'CancelOrder', { cl_ord_id: 'grid-1' })).result).toEqual({ count: 1 });
  await place({ cl_ord_id: 'grid-1' });
  await place({ cl_ord_id: 'd15708c1-dbb6-465d-b77d-47258319cc90' });
});

test('open orders are found and cancelled by their userref', async () => {
  await place({ userref: '7' });
  await place({ userref: '7' });
  const other = await place({ userref: '8' });
  expect((await bench.call(key, 'CancelOrder', { txid: '7' })).result).toEqual({ count: 2 });
  const { open: left } = JSON.parse(JSON.stringify((await bench.call(key, 'OpenOrders', { userref: '8' })).result));
  expect(Object.keys(left)).toEqual([other]);
});

test('what is not there cannot be cancelled or queried', async () => {
  expect(await bench.errorOf(key, 'CancelOrder', { txid: 'OAAAAA-AAAAA-AAAAAA' })).toBe('EOrder:Unknown order');
  expect(await bench.errorOf(key, 'CancelOrder', { cl_ord_id: 'grid-9' })).toBe('EOrder:Unknown order');
  expect(await bench.errorOf(key, 'CancelOrder')).toBe('EGeneral:Invalid arguments:txid');
  expect(await bench.errorOf(key, 'QueryOrders', { txid: 'OAAAAA-AAAAA-AAAAAA' })).toBe('EOrder:Unknown order');
  expect(await bench.errorOf(key, 'QueryOrders')).toBe('EGeneral:Invalid arguments:txid');
  expect(await bench.errorOf(key, 'QueryTrades', { txid: 'TAAAAA' })).toBe('EQuery:Unknown trade');
});

test('an order that must fill at once and cannot is cancelled', async () => {
  const id = await place({ timeinforce: 'IOC' });
  expect(await show(id)).toMatchObject({ status: 'canceled', vol_exec: '0.00000000' });
  expect((await balanceOf('ZUSD')).held.toFixed()).toBe('0');
});

test('an order expires at its date', async () => {
  const id = await place({ timeinforce: 'GTD', expiretm: '+60' });
  bench.pass(59_000);
  expect(await show(id)).toMatchObject({ status: 'open' });
  bench.pass(1000);
  expect(await show(id)).toMatchObject({ status: 'expired' });
});

test('CancelAllOrdersAfter cancels when its time is over, unless it is taken back', async () => {
  const id = await place();
  await bench.call(key, 'CancelAllOrdersAfter', { timeout: '60' });
  await bench.call(key, 'CancelAllOrdersAfter', { timeout: '0' });
  bench.pass(61_000);
  expect(await show(id)).toMatchObject({ status: 'open' });
  const { result } = await bench.call(key, 'CancelAllOrdersAfter', { timeout: '60' });
  expect(result).toEqual({ currentTime: '2026-03-02T10:01:01Z', triggerTime: '2026-03-02T10:02:01Z' });
  bench.pass(60_000);
  expect(await show(id)).toMatchObject({ status: 'canceled' });
});

test('a batch in JSON places its orders and refuses the whole for a malformed one', async () => {
  const { pair, ...order } = resting;
  const send = (orders: readonly object[]) => bench.call(key, 'AddOrderBatch', { pair, orders }, { asJson: true });
  const { result } = await send([order, { ...order, volume: '40' }, { ...order, cl_ord_id: 'b-1' }]);
  expect(result).toMatchObject({
    orders: [{ txid: {} }, { error: 'EOrder:Insufficient funds' }, { txid: {} }].map(expectTxid),
  });
  expect((await send([order, { ...order, type: 'hold' }])).error).toEqual(['EGeneral:Invalid arguments:type']);
  expect((await send([order])).error).toEqual(['EGeneral:Invalid arguments:orders']);
  const ids = Object.keys(JSON.parse(JSON.stringify((await bench.call(key, 'OpenOrders')).result)).open);
  expect(ids).toHaveLength(2);
  const cancelled = await bench.call(key, 'CancelOrderBatch', { orders: ids }, { asJson: true });
  expect(cancelled.result).toEqual({ count: 2 });
});

test('placing too much in one pair is refused, and cancels are not', async () => {
  for (let count = 0; count < 18; count += 1) {
    const { result } = await bench.call('practice-none', 'AddOrder', resting);
    await bench.call('practice-none', 'CancelOrder', { txid: String(result['txid']) });
  }
  for (let count = 0; count < 18; count += 1) await bench.errorOf('practice-none', 'AddOrder', resting);
  expect(await bench.errorOf('practice-none', 'AddOrder', resting)).toBe('EOrder:Rate limit exceeded');
  expect(await bench.errorOf('practice-none', 'CancelAll')).toBe('');
});

test('the whole account is worth its assets at the walk', async () => {
  const { result } = await bench.call(key, 'TradeBalance');
  expect(Number(result['eb'])).toBeGreaterThan(200_000);
  expect(await bench.errorOf(key, 'TradeBalance', { asset: 'NONE' })).toBe('EQuery:Unknown asset');
});

test('a WebSocket token lasts fifteen minutes', async () => {
  expect((await bench.call(key, 'GetWebSocketsToken')).result).toMatchObject({ expires: 900 });
});

function expectTxid(row: object): object {
  return 'txid' in row ? { txid: expect.stringMatching(/^O/) } : row;
}
