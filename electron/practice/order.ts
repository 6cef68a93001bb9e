import Big from 'big.js';
import type { Asset, Pair } from './markets.ts';
import type { OrderForm } from './order-form.ts';
import type { Quote } from './prices.ts';

/** An amount of an asset. */
export interface Funds {
  readonly asset: Asset;
  readonly amount: Big;
}

/** An order and what became of it. */
export interface Order {
  readonly id: string;
  readonly form: OrderForm;
  /** In the base asset, always. */
  readonly volume: Big;
  /** For a limit order, in ticks of its pair. */
  readonly limitTicks: number | undefined;
  readonly openMs: number;
  /** Set apart while it rests. */
  held: Funds | undefined;
  status: 'open' | 'closed' | 'canceled' | 'expired';
  reason: string | undefined;
  closeMs: number;
  trade: Trade | undefined;
}

/** A fill. An order here fills whole or not at all. */
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

export const makerRate = new Big('0.0025');
export const takerRate = new Big('0.004');

/** A price in ticks of its pair; whole, since a form's price has no more digits than the pair. */
export const ticksOf = (price: Big, pair: Pair): number => price.times(10 ** pair.priceDecimals).toNumber();

export const priceOf = (ticks: number, pair: Pair): Big => new Big(ticks).div(10 ** pair.priceDecimals);

/** What an order pays that is taken at once: the best quote of the other side. */
export const takenTicks = (form: OrderForm, quote: Quote): number => (form.side === 'buy' ? quote.ask : quote.bid);

/** Does the walk meet a limit? A market order has none, and is always met. */
export function meets(side: 'buy' | 'sell', limit: number | undefined, quote: Quote): boolean {
  if (limit === undefined) return true;
  return side === 'buy' ? quote.ask <= limit : quote.bid >= limit;
}

/** What an order needs to be taken: what it pays with, and its fee where that comes out of the same asset. */
export function fundsOf(order: Order, price: Big | undefined, rate: Big): Funds {
  const { pair, side, isFeeInBase } = order.form;
  const withFee = new Big(1).plus(rate);
  if (side === 'sell') {
    const amount = isFeeInBase ? order.volume.times(withFee) : order.volume;
    return { asset: pair.base, amount: amount.round(pair.base.decimals, 3) };
  }
  const cost = order.volume.times(price ?? 0);
  return { asset: pair.quote, amount: (isFeeInBase ? cost : cost.times(withFee)).round(pair.quote.decimals, 3) };
}
