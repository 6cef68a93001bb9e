/** Reads requests to the order endpoints of the exchanges in `order-tables`. */
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
  const said = row.prepare?.(params) ?? params;
  const terms = row.kind === 'create' ? termsOf(row, said) : { ...noTerms, clientOrderId: null };
  const name = textOf(said[row.symbol ?? '']);
  const symbol = name === undefined ? undefined : symbolOf(name);
  return {
    kind: row.kind,
    symbols: symbol === undefined ? 'unreadable' : [symbol],
    ...terms,
    orders: row.kind === 'create' ? [terms] : [],
    targets: targetsOf(row, said),
    unknownParams: unknownsOf(row, said),
  };
}

function termsOf(row: OrderRow, said: Params): OrderTerms {
  const word = (name: string | undefined): string | undefined => textOf(said[name ?? ''])?.toLowerCase();
  const side = word(row.side);
  return {
    side: side === 'buy' || side === 'sell' ? side : null,
    type: word(row.type)?.replace(/^exchange /, '') ?? null,
    amount: decimalOf(said[row.amount ?? '']),
    price: decimalOf(said[row.price ?? '']),
    clientOrderId: textOf(said[row.clientId ?? '']) ?? null,
  };
}

function targetsOf({ id }: OrderRow, said: Params): OrderEffect['targets'] {
  const given = id === undefined ? [] : [said[id]].flat();
  return given.map(textOf).flatMap((value) => (value === undefined ? [] : [{ kind: 'id', value }]));
}

/** Parameters that nobody has read: only bots whose grant narrows nothing may send them. */
function unknownsOf(row: OrderRow, said: Params): readonly string[] {
  const { symbol, side, type, amount, price, clientId, id, plain = [] } = row;
  const known: ReadonlySet<unknown> = new Set([symbol, side, type, amount, price, clientId, id, ...plain]);
  return Object.keys(said).filter((name) => !known.has(name));
}
