import type { Params } from '../params.ts';
import { invalidArguments } from '../refusal.ts';
import { pairOfSymbol } from './wire.ts';

/** A request over the socket as the private method that does the same over HTTP. */
export interface Translated {
  readonly method: string;
  readonly params: Params;
  /** What the answer says, made of the method's own result. */
  result(answer: Readonly<Record<string, unknown>>): object;
}

type Fields = Readonly<Record<string, unknown>>;
type Translate = (params: Fields) => Translated;

/**
 * Requests that place, change and cancel orders, by Kraken's names.
 * Source: docs.kraken.com/api/docs/websocket-v2/add_order and its siblings.
 */
export const orderRequests: ReadonlyMap<string, Translate> = new Map<string, Translate>([
  ['add_order', addOrder],
  ['amend_order', amendOrder],
  ['edit_order', editOrder],
  ['cancel_order', cancelOrder],
  ['cancel_all', () => ({ method: 'CancelAll', params: new Map(), result: ({ count }) => ({ count }) })],
  ['cancel_all_orders_after', cancelAllAfter],
  ['batch_add', batchAdd],
  ['batch_cancel', batchCancel],
]);

function addOrder(params: Fields): Translated {
  return {
    method: 'AddOrder',
    params: new Map([['pair', pairName(params)], ...orderTerms(params), ...texts(params, shared)]),
    result: ({ txid, descr }) => ({
      ...(Array.isArray(txid) ? { order_id: txid[0] } : { descr }),
      ...named(params),
    }),
  };
}

function amendOrder(params: Fields): Translated {
  const names = ['cl_ord_id', 'order_qty', 'display_qty', 'post_only', 'deadline'];
  return {
    method: 'AmendOrder',
    params: new Map([
      ...texts(params, names),
      ...renamed(params, { order_id: 'txid' }),
      ...price('limit_price', params['limit_price'], params['limit_price_type']),
      ...price('trigger_price', params['trigger_price'], params['trigger_price_type']),
    ]),
    result: ({ amend_id }) => ({ amend_id, ...given(params, ['order_id', 'cl_ord_id']) }),
  };
}

function editOrder(params: Fields): Translated {
  const flags = params['post_only'] === true ? [['oflags', 'post'] as const] : [];
  return {
    method: 'EditOrder',
    params: new Map([
      ['pair', pairName(params)],
      ...renamed(params, { order_id: 'txid', order_qty: 'volume', order_userref: 'userref' }),
      ...(params['triggers'] === undefined
        ? price('price', params['limit_price'], params['limit_price_type'])
        : [...trigger(params), ...price('price2', params['limit_price'], params['limit_price_type'])]),
      ...texts(params, shared),
      ...flags,
    ]),
    result: ({ txid, originaltxid }) => ({ order_id: txid, original_order_id: originaltxid }),
  };
}

function cancelOrder(params: Fields): Translated {
  const ids = listOf(params['order_id']);
  const refs = listOf(params['order_userref']);
  const names = listOf(params['cl_ord_id']);
  if ([ids, refs, names].filter((list) => list.length > 0).length !== 1) throw invalidArguments('order_id');
  return {
    method: 'CancelOrderBatch',
    params: new Map([
      ...[...ids, ...refs].map((id, at) => [`orders[${at}]`, id] as const),
      ...names.map((id, at) => [`cl_ord_ids[${at}]`, id] as const),
    ]),
    result: () => ({
      ...(ids[0] === undefined ? {} : { order_id: ids[0] }),
      ...(names[0] === undefined ? {} : { cl_ord_id: names[0] }),
    }),
  };
}

function cancelAllAfter(params: Fields): Translated {
  return { method: 'CancelAllOrdersAfter', params: new Map(texts(params, ['timeout'])), result: (answer) => answer };
}

function batchAdd(params: Fields): Translated {
  const orders = Array.isArray(params['orders']) ? params['orders'].filter(isFields) : [];
  const terms = orders.flatMap((order, at) =>
    [...orderTerms(order)].map(([name, value]) => [`orders[${at}]${bracketed(name)}`, value] as const),
  );
  return {
    method: 'AddOrderBatch',
    params: new Map([['pair', pairName(params)], ...terms, ...texts(params, shared)]),
    result: ({ orders: placed }) => (Array.isArray(placed) ? placed.map(viewPlaced) : []),
  };
}

