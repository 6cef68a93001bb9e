import { hash } from 'node:crypto';
import type { Asset, Pair } from './markets.ts';

/** The best quotes of a pair in a second, in ticks (a price times ten to the pair's decimals). */
export interface Quote {
  readonly bid: number;
  readonly ask: number;
  readonly middle: number;
}

/** A seeded walk: the same seed and the same second give the same price, whatever was asked before. */
export interface Walk {
  /** Takes: whole Unix seconds. */
  quote(pair: Pair, atSec: number): Quote;
  /** Dollars for one of an asset. */
  usd(asset: Asset, atSec: number): number;
  /** A number in [0, 1) for a place in a named series. */
  chance(series: string, index: number): number;
}

// Waves of 4 s to 48 days; each four times as long is twice as high, which is how far a random walk gets.
const periodsSec = Array.from({ length: 11 }, (_, index) => 4 ** (index + 1));
const dayHeight = 0.025;
const heights = periodsSec.map((periodSec) => dayHeight * Math.sqrt(periodSec / 86_400));
const halfSpread = 0.00005;

export function openWalk(seed: string): Walk {
  const seeds = new Map<string, number>();
  const seedOf = (name: string): number => {
    const known = seeds.get(name);
    if (known !== undefined) return known;
    const made = hash('sha256', `${seed}:${name}`, 'buffer').readUInt32BE(0);
    seeds.set(name, made);
    return made;
  };
  const usd = (asset: Asset, atSec: number): number =>
    asset.swing === 0 ? asset.usd : asset.usd * (1 + asset.swing * lean(seedOf(asset.id), atSec));
  return {
    usd,
    chance: (series, index) => mix(seedOf(series), index) / 2 ** 32,
    quote: (pair, atSec) => {
      const scale = 10 ** pair.priceDecimals;
      const middle = (usd(pair.base, atSec) / usd(pair.quote, atSec)) * scale;
      const bid = Math.floor(middle * (1 - halfSpread));
      return { bid, ask: Math.max(Math.ceil(middle * (1 + halfSpread)), bid + 1), middle: Math.round(middle) };
    },
  };
}

/** A price in ticks as Kraken writes it. */
export const priceText = (ticks: number, pair: Pair): string =>
  (ticks / 10 ** pair.priceDecimals).toFixed(pair.priceDecimals);

/** How far the walk is from its start, at most about a third either way. */
function lean(seed: number, atSec: number): number {
  let sum = 0;
  for (let wave = 0; wave < periodsSec.length; wave += 1) {
    const place = atSec / (periodsSec[wave] ?? 1);
    const index = Math.floor(place);
    const part = place - index;
    const from = swing(seed, wave, index);
    sum += (heights[wave] ?? 0) * (from + (swing(seed, wave, index + 1) - from) * part);
  }
  return sum;
}

const swing = (seed: number, wave: number, index: number): number =>
  mix(seed + Math.imul(wave + 1, 0x9e37_79b1), index) / 2 ** 31 - 1;

/** MurmurHash3's last step: cheap, and enough for prices. */
function mix(seed: number, index: number): number {
  let value = seed ^ Math.imul(index | 0, 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2_ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
