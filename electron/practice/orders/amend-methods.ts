import Big from 'big.js';
import type { Call, MethodTable } from '../method.ts';
import { readFlag, readList } from '../params.ts';
import { penaltyOf } from '../rates.ts';
import { invalidArguments, Refusal } from '../refusal.ts';
import {
  checkCost,
  checkDeadline,
  checkVolume,
  type OrderForm,
  readFlags,
  readPair,
  readPrices,
  readUserref,
  readVolume,
} from './form.ts';
import { lastPriceOf, openByClientId, openById } from './lookup.ts';
import { type Order, type OrderTerms, ticksOf } from './order.ts';
import { readPrice } from './price.ts';
import { describeOrder, viewAmendments } from './view.ts';

/** Private methods that change open orders: in place, or by another in its place. */
export const amendMethods: MethodTable = [
  ['AmendOrder', { needs: ['modify-trades', 'close-trades'], points: 0, run: amendOrder }],
  ['EditOrder', { needs: ['modify-trades'], points: 0, run: editOrder }],
  ['OrderAmends', { needs: ['query-open-trades', 'query-closed-trades'], points: 1, run: orderAmends }],
];

/** Source: docs.kraken.com/api-reference/trading/amend-order. */
function amendOrder(call: Call): object {
  const { exchange, admission, params, nowMs } = call;
  const order = named(call);
  const terms = readTerms(call, order);
  checkDeadline(params, nowMs);
  const { pair } = order.form;
  const points = 1 + penaltyOf('amend', nowMs - order.openMs);
  exchange.rates.chargeOrder(admission.state.key, pair.id, points, nowMs);
  const amended = exchange.book.amend(order, terms, readFlag(params, 'post_only'), nowMs);
  return { amend_id: amended.id };
}

function readTerms({ exchange, params, nowMs }: Call, order: Order): OrderTerms {
  const { pair, side, type } = order.form;
  const has = (name: string): boolean => (params.get(name) ?? '') !== '';
  if (!['order_qty', 'limit_price', 'trigger_price'].some(has)) throw invalidArguments();
  if (has('display_qty')) throw invalidArguments('display_qty');
  if (has('limit_price') && order.limitTicks === undefined) throw invalidArguments('limit_price');
  if (has('trigger_price') && (order.triggerTicks === undefined || order.isTriggered)) {
    throw invalidArguments('trigger_price');
  }
  const volume = has('order_qty') ? readVolume(params, 'order_qty', pair) : order.volume;
  if (volume.gt(order.filled)) checkVolume(volume, pair.orderMin);
  const last = lastPriceOf(exchange, pair, nowMs);
  const isBelow = type.startsWith('stop-loss') ? side === 'sell' : side === 'buy';
  const ticks = (name: string): number =>
    ticksOf(readPrice(params, name, pair, { price: last, hash: isBelow ? '-' : '+' }), pair);
  return {
    volume,
    limitTicks: has('limit_price') ? ticks('limit_price') : order.limitTicks,
    triggerTicks: has('trigger_price') ? ticks('trigger_price') : order.triggerTicks,
  };
}

/** Source: docs.kraken.com/api-reference/trading/edit-order, whose caveats are kept. */
function editOrder(call: Call): object {
  const { exchange, admission, params, nowMs } = call;
  const pair = readPair(params);
  if (params.has('cl_ord_id')) throw invalidArguments('cl_ord_id');
  const [old] = openById(call, params.get('txid') ?? '');
  if (old === undefined || old.form.pair !== pair) throw new Refusal('EOrder:Unknown order');
  if (old.form.close !== undefined) throw invalidArguments('close');
  if (old.form.trigger !== undefined && old.isTriggered) throw new Refusal('EOrder:Order not editable');
  const form = readChanges(call, old);
  checkDeadline(params, nowMs);
  const descr = describeOrder(form);
  if (readFlag(params, 'validate')) return { descr };
  const points = 1 + penaltyOf('edit', nowMs - old.openMs);
  exchange.rates.chargeOrder(admission.state.key, pair.id, points, nowMs);
  const order = exchange.book.replace(old, form, nowMs);
  return {
    status: 'ok',
    txid: order.id,
    originaltxid: old.id,
    volume: form.volume.toFixed(pair.lotDecimals),
    ...(form.limit === undefined && form.trigger === undefined
      ? {}
      : { price: (form.trigger ?? form.limit)?.toFixed(pair.priceDecimals) }),
    ...(form.trigger === undefined ? {} : { price2: form.limit?.toFixed(pair.priceDecimals) ?? '0' }),
    orders_cancelled: 1,
    descr,
  };
}

/** What was filled stays with the old order, so the new one is for the rest of the new volume. */
function readChanges({ exchange, params, nowMs }: Call, old: Order): OrderForm {
  const { pair } = old.form;
  const has = (name: string): boolean => (params.get(name) ?? '') !== '';
  const asked = has('volume') ? readVolume(params, 'volume', pair) : old.volume;
  if (asked.lte(old.filled)) throw invalidArguments('volume');
  const volume = asked.minus(old.filled);
  checkVolume(volume, pair.orderMin);
  const given = new Map([
    ...termsOf(old),
    ...[...params].filter(([name, value]) => prices.includes(name) && value !== ''),
  ]);
  const form = { ...old.form, clOrdId: undefined, isVolumeInQuote: false, volume };
  const terms = readPrices(given, '', { ...form, last: lastPriceOf(exchange, pair, nowMs) });
  checkCost(volume, terms.limit, pair);
  const flags = readList(params, 'oflags');
  if (flags.some((flag) => flag !== 'post') || (flags.length > 0 && form.type !== 'limit'))
    throw invalidArguments('oflags');
  const userref = readUserref(params);
  return {
    ...form,
    ...terms,
    ...(flags.length === 0 ? {} : readFlags([...form.oflags.split(','), 'post'])),
    ...(userref === undefined ? {} : { userref }),
  };
}

const prices: readonly string[] = ['price', 'price2'];

/** The prices that an order has, by AddOrder's names. */
function termsOf({ form, limitTicks, triggerTicks }: Order): ReadonlyMap<string, string> {
  const text = (ticks: number | undefined): string =>
    ticks === undefined ? '' : new Big(ticks).div(10 ** form.pair.priceDecimals).toFixed();
  return form.trigger === undefined
    ? new Map([['price', text(limitTicks)]])
    : new Map([
        ['price', text(triggerTicks)],
        ['price2', text(limitTicks)],
      ]);
}

function named(call: Call): Order {
  const clOrdId = call.params.get('cl_ord_id');
  const txid = call.params.get('txid');
  if ((clOrdId === undefined) === (txid === undefined)) throw invalidArguments('txid');
  const [order] = clOrdId === undefined ? openById(call, txid ?? '') : openByClientId(call, clOrdId);
  if (order === undefined) throw new Refusal('EOrder:Unknown order');
  return order;
}

function orderAmends({ exchange, params }: Call): object {
  const order = exchange.book.orders.get(params.get('order_id') ?? '');
  if (order === undefined) throw new Refusal('EOrder:Unknown order');
  return viewAmendments(order);
}
