import type { Exchange } from './exchange.ts';
import { readCandles } from './market/candles.ts';
import { levelsOf } from './market/depth.ts';
import { type Asset, assetOf, assets, type Pair, pairOf, pairs } from './market/markets.ts';
import { priceText } from './market/prices.ts';
import { readTape } from './market/tape.ts';
import { viewTicker } from './market/ticker.ts';
import { readPair } from './orders/form.ts';
import { type Params, readList, readWhole } from './params.ts';
import type { Answer } from './private.ts';
import { Refusal } from './refusal.ts';

type PublicMethod = (exchange: Exchange, params: Params, nowMs: number) => unknown;

const methods: ReadonlyMap<string, PublicMethod> = new Map<string, PublicMethod>([
  ['Time', time],
  ['SystemStatus', (_exchange, _params, nowMs) => ({ status: 'online', timestamp: `${isoSec(nowMs)}Z` })],
  ['Assets', listAssets],
  ['AssetPairs', listPairs],
  ['Ticker', tickers],
  ['Depth', depth],
  ['OHLC', (exchange, params, nowMs) => readCandles(exchange.walk, readPair(params), params, nowMs)],
  ['Trades', (exchange, params, nowMs) => readTape(exchange.walk, readPair(params), params, nowMs)],
]);

const takerPercent = 0.4;
const makerPercent = 0.25;
const maxDepth = 500;

/** Answers a public request. Takes: method, the path's last part. Gives: Kraken's envelope, refusals included. */
export function answerPublic(exchange: Exchange, method: string, params: Params, nowMs: number): Answer {
  try {
    const run = methods.get(method);
    if (run === undefined) throw new Refusal('EGeneral:Unknown method');
    return { error: [], result: run(exchange, params, nowMs) };
  } catch (error) {
    if (error instanceof Refusal) return { error: [error.words] };
    throw error;
  }
}

const isoSec = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 19);

function time(_exchange: Exchange, _params: Params, nowMs: number): object {
  // "Sun, 21 Mar 2021 14:23:14 GMT" as Kraken writes it: "Sun, 21 Mar 21 14:23:14 +0000".
  const rfc1123 = new Date(nowMs)
    .toUTCString()
    .replace(/ \d\d(\d\d) /, ' $1 ')
    .replace('GMT', '+0000');
  return { unixtime: Math.floor(nowMs / 1000), rfc1123 };
}

function listAssets(_exchange: Exchange, params: Params): object {
  const asked = readList(params, 'asset').map((name) => {
    const asset = assetOf(name);
    if (asset === undefined) throw new Refusal('EQuery:Unknown asset');
    return asset;
  });
  const view = ({ altname, decimals, displayDecimals }: Asset): object => ({
    aclass: 'currency',
    altname,
    decimals,
    display_decimals: displayDecimals,
    status: 'enabled',
  });
  return Object.fromEntries((asked.length === 0 ? assets : asked).map((asset) => [asset.id, view(asset)]));
}

function listPairs(_exchange: Exchange, params: Params): object {
  return Object.fromEntries(askedPairs(params).map((pair) => [pair.id, viewPair(pair)]));
}

function viewPair(pair: Pair): object {
  return {
    altname: pair.altname,
    wsname: pair.wsname,
    aclass_base: 'currency',
    base: pair.base.id,
    aclass_quote: 'currency',
    quote: pair.quote.id,
    lot: 'unit',
    cost_decimals: pair.costDecimals,
    pair_decimals: pair.priceDecimals,
    lot_decimals: pair.lotDecimals,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, takerPercent]],
    fees_maker: [[0, makerPercent]],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: pair.orderMin,
    costmin: pair.costMin,
    tick_size: (10 ** -pair.priceDecimals).toFixed(pair.priceDecimals),
    status: 'online',
  };
}

function tickers(exchange: Exchange, params: Params, nowMs: number): object {
  return Object.fromEntries(askedPairs(params).map((pair) => [pair.id, viewTicker(exchange.walk, pair, nowMs)]));
}

function depth({ walk }: Exchange, params: Params, nowMs: number): object {
  const pair = readPair(params);
  const count = readWhole(params, 'count', 100, 1, maxDepth);
  const nowSec = Math.floor(nowMs / 1000);
  const side = (name: 'bid' | 'ask'): readonly unknown[] =>
    levelsOf(walk, pair, name, nowSec, count).map(({ ticks, volume }, index) => [
      priceText(ticks, pair),
      volume,
      nowSec - (index % 30),
    ]);
  return { [pair.id]: { asks: side('ask'), bids: side('bid') } };
}

function askedPairs(params: Params): readonly Pair[] {
  const asked = readList(params, 'pair').map((name) => {
    const pair = pairOf(name);
    if (pair === undefined) throw new Refusal('EQuery:Unknown asset pair');
    return pair;
  });
  return asked.length === 0 ? pairs : asked;
}
