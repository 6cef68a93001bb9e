import { type Params, readWhole } from '../params.ts';
import { invalidArguments } from '../refusal.ts';
import type { Pair } from './markets.ts';
import { priceText, type Walk } from './prices.ts';

/** The market's trades, one in each of these. */
const slotSec = 5;
const maxTrades = 1000;

/** The result of Trades, oldest first. Takes: `since` in seconds or in nanoseconds. Throws: Refusal. */
export function readTape(walk: Walk, pair: Pair, params: Params, nowMs: number): object {
  const count = readWhole(params, 'count', maxTrades, 1, maxTrades);
  const sinceSec = readSince(params);
  const lastSlot = Math.floor(nowMs / 1000 / slotSec) - 1;
  const firstSlot = sinceSec === undefined ? lastSlot - count + 1 : Math.floor(sinceSec / slotSec);
  const length = Math.max(0, Math.min(count, lastSlot - firstSlot + 1));
  const slots = Array.from({ length }, (_, index) => firstSlot + index);
  const rows = slots
    .filter((slot) => timeOf(walk, pair, slot) > (sinceSec ?? 0))
    .map((slot) => trade(walk, pair, slot));
  const lastTime = rows.at(-1)?.[2] ?? nowMs / 1000;
  return { [pair.id]: rows, last: `${Math.round(lastTime * 1e4)}00000` };
}

/** The market's trades after a moment and up to another, oldest first. */
export function tradesBetween(walk: Walk, pair: Pair, fromMs: number, toMs: number): readonly Row[] {
  const [first, last] = [fromMs, toMs].map((ms) => Math.floor(ms / 1000 / slotSec));
  const length = Math.min(maxTrades, (last ?? 0) - (first ?? 0) + 1);
  const slots = Array.from({ length }, (_, index) => (last ?? 0) - length + 1 + index);
  return slots
    .map((slot) => trade(walk, pair, slot))
    .filter(([, , atSec]) => atSec * 1000 > fromMs && atSec * 1000 <= toMs);
}

/** Price, volume, Unix seconds, b or s, m or l, nothing, number. */
export type Row = readonly [string, string, number, string, string, string, number];

function trade(walk: Walk, pair: Pair, slot: number): Row {
  const atSec = timeOf(walk, pair, slot);
  const isBuy = walk.chance(`side:${pair.id}`, slot) < 0.5;
  const { bid, ask } = walk.quote(pair, Math.floor(atSec));
  const volume = (10 + 4000 * walk.chance(`volume:${pair.id}`, slot)) / pair.base.usd;
  const isMarket = walk.chance(`type:${pair.id}`, slot) < 0.5;
  const price = priceText(isBuy ? ask : bid, pair);
  return [price, volume.toFixed(8), atSec, isBuy ? 'b' : 's', isMarket ? 'm' : 'l', '', slot];
}

/** Seconds with four digits, as Kraken has them. */
const timeOf = (walk: Walk, pair: Pair, slot: number): number =>
  Math.round((slot + walk.chance(`time:${pair.id}`, slot)) * slotSec * 1e4) / 1e4;

function readSince(params: Params): number | undefined {
  const text = params.get('since');
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,19}(\.\d{1,9})?$/.test(text)) throw invalidArguments('since');
  const value = Number(text);
  return value > 1e12 ? value / 1e9 : value;
}
