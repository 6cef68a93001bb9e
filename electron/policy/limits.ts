/** The limits of a grant, held against one request. Pure: prices, sums and the time come as arguments. */
import Big from 'big.js';
import type { Limits, Notional } from '../../shared/model.ts';
import type { OrderTerms } from './effect.ts';
import { isWithin } from './hours.ts';
import { distancePercent, notionalOf, type Prices } from './notional.ts';

/** What a bot has done with a key since midnight UTC, what is on its way included. */
export interface Today {
  readonly orders: number;
  /** In the currency of `maxDailyNotional`; a decimal string. */
  readonly notional: string;
}

/** What the money limits are held against. */
export interface Market {
  readonly nowMs: number;
  readonly prices: Prices;
  /** Undefined where the sums can't be proved: then the day counts as spent. */
  readonly today: Today | undefined;
}

export interface LimitQuestion {
  readonly orders: readonly OrderTerms[];
  /** The one market of all orders; undefined where it can't be told. */
  readonly symbol: string | undefined;
  /** Are orders made, or one changed? */
  readonly isNew: boolean;
  readonly market: Market;
}

export type LimitAnswer =
  | { readonly kind: 'within'; readonly charge: Charge }
  | { readonly kind: 'against'; readonly detail: string }
  /** `worth`: of all its orders, in the currency of `askAbove`. */
  | { readonly kind: 'ask'; readonly detail: string; readonly worth: Notional; readonly charge: Charge };

/** What a request takes of the day's limits. */
export interface Charge {
  readonly orders: number;
  /** In the currency of `maxDailyNotional`; undefined where there is none. */
  readonly notional: Notional | undefined;
}

export const nothing: Charge = { orders: 0, notional: undefined };

const limitNames = (limits: Limits): string[] =>
  Object.entries(limits).flatMap(([name, limit]) => (limit === undefined ? [] : [name]));

export const hasLimits = (limits: Limits): boolean => limitNames(limits).length > 0;

/** The currencies that an order's worth is needed in. */
export const currenciesOf = ({ maxOrderNotional, maxDailyNotional, askAbove }: Limits): string[] => [
  ...new Set([maxOrderNotional, maxDailyNotional, askAbove].flatMap((limit) => limit?.currency ?? [])),
];

export const needsPrices = (limits: Limits): boolean =>
  currenciesOf(limits).length > 0 || limits.priceBandPercent !== undefined;

/** Holds orders against every limit of a grant. */
export function holdLimits(limits: Limits, question: LimitQuestion): LimitAnswer {
  const detail =
    sideAgainst(limits, question.orders) ??
    typeAgainst(limits, question.orders) ??
    hoursAgainst(limits, question.market.nowMs) ??
    countAgainst(limits, question) ??
    bandAgainst(limits, question) ??
    orderWorthAgainst(limits, question) ??
    dayWorthAgainst(limits, question);
  if (detail !== undefined) return { kind: 'against', detail };
  return askOf(limits, question) ?? { kind: 'within', charge: chargeOf(limits, question) };
}

/** Money that leaves the account is no order, so a limit on orders can't be held against it. */
export function fundsAgainst(limits: Limits, nowMs: number): string | undefined {
  const name = limitNames(limits).find((limit) => !['callsPerMinute', 'hours', 'sides', 'orderTypes'].includes(limit));
  if (name === undefined) return hoursAgainst(limits, nowMs);
  return `The limit "${name}" is about orders and cannot be held against this, so nothing is sent.`;
}

function sideAgainst({ sides }: Limits, orders: readonly OrderTerms[]): string | undefined {
  if (sides === undefined || orders.every(({ side }) => side !== null && sides.includes(side))) return undefined;
  return sides.length === 0 ? 'This bot may neither buy nor sell.' : `This bot may only ${sides.join(' or ')}.`;
}

function typeAgainst({ orderTypes }: Limits, orders: readonly OrderTerms[]): string | undefined {
  if (orderTypes === undefined || orders.every(({ type }) => type !== null && orderTypes.includes(type)))
    return undefined;
  return orderTypes.length === 0
    ? 'This bot may place orders of no type.'
    : `This bot may only place orders of type ${orderTypes.join(', ')}.`;
}

