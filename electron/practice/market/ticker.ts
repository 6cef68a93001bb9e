import type { Pair } from './markets.ts';
import { priceText, type Walk } from './prices.ts';

const daySec = 86_400;
const lookSec = 600;

/** By Kraken's letters: ask, bid, close, volume, mean price, trades, low, high, open. */
export interface Ticker {
  readonly a: readonly [string, string, string];
  readonly b: readonly [string, string, string];
  readonly c: readonly [string, string];
  readonly v: readonly [string, string];
  readonly p: readonly [string, string];
  readonly t: readonly [number, number];
  readonly l: readonly [string, string];
  readonly h: readonly [string, string];
  readonly o: string;
}

/** A row of Ticker: today since midnight UTC, and the last 24 hours. */
export function viewTicker(walk: Walk, pair: Pair, nowMs: number): Ticker {
  const nowSec = Math.floor(nowMs / 1000);
  const midnightSec = nowSec - (nowSec % daySec);
  const { bid, ask, middle } = walk.quote(pair, nowSec);
  const today = spanOf(walk, pair, midnightSec, nowSec);
  const day = spanOf(walk, pair, nowSec - daySec, nowSec);
  const text = (ticks: number): string => priceText(ticks, pair);
  return {
    a: [text(ask), '1', '1.000'],
    b: [text(bid), '1', '1.000'],
    c: [text(middle), '0.01000000'],
    v: [today.volume, day.volume],
    p: [text(today.mean), text(day.mean)],
    t: [today.trades, day.trades],
    l: [text(today.low), text(day.low)],
    h: [text(today.high), text(day.high)],
    o: text(today.open),
  };
}

interface Span {
  readonly open: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly volume: string;
  readonly trades: number;
}

function spanOf(walk: Walk, pair: Pair, fromSec: number, toSec: number): Span {
  const looks = Array.from(
    { length: Math.floor((toSec - fromSec) / lookSec) + 1 },
    (_, index) => fromSec + index * lookSec,
  );
  const ticks = [...looks, toSec].map((sec) => walk.quote(pair, sec).middle);
  const volume = ((toSec - fromSec) * 400) / pair.base.usd;
  return {
    open: ticks[0] ?? 0,
    low: Math.min(...ticks),
    high: Math.max(...ticks),
    mean: Math.round(ticks.reduce((sum, tick) => sum + tick, 0) / ticks.length),
    volume: volume.toFixed(8),
    trades: Math.floor((toSec - fromSec) / 5),
  };
}
