import Big from 'big.js';
import { Account } from '../account/account.ts';
import type { Quote, Walk } from '../market/prices.ts';
import { invalidArguments, Refusal } from '../refusal.ts';
import { alarmOf, rings } from './alarm.ts';
import type { BookEvent, BookListener, OrderChange } from './events.ts';
import { type Part, restingPart, takenParts, volumeFor, volumeOf } from './fill.ts';
import { checkVolume, closingForm, type OrderForm } from './form.ts';
import { heldBy, neededFor } from './funds.ts';
import { nameOf } from './names.ts';
import {
  type Amendment,
  type Funds,
  isTriggeredBy,
  meets,
  type Order,
  type OrderTerms,
  openOrder,
  remainingOf,
  type Trade,
} from './order.ts';
import { movesOf, tradeOf } from './trade.ts';

// A shift of the clock by months must not freeze the exchange: only the last days are walked through.
const maxWalkSec = 2 * 86_400;

/** Orders, fills and balances of the practice account. */
export class Book {
  readonly account: Account;
  /** Every order and every trade, oldest first. */
  readonly orders = new Map<string, Order>();
  readonly trades = new Map<string, Trade>();
  readonly #open = new Map<string, Order>();
  readonly #seed: string;
  readonly #walk: Walk;
  readonly #listeners = new Set<BookListener>();
  #settledSec = 0;
  #amendments = 0;
  #cancelAllAtSec: number | undefined;

  constructor(seed: string, walk: Walk) {
    this.#seed = seed;
    this.#walk = walk;
    this.account = new Account((number) => nameOf(seed, 'L', number));
  }

  /** Tells of what happens to orders and balances, at once and in order. Gives: what ends it. */
  watch(listener: BookListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Open orders, newest first, as Kraken lists them. */
  open(): readonly Order[] {
    return [...this.#open.values()].reverse();
  }

  /** Places an order: it waits for its trigger, takes what it meets, and the rest of it rests. Throws: Refusal. */
  place(form: OrderForm, nowMs: number, parentId?: string): Order {
    this.#refuseTakenName(form.clOrdId);
    const sec = Math.floor(nowMs / 1000);
    const quote = this.#walk.quote(form.pair, sec);
    const order = this.#newOrder(form, nowMs, parentId);
    order.isTriggered = isTriggeredBy(order, quote);
    const parts = this.#partsNow(order, quote, sec);
    this.#need(order, parts);
    this.orders.set(order.id, order);
    this.#tell('new', order, nowMs);
    if (order.isTriggered) this.#take(order, parts, nowMs);
    else this.#rest(order);
    return order;
  }

  /** Would `place` take it? Throws: the same Refusal, but for funds. */
  check(form: OrderForm, nowMs: number): void {
    this.#refuseTakenName(form.clOrdId);
    const sec = Math.floor(nowMs / 1000);
    const order = this.#newOrder(form, nowMs, undefined);
    this.#partsNow(order, this.#walk.quote(form.pair, sec), sec);
  }

  /** Cancels open orders. Gives: how many there were. */
  cancel(orders: readonly Order[], nowMs: number, reason: string): number {
    for (const order of orders) this.#end(order, 'canceled', nowMs, reason);
    return orders.length;
  }

  /** Puts an order in the place of another, which stays as it was where the new one is refused. Throws: Refusal. */
  replace(old: Order, form: OrderForm, nowMs: number): Order {
    const held = old.held;
    this.#leave(old);
    try {
      const order = this.place(form, nowMs);
      close(old, 'canceled', nowMs, 'Order replaced');
      this.#tell('canceled', old, nowMs);
      return order;
    } catch (error) {
      this.#rest(old, held);
      throw error;
    }
  }

  /** Changes an open order where it stands. Throws: Refusal; the order is then as it was. */
  amend(order: Order, terms: OrderTerms, isPost: boolean, nowMs: number): Amendment {
    const { volume, limitTicks, triggerTicks, isTriggered, held } = order;
    this.#leave(order);
    Object.assign(order, terms);
    try {
      this.#amended(order, isPost, nowMs);
    } catch (error) {
      Object.assign(order, { volume, limitTicks, triggerTicks, isTriggered });
      this.#rest(order, held);
      throw error;
    }
    const remaining = remainingOf(order);
    const id = nameOf(this.#seed, 'A', ++this.#amendments);
    const amendment = { ...terms, id, timeMs: nowMs, remaining: remaining.lt(0) ? new Big(0) : remaining };
    order.amendments.push(amendment);
    return amendment;
  }

  #amended(order: Order, isPost: boolean, nowMs: number): void {
    if (remainingOf(order).lte(0)) {
      this.#end(order, 'canceled', nowMs, 'Order amended below what was filled');
      return;
    }
    const sec = Math.floor(nowMs / 1000);
    const quote = this.#walk.quote(order.form.pair, sec);
    order.isTriggered ||= isTriggeredBy(order, quote);
    const parts = this.#partsNow(order, quote, sec, isPost);
    this.#need(order, parts);
    this.#tell('amended', order, nowMs);
    if (order.isTriggered) this.#take(order, parts, nowMs);
    else this.#rest(order);
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
    for (const order of [...this.#open.values()]) this.#settleOrder(order, sec);
  }

  #settleOrder(order: Order, sec: number): void {
    const { form } = order;
    const quote = this.#walk.quote(form.pair, sec);
    if (form.expiresSec !== 0 && form.expiresSec <= sec) this.#end(order, 'expired', sec * 1000, undefined);
    else if (!order.isTriggered) {
      if (isTriggeredBy(order, quote)) this.#trigger(order, quote, sec);
    } else if (order.limitTicks !== undefined && meets(form.side, order.limitTicks, quote)) {
      this.#leave(order);
      this.#fill(order, [restingPart(this.#walk, order, order.limitTicks, sec)], sec * 1000, true);
      this.#settleRest(order, sec * 1000);
    }
  }

  /** A market that ran away may have left less than the order needs. */
  #trigger(order: Order, quote: Quote, sec: number): void {
    order.isTriggered = true;
    this.#leave(order);
    this.#tell('status', order, sec * 1000);
    const parts = this.#partsNow(order, quote, sec);
    try {
      this.#need(order, parts);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#end(order, 'canceled', sec * 1000, 'Insufficient funds');
      return;
    }
    this.#take(order, parts, sec * 1000);
  }

  /** What an order takes at once. Throws: Refusal where it must not take anything. */
  #partsNow(order: Order, quote: Quote, sec: number, isPost = order.form.isPostOnly): readonly Part[] {
    if (!order.isTriggered || !meets(order.form.side, order.limitTicks, quote)) return [];
    if (isPost) throw new Refusal('EOrder:Post only order');
    return takenParts(this.#walk, order, sec);
  }

  #need(order: Order, parts: readonly Part[]): void {
    const { asset, amount } = neededFor(order, parts);
    this.account.need(asset, amount);
  }

  #take(order: Order, parts: readonly Part[], nowMs: number): void {
    const { timeInForce } = order.form;
    const isWhole = volumeOf(parts).gte(remainingOf(order));
    if (timeInForce !== 'FOK' || isWhole) this.#fill(order, parts, nowMs, false);
    const mayRest = order.limitTicks !== undefined && timeInForce !== 'IOC' && timeInForce !== 'FOK';
    if (!mayRest && remainingOf(order).gt(0)) this.#end(order, 'canceled', nowMs, 'User requested');
    else this.#settleRest(order, nowMs);
  }

