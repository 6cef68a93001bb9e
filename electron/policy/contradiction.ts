/** Finds parameters that say something else than the arguments of the same order: ccxt would send the parameters. */
import { Big } from 'big.js';
import { methodOf } from '../../shared/methods.ts';

interface OrderWords {
  readonly symbol: unknown;
  readonly type: unknown;
  readonly side: unknown;
  readonly amount: unknown;
  readonly price: unknown;
  readonly params: unknown;
}

type SymbolOf = (name: string) => string | undefined;

/**
 * The first parameter that contradicts its order, in words; undefined where none does.
 * Takes: a unified method and its arguments. Only Kraken's names are known: pair, type, ordertype, volume, price.
 */
export function contradictionIn(
  exchange: string,
  method: string,
  args: readonly unknown[],
  symbolOf: SymbolOf,
): string | undefined {
  if (exchange !== 'kraken') return undefined;
  return ordersOf(method, args)
    .map((order) => contradictionOf(order, symbolOf))
    .find((found) => found !== undefined);
}

function ordersOf(method: string, args: readonly unknown[]): OrderWords[] {
  const row = methodOf(method);
  if (row === undefined || row.needs !== 'orders.create') return [];
  const list = row.ordersAt === undefined ? undefined : args[row.ordersAt];
  if (Array.isArray(list)) return list.filter(isRecord).map(wordsOf);
  const at = (position: number | undefined): unknown => (position === undefined ? undefined : args[position]);
  return [
    {
      symbol: at(row.symbolAt),
      type: at(row.typeAt),
      side: at(row.sideAt),
      amount: at(row.amountAt),
      price: at(row.priceAt),
      params: at(row.paramsAt),
    },
  ];
}

const wordsOf = ({ symbol, type, side, amount, price, params }: Record<string, unknown>): OrderWords => ({
  symbol,
  type,
  side,
  amount,
  price,
  params,
});

function contradictionOf({ params, ...order }: OrderWords, symbolOf: SymbolOf): string | undefined {
  if (!isRecord(params)) return undefined;
  const agrees: Readonly<Record<string, (value: unknown) => boolean>> = {
    pair: (value) => typeof value === 'string' && symbolOf(value) === order.symbol,
    type: (value) => value === order.side,
    ordertype: (value) => value === order.type,
    volume: (value) => isSameDecimal(value, order.amount),
    // A price relative to the market has no place among the arguments. Source: Kraken's API reference, AddOrder, price.
    price: (value) =>
      order.price === undefined || order.price === null || isRelative(value) || isSameDecimal(value, order.price),
  };
  const names = Object.keys(params).filter(
    (name) => Object.hasOwn(agrees, name) && params[name] !== undefined && params[name] !== null,
  );
  const found = names.find((name) => !agrees[name]?.(params[name]));
  return found === undefined
    ? undefined
    : `The parameter "${found}" says something else than the arguments of the order. Leave it out.`;
}

const isRelative = (value: unknown): boolean => typeof value === 'string' && /^[+\-#]|%$/.test(value);

function isSameDecimal(a: unknown, b: unknown): boolean {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  return left !== undefined && right !== undefined && left.eq(right);
}

const decimalOf = (value: unknown): Big | undefined =>
  (typeof value === 'string' || typeof value === 'number') && /^\d+(\.\d+)?(e[+-]?\d{1,3})?$/i.test(String(value))
    ? new Big(value)
    : undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
