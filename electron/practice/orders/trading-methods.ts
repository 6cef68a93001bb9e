import type { Pair } from '../market/markets.ts';
import type { Call, MethodTable } from '../method.ts';
import { type Params, readFlag, readWhole } from '../params.ts';
import { invalidArguments, Refusal } from '../refusal.ts';
import { checkDeadline, type OrderForm, readOrder, readPair } from './form.ts';
import { lastPriceOf, openByClientId, openById } from './lookup.ts';
import type { Order } from './order.ts';
import { describeOrder } from './view.ts';

/** Private methods that place and cancel orders. */
export const tradingMethods: MethodTable = [
  ['AddOrder', { needs: ['modify-trades'], points: 0, run: addOrder }],
  ['AddOrderBatch', { needs: ['modify-trades'], points: 0, run: addOrderBatch }],
  ['CancelOrder', { needs: ['modify-trades', 'close-trades'], points: 0, run: cancelOrder }],
  ['CancelOrderBatch', { needs: ['modify-trades', 'close-trades'], points: 0, run: cancelOrderBatch }],
  ['CancelAll', { needs: ['modify-trades', 'close-trades'], points: 1, run: cancelAll }],
  ['CancelAllOrdersAfter', { needs: ['modify-trades', 'close-trades'], points: 1, run: cancelAllAfter }],
];

const maxIds = 50;
const maxBatch = 15;
const maxTimeoutSec = 86_400;

function addOrder(call: Call): object {
  const { exchange, params, nowMs } = call;
  const pair = readPair(params);
  const form = readOrder(params, pair, { nowMs, last: lastPriceOf(exchange, pair, nowMs) });
  checkDeadline(params, nowMs);
  const descr = describeOrder(form);
  if (readFlag(params, 'validate')) {
    exchange.book.check(form, nowMs);
    return { descr };
  }
  charge(call, pair, 1);
  return { descr, txid: [exchange.book.place(form, nowMs).id] };
}

/** The whole batch is refused for one malformed order; funds are judged order by order. */
function addOrderBatch(call: Call): object {
  const { exchange, params, nowMs } = call;
  const pair = readPair(params);
  const last = lastPriceOf(exchange, pair, nowMs);
  const forms = readOrders(params).map((order) => readOrder(order, pair, { nowMs, last }));
  if (forms.length < 2 || forms.length > maxBatch) throw invalidArguments('orders');
  checkDeadline(params, nowMs);
  const isDry = readFlag(params, 'validate');
  // A batch counts half. Source: docs.kraken.com/api/docs/guides/spot-ratelimits
  if (!isDry) charge(call, pair, forms.length / 2);
  const answer = (form: OrderForm): object => {
    const descr = describeOrder(form);
    try {
      if (isDry) exchange.book.check(form, nowMs);
      return isDry ? { descr } : { descr, txid: exchange.book.place(form, nowMs).id };
    } catch (error) {
      if (error instanceof Refusal) return { error: error.words };
      throw error;
    }
  };
  return { orders: forms.map(answer) };
}

function charge({ exchange, admission, nowMs }: Call, pair: Pair, points: number): void {
  exchange.rates.chargeOrder(admission.state.key, pair.id, points, nowMs);
}

function cancelOrder(call: Call): object {
  const clOrdId = call.params.get('cl_ord_id');
  const txid = call.params.get('txid');
  if ((clOrdId === undefined) === (txid === undefined)) throw invalidArguments('txid');
  const found = clOrdId === undefined ? openById(call, txid ?? '') : openByClientId(call, clOrdId);
  if (found.length === 0) throw new Refusal('EOrder:Unknown order');
  return { count: cancel(call, found) };
}

function cancelOrderBatch(call: Call): object {
  const names = (prefix: string): readonly string[] =>
    [...call.params].filter(([name]) => name.startsWith(`${prefix}[`)).map(([, value]) => value);
  const byId = names('orders').flatMap((name) => openById(call, name));
  const byClient = names('cl_ord_ids').flatMap((name) => openByClientId(call, name));
  const asked = names('orders').length + names('cl_ord_ids').length;
  if (asked === 0 || asked > maxIds) throw invalidArguments('orders');
  const found = [...new Set([...byId, ...byClient])];
  if (found.length === 0) throw new Refusal('EOrder:Unknown order');
  return { count: cancel(call, found) };
}

function cancelAll(call: Call): object {
  return { count: cancel(call, call.exchange.book.open()) };
}

function cancelAllAfter({ exchange, params, nowMs }: Call): object {
  const timeoutSec = readWhole(params, 'timeout', -1, 0, maxTimeoutSec);
  if (timeoutSec < 0) throw invalidArguments('timeout');
  const atSec = Math.floor(nowMs / 1000) + timeoutSec;
  exchange.book.cancelAllAt(timeoutSec === 0 ? undefined : atSec);
  const write = (sec: number): string => new Date(sec * 1000).toISOString().replace('.000Z', 'Z');
  return { currentTime: write(Math.floor(nowMs / 1000)), triggerTime: timeoutSec === 0 ? '0' : write(atSec) };
}

function cancel({ exchange, admission, nowMs }: Call, orders: readonly Order[]): number {
  for (const order of orders) {
    exchange.rates.countCancel(admission.state.key, order.form.pair.id, nowMs - order.openMs, nowMs);
  }
  return exchange.book.cancel(orders, nowMs, 'User requested');
}

/** The orders of a batch, each as if it had come alone. */
function readOrders(params: Params): readonly Params[] {
  const orders = new Map<string, Map<string, string>>();
  for (const [name, value] of params) {
    const [, index, field, rest] = /^orders\[(\d{1,2})\]\[(\w+)\](.*)$/.exec(name) ?? [];
    if (index === undefined || field === undefined) continue;
    const order = orders.get(index) ?? new Map<string, string>();
    orders.set(index, order.set(`${field}${rest ?? ''}`, value));
  }
  return [...orders].sort(([a], [b]) => Number(a) - Number(b)).map(([, order]) => order);
}