function batchCancel(params: Fields): Translated {
  const ids = listOf(params['orders']);
  const names = listOf(params['cl_ord_id']);
  return {
    method: 'CancelOrderBatch',
    params: new Map([
      ...ids.map((id, at) => [`orders[${at}]`, id] as const),
      ...names.map((id, at) => [`cl_ord_ids[${at}]`, id] as const),
    ]),
    result: ({ count }) => ({ orders_cancelled: count }),
  };
}

type Entries = ReadonlyArray<readonly [string, string]>;

const shared: readonly string[] = ['deadline', 'validate'];

/** What an order says, by AddOrder's names. */
function orderTerms(order: Fields): Entries {
  const cash = order['cash_order_qty'];
  const flags = [
    ...(order['post_only'] === true ? ['post'] : []),
    ...(order['no_mpp'] === true ? ['nompp'] : []),
    ...(order['fee_preference'] === 'base' ? ['fcib'] : []),
    ...(order['fee_preference'] === 'quote' ? ['fciq'] : []),
    ...(cash === undefined ? [] : ['viqc']),
  ];
  const waits = order['triggers'] !== undefined;
  return [
    ...renamed(order, { side: 'type', order_type: 'ordertype', order_userref: 'userref' }),
    ...renamed(order, cash === undefined ? { order_qty: 'volume' } : { cash_order_qty: 'volume' }),
    ...(waits ? trigger(order) : []),
    ...price(waits ? 'price2' : 'price', order['limit_price'], order['limit_price_type']),
    ...texts(order, ['cl_ord_id', 'reduce_only']),
    ...(typeof order['time_in_force'] === 'string'
      ? [['timeinforce', order['time_in_force'].toUpperCase()] as const]
      : []),
    ...(typeof order['expire_time'] === 'string'
      ? [['expiretm', String(Math.floor(Date.parse(order['expire_time']) / 1000))] as const]
      : []),
    ...(flags.length === 0 ? [] : [['oflags', flags.join(',')] as const]),
    ...closeTerms(order['conditional']),
  ];
}

function closeTerms(conditional: unknown): Entries {
  if (!isFields(conditional)) return [];
  const { limit_price, limit_price_type, trigger_price, trigger_price_type } = conditional;
  const [first, second] = trigger_price === undefined ? ['close[price]', ''] : ['close[price2]', 'close[price]'];
  return [
    ...renamed(conditional, { order_type: 'close[ordertype]' }),
    ...price(first, limit_price, limit_price_type),
    ...price(second, trigger_price, trigger_price_type),
  ];
}

function trigger({ triggers }: Fields): Entries {
  if (!isFields(triggers)) throw invalidArguments('triggers');
  return [...price('price', triggers['price'], triggers['price_type']), ...renamed(triggers, { reference: 'trigger' })];
}

/** A price of its type: `static`, or an offset from the market as `pct` or `quote`. */
function price(name: string, value: unknown, type: unknown): Entries {
  if (value === undefined || name === '') return [];
  const text = String(value);
  if (type === undefined || type === 'static') return [[name, text]];
  const signed = /^[+-]/.test(text) ? text : `+${text}`;
  return [[name, type === 'pct' ? `${signed}%` : signed]];
}

const pairName = ({ symbol }: Fields): string => pairOfSymbol(symbol)?.altname ?? String(symbol ?? '');

const named = (params: Fields): object => given(params, ['cl_ord_id', 'order_userref']);

const given = (params: Fields, names: readonly string[]): object =>
  Object.fromEntries(names.filter((name) => params[name] !== undefined).map((name) => [name, params[name]]));

const texts = (params: Fields, names: readonly string[]): Entries =>
  names.filter((name) => params[name] !== undefined).map((name) => [name, String(params[name])]);

const renamed = (params: Fields, names: Readonly<Record<string, string>>): Entries =>
  Object.entries(names)
    .filter(([from]) => params[from] !== undefined)
    .map(([from, to]) => [to, String(params[from])]);

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

/** `close[price]` within an order of a batch is `[close][price]`. */
const bracketed = (name: string): string => name.replace(/^([^[]+)/, '[$1]');

function viewPlaced(order: unknown): object {
  if (!isFields(order)) return {};
  return order['error'] === undefined ? { order_id: order['txid'] } : { error: order['error'] };
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
