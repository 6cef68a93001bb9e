/** Reads requests to the order endpoints of the exchanges in `order-tables`. */
import Big from 'big.js';
import { noTerms, type OrderEffect, type OrderTerms } from './effect.ts';
import { decimalOf, textOf } from './kraken-params.ts';
import { type OrderRow, orderRows } from './order-tables.ts';

type Params = Readonly<Record<string, unknown>>;

/** The effect of a request; undefined where no row knows its endpoint. */
export function readByTable(
  exchange: string,
  endpointId: string,
  params: Params,
  symbolOf: (name: string) => string | undefined,
): OrderEffect | undefined {
  const rows = Object.hasOwn(orderRows, exchange) ? orderRows[exchange] : undefined;
  const row = rows !== undefined && Object.hasOwn(rows, endpointId) ? rows[endpointId] : undefined;
  if (row === undefined) return undefined;
  const list = row.each === undefined ? [params] : row.each(params);
  const said = (list ?? [params]).map((one) => row.prepare?.(one) ?? one);
  const terms = said.map((one) => (row.kind === 'cancel' ? noTerms : termsOf(row, one)));
  return {
    kind: row.kind,
    symbols: symbolsOf(row, said, symbolOf),
    ...(terms.length === 1 && terms[0] !== undefined ? terms[0] : noTerms),
    orders: row.kind === 'cancel' ? [] : terms,
    targets: said.flatMap((one) => targetsOf(row, one)),
    unknownParams: [...(list === undefined ? ['orders'] : []), ...said.flatMap((one) => unknownsOf(row, one))],
  };
}

function symbolsOf(row: OrderRow, said: readonly Params[], symbolOf: (name: string) => string | undefined): Symbols {
  const names = said.map((one) => textOf(one[row.symbol ?? '']));
  const symbols = names.map((name) => (name === undefined ? undefined : symbolOf(name)));
  const told = symbols.filter((symbol) => symbol !== undefined);
  return told.length === 0 || told.length < symbols.length ? 'unreadable' : [...new Set(told)];
}

type Symbols = readonly string[] | 'unreadable';

function termsOf(row: OrderRow, said: Params): OrderTerms {
  const word = (name: string | undefined): string | undefined => textOf(said[name ?? ''])?.toLowerCase();
  const side = word(row.side);
  const trigger = said[row.trigger ?? ''];
  const type = typeOf(word(row.type), trigger);
  return {
    side: side === 'buy' || side === 'sell' ? side : null,
    type,
    amount: decimalOf(said[row.amount ?? '']),
    price: priceOf(said[row.price ?? ''], trigger),
    clientOrderId: textOf(said[row.clientId ?? '']) ?? null,
  };
}

/** In the words that grants use: `STOP_LOSS_LIMIT` as `stop-loss-limit`, a limit order with a trigger as `stop-limit`. */
function typeOf(word: string | undefined, trigger: unknown): string | null {
  const type = word?.replace(/^exchange /, '').replace(/[_ ]/g, '-');
  if (type === undefined) return null;
  return isGiven(trigger) && (type === 'limit' || type === 'market') ? `stop-${type}` : type;
}

/** Of a stop that has two prices the higher one counts; one that can't be read makes the worth untold. */
function priceOf(limit: unknown, trigger: unknown): string | null {
  if (!isGiven(trigger)) return decimalOf(limit);
  const prices = [trigger, limit].filter(isGiven).map(decimalOf);
  if (prices.includes(null)) return null;
  return prices.reduce((a, b) => (a !== null && b !== null && new Big(b).gt(a) ? b : a)) ?? null;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

function targetsOf({ id }: OrderRow, said: Params): OrderEffect['targets'] {
  const given = id === undefined ? [] : [said[id]].flat();
  return given.map(textOf).flatMap((value) => (value === undefined ? [] : [{ kind: 'id', value }]));
}

/** Parameters that nobody has read: only bots whose grant narrows nothing may send them. */
function unknownsOf(row: OrderRow, said: Params): readonly string[] {
  const { symbol, side, type, amount, price, trigger, clientId, id, plain = [] } = row;
  const known: ReadonlySet<unknown> = new Set([symbol, side, type, amount, price, trigger, clientId, id, ...plain]);
  return Object.keys(said).filter((name) => !known.has(name));
}
