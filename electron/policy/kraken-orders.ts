/** Reads requests to Kraken's order endpoints. Source: https://docs.kraken.com/api-reference/trading/add-order and its siblings. */

import { noTerms, type OrderEffect, type OrderRef, type OrderTerms } from './effect.ts';
import { decimalOf, textOf, unknownsOf } from './kraken-params.ts';

type Params = Readonly<Record<string, unknown>>;
type SymbolOf = (exchangeSymbolId: string) => string | undefined;
type Reader = (params: Params, symbolOf: SymbolOf) => OrderEffect;

// Left out on purpose: close[…] (a second order), asset_class (another market under the same name), broker, algo fields.
const orderParams = [
  ['ordertype', 'type', 'volume', 'displayvol', 'price', 'price2', 'trigger', 'leverage', 'reduce_only'],
  ['stptype', 'oflags', 'timeinforce', 'starttm', 'expiretm', 'userref', 'cl_ord_id'],
].flat();
const allowed = {
  AddOrder: [...orderParams, 'pair', 'deadline', 'validate'],
  AddOrderBatch: ['orders', 'pair', 'deadline', 'validate'],
  EditOrder: [
    'txid',
    'pair',
    'volume',
    'displayvol',
    'price',
    'price2',
    'oflags',
    'userref',
    'deadline',
    'cancel_response',
    'validate',
  ],
  AmendOrder: [
    'txid',
    'cl_ord_id',
    'pair',
    'order_qty',
    'display_qty',
    'limit_price',
    'trigger_price',
    'post_only',
    'deadline',
  ],
  CancelOrder: ['txid', 'cl_ord_id'],
  CancelOrderBatch: ['orders', 'cl_ord_ids'],
  CancelAllOrdersAfter: ['timeout'],
} as const satisfies Record<string, readonly string[]>;

/** By ccxt's implicit method. */
export const krakenOrderReaders: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['privatePostAddOrder', readAddOrder],
  ['privatePostAddOrderBatch', readAddOrderBatch],
  ['privatePostEditOrder', readEditOrder],
  ['privatePostAmendOrder', readAmendOrder],
  ['privatePostCancelOrder', readCancelOrder],
  ['privatePostCancelOrderBatch', readCancelOrderBatch],
  ['privatePostCancelAll', (params) => cancelOfAll(unknownsOf(params, []))],
  ['privatePostCancelAllOrdersAfter', (params) => cancelOfAll(unknownsOf(params, allowed.CancelAllOrdersAfter))],
]);

function readAddOrder(params: Params, symbolOf: SymbolOf): OrderEffect {
  const terms = readTerms(params);
  const unknownParams = unknownsOf(params, allowed.AddOrder);
  return {
    kind: 'create',
    symbols: symbolsOf(params, symbolOf),
    ...terms,
    orders: [terms],
    targets: [],
    unknownParams,
  };
}

/** The pair stands once, beside the orders; one inside an order is an unknown parameter. */
function readAddOrderBatch(params: Params, symbolOf: SymbolOf): OrderEffect {
  const list = readList(params['orders']);
  const isReadable = list !== undefined && list.length > 0 && list.every(isRecord);
  const records = isReadable ? list.filter(isRecord) : [];
  const orders = isReadable ? records.map(readTerms) : [noTerms];
  const unknownParams = [
    ...unknownsOf(params, allowed.AddOrderBatch, ['orders']),
    ...(isReadable ? [] : ['orders']),
    ...records.flatMap((order, at) => unknownsOf(order, orderParams).map((name) => `orders[${at}].${name}`)),
  ];
  const only = orders.length === 1 ? (orders[0] ?? noTerms) : noTerms;
  return { kind: 'create', symbols: symbolsOf(params, symbolOf), ...only, orders, targets: [], unknownParams };
}

function readEditOrder(params: Params, symbolOf: SymbolOf): OrderEffect {
  const terms = { ...noTerms, amount: decimalOf(params['volume']), price: decimalOf(params['price']) };
  const unknownParams = unknownsOfEdit(params, allowed.EditOrder, symbolOf);
  return {
    kind: 'edit',
    symbols: symbolsOf(params, symbolOf),
    ...terms,
    orders: [terms],
    targets: targetsOf(params),
    unknownParams,
  };
}

