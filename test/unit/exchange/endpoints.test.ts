import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFiles } from '../../../build/scripts/endpoints/files.ts';
import { classesOf, exchangeIds } from '../../../build/scripts/endpoints/listed.ts';
import { type Endpoint, type EndpointTable, loadEndpoints } from '../../../electron/exchange/endpoints.ts';

const tables = new Map<string, EndpointTable>();
const folder = join(import.meta.dirname, '../../../electron/exchange/endpoint-tables');

beforeAll(async () => {
  for (const id of exchangeIds) tables.set(id, await loadEndpoints(id));
});

describe('the tables of endpoints', () => {
  it('are what build/scripts/make-endpoints.ts makes of the installed ccxt', { timeout: 120_000 }, () => {
    const { texts } = makeFiles();
    expect(readdirSync(folder).toSorted()).toEqual([...texts.keys()].toSorted());
    const stale = [...texts].filter(([file, text]) => readFileSync(join(folder, file), 'utf8') !== text);
    expect(stale.map(([file]) => file)).toEqual([]);
  });

  it('hold every implicit method of every exchange, under both names and as sign() is called', {
    timeout: 60_000,
  }, () => {
    const lost: string[] = [];
    let seen = 0;
    for (const { exchangeId, name, request } of implicitMethods()) {
      const found = tables.get(exchangeId)?.byId(name);
      seen += 1;
      if (!found || tables.get(exchangeId)?.bySign(...request) !== found) lost.push(`${exchangeId} ${name}`);
    }
    expect(lost).toEqual([]);
    expect(seen).toBeGreaterThan(31_000);
  });

  it('let no withdrawal go for less than funds.withdraw', () => {
    const loose = everywhere(
      ({ id, verb, needs }) => /withdraw/i.test(id) && verb !== 'GET' && needs !== 'funds.withdraw',
    );
    // Lists of what was withdrawn, fees and methods: asked with POST, changing nothing.
    expect(loose).toEqual([
      'bitbns v1PostWithdrawHistorySymbol account.read',
      'bitstamp privatePostFeesWithdrawal account.read',
      'bitstamp privatePostWithdrawalRequests account.read',
      'cryptocom v1PrivatePostPrivateGetWithdrawalHistory account.read',
      'derive privatePostGetWithdrawalHistory account.read',
      'grvt privateTradingPostFullV1WithdrawalHistory account.read',
      'indodax privatePostWithdrawFee account.read',
      'kraken privatePostWithdrawMethods account.read',
      'kraken privatePostWithdrawAddresses account.read',
      'kraken privatePostWithdrawInfo account.read',
      'kraken privatePostWithdrawStatus account.read',
      'lbank spotPrivatePostSupplementWithdraws account.read',
    ]);
  });

  it('let no key, subaccount or transfer be made for less than a permission for funds', () => {
    const words = /transfer|api_?key|sub_?account|sub_?user/i;
    const loose = everywhere(({ id, verb, needs }) => words.test(id) && verb !== 'GET' && !needs.startsWith('funds.'));
    expect(loose.filter((row) => !/ (account\.read)$/.test(row))).toEqual([
      ...['binance', 'binancecoinm', 'binanceus', 'binanceusdm'].map(
        (id) => `${id} sapiPostAssetConvertTransfer orders.create`,
      ),
      'grvt privateEdgePostAuthApiKeyLogin raw',
    ]);
    expect(loose.filter((row) => / account\.read$/.test(row))).toEqual([
      'coinmate privatePostTransferHistory account.read',
      'gemini privatePostV1Transfers account.read',
      'grvt privateTradingPostFullV1TransferHistory account.read',
      'kraken privatePostGetApiKeyInfo account.read',
      'whitebit v4PrivatePostSubAccountList account.read',
    ]);
  });

  it('call nothing public that stands in a private group, and nothing that hands out a session', () => {
    expect(everywhere(({ isPublic, api }) => isPublic && /private/i.test(String(api)))).toEqual([]);
    expect(everywhere(({ isPublic, path }) => isPublic && /auth|log-?in|2fa|broadcast/i.test(path))).toEqual([]);
    expect(everywhere(({ isPublic, needs }) => isPublic && needs !== 'market.read')).toEqual([]);
  });

  it('place and cancel orders with the permissions of the trade preset on the exchanges people use most', () => {
    const rows = [
      ['binance', 'privatePostOrder', 'orders.create'],
      ['binance', 'privateDeleteOrder', 'orders.cancel'],
      ['binance', 'privateGetOpenOrders', 'orders.read'],
      ['binance', 'privateGetAccount', 'account.read'],
      ['binance', 'sapiPostCapitalWithdrawApply', 'funds.withdraw'],
      ['bybit', 'privatePostV5OrderCreate', 'orders.create'],
      ['bybit', 'privatePostV5OrderCancel', 'orders.cancel'],
      ['bybit', 'privatePostV5AssetWithdrawCreate', 'funds.withdraw'],
      ['okx', 'privatePostTradeOrder', 'orders.create'],
      ['okx', 'privatePostAssetWithdrawal', 'funds.withdraw'],
      ['coinbase', 'v3PrivatePostBrokerageOrders', 'orders.create'],
      ['coinbase', 'v3PrivatePostBrokerageOrdersBatchCancel', 'orders.cancel'],
      ['bitfinex', 'privatePostAuthWOrderSubmit', 'orders.create'],
      ['bitfinex', 'privatePostAuthWWithdraw', 'funds.withdraw'],
      ['bitstamp', 'privatePostBtcWithdrawal', 'funds.withdraw'],
      ['bitso', 'privatePostSpeiWithdrawal', 'funds.withdraw'],
    ];
    expect(rows.map(([exchange = '', id = '']) => [exchange, id, tables.get(exchange)?.byId(id)?.needs])).toEqual(rows);
  });

  it('do not know what is not in them', async () => {
    const kraken = await loadEndpoints('kraken');
    for (const name of ['constructor', '__proto__', 'sign', 'privatePostNothing', ''])
      expect(kraken.byId(name)).toBeUndefined();
    expect(kraken.bySign('public', 'POST', 'AddOrder')).toBeUndefined();
    expect(kraken.bySign(['private'], 'POST', 'AddOrder')).toBeUndefined();
    expect(kraken.bySign(undefined, 'POST', 'AddOrder')).toBeUndefined();
    expect(kraken.bySign('private', 'POST', 'addorder')).toBeUndefined();
    const none = await loadEndpoints('__proto__');
    expect(none.all).toEqual([]);
    expect(none.byId('privatePostAddOrder')).toBeUndefined();
  });
});

