import { candlesOf, intervalsMin } from '../market/candles.ts';
import { type Level, levelsOf } from '../market/depth.ts';
import type { Pair } from '../market/markets.ts';
import { tradesBetween } from '../market/tape.ts';
import { viewTicker } from '../market/ticker.ts';
import type { Feed, Message, OpenFeed } from './channel.ts';
import { checksumOf } from './checksum.ts';
import { exact, exactPrice, symbolOf, timeText } from './wire.ts';

const depths: readonly unknown[] = [10, 25, 100, 500, 1000];
const snapshotTrades = 50;

/** The public channels of a pair, by Kraken's names. Source: docs.kraken.com/api/docs/websocket-v2/ticker and its siblings. */
export const publicFeeds: ReadonlyMap<string, OpenFeed> = new Map<string, OpenFeed>([
  ['ticker', openTicker],
  ['book', openBook],
  ['trade', openTrades],
  ['ohlc', openCandles],
]);

function openTicker({ walk }: Parameters<OpenFeed>[0], pair: Pair): ReturnType<OpenFeed> {
  let last = '';
  const read = (nowMs: number, type: Message['type']): Message | undefined => {
    const { a, b, c, v, p, l, h, o } = viewTicker(walk, pair, nowMs);
    const change = (Number(c[0]) - Number(o)).toFixed(pair.priceDecimals);
    const row = {
      symbol: symbolOf(pair),
      bid: exact(b[0]),
      bid_qty: exact(b[2]),
      ask: exact(a[0]),
      ask_qty: exact(a[2]),
      last: exact(c[0]),
      volume: exact(v[1]),
      vwap: exact(p[1]),
      low: exact(l[1]),
      high: exact(h[1]),
      change: exact(change),
      change_pct: exact(((100 * Number(change)) / Number(o)).toFixed(2)),
    };
    const text = [a[0], b[0], c[0]].join();
    if (type === 'update' && text === last) return undefined;
    last = text;
    return { channel: 'ticker', type, data: [row] };
  };
  return { feed: feedOf(read), accepted: {} };
}

function openBook(
  { walk }: Parameters<OpenFeed>[0],
  pair: Pair,
  options: Readonly<Record<string, unknown>>,
): ReturnType<OpenFeed> {
  const depth = options['depth'] ?? 10;
  if (typeof depth !== 'number' || !depths.includes(depth)) return undefined;
  let shown: { readonly asks: readonly Level[]; readonly bids: readonly Level[] } = { asks: [], bids: [] };
  const read = (nowMs: number, type: Message['type']): Message | undefined => {
    const sec = Math.floor(nowMs / 1000);
    const [asks, bids] = [levelsOf(walk, pair, 'ask', sec, depth), levelsOf(walk, pair, 'bid', sec, depth)];
    const changed = { asks: changesOf(shown.asks, asks), bids: changesOf(shown.bids, bids) };
    shown = { asks, bids };
    if (type === 'update' && changed.asks.length + changed.bids.length === 0) return undefined;
    const write = (levels: readonly Level[]): object[] =>
      levels.map(({ ticks, volume }) => ({ price: exactPrice(ticks, pair), qty: exact(volume) }));
    const sides =
      type === 'snapshot'
        ? { bids: write(bids), asks: write(asks) }
        : { bids: write(changed.bids), asks: write(changed.asks) };
    const checksum = checksumOf(pair, asks, bids);
    const row = { symbol: symbolOf(pair), ...sides, checksum, timestamp: timeText(sec * 1000) };
    return { channel: 'book', type, data: [row] };
  };
  return { feed: feedOf(read), accepted: { depth } };
}

/** Levels that are new, have another volume, or are gone (volume 0). */
function changesOf(before: readonly Level[], after: readonly Level[]): readonly Level[] {
  const [old, now] = [before, after].map((levels) => new Map(levels.map(({ ticks, volume }) => [ticks, volume])));
  const gone = before
    .filter(({ ticks }) => now?.has(ticks) !== true)
    .map(({ ticks }) => ({ ticks, volume: '0.00000000' }));
  return [...gone, ...after.filter(({ ticks, volume }) => old?.get(ticks) !== volume)];
}

function openTrades({ walk }: Parameters<OpenFeed>[0], pair: Pair): ReturnType<OpenFeed> {
  let seenMs = Number.NEGATIVE_INFINITY;
  const read = (nowMs: number, type: Message['type']): Message | undefined => {
    const fromMs = type === 'snapshot' ? nowMs - 3_600_000 : seenMs;
    const trades = tradesBetween(walk, pair, fromMs, nowMs).slice(-snapshotTrades);
    seenMs = nowMs;
    const data = trades.map(([price, volume, atSec, side, kind, , id]) => ({
      symbol: symbolOf(pair),
      side: side === 'b' ? 'buy' : 'sell',
      price: exact(price),
      qty: exact(volume),
      ord_type: kind === 'm' ? 'market' : 'limit',
      trade_id: id,
      timestamp: timeText(Math.round(atSec * 1000)),
    }));
    return data.length === 0 ? undefined : { channel: 'trade', type, data };
  };
  return { feed: feedOf(read), accepted: {} };
}

function openCandles(
  { walk }: Parameters<OpenFeed>[0],
  pair: Pair,
  options: Readonly<Record<string, unknown>>,
): ReturnType<OpenFeed> {
  const interval = options['interval'] ?? 1;
  if (typeof interval !== 'number' || !intervalsMin.includes(interval)) return undefined;
  let last = '';
  const read = (nowMs: number, type: Message['type']): Message | undefined => {
    const rows = candlesOf(walk, pair, interval, nowMs, type === 'snapshot' ? snapshotTrades : 1);
    const data = rows.map(([startSec, open, high, low, close, vwap, volume, trades]) => ({
      symbol: symbolOf(pair),
      ...{ open: exact(open), high: exact(high), low: exact(low), close: exact(close) },
      ...{ vwap: exact(vwap), trades, volume: exact(volume), interval },
      interval_begin: timeText(startSec * 1000),
      timestamp: timeText((startSec + interval * 60) * 1000),
    }));
    const text = JSON.stringify(data.at(-1));
    if (type === 'update' && text === last) return undefined;
    last = text;
    return { channel: 'ohlc', type, data };
  };
  return { feed: feedOf(read), accepted: { interval } };
}

const feedOf = (read: (nowMs: number, type: Message['type']) => Message | undefined): Feed => ({
  snapshot: (nowMs) => read(nowMs, 'snapshot'),
  update: (nowMs) => read(nowMs, 'update'),
});