  #settleRest(order: Order, nowMs: number): void {
    if (remainingOf(order).gt(0)) this.#rest(order);
    else this.#end(order, 'closed', nowMs, undefined);
  }

  #fill(order: Order, parts: readonly Part[], timeMs: number, isMaker: boolean): void {
    for (const part of parts) {
      const number = this.trades.size + 1;
      const trade = tradeOf(order, part, { id: nameOf(this.#seed, 'T', number), number, timeMs, isMaker });
      this.trades.set(trade.id, trade);
      order.trades.push(trade);
      order.filled = order.filled.plus(trade.volume);
      order.cost = order.cost.plus(trade.cost);
      order.fee = order.fee.plus(trade.fee);
      this.#tell('trade', order, timeMs, trade);
      for (const move of movesOf(trade)) this.#emit({ kind: 'balance', entry: this.account.move(move) });
    }
  }

  #rest(order: Order, held: Funds | undefined = heldBy(order)): void {
    order.held = held;
    this.account.hold(held.asset, held.amount);
    this.#open.set(order.id, order);
  }

  #leave(order: Order): void {
    if (order.held !== undefined) this.account.hold(order.held.asset, order.held.amount.times(-1));
    order.held = undefined;
    this.#open.delete(order.id);
  }

  #end(order: Order, status: Exclude<Order['status'], 'open'>, timeMs: number, reason: string | undefined): void {
    this.#leave(order);
    close(order, status, timeMs, reason);
    this.#tell(status === 'closed' ? 'filled' : status, order, timeMs);
    this.#openClose(order, timeMs);
  }

  /** A conditional close is an order of its own once the first has filled; one that can't stand is not placed. */
  #openClose({ id, form, filled }: Order, timeMs: number): void {
    if (form.close === undefined || filled.eq(0)) return;
    try {
      this.place(closingForm(form, form.close, filled), timeMs, id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  #newOrder(form: OrderForm, nowMs: number, parentId: string | undefined): Order {
    const sec = Math.floor(nowMs / 1000);
    const volume = form.isVolumeInQuote ? volumeFor(this.#walk, form.pair, form.volume, sec) : form.volume;
    checkVolume(volume, form.pair.orderMin);
    return openOrder(form, { id: nameOf(this.#seed, 'O', this.orders.size + 1), parentId, openMs: nowMs, volume });
  }

  #refuseTakenName(clOrdId: string | undefined): void {
    if (clOrdId === undefined) return;
    if (this.open().some((order) => order.form.clOrdId === clOrdId)) throw invalidArguments('cl_ord_id');
  }

  #tell(change: OrderChange, order: Order, timeMs: number, trade?: Trade): void {
    this.#emit({ kind: 'order', change, order, trade, timeMs });
  }

  #emit(event: BookEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function close(order: Order, status: Order['status'], timeMs: number, reason: string | undefined): void {
  order.status = status;
  order.closeMs = timeMs;
  order.reason = reason;
}