describe("Kraken's table", () => {
  const expected = {
    'market.read': 'Level3',
    'account.read':
      'Balance BalanceEx TradeBalance CreditLines OpenPositions Ledgers QueryLedgers TradeVolume AddExport ExportStatus ' +
      'RetrieveExport GetApiKeyInfo ListWalletAccounts DepositMethods DepositAddresses DepositStatus WithdrawMethods ' +
      'WithdrawAddresses WithdrawInfo WithdrawStatus Earn/AllocateStatus Earn/DeallocateStatus Earn/Strategies Earn/Allocations',
    'orders.read': 'OpenOrders ClosedOrders QueryOrders OrderAmends TradesHistory QueryTrades',
    stream: 'GetWebSocketsToken',
    'orders.create': 'AddOrder AddOrderBatch AmendOrder EditOrder',
    'orders.cancel': 'CancelOrder CancelOrderBatch CancelAll CancelAllOrdersAfter',
    raw: 'RemoveExport',
    'funds.transfer': 'WalletTransfer Earn/Allocate Earn/Deallocate',
    'funds.withdraw': 'Withdraw WithdrawCancel CreateSubaccount AccountTransfer',
  };

  it('says for each private endpoint what it does to the account', () => {
    const rows = Object.entries(expected).flatMap(([needs, paths]) =>
      paths.split(' ').map((path) => `${path} ${needs}`),
    );
    const kraken = tables.get('kraken')?.all.filter(({ api }) => api === 'private') ?? [];
    expect(kraken.map(({ path, needs }) => `${path} ${needs}`).toSorted()).toEqual(rows.toSorted());
    expect(kraken.every(({ verb, isPublic }) => verb === 'POST' && !isPublic)).toBe(true);
  });

  it('has everything else public', () => {
    const others = tables.get('kraken')?.all.filter(({ api }) => api !== 'private') ?? [];
    expect(others.length).toBe(15);
    expect(others.every(({ verb, isPublic, needs }) => verb === 'GET' && isPublic && needs === 'market.read')).toBe(
      true,
    );
  });

  it('finds an endpoint by either name and by what sign() is given', () => {
    const addOrder = tables.get('kraken')?.byId('privatePostAddOrder');
    expect(addOrder).toEqual({
      id: 'privatePostAddOrder',
      api: 'private',
      verb: 'POST',
      path: 'AddOrder',
      needs: 'orders.create',
      isPublic: false,
    });
    expect(tables.get('kraken')?.byId('private_post_addorder')).toBe(addOrder);
    expect(tables.get('kraken')?.bySign('private', 'POST', 'AddOrder')).toBe(addOrder);
  });
});

function everywhere(wanted: (endpoint: Endpoint) => boolean): string[] {
  return [...tables].flatMap(([exchangeId, { all }]) =>
    all.filter(wanted).map(({ id, needs }) => `${exchangeId} ${id} ${needs}`),
  );
}

interface ImplicitMethod {
  readonly exchangeId: string;
  readonly name: string;
  readonly request: readonly [api: unknown, verb: string, path: string];
}

/** What each implicit method asks ccxt's `request` for, found without any of our own naming. */
function* implicitMethods(): Generator<ImplicitMethod> {
  for (const exchangeId of exchangeIds) {
    for (const exchangeClass of classesOf(exchangeId)) {
      const exchange = new exchangeClass();
      let request: ImplicitMethod['request'] | undefined;
      Reflect.set(exchange, 'request', (path: string, api: unknown, verb: string) => {
        request = [api, verb, path];
      });
      for (const [name, value] of Object.entries(exchange)) {
        // Beside them ccxt puts its helpers and a snake_case alias of each method on the exchange.
        if (typeof value !== 'function' || value.name !== 'partial') continue;
        request = undefined;
        value();
        if (request === undefined) throw new Error(`${exchangeId}: ${name} is no implicit method`);
        yield { exchangeId, name, request };
      }
    }
  }
}