function hoursAgainst({ hours }: Limits, nowMs: number): string | undefined {
  if (hours === undefined || isWithin(hours, nowMs)) return undefined;
  const spans = hours.map(({ from, to, zone }) => `${from} to ${to} ${zone}`).join(', ');
  return hours.length === 0 ? 'This bot may trade at no time.' : `This bot may trade from ${spans} only.`;
}

const unproved = 'What this bot has done today cannot be proved, so it counts as spent. It goes on at midnight UTC.';

function countAgainst({ ordersPerDay }: Limits, { orders, isNew, market }: LimitQuestion): string | undefined {
  if (ordersPerDay === undefined || !isNew) return undefined;
  if (market.today === undefined) return unproved;
  if (market.today.orders + orders.length <= ordersPerDay) return undefined;
  return `This bot may place ${ordersPerDay} orders a day (UTC), and has placed ${market.today.orders}.`;
}

function bandAgainst({ priceBandPercent }: Limits, { orders, symbol, market }: LimitQuestion): string | undefined {
  if (priceBandPercent === undefined) return undefined;
  const quote = symbol === undefined ? undefined : market.prices.get(symbol);
  const distances = orders.map((order) => distancePercent(order, quote));
  if (distances.some((distance) => distance === undefined))
    return 'The last price is not known, or the order has none that can be told, so the price band cannot be kept.';
  const isFar = distances.some((distance) => distance?.gt(priceBandPercent) === true);
  return isFar ? `The price is more than ${priceBandPercent} % away from the last one.` : undefined;
}

/** What each order is worth; undefined where one can't be told. */
function worths({ orders, symbol, market }: LimitQuestion, currency: string): readonly Big[] | undefined {
  if (symbol === undefined) return undefined;
  const each = orders.map((order) => notionalOf(order, symbol, currency, market.prices));
  const told = each.filter((worth) => worth !== undefined);
  return told.length === each.length ? told : undefined;
}

const untold = (currency: string): string =>
  `What this order is worth in ${currency} cannot be told, so its limit cannot be kept.`;

const sumOf = (values: readonly Big[]): Big => values.reduce((sum, value) => sum.plus(value), new Big(0));

function orderWorthAgainst({ maxOrderNotional: limit }: Limits, question: LimitQuestion): string | undefined {
  if (limit === undefined) return undefined;
  const each = worths(question, limit.currency);
  if (each === undefined) return untold(limit.currency);
  return each.some((worth) => worth.gt(limit.amount))
    ? `An order of this bot may be worth ${limit.amount} ${limit.currency} at most.`
    : undefined;
}

function dayWorthAgainst({ maxDailyNotional: limit }: Limits, question: LimitQuestion): string | undefined {
  if (limit === undefined) return undefined;
  const each = worths(question, limit.currency);
  if (each === undefined) return untold(limit.currency);
  const { today } = question.market;
  if (today === undefined) return unproved;
  return sumOf(each).plus(today.notional).gt(limit.amount)
    ? `The orders of this bot may be worth ${limit.amount} ${limit.currency} a day (UTC), and were worth ${today.notional}.`
    : undefined;
}

function askOf(limits: Limits, question: LimitQuestion): LimitAnswer | undefined {
  const { askAbove: limit } = limits;
  if (limit === undefined) return undefined;
  const each = worths(question, limit.currency);
  if (each === undefined) return { kind: 'against', detail: untold(limit.currency) };
  if (each.every((worth) => worth.lte(limit.amount))) return undefined;
  return {
    kind: 'ask',
    detail: `Orders worth more than ${limit.amount} ${limit.currency} need your yes.`,
    worth: { amount: ceiled(sumOf(each)), currency: limit.currency },
    charge: chargeOf(limits, question),
  };
}

function chargeOf({ ordersPerDay, maxDailyNotional }: Limits, question: LimitQuestion): Charge {
  const orders = ordersPerDay !== undefined && question.isNew ? question.orders.length : 0;
  if (maxDailyNotional === undefined) return { orders, notional: undefined };
  const { currency } = maxDailyNotional;
  return { orders, notional: { currency, amount: ceiled(sumOf(worths(question, currency) ?? [])) } };
}

/** Kept with 18 decimals, rounded up: a limit is never passed by what was rounded off. */
const ceiled = (value: Big): string => value.round(18, Big.roundUp).toFixed();
