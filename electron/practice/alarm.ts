import type { Pair } from './markets.ts';
import type { Order } from './order.ts';
import type { Walk } from './prices.ts';

/** The best limits of a pair's open orders, in ticks. */
interface Best {
  buy: number;
  sell: number;
}

/** When something may happen to open orders, without looking at each of them in each second. */
export interface Alarm {
  readonly best: ReadonlyMap<Pair, Best>;
  readonly expiresSec: number;
}

export function alarmOf(orders: Iterable<Order>): Alarm {
  const best = new Map<Pair, Best>();
  let expiresSec = Number.POSITIVE_INFINITY;
  for (const { form, limitTicks } of orders) {
    if (form.expiresSec !== 0) expiresSec = Math.min(expiresSec, form.expiresSec);
    if (limitTicks === undefined) continue;
    const known = best.get(form.pair) ?? { buy: Number.NEGATIVE_INFINITY, sell: Number.POSITIVE_INFINITY };
    if (form.side === 'buy') known.buy = Math.max(known.buy, limitTicks);
    else known.sell = Math.min(known.sell, limitTicks);
    best.set(form.pair, known);
  }
  return { best, expiresSec };
}

/** Does an order fill or expire in this second? */
export function rings(alarm: Alarm, walk: Walk, sec: number): boolean {
  if (alarm.expiresSec <= sec) return true;
  for (const [pair, { buy, sell }] of alarm.best) {
    const quote = walk.quote(pair, sec);
    if (quote.ask <= buy || quote.bid >= sell) return true;
  }
  return false;
}
