import { type Pair, pairs } from '../market/markets.ts';
import { priceText } from '../market/prices.ts';

/** A number that keeps its digits in JSON: `0.10000000`, as Kraken writes it and as its checksums count it. */
export function exact(text: string): unknown {
  const rawJson: unknown = Reflect.get(JSON, 'rawJSON');
  if (typeof rawJson !== 'function') throw new TypeError('this Node has no JSON.rawJSON');
  return Reflect.apply(rawJson, JSON, [text]);
}

export const exactPrice = (ticks: number, pair: Pair): unknown => exact(priceText(ticks, pair));

/** The name of an asset in version 2, where bitcoin is BTC. */
export const assetName = (altname: string): string => newNames.get(altname) ?? altname;

/** The name of a pair in version 2: `BTC/USD`. */
export const symbolOf = ({ base, quote }: Pair): string => `${assetName(base.altname)}/${assetName(quote.altname)}`;

/** Takes: what a client sent. Gives: undefined where it names no pair that is traded here. */
export const pairOfSymbol = (symbol: unknown): Pair | undefined =>
  typeof symbol === 'string' ? bySymbol.get(symbol) : undefined;

export const timeText = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, -1)}000Z`;

const newNames: ReadonlyMap<string, string> = new Map([
  ['XBT', 'BTC'],
  ['XDG', 'DOGE'],
]);
const bySymbol = new Map(pairs.map((pair) => [symbolOf(pair), pair]));
