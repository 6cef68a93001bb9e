import Big from 'big.js';
import type { Move } from '../account/account.ts';
import type { Part } from './fill.ts';
import { makerRate, takerRate } from './funds.ts';
import { type Order, priceOf, type Trade } from './order.ts';

const nothing = new Big(0);

/** A fill of a part of an order, with its fee. */
export function tradeOf(
  order: Order,
  { ticks, volume }: Part,
  of: Pick<Trade, 'id' | 'number' | 'timeMs' | 'isMaker'>,
): Trade {
  const { pair, isFeeInBase } = order.form;
  const price = priceOf(ticks, pair);
  const cost = price.times(volume).round(pair.quote.decimals, 1);
  const rate = of.isMaker ? makerRate : takerRate;
  const fee = isFeeInBase
    ? volume.times(rate).round(pair.base.decimals, 1)
    : cost.times(rate).round(pair.quote.decimals, 1);
  return { ...of, order, price, volume, cost, fee };
}

/** What a fill does to the balances: the quote asset, then the base asset. */
export function movesOf({ id, order, timeMs, volume, cost, fee }: Trade): readonly Move[] {
  const { pair, side, isFeeInBase } = order.form;
  const sign = side === 'buy' ? 1 : -1;
  const of = { type: 'trade', refid: id, timeMs } as const;
  return [
    { ...of, asset: pair.quote, amount: cost.times(-sign), fee: isFeeInBase ? nothing : fee },
    { ...of, asset: pair.base, amount: volume.times(sign), fee: isFeeInBase ? fee : nothing },
  ];
}
