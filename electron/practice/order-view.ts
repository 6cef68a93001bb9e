import Big from 'big.js';
import type { Order, Trade } from './order.ts';
import type { OrderForm } from './order-form.ts';

const nothing = new Big(0);

/** An order as OpenOrders, QueryOrders and ClosedOrders write it. */
export function viewOrder(order: Order, withTrades: boolean): object {
  const { pair } = order.form;
  const trade = order.trade;
  const cost = (amount: Big | undefined): string => (amount ?? nothing).toFixed(pair.costDecimals);
  return {
    refid: null,
    userref: order.form.userref ?? null,
    ...(order.form.clOrdId === undefined ? {} : { cl_ord_id: order.form.clOrdId }),
    status: order.status,
    ...(order.status === 'open' ? {} : { reason: order.reason ?? null, closetm: order.closeMs / 1000 }),
    opentm: order.openMs / 1000,
    starttm: 0,
    expiretm: order.form.expiresSec,
    descr: {
      pair: pair.altname,
      type: order.form.side,
      ordertype: order.form.type,
      price: order.form.price?.toFixed(pair.priceDecimals) ?? '0',
      price2: '0',
      leverage: 'none',
      order: describeOrder(order.form),
      close: '',
    },
    vol: order.volume.toFixed(pair.lotDecimals),
    vol_exec: (trade?.volume ?? nothing).toFixed(pair.lotDecimals),
    cost: cost(trade?.cost),
    fee: cost(trade?.fee),
    price: (trade?.price ?? nothing).toFixed(pair.priceDecimals),
    stopprice: nothing.toFixed(pair.priceDecimals),
    limitprice: nothing.toFixed(pair.priceDecimals),
    misc: '',
    oflags: order.form.oflags,
    ...(withTrades && trade !== undefined ? { trades: [trade.id] } : {}),
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

/** The sentence that Kraken answers to AddOrder: `buy 1.25000000 XBTUSD @ limit 37500.0`. */
export function describeOrder(form: OrderForm): string {
  const { pair, price } = form;
  const terms = price === undefined ? 'market' : `limit ${price.toFixed(pair.priceDecimals)}`;
  return `${form.side} ${form.volume.toFixed(pair.lotDecimals)} ${pair.altname} @ ${terms}`;
}
