/**
 * What Kraken's private endpoints are sent and answer, as far as it may be written. Never: keys, codes, nonces, tokens,
 * addresses, account ids. Source: docs.kraken.com/api-reference, each endpoint; ccxt's kraken.js for older names.
 */
import { each, fields, list, type Shape, show } from './shape.ts';

export interface EndpointShapes {
  readonly request: Shape;
  /** Of the member `result`. */
  readonly result: Shape;
}

const row = (request: string | Shape, result: Shape): EndpointShapes => ({
  request: typeof request === 'string' ? fields(request) : request,
  result,
});

const orderFields =
  'pair type ordertype volume displayvol price price2 trigger leverage margin reduce_only stptype oflags timeinforce starttm expiretm deadline validate cl_ord_id userref asset_class close[ordertype] close[price] close[price2]';
const close = fields('ordertype price price2');
const newOrder = fields(orderFields, { close });

const terms = fields('pair aclass type ordertype price price2 leverage order close');
const order = fields(
  'refid link_id userref cl_ord_id status opentm starttm expiretm closetm reason vol vol_exec cost fee price stopprice limitprice trigger margin misc oflags timeinforce ratecount',
  { descr: terms, trades: list(show) },
);
const trade = fields(
  'ordertxid postxid pair aclass time type ordertype price cost fee vol margin leverage misc maker trade_id posstatus cprice ccost cfee cvol cmargin net',
  { ledgers: list(show), trades: list(show) },
);
const position = fields(
  'ordertxid posstatus pair time type ordertype cost fee vol vol_closed margin value net terms rollovertm misc oflags',
);
const ledger = fields('refid time type subtype aclass asset amount fee balance');
const placed = fields('cl_ord_id error', { descr: fields('order close'), txid: list(show) });
const cancelled = fields('count pending');
const fees = each(fields('fee minfee maxfee nextfee nextvolume tiervolume'));
const amend = fields(
  'amend_id amend_type order_qty display_qty remaining_qty limit_price trigger_price reason post_only timestamp',
);
const funding = fields('method network aclass asset refid amount fee time status status-prop');
const report = fields(
  'id descr format report subtype status flags fields createdtm expiretm starttm completedtm datastarttm dataendtm aclass asset',
);
const strategy = fields('id asset allocation_fee deallocation_fee can_allocate can_deallocate user_min_allocation', {
  apr_estimate: fields('low high'),
  lock_type: fields('type'),
});

export const krakenShapes: Readonly<Record<string, EndpointShapes>> = {
  Balance: row('rebase_multiplier', each(show)),
  BalanceEx: row('rebase_multiplier', each(fields('balance credit credit_used hold_trade'))),
  CreditLines: row(
    'rebase_multiplier',
    fields('', { asset_details: each(fields('balance credit_limit credit_used')) }),
  ),
  TradeBalance: row('asset rebase_multiplier', fields('eb tb m n c v e mf ml uv')),
  OpenPositions: row('txid docalcs consolidation rebase_multiplier', each(position)),
  Ledgers: row('asset aclass type start end ofs without_count', fields('count', { ledger: each(ledger) })),
  QueryLedgers: row('id trades', each(ledger)),
  TradeVolume: row('pair', fields('currency volume', { fees, fees_maker: fees })),
  AddExport: row('report format description fields starttm endtm', fields('id')),
  ExportStatus: row('report', list(report)),
  RetrieveExport: row('id', fields('')),
  RemoveExport: row('id type', fields('delete cancel')),
  GetApiKeyInfo: row(
    '',
    fields(
      'api_key_name apiKeyName nonce_window nonceWindow valid_until validUntil query_from query_to created_time createdTime last_used lastUsed',
      {
        permissions: list(show),
      },
    ),
  ),
  ListWalletAccounts: row('', fields('')),
  GetWebSocketsToken: row('', fields('expires')),
  Level3: row('pair depth', fields('pair')),

  OpenOrders: row('trades userref cl_ord_id rebase_multiplier', fields('', { open: each(order) })),
  ClosedOrders: row(
    'trades userref cl_ord_id start end ofs closetime consolidate_taker without_count rebase_multiplier',
    fields('count', { closed: each(order) }),
  ),
  QueryOrders: row('trades userref txid consolidate_taker rebase_multiplier', each(order)),
  OrderAmends: row('order_id rebase_multiplier', fields('count', { amends: list(amend) })),
  TradesHistory: row(
    'type trades start end ofs consolidate_taker ledgers without_count rebase_multiplier',
    fields('count', { trades: each(trade) }),
  ),
  QueryTrades: row('txid trades rebase_multiplier', each(trade)),

  AddOrder: row(newOrder, placed),
  AddOrderBatch: row(
    fields('pair deadline validate asset_class', { orders: list(newOrder) }),
    fields('', { orders: list(fields('txid cl_ord_id error close', { descr: fields('order close') })) }),
  ),
  AmendOrder: row(
    'txid cl_ord_id order_qty display_qty limit_price trigger_price post_only deadline pair',
    fields('amend_id'),
  ),
  EditOrder: row(
    'txid pair volume displayvol price price2 oflags deadline validate userref cancel_response leverage',
    fields('status txid originaltxid newuserref olduserref orders_cancelled volume price error_message', {
      descr: fields('order close'),
    }),
  ),
  CancelOrder: row('txid cl_ord_id', cancelled),
  CancelAll: row('', cancelled),
  CancelAllOrdersAfter: row('timeout', fields('currentTime triggerTime')),
  CancelOrderBatch: row(fields('', { orders: list(show), cl_ord_ids: list(show) }), cancelled),

  DepositMethods: row('asset aclass', list(fields('method limit fee address-setup-fee gen-address minimum'))),
  DepositAddresses: row('asset method new', list(fields('expiretm new'))),
  DepositStatus: row('asset method aclass start end cursor limit', list(funding)),
  WithdrawMethods: row('asset aclass network', list(fields('asset method network minimum'))),
  WithdrawAddresses: row('asset aclass method key verified', list(fields('asset method key verified'))),
  WithdrawInfo: row('asset key amount', fields('method limit amount fee')),
  Withdraw: row('asset key amount max_fee', fields('refid')),
  WithdrawStatus: row('asset method aclass start end cursor limit', list(funding)),
  WithdrawCancel: row('asset refid', show),
  WalletTransfer: row('asset from to amount', fields('refid')),
  CreateSubaccount: row('', show),
  AccountTransfer: row('asset asset_class amount', fields('transfer_id status')),

  'Earn/Allocate': row('strategy_id amount', show),
  'Earn/Deallocate': row('strategy_id amount', show),
  'Earn/AllocateStatus': row('strategy_id', fields('pending')),
  'Earn/DeallocateStatus': row('strategy_id', fields('pending')),
  'Earn/Strategies': row('ascending asset cursor limit lock_type', fields('next_cursor', { items: list(strategy) })),
  'Earn/Allocations': row(
    'ascending converted_asset hide_zero_allocations',
    fields('converted_asset total_allocated total_rewarded next_cursor', {
      items: list(fields('strategy_id native_asset')),
    }),
  ),
};
