import type { Pair } from './markets.ts';
import type { Walk } from './prices.ts';

/** A price of the order book and what is there. */
export interface Level {
  readonly ticks: number;
  /** In the base asset. */
  readonly volume: string;
}

// What stands at a level, in dollars.
const leastWorth = 2_000;
const moreWorth = 58_000;
const maxLevels = 1000;

/** The levels of one side of the order book in a second, best price first. */
export function levelsOf(walk: Walk, pair: Pair, side: 'bid' | 'ask', nowSec: number, count: number): readonly Level[] {
  const { bid, ask } = walk.quote(pair, nowSec);
  const gap = ask - bid;
  const levels: Level[] = [];
  for (let index = 0; index < count; index += 1) {
    const ticks = side === 'ask' ? ask + index * gap : bid - index * gap;
    if (ticks <= 0) break;
    const worth = leastWorth + moreWorth * walk.chance(`depth:${pair.id}:${side}`, nowSec * maxLevels + index);
    levels.push({ ticks, volume: (worth / pair.base.usd).toFixed(8) });
  }
  return levels;
}
