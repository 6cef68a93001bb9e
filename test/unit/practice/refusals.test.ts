import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, type Extra, open } from './fixture.ts';

const key = 'practice-unlimited';

let bench: Bench;
let orderId = '';
beforeAll(async () => {
  bench = await open();
});
beforeEach(async () => {
  // A step later each time, so that no row uses up another's attempts.
  bench.pass(16 * 60_000);
  const resting = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '20000', volume: '0.1' };
  await bench.call(key, 'CancelAll');
  orderId = String((await bench.call(key, 'AddOrder', { ...resting, cl_ord_id: 'taken' })).result['txid']);
});
afterAll(() => bench.practice.close());

const limit = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '20000', volume: '0.1' };
const stop = { ...limit, type: 'sell', ordertype: 'stop-loss', price: '20000' };

/** Who asks, for what, and what Kraken says to it. Source of the words: docs.kraken.com/api/docs/guides/spot-errors and ccxt's table. */
type Row = readonly [wrong: string, method: string, params: object, words: string, extra?: Extra & { label?: string }];

const credentials: readonly Row[] = [
  [
    'a signature by another secret',
    'Balance',
    {},
    'EAPI:Invalid signature',
    { secret: Buffer.from('other').toString('base64') },
  ],
  ['no code', 'Balance', {}, 'EAPI:Invalid signature', { otp: '' }],
  ['a wrong code', 'Balance', {}, 'EAPI:Invalid signature', { otp: '000000' }],
  ['a code of three steps ago', 'Balance', {}, 'EAPI:Invalid signature', { timeMs: Date.UTC(2020, 0, 1) }],
  ['a wrong password', 'Balance', {}, 'EAPI:Invalid signature', { otp: 'guess', label: 'practice-password' }],
  ['a code where there is no 2FA', 'Balance', {}, 'EAPI:Invalid key', { otp: '123456', label: 'practice-none' }],
  ['an old nonce', 'Balance', {}, 'EAPI:Invalid nonce', { nonce: '1' }],
  ['a nonce that is no number', 'Balance', {}, 'EAPI:Invalid nonce', { nonce: 'now' }],
  ['a nonce past 64 bits', 'Balance', {}, 'EAPI:Invalid nonce', { nonce: '18446744073709551616' }],
];

const permissions: readonly Row[] = [
  [
    'an order of a key that only reads',
    'AddOrder',
    limit,
    'EGeneral:Permission denied',
    { label: 'practice-restricted' },
  ],
  [
    'a cancel of a key that only reads',
    'CancelAll',
    {},
    'EGeneral:Permission denied',
    { label: 'practice-restricted' },
  ],
  [
    'a token of a key that only reads',
    'GetWebSocketsToken',
    {},
    'EGeneral:Permission denied',
    { label: 'practice-restricted' },
  ],
  [
    'a withdrawal of a key that only trades',
    'Withdraw',
    {},
    'EGeneral:Permission denied',
    { label: 'practice-mobile' },
  ],
  ['an unknown method', 'Steal', {}, 'EGeneral:Unknown method'],
];

