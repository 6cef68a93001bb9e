import Big from 'big.js';
import type { Asset, Pair } from '../market/markets.ts';
import type { Quote } from '../market/prices.ts';
import type { OrderForm } from './form.ts';

const nothing = new Big(0);

/** An amount of an asset. */
export interface Funds {
  readonly asset: Asset;
  readonly amount: Big;
}

/** An order and what became of it. */
export interface Order {
  readonly id: string;
  readonly form: OrderForm;
  /** The order whose conditional close this is. */
  readonly parentId: string | undefined;
  readonly openMs: number;
  /** In the base asset, always. An amendment changes this and the two prices. */
  volume: Big;
  /** In ticks of its pair; undefined for a market order. */
  limitTicks: number | undefined;
  /** In ticks; undefined for an order that waits for no price. */
  triggerTicks: number | undefined;
  /** False while a stop-loss or take-profit waits for its price. */
  isTriggered: boolean;
  /** Set apart while it rests. */
  held: Funds | undefined;
  status: 'open' | 'closed' | 'canceled' | 'expired';
  reason: string | undefined;
  closeMs: number;
  /** Fills, oldest first, and their sums. */
  readonly trades: Trade[];
  filled: Big;
  cost: Big;
  fee: Big;
  /** What it began as and each change in place, oldest first. */
  readonly amendments: Amendment[];
}

/** What an amendment may change. */
export type OrderTerms = Pick<Order, 'volume' | 'limitTicks' | 'triggerTicks'>;

/** What an order was changed to. */
export interface Amendment extends OrderTerms {
  readonly id: string;
  readonly timeMs: number;
  readonly remaining: Big;
}

/** A fill of an order, whole or in part. */
export interface Trade {
  readonly id: string;
  readonly number: number;
  readonly order: Order;
  readonly timeMs: number;
  readonly price: Big;
  readonly volume: Big;
  readonly cost: Big;
  readonly fee: Big;
  readonly isMaker: boolean;
}

export const remainingOf = (order: Order): Big => order.volume.minus(order.filled);

/** A price in ticks of its pair; whole, since a form's price has no more digits than the pair. */
export const ticksOf = (price: Big, pair: Pair): number => price.times(10 ** pair.priceDecimals).toNumber();

export const priceOf = (ticks: number, pair: Pair): Big => new Big(ticks).div(10 ** pair.priceDecimals);

/** The mean price of what was filled; 0 where nothing was. */
export const meanPriceOf = ({ cost, filled, form }: Order): Big =>
  filled.eq(0) ? filled : cost.div(filled).round(form.pair.priceDecimals, 1);

/** Does the walk meet a limit? A market order has none, and is always met. */
export function meets(side: 'buy' | 'sell', limit: number | undefined, quote: Quote): boolean {
  if (limit === undefined) return true;
  return side === 'buy' ? quote.ask <= limit : quote.bid >= limit;
}

/** A stop-loss waits for the price to get worse for whoever holds the position, a take-profit for it to get better. */
export function isTriggeredBy({ form, triggerTicks }: Pick<Order, 'form' | 'triggerTicks'>, quote: Quote): boolean {
  if (triggerTicks === undefined) return true;
  const waitsForRise = form.type.startsWith('stop-loss') === (form.side === 'buy');
  return waitsForRise ? quote.middle >= triggerTicks : quote.middle <= triggerTicks;
}

/** An order as it begins. */
export function openOrder(form: OrderForm, begun: Pick<Order, 'id' | 'parentId' | 'openMs' | 'volume'>): Order {
  const ticks = (price: Big | undefined): number | undefined =>
    price === undefined ? undefined : ticksOf(price, form.pair);
  const terms = { volume: begun.volume, limitTicks: ticks(form.limit), triggerTicks: ticks(form.trigger) };
  return {
    form,
    ...begun,
    ...terms,
    isTriggered: form.trigger === undefined,
    held: undefined,
    status: 'open',
    reason: undefined,
    closeMs: 0,
    trades: [],
    filled: nothing,
    cost: nothing,
    fee: nothing,
    amendments: [{ ...terms, id: begun.id, timeMs: begun.openMs, remaining: begun.volume }],
  };
}
