import type { Pair } from '../market/markets.ts';
import type { Walk } from '../market/prices.ts';
import type { Order } from './order.ts';

/** The prices of a pair at which something happens to an open order, in ticks. */
interface Marks {
  /** The best limits. */
  buy: number;
  sell: number;
  /** The nearest triggers above and below. */
  rise: number;
  fall: number;
}

/** When something may happen to open orders, without looking at each of them in each second. */
export interface Alarm {
  readonly marks: ReadonlyMap<Pair, Marks>;
  readonly expiresSec: number;
}

export function alarmOf(orders: Iterable<Order>): Alarm {
  const marks = new Map<Pair, Marks>();
  let expiresSec = Number.POSITIVE_INFINITY;
  for (const order of orders) {
    const { pair } = order.form;
    if (order.form.expiresSec !== 0) expiresSec = Math.min(expiresSec, order.form.expiresSec);
    const known = marks.get(pair) ?? {
      buy: Number.NEGATIVE_INFINITY,
      sell: Number.POSITIVE_INFINITY,
      rise: Number.POSITIVE_INFINITY,
      fall: Number.NEGATIVE_INFINITY,
    };
    mark(known, order);
    marks.set(pair, known);
  }
  return { marks, expiresSec };
}

/** Does an order fill, trigger or expire in this second? */
export function rings(alarm: Alarm, walk: Walk, sec: number): boolean {
  if (alarm.expiresSec <= sec) return true;
  for (const [pair, { buy, sell, rise, fall }] of alarm.marks) {
    const { bid, ask, middle } = walk.quote(pair, sec);
    if (ask <= buy || bid >= sell || middle >= rise || middle <= fall) return true;
  }
  return false;
}

function mark(marks: Marks, { form, isTriggered, limitTicks, triggerTicks }: Order): void {
  if (!isTriggered && triggerTicks !== undefined) {
    if (form.type.startsWith('stop-loss') === (form.side === 'buy')) marks.rise = Math.min(marks.rise, triggerTicks);
    else marks.fall = Math.max(marks.fall, triggerTicks);
  } else if (limitTicks !== undefined) {
    if (form.side === 'buy') marks.buy = Math.max(marks.buy, limitTicks);
    else marks.sell = Math.min(marks.sell, limitTicks);
  }
}