function readAmendOrder(params: Params, symbolOf: SymbolOf): OrderEffect {
  const clientOrderId = textOf(params['cl_ord_id']) ?? null;
  const terms = {
    ...noTerms,
    amount: decimalOf(params['order_qty']),
    price: decimalOf(params['limit_price']),
    clientOrderId,
  };
  const unknownParams = unknownsOfEdit(params, allowed.AmendOrder, symbolOf);
  return {
    kind: 'edit',
    symbols: symbolsOf(params, symbolOf),
    ...terms,
    orders: [terms],
    targets: targetsOf(params),
    unknownParams,
  };
}

/** An edit may go without a pair, but one that nobody knows must not pass for none. */
function unknownsOfEdit(params: Params, names: readonly string[], symbolOf: SymbolOf): string[] {
  const unknowns = unknownsOf(params, names);
  const isStray =
    params['pair'] !== undefined && symbolsOf(params, symbolOf) === 'unreadable' && !unknowns.includes('pair');
  return isStray ? [...unknowns, 'pair'] : unknowns;
}

function readCancelOrder(params: Params): OrderEffect {
  return cancelOf(targetsOf(params), unknownsOf(params, allowed.CancelOrder), textOf(params['cl_ord_id']) ?? null);
}

function readCancelOrderBatch(params: Params): OrderEffect {
  const ids = readList(params['orders'] ?? []);
  const clientIds = readList(params['cl_ord_ids'] ?? []);
  const isReadable = [...(ids ?? [undefined]), ...(clientIds ?? [undefined])].every(
    (value) => textOf(value) !== undefined,
  );
  const unknownParams = unknownsOf(params, allowed.CancelOrderBatch, ['orders', 'cl_ord_ids']);
  if (!isReadable) return cancelOf([], [...unknownParams, 'orders'], null);
  const targets = [...(ids ?? []).flatMap(idRefs), ...(clientIds ?? []).flatMap(clientIdRefs)];
  return cancelOf(targets, unknownParams, null);
}

function cancelOf(
  targets: readonly OrderRef[],
  unknownParams: readonly string[],
  clientOrderId: string | null,
): OrderEffect {
  return { kind: 'cancel', symbols: 'unreadable', ...noTerms, clientOrderId, orders: [], targets, unknownParams };
}

const cancelOfAll = (unknownParams: readonly string[]): OrderEffect => ({
  ...cancelOf([], unknownParams, null),
  symbols: 'all',
});

function readTerms(params: Params): OrderTerms {
  const side = params['type'];
  return {
    side: side === 'buy' || side === 'sell' ? side : null,
    type: textOf(params['ordertype']) ?? null,
    amount: decimalOf(params['volume']),
    price: decimalOf(params['price']),
    clientOrderId: textOf(params['cl_ord_id']) ?? null,
    ...leverageOf(params['leverage']),
  };
}

/** A list or an object is no leverage that anybody reads; `unreadable` makes the order's worth untold. */
const leverageOf = (value: unknown): { leverage?: string } =>
  value === undefined || value === null ? {} : { leverage: textOf(value) ?? 'unreadable' };

function symbolsOf(params: Params, symbolOf: SymbolOf): readonly string[] | 'unreadable' {
  const pair = params['pair'];
  const symbol = typeof pair === 'string' ? symbolOf(pair) : undefined;
  return symbol === undefined ? 'unreadable' : [symbol];
}

const targetsOf = (params: Params): readonly OrderRef[] => [
  ...idRefs(params['txid']),
  ...clientIdRefs(params['cl_ord_id']),
];

/** A number where an order's id is expected is the user's own reference. */
function idRefs(value: unknown): OrderRef[] {
  const text = textOf(value);
  if (text === undefined) return [];
  return [{ kind: /^-?\d+$/.test(text) ? 'userref' : 'id', value: text }];
}

function clientIdRefs(value: unknown): OrderRef[] {
  const text = textOf(value);
  return text === undefined ? [] : [{ kind: 'clientOrderId', value: text }];
}

const readList = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
