import Big from 'big.js';
import { levelsOf } from '../market/depth.ts';
import type { Pair } from '../market/markets.ts';
import type { Walk } from '../market/prices.ts';
import { type Order, priceOf, remainingOf } from './order.ts';

/** A part of an order at one price. */
export interface Part {
  readonly ticks: number;
  readonly volume: Big;
}

const nothing = new Big(0);
// Deeper than what the account could buy.
const depth = 60;
// What passes a resting order in a second, in dollars.
const leastFlow = 500;
const moreFlow = 20_000;

/** What an order takes from the other side of the book, best price first, no worse than its limit. */
export function takenParts(walk: Walk, order: Order, sec: number): readonly Part[] {
  const { pair, side } = order.form;
  const parts: Part[] = [];
  let left = remainingOf(order);
  for (const level of levelsOf(walk, pair, side === 'buy' ? 'ask' : 'bid', sec, depth)) {
    const isPast = order.limitTicks !== undefined && (level.ticks - order.limitTicks) * (side === 'buy' ? 1 : -1) > 0;
    if (left.lte(0) || isPast) break;
    const volume = least(left, new Big(level.volume));
    parts.push({ ticks: level.ticks, volume });
    left = left.minus(volume);
  }
  return parts;
}

/** What comes by for a resting order in a second in which the market meets its limit. */
export function restingPart(walk: Walk, order: Order, ticks: number, sec: number): Part {
  const { pair } = order.form;
  const flow = leastFlow + moreFlow * walk.chance(`flow:${pair.id}`, sec);
  const passing = new Big(flow / pair.base.usd).round(pair.lotDecimals, 0);
  return { ticks, volume: least(remainingOf(order), passing) };
}

/** The volume that an amount of the quote asset buys through the book. */
export function volumeFor(walk: Walk, pair: Pair, cost: Big, sec: number): Big {
  let left = cost;
  let volume = nothing;
  for (const level of levelsOf(walk, pair, 'ask', sec, depth)) {
    const price = priceOf(level.ticks, pair);
    const part = least(new Big(level.volume), left.div(price).round(pair.lotDecimals, 0));
    volume = volume.plus(part);
    left = left.minus(part.times(price));
    if (part.lt(level.volume)) break;
  }
  return volume;
}

export const volumeOf = (parts: readonly Part[]): Big => parts.reduce((sum, { volume }) => sum.plus(volume), nothing);

export const costOf = (parts: readonly Part[], pair: Pair): Big =>
  parts.reduce((sum, { ticks, volume }) => sum.plus(priceOf(ticks, pair).times(volume)), nothing);

const least = (a: Big, b: Big): Big => (a.lt(b) ? a : b);
