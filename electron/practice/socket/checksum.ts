import { crc32 } from 'node:zlib';
import type { Level } from '../market/depth.ts';
import type { Pair } from '../market/markets.ts';
import { priceText } from '../market/prices.ts';

const counted = 10;

/**
 * CRC32 of the ten best asks and then the ten best bids, digits only and without leading zeros.
 * Source: docs.kraken.com/api/docs/guides/spot-ws-book-v2
 */
export function checksumOf(pair: Pair, asks: readonly Level[], bids: readonly Level[]): number {
  const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '');
  const side = (levels: readonly Level[]): string =>
    levels
      .slice(0, counted)
      .map(({ ticks, volume }) => digits(priceText(ticks, pair)) + digits(volume))
      .join('');
  return crc32(side(asks) + side(bids));
}