const orders: readonly Row[] = [
  ['no pair', 'AddOrder', { ...limit, pair: '' }, 'EGeneral:Invalid arguments'],
  ['an unknown pair', 'AddOrder', { ...limit, pair: 'ABCDEF' }, 'EQuery:Unknown asset pair'],
  ['no side', 'AddOrder', { ...limit, type: '' }, 'EGeneral:Invalid arguments:type'],
  ['an unknown order type', 'AddOrder', { ...limit, ordertype: 'iceberg' }, 'EGeneral:Invalid arguments:ordertype'],
  ['no volume', 'AddOrder', { ...limit, volume: '' }, 'EGeneral:Invalid arguments:volume'],
  ['a volume under the minimum', 'AddOrder', { ...limit, volume: '0.00001' }, 'EOrder:Order minimum not met'],
  ['a cost under the minimum', 'AddOrder', { ...limit, price: '1', volume: '0.0001' }, 'EOrder:Cost minimum not met'],
  ['more than there is', 'AddOrder', { ...limit, volume: '90' }, 'EOrder:Insufficient funds'],
  [
    'a price with too many digits',
    'AddOrder',
    { ...limit, price: '20000.01' },
    'EOrder:Invalid price:XBTUSD price can only be specified up to 1 decimals.',
  ],
  ['a relative price below nothing', 'AddOrder', { ...limit, price: '-101%' }, 'EOrder:Invalid price'],
  [
    'a post-only order that would take',
    'AddOrder',
    { ...limit, price: '900000', volume: '0.001', oflags: 'post' },
    'EOrder:Post only order',
  ],
  [
    'a client order id that is open',
    'AddOrder',
    { ...limit, cl_ord_id: 'taken' },
    'EGeneral:Invalid arguments:cl_ord_id',
  ],
  [
    'a client order id and a userref',
    'AddOrder',
    { ...limit, cl_ord_id: 'other', userref: '1' },
    'EGeneral:Invalid arguments:userref',
  ],
  ['a deadline that is past', 'AddOrder', { ...limit, deadline: '2026-03-02T09:00:00Z' }, 'EService:Deadline elapsed'],
  [
    'a deadline far away',
    'AddOrder',
    { ...limit, deadline: '2027-03-02T09:00:00Z' },
    'EGeneral:Invalid arguments:deadline',
  ],
  ['a position to reduce', 'AddOrder', { ...limit, reduce_only: 'true' }, 'EOrder:Reduce only:No position exists'],
  ['margin', 'AddOrder', { ...limit, leverage: '5' }, 'EGeneral:Invalid arguments:leverage'],
  [
    'good till a day that is past',
    'AddOrder',
    { ...limit, timeinforce: 'GTD', expiretm: '1' },
    'EGeneral:Invalid arguments:expiretm',
  ],
  [
    'a trigger without a limit',
    'AddOrder',
    { ...stop, ordertype: 'stop-loss-limit' },
    'EGeneral:Invalid arguments:price2',
  ],
  ['a trigger by an unknown price', 'AddOrder', { ...stop, trigger: 'moon' }, 'EGeneral:Invalid arguments:trigger'],
  [
    'a conditional close without a type',
    'AddOrder',
    { ...limit, 'close[price]': '1' },
    'EGeneral:Invalid arguments:close[ordertype]',
  ],
  [
    'a batch of one',
    'AddOrderBatch',
    { pair: 'XBTUSD', orders: [limit] },
    'EGeneral:Invalid arguments:orders',
    { asJson: true },
  ],
  [
    'a batch of sixteen',
    'AddOrderBatch',
    { pair: 'XBTUSD', orders: Array.from({ length: 16 }, () => limit) },
    'EGeneral:Invalid arguments:orders',
    { asJson: true },
  ],
  ['an order that is not there to cancel', 'CancelOrder', { txid: 'OAAAAA-AAAAA-AAAAAA' }, 'EOrder:Unknown order'],
  ['no order to cancel', 'CancelOrder', {}, 'EGeneral:Invalid arguments:txid'],
  ['no orders to cancel', 'CancelOrderBatch', {}, 'EGeneral:Invalid arguments:orders'],
  ['a dead man who never dies', 'CancelAllOrdersAfter', { timeout: '86401' }, 'EGeneral:Invalid arguments:timeout'],
  ['an amendment of nothing', 'AmendOrder', { txid: 'OAAAAA-AAAAA-AAAAAA', limit_price: '1' }, 'EOrder:Unknown order'],
  [
    'an edit by a client order id',
    'EditOrder',
    { pair: 'XBTUSD', cl_ord_id: 'taken' },
    'EGeneral:Invalid arguments:cl_ord_id',
  ],
];

const reads: readonly Row[] = [
  ['an order that is not there', 'QueryOrders', { txid: 'OAAAAA-AAAAA-AAAAAA' }, 'EOrder:Unknown order'],
  ['no order', 'QueryOrders', {}, 'EGeneral:Invalid arguments:txid'],
  ['a trade that is not there', 'QueryTrades', { txid: 'TAAAAA-AAAAA-AAAAAA' }, 'EQuery:Unknown trade'],
  ['a start that is no time', 'ClosedOrders', { start: 'yesterday' }, 'EGeneral:Invalid arguments:start'],
  ['an unknown asset', 'TradeBalance', { asset: 'DOUBLOON' }, 'EQuery:Unknown asset'],
  ['the fees of an unknown pair', 'TradeVolume', { pair: 'ABCDEF' }, 'EQuery:Unknown asset pair'],
  ['the ledger of an unknown asset', 'Ledgers', { asset: 'DOUBLOON' }, 'EQuery:Unknown asset'],
  ['an unknown kind of entry', 'Ledgers', { type: 'gift' }, 'EGeneral:Invalid arguments:type'],
  ['an entry that is not there', 'QueryLedgers', { id: 'LAAAAA-AAAAA-AAAAAA' }, 'EQuery:Unknown ledger'],
];

