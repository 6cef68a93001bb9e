import { AppError } from '../../../shared/errors.ts';
import { methodOf } from '../../../shared/methods.ts';

const plainDecimal = /^\d{1,20}(\.\d{1,18})?$/;
/** What an order in a list may say in money, by ccxt's names. */
const orderDecimals = ['amount', 'cost', 'price', 'triggerPrice', 'stopPrice', 'stopLossPrice', 'takeProfitPrice'];

/**
 * Checks the amounts and prices among a unified method's arguments, also in a list of orders; parameters stay as they are.
 * The amount and price arguments may come as JSON numbers (an exponent is written out exactly) or as strings
 * `^\d{1,20}(\.\d{1,18})?$`; else BODY_INVALID. A price may be null or left out; an amount only where ccxt needs none (edits, conversions, reads).
 * Takes: arguments read by `strict-json`. Gives: the same arguments. Throws: BODY_INVALID.
 */
export function checkAmounts(method: string, args: readonly unknown[]): readonly unknown[] {
  const row = methodOf(method);
  if (row === undefined) return args;
  const isWrite = row.needs === 'orders.create' || row.needs.startsWith('funds.');
  const needsAmount = isWrite && !/^edit|Convert/.test(method);
  for (const at of row.decimalsAt) check(args[at], row.args[at] ?? '', needsAmount);
  if (row.ordersAt !== undefined && row.needs === 'orders.create') checkOrders(args[row.ordersAt], needsAmount);
  return args;
}

function checkOrders(orders: unknown, needsAmount: boolean): void {
  if (!Array.isArray(orders)) throw new AppError('BODY_INVALID', { detail: 'orders must be a list.' });
  for (const order of orders) {
    if (typeof order !== 'object' || order === null || Array.isArray(order)) {
      throw new AppError('BODY_INVALID', { detail: 'Each order of the list must be an object.' });
    }
    if (needsAmount && !Object.hasOwn(order, 'amount') && !Object.hasOwn(order, 'cost'))
      check(undefined, 'amount', true);
    for (const name of orderDecimals) {
      if (Object.hasOwn(order, name)) check(Reflect.get(order, name), name, needsAmount);
    }
  }
}

function check(value: unknown, name: string, needsAmount: boolean): void {
  const mayBeAbsent = !needsAmount || (name !== 'amount' && name !== 'cost');
  if ((value === null || value === undefined) && mayBeAbsent) return;
  // A number that prints with an exponent or inexactly has become a string on reading.
  if ((typeof value === 'string' || typeof value === 'number') && plainDecimal.test(String(value))) return;
  throw new AppError('BODY_INVALID', {
    detail: `${name} must be a number or a string of digits like "0.01": not below 0, 20 digits and 18 decimals at most.`,
  });
}
