import Big from 'big.js';
import { costOf, type Part, volumeOf } from './fill.ts';
import type { OrderForm } from './form.ts';
import { type Funds, type Order, priceOf, remainingOf } from './order.ts';

export const makerRate = new Big('0.0025');
export const takerRate = new Big('0.004');

const nothing = new Big(0);

/** What an open order sets apart for what is left of it. */
export const heldBy = (order: Order): Funds => fundsOf(order.form, remainingOf(order), priceFor(order), rateFor(order));

/** What an order needs to be placed: what it takes at once, and what it then sets apart for the rest. */
export function neededFor(order: Order, parts: readonly Part[]): Funds {
  const taken = volumeOf(parts);
  const meanPrice = taken.eq(0) ? nothing : costOf(parts, order.form.pair).div(taken);
  const atOnce = fundsOf(order.form, taken, meanPrice, takerRate);
  const later = fundsOf(order.form, remainingOf(order).minus(taken), priceFor(order), rateFor(order));
  return { asset: later.asset, amount: later.amount.plus(atOnce.amount) };
}

/** A market order that waits is counted by the price that it waits for. */
const priceFor = (order: Order): Big => priceOf(order.limitTicks ?? order.triggerTicks ?? 0, order.form.pair);

const rateFor = (order: Order): Big => (order.limitTicks === undefined ? takerRate : makerRate);

/** What it pays with, and its fee where that comes out of the same asset. */
function fundsOf({ pair, side, isFeeInBase }: OrderForm, volume: Big, price: Big, rate: Big): Funds {
  const withFee = new Big(1).plus(rate);
  if (side === 'sell') {
    const amount = isFeeInBase ? volume.times(withFee) : volume;
    return { asset: pair.base, amount: amount.round(pair.base.decimals, 3) };
  }
  const cost = volume.times(price);
  return { asset: pair.quote, amount: (isFeeInBase ? cost : cost.times(withFee)).round(pair.quote.decimals, 3) };
}