const funds: readonly Row[] = [
  ['no asset', 'Withdraw', { key: 'practice-xbt', amount: '1' }, 'EGeneral:Invalid arguments:asset'],
  ['an unknown asset', 'Withdraw', { asset: 'DOUBLOON', key: 'x', amount: '1' }, 'EFunding:Unknown asset'],
  ['an asset that cannot leave', 'Withdraw', { asset: 'ZUSD', key: 'x', amount: '1' }, 'EFunding:No funding method'],
  [
    'an address that is not stored',
    'Withdraw',
    { asset: 'XBT', key: 'mine', amount: '1' },
    'EFunding:Unknown withdraw key',
  ],
  [
    'less than the minimum',
    'Withdraw',
    { asset: 'XBT', key: 'practice-xbt', amount: '0.0001' },
    'EFunding:Invalid amount',
  ],
  ['more than there is', 'Withdraw', { asset: 'XBT', key: 'practice-xbt', amount: '3' }, 'EFunding:Insufficient funds'],
  [
    'a withdrawal that is not there',
    'WithdrawCancel',
    { asset: 'XBT', refid: 'FAAAAA' },
    'EFunding:Unknown reference id',
  ],
  ['an unknown way to deposit', 'DepositAddresses', { asset: 'XBT', method: 'Pigeon' }, 'EFunding:No funding method'],
  [
    'a transfer from an unknown wallet',
    'WalletTransfer',
    { asset: 'XBT', amount: '1', from: 'Sock', to: 'Futures Wallet' },
    'EGeneral:Invalid arguments:from',
  ],
];

const all = [...credentials, ...permissions, ...orders, ...reads, ...funds].map(
  ([wrong, method, params, words, extra]) => [wrong, method, params, words, extra ?? {}] as const,
);

describe("the practice exchange refuses, in Kraken's words,", () => {
  it.each(all)('%s (%s)', async (_wrong, method, params, words, extra) => {
    const { label = key, ...rest } = extra;
    const { status, error, result } = await bench.call(label, method, params, rest);
    expect({ status, error, result }).toEqual({ status: 200, error: [words], result: undefined });
    // What stood before stands still.
    expect(Object(await bench.call(key, 'QueryOrders', { txid: orderId })).result[orderId]).toMatchObject({
      status: 'open',
    });
  });

  it('at least 40 kinds of wrong requests', () => {
    expect(new Set(all.map(([wrong, method]) => `${method} ${wrong}`)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(40);
  });

  it('six refused credentials in a row with a lockout, and seven calls too many with a rate limit', async () => {
    for (let at = 0; at < 6; at += 1) await bench.call('practice-totp', 'Balance', {}, { otp: '000000' });
    expect(await bench.errorOf('practice-totp', 'Balance')).toBe('EGeneral:Temporary lockout');
    const codes = await Promise.all(Array.from({ length: 17 }, () => bench.errorOf('practice-expiring', 'Balance')));
    expect(new Set(codes)).toEqual(new Set(['', 'EAPI:Rate limit exceeded']));
  });

  it('too many orders in a pair, an expired key, and a form that is no JSON', async () => {
    const place = () => bench.errorOf('practice-expiring', 'AddOrder', { ...limit, volume: '0.001' });
    const words = new Set<string>();
    for (let at = 0; at < 62; at += 1) words.add(await place());
    expect(words).toEqual(new Set(['', 'EOrder:Rate limit exceeded']));
    bench.pass(8 * 86_400_000);
    expect(await bench.errorOf('practice-expiring', 'Balance')).toBe('EAPI:Invalid key');
    expect((await bench.read('Ticker?pair=ABCDEF')).error).toEqual(['EQuery:Unknown asset pair']);
    expect((await bench.read('Nonsense')).error).toEqual(['EGeneral:Unknown method']);
  });
});
