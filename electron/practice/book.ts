import { createHash } from 'node:crypto';
import { Account } from './account.ts';
import { alarmOf, rings } from './alarm.ts';
import type { Pair } from './markets.ts';
import {
  type Funds,
  fundsOf,
  makerRate,
  meets,
  type Order,
  priceOf,
  type Trade,
  takenTicks,
  takerRate,
  ticksOf,
} from './order.ts';
import type { OrderForm } from './order-form.ts';
import type { Quote, Walk } from './prices.ts';
import { invalidArguments, Refusal } from './refusal.ts';

// A shift of the clock by months must not freeze the exchange: only the last days are walked through.
const maxWalkSec = 2 * 86_400;

/** Orders, fills and balances of the practice account. */
export class Book {
  readonly account = new Account();
  /** Every order and every trade, oldest first. */
  readonly orders = new Map<string, Order>();
  readonly trades = new Map<string, Trade>();
  readonly #open = new Map<string, Order>();
  readonly #seed: string;
  readonly #walk: Walk;
  #settledSec = 0;
  #cancelAllAtSec: number | undefined;

  constructor(seed: string, walk: Walk) {
    this.#seed = seed;
    this.#walk = walk;
  }

  /** Open orders, newest first, as Kraken lists them. */
  open(): readonly Order[] {
    return [...this.#open.values()].reverse();
  }

  /** Places an order: it fills at once where it meets the walk, else it rests. Throws: Refusal. */
  place(form: OrderForm, nowMs: number): Order {
    this.#refuseTakenName(form.clOrdId);
    const quote = this.#walk.quote(form.pair, Math.floor(nowMs / 1000));
    const order = this.#newOrder(form, quote, nowMs);
    const isTaker = meets(order.form.side, order.limitTicks, quote);
    if (isTaker && form.isPostOnly) throw new Refusal('EOrder:Post only order');
    const rate = isTaker ? takerRate : makerRate;
    const needed = fundsOf(order, isTaker ? priceOf(takenTicks(form, quote), form.pair) : form.price, rate);
    this.account.need(needed.asset, needed.amount);
    this.orders.set(order.id, order);
    if (isTaker) this.#fill(order, takenTicks(form, quote), nowMs, false);
    else if (form.timeInForce === 'IOC' || form.timeInForce === 'FOK')
      close(order, 'canceled', nowMs, 'User requested');
    else this.#rest(order, needed);
    return order;
  }

  /** Would `place` take it? Throws: the same Refusal. */
  check(form: OrderForm, nowMs: number): void {
    this.#refuseTakenName(form.clOrdId);
    const quote = this.#walk.quote(form.pair, Math.floor(nowMs / 1000));
    if (form.isPostOnly && form.price !== undefined && meets(form.side, ticksOf(form.price, form.pair), quote)) {
      throw new Refusal('EOrder:Post only order');
    }
  }

  /** Cancels open orders. Gives: how many there were. */
  cancel(orders: readonly Order[], nowMs: number, reason: string): number {
    for (const order of orders) {
      this.#leave(order);
      close(order, 'canceled', nowMs, reason);
    }
    return orders.length;
  }

  /** Cancels everything at a moment; undefined takes that back. */
  cancelAllAt(atSec: number | undefined): void {
    this.#cancelAllAtSec = atSec;
  }

  /** Goes through the seconds since the last time: fills what the walk crossed, ends what ran out. */
  settle(nowMs: number): void {
    const nowSec = Math.floor(nowMs / 1000);
    const isDue = this.#open.size > 0 || this.#cancelAllAtSec !== undefined;
    if (isDue && nowSec > this.#settledSec) {
      this.#walkThrough(Math.max(this.#settledSec + 1, nowSec - maxWalkSec), nowSec);
      if (this.#cancelsAllBy(nowSec)) this.#cancelAllAtSec = undefined;
    }
    this.#settledSec = nowSec;
  }

  #walkThrough(firstSec: number, lastSec: number): void {
    let alarm = alarmOf(this.#open.values());
    for (let sec = firstSec; sec <= lastSec && this.#open.size > 0; sec += 1) {
      if (!this.#cancelsAllBy(sec) && !rings(alarm, this.#walk, sec)) continue;
      this.#settleSecond(sec);
      alarm = alarmOf(this.#open.values());
    }
  }

  #cancelsAllBy(sec: number): boolean {
    return this.#cancelAllAtSec !== undefined && this.#cancelAllAtSec <= sec;
  }

  #settleSecond(sec: number): void {
    if (this.#cancelsAllBy(sec)) {
      this.cancel([...this.#open.values()], sec * 1000, 'CancelAllOrdersAfter Timeout');
      return;
    }
    const quotes = new Map<Pair, Quote>();
    for (const order of this.#open.values()) {
      const pair = order.form.pair;
      if (order.form.expiresSec !== 0 && order.form.expiresSec <= sec) {
        this.#leave(order);
        close(order, 'expired', sec * 1000, undefined);
        continue;
      }
      const quote = quotes.get(pair) ?? this.#walk.quote(pair, sec);
      quotes.set(pair, quote);
      if (order.limitTicks !== undefined && meets(order.form.side, order.limitTicks, quote))
        this.#fill(order, order.limitTicks, sec * 1000, true);
    }
  }

  #fill(order: Order, ticks: number, timeMs: number, isMaker: boolean): void {
    const { pair, side, isFeeInBase } = order.form;
    this.#leave(order);
    const price = priceOf(ticks, pair);
    const cost = price.times(order.volume).round(pair.quote.decimals, 1);
    const rate = isMaker ? makerRate : takerRate;
    const fee = isFeeInBase
      ? order.volume.times(rate).round(pair.base.decimals, 1)
      : cost.times(rate).round(pair.quote.decimals, 1);
    const sign = side === 'buy' ? 1 : -1;
    this.account.move(pair.base, order.volume.times(sign));
    this.account.move(pair.quote, cost.times(-sign));
    this.account.move(isFeeInBase ? pair.base : pair.quote, fee.times(-1));
    const number = this.trades.size + 1;
    const id = this.#name('T', number);
    const trade = { id, number, order, timeMs, price, volume: order.volume, cost, fee, isMaker };
    this.trades.set(id, trade);
    order.trade = trade;
    close(order, 'closed', timeMs, undefined);
  }

  #rest(order: Order, held: Funds): void {
    order.held = held;
    this.account.hold(held.asset, held.amount);
    this.#open.set(order.id, order);
  }

  #leave(order: Order): void {
    if (order.held !== undefined) this.account.hold(order.held.asset, order.held.amount.times(-1));
    order.held = undefined;
    this.#open.delete(order.id);
  }

  #newOrder(form: OrderForm, quote: Quote, nowMs: number): Order {
    const volume = form.isVolumeInQuote
      ? form.volume.div(priceOf(quote.ask, form.pair)).round(form.pair.lotDecimals, 0)
      : form.volume;
    if (volume.lt(form.pair.orderMin)) throw new Refusal('EOrder:Order minimum not met');
    const limitTicks = form.price === undefined ? undefined : ticksOf(form.price, form.pair);
    const id = this.#name('O', this.orders.size + 1);
    const open = { held: undefined, status: 'open', reason: undefined, closeMs: 0, trade: undefined } as const;
    return { id, form, volume, limitTicks, openMs: nowMs, ...open };
  }

  #refuseTakenName(clOrdId: string | undefined): void {
    if (clOrdId === undefined) return;
    if (this.open().some((order) => order.form.clOrdId === clOrdId)) throw invalidArguments('cl_ord_id');
  }

  /** Kraken's form of an id: OXXXXX-XXXXX-XXXXXX. */
  #name(kind: 'O' | 'T', number: number): string {
    const digest = createHash('sha256').update(`${this.#seed}:${kind}:${number}`).digest('hex');
    const letters = BigInt(`0x${digest}`).toString(36).toUpperCase();
    return `${kind}${letters.slice(1, 6)}-${letters.slice(6, 11)}-${letters.slice(11, 17)}`;
  }
}

function close(order: Order, status: Order['status'], timeMs: number, reason: string | undefined): void {
  order.status = status;
  order.closeMs = timeMs;
  order.reason = reason;
}
