/** What an order is worth in a currency. Pure: the prices come as an argument. */
import Big from 'big.js';
import type { OrderTerms } from './effect.ts';

/** The last trade and the best offers of a market, as decimal strings; null where there is none. */
export interface Quote {
  readonly last: string | null;
  readonly bid: string | null;
  readonly ask: string | null;
}

/** Prices by unified symbol, as they were just before the decision. */
export type Prices = ReadonlyMap<string, Quote>;

/** A market order may move the price against itself. Source: design/bot-api.md, "Notional". */
const slippage = new Big('1.01');

const currenciesOf = (symbol: string): readonly [string, string] | undefined => {
  const [base, quote] = symbol.split(':', 1)[0]?.split('/') ?? [];
  return base === undefined || quote === undefined ? undefined : [base, quote];
};

/** The markets whose prices decide what an order in `symbol` is worth in `currency`. */
export function symbolsToPrice(symbol: string, currency: string | undefined): string[] {
  const quote = currenciesOf(symbol)?.[1];
  if (quote === undefined || currency === undefined || quote === currency) return [symbol];
  return [symbol, `${quote}/${currency}`, `${currency}/${quote}`];
}

/**
 * Amount x price x leverage: the limit or trigger price (of a sale at least the best bid), for a market order the best
 * opposite offer and 1 %.
 * Gives: a decimal; undefined where it can't be told (no price, a relative one, no way from one currency to the other).
 */
export function notionalOf(order: OrderTerms, symbol: string, currency: string, prices: Prices): Big | undefined {
  const price = unitPrice(order, prices.get(symbol));
  const quote = currenciesOf(symbol)?.[1];
  const leverage = leverageOf(order.leverage);
  if (price === undefined || quote === undefined || leverage === undefined || order.amount === null) return undefined;
  const rate = rateOf(quote, currency, prices);
  return rate === undefined ? undefined : new Big(order.amount).times(price).times(leverage).times(rate);
}

/**
 * How far an order's price is from the last one, in percent; undefined where either is not known. Its own price counts,
 * also of a sale below the best bid: a thin book fills it down to there.
 */
export function distancePercent(order: OrderTerms, quote: Quote | undefined): Big | undefined {
  const price = order.type === 'limit' ? positive(order.price) : unitPrice(order, quote);
  const last = positive(quote?.last);
  return price === undefined || last === undefined ? undefined : price.minus(last).abs().div(last).times(100);
}

function unitPrice({ type, side, price }: OrderTerms, quote: Quote | undefined): Big | undefined {
  if (type === null) return undefined;
  // A sale below the best bid is made at the bid, so its limit would make it look smaller than it is.
  if (type === 'limit' && side === 'sell') return higher(positive(price), positive(quote?.bid));
  if (type !== 'market') return positive(price);
  const offer = side === 'buy' ? quote?.ask : side === 'sell' ? quote?.bid : undefined;
  return positive(offer)?.times(slippage);
}

const higher = (price: Big | undefined, bid: Big | undefined): Big | undefined =>
  price !== undefined && bid?.gt(price) === true ? bid : price;

/** `2`, `2:1`; none is 1. */
function leverageOf(leverage: string | null | undefined): Big | undefined {
  if (leverage === null || leverage === undefined || leverage === 'none') return new Big(1);
  return positive(/^(\d{1,4}(?:\.\d{1,4})?)(?::1)?$/.exec(leverage)?.[1]);
}

/** One market away at most. */
function rateOf(from: string, to: string, prices: Prices): Big | undefined {
  if (from === to) return new Big(1);
  const direct = positive(prices.get(`${from}/${to}`)?.last);
  if (direct !== undefined) return direct;
  const inverse = positive(prices.get(`${to}/${from}`)?.last);
  return inverse === undefined ? undefined : new Big(1).div(inverse);
}

function positive(text: string | null | undefined): Big | undefined {
  if (text === null || text === undefined || !/^\d{1,20}(\.\d{1,18})?$/.test(text)) return undefined;
  const value = new Big(text);
  return value.gt(0) ? value : undefined;
}
