import { type Params, readWhole } from '../params.ts';
import { invalidArguments } from '../refusal.ts';
import type { Pair } from './markets.ts';
import { priceText, type Walk } from './prices.ts';

/** Minutes. */
export const intervalsMin: readonly number[] = [1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600];
const maxCandles = 720;
const looksPerCandle = 15;

/** The result of OHLC: up to 720 candles, the last one not yet done. Throws: Refusal. */
export function readCandles(walk: Walk, pair: Pair, params: Params, nowMs: number): object {
  const intervalMin = readWhole(params, 'interval', 1, 1, 21_600);
  if (!intervalsMin.includes(intervalMin)) throw invalidArguments('interval');
  const sinceSec = readWhole(params, 'since', 0, 0, Number.MAX_SAFE_INTEGER);
  const nowSec = Math.floor(nowMs / 1000);
  const lengthSec = intervalMin * 60;
  const last = Math.floor(nowSec / lengthSec);
  const first = Math.max(last - maxCandles + 1, Math.floor(sinceSec / lengthSec) + (sinceSec === 0 ? 0 : 1), 0);
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    candle(walk, pair, (first + index) * lengthSec, lengthSec, nowSec),
  );
  return { [pair.id]: rows, last: (last - 1) * lengthSec };
}

/** Start in Unix seconds, open, high, low, close, mean price, volume, number of trades. */
export type Candle = readonly [number, string, string, string, string, string, string, number];

/** The last candles, oldest first, the last one not yet done. */
export function candlesOf(
  walk: Walk,
  pair: Pair,
  intervalMin: number,
  nowMs: number,
  count: number,
): readonly Candle[] {
  const nowSec = Math.floor(nowMs / 1000);
  const lengthSec = intervalMin * 60;
  const first = Math.floor(nowSec / lengthSec) - count + 1;
  return Array.from({ length: count }, (_, index) =>
    candle(walk, pair, (first + index) * lengthSec, lengthSec, nowSec),
  );
}

function candle(walk: Walk, pair: Pair, startSec: number, lengthSec: number, nowSec: number): Candle {
  const endSec = Math.min(startSec + lengthSec, nowSec);
  const stepSec = lengthSec / looksPerCandle;
  const looks = Array.from({ length: looksPerCandle + 1 }, (_, index) => Math.min(startSec + index * stepSec, endSec));
  const ticks = looks.map((sec) => walk.quote(pair, sec).middle);
  const chance = walk.chance(`candle:${pair.id}:${lengthSec}`, startSec);
  const volume = (chance * (endSec - startSec) * 300) / pair.base.usd;
  const [open, close] = [ticks[0] ?? 0, ticks[ticks.length - 1] ?? 0];
  const text = (value: number): string => priceText(value, pair);
  const [high, low, mean] = [Math.max(...ticks), Math.min(...ticks), Math.round((open + close) / 2)];
  const trades = Math.ceil((chance * (endSec - startSec)) / 5);
  return [startSec, text(open), text(high), text(low), text(close), text(mean), volume.toFixed(8), trades];
}
