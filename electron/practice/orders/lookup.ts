import type Big from 'big.js';
import type { Exchange } from '../exchange.ts';
import type { Pair } from '../market/markets.ts';
import type { Call } from '../method.ts';
import { type Order, priceOf } from './order.ts';

/** Open orders of an id, or of a user's reference. */
export const openById = ({ exchange }: Call, name: string): readonly Order[] =>
  exchange.book.open().filter((order) => order.id === name || String(order.form.userref) === name);

export const openByClientId = ({ exchange }: Call, clOrdId: string): readonly Order[] =>
  exchange.book.open().filter((order) => order.form.clOrdId === clOrdId);

/** What relative prices are measured from. */
export const lastPriceOf = ({ walk }: Exchange, pair: Pair, nowMs: number): Big =>
  priceOf(walk.quote(pair, Math.floor(nowMs / 1000)).middle, pair);
