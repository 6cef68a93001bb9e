import Big from 'big.js';
import { priceText } from '../market/prices.ts';
import type { CloseTerms, OrderForm, OrderType } from './form.ts';
import { meanPriceOf, type Order, remainingOf, type Trade } from './order.ts';

const nothing = new Big(0);

/** An order as OpenOrders, QueryOrders and ClosedOrders write it. */
export function viewOrder(order: Order, withTrades: boolean): object {
  const { form } = order;
  const { pair } = form;
  const price = (ticks: number | undefined): string => priceText(ticks ?? 0, pair);
  const isReached = form.trigger !== undefined && order.isTriggered;
  return {
    refid: order.parentId ?? null,
    userref: form.userref ?? null,
    ...(form.clOrdId === undefined ? {} : { cl_ord_id: form.clOrdId }),
    status: order.status,
    ...(order.status === 'open' ? {} : { reason: order.reason ?? null, closetm: order.closeMs / 1000 }),
    opentm: order.openMs / 1000,
    starttm: 0,
    expiretm: form.expiresSec,
    descr: viewTerms(order),
    vol: order.volume.toFixed(pair.lotDecimals),
    vol_exec: order.filled.toFixed(pair.lotDecimals),
    cost: order.cost.toFixed(pair.costDecimals),
    fee: order.fee.toFixed(pair.costDecimals),
    price: meanPriceOf(order).toFixed(pair.priceDecimals),
    stopprice: price(isReached ? order.triggerTicks : undefined),
    limitprice: price(isReached ? order.limitTicks : undefined),
    misc: remarksOf(order).join(','),
    oflags: form.oflags,
    ...(form.trigger === undefined ? {} : { trigger: 'last' }),
    ...(withTrades && order.trades.length > 0 ? { trades: order.trades.map(({ id }) => id) } : {}),
  };
}

/** A fill as TradesHistory and QueryTrades write it. */
export function viewTrade(trade: Trade): object {
  const { pair, side, type } = trade.order.form;
  return {
    ordertxid: trade.order.id,
    postxid: `TKH${trade.id.slice(3)}`,
    pair: pair.id,
    time: trade.timeMs / 1000,
    type: side,
    ordertype: type,
    price: trade.price.toFixed(pair.priceDecimals),
    cost: trade.cost.toFixed(pair.costDecimals),
    fee: trade.fee.toFixed(pair.costDecimals),
    vol: trade.volume.toFixed(pair.lotDecimals),
    margin: nothing.toFixed(pair.costDecimals),
    leverage: '0',
    misc: '',
    trade_id: trade.number,
    maker: trade.isMaker,
  };
}

/** The sentences that Kraken answers to AddOrder: `buy 1.25000000 XBTUSD @ limit 37500.0`, and its conditional close. */
export function describeOrder(form: OrderForm): { readonly order: string; readonly close?: string } {
  const { pair, side, volume } = form;
  const order = `${side} ${volume.toFixed(pair.lotDecimals)} ${pair.altname} @ ${termsOf(form, form)}`;
  return form.close === undefined ? { order } : { order, close: closeOf(form.close, form) };
}

/** The changes of an order, the one that it began with first, as OrderAmends writes them. */
export function viewAmendments(order: Order): object {
  const { pair } = order.form;
  const amends = order.amendments.map((amendment, index) => ({
    amend_id: amendment.id,
    amend_type: index === 0 ? 'original' : 'user',
    order_qty: amendment.volume.toFixed(pair.lotDecimals),
    remaining_qty: amendment.remaining.toFixed(pair.lotDecimals),
    ...(amendment.limitTicks === undefined ? {} : { limit_price: priceText(amendment.limitTicks, pair) }),
    ...(amendment.triggerTicks === undefined ? {} : { trigger_price: priceText(amendment.triggerTicks, pair) }),
    reason: '',
    timestamp: amendment.timeMs,
  }));
  return { amends, count: amends.length };
}

function viewTerms({ form, volume, limitTicks, triggerTicks }: Order): object {
  const { pair, side, type } = form;
  const price = (ticks: number | undefined): Big | undefined =>
    ticks === undefined ? undefined : new Big(priceText(ticks, pair));
  const [first, second] = form.trigger === undefined ? [limitTicks, undefined] : [triggerTicks, limitTicks];
  const isShown = { ...form, volume, isVolumeInQuote: false, limit: price(limitTicks), trigger: price(triggerTicks) };
  return {
    pair: pair.altname,
    type: side,
    ordertype: type,
    price: first === undefined ? '0' : priceText(first, pair),
    price2: second === undefined ? '0' : priceText(second, pair),
    leverage: 'none',
    order: describeOrder(isShown).order,
    close: form.close === undefined ? '' : closeOf(form.close, form),
  };
}

const closeOf = (close: CloseTerms, form: OrderForm): string => `close position @ ${termsOf(close, form)}`;

/** `market`, `limit 37500.0`, `stop loss 35000.0`, `take profit 45000.0 -> limit 44900.0`. */
function termsOf({ type, limit, trigger }: CloseTerms, { pair }: Pick<OrderForm, 'pair'>): string {
  const text = (price: Big | undefined): string => price?.toFixed(pair.priceDecimals) ?? '';
  if (trigger === undefined) return limit === undefined ? 'market' : `limit ${text(limit)}`;
  const wait = `${waits[type.startsWith('stop-loss') ? 'stop-loss' : 'take-profit']} ${text(trigger)}`;
  return limit === undefined ? wait : `${wait} -> limit ${text(limit)}`;
}

const waits = { 'stop-loss': 'stop loss', 'take-profit': 'take profit' } as const satisfies Partial<
  Record<OrderType, string>
>;

/** Kraken's remarks on an order: a stop-loss that was reached is `stopped`, a take-profit `touched`. */
function remarksOf(order: Order): readonly string[] {
  const reached = order.form.type.startsWith('stop-loss') ? 'stopped' : 'touched';
  return [
    ...(order.form.trigger !== undefined && order.isTriggered ? [reached] : []),
    ...(order.filled.gt(0) && remainingOf(order).gt(0) ? ['partial'] : []),
    ...(order.amendments.length > 1 ? ['amended'] : []),
  ];
}
