import { adapterAccountReads, adapterOrderReads, adapterTransfers } from './methods/adapters.ts';
import { fundTransfers, fundWithdrawals } from './methods/funds.ts';
import { orderCancels, orderCreates } from './methods/orders.ts';
import { accountReads, marketReads, orderReads } from './methods/reads.ts';
import {
  accountSockets,
  marketSockets,
  orderCancelSockets,
  orderCreateSockets,
  orderReadSockets,
  withdrawalSockets,
} from './methods/sockets.ts';
import { accountStreams, marketStreams, orderStreams } from './methods/streams.ts';
import type { Permission } from './permissions.ts';

/**
 * How a method reaches the exchange: `call` sends requests through ccxt's `sign()`, where they are decided on; `stream`
 * goes on giving; `socket` asks once over a WebSocket and passes `sign()` by, so `/call` must not serve it.
 */
export type MethodKind = 'call' | 'stream' | 'socket';

/**
 * A unified method of ccxt. Positions count from 0 and are absent where the method has no such argument.
 * `args` are ccxt's own names of the arguments; `decimalsAt` are all that hold an amount of money or a price.
 */
export interface MethodRow {
  readonly needs: Permission;
  readonly kind: MethodKind;
  readonly args: readonly string[];
  readonly symbolAt?: number;
  readonly symbolsAt?: number;
  readonly sideAt?: number;
  readonly typeAt?: number;
  readonly amountAt?: number;
  readonly priceAt?: number;
  readonly ordersAt?: number;
  readonly paramsAt?: number;
  readonly decimalsAt: readonly number[];
}

const decimals = new Set([
  'amount',
  'cost',
  'price',
  'triggerPrice',
  'stopLoss',
  'stopLossPrice',
  'takeProfit',
  'takeProfitPrice',
  'trailingAmount',
  'trailingPercent',
  'trailingTriggerPrice',
]);

const groups: readonly [MethodKind, Permission, Readonly<Record<string, string>>][] = [
  ['call', 'market.read', marketReads],
  ['call', 'account.read', accountReads],
  ['call', 'orders.read', orderReads],
  ['call', 'orders.create', orderCreates],
  ['call', 'orders.cancel', orderCancels],
  ['call', 'funds.transfer', fundTransfers],
  ['call', 'funds.withdraw', fundWithdrawals],
  ['call', 'account.read', adapterAccountReads],
  ['call', 'orders.read', adapterOrderReads],
  ['call', 'funds.transfer', adapterTransfers],
  ['stream', 'market.read', marketStreams],
  ['stream', 'account.read', accountStreams],
  ['stream', 'orders.read', orderStreams],
  ['socket', 'market.read', marketSockets],
  ['socket', 'account.read', accountSockets],
  ['socket', 'orders.read', orderReadSockets],
  ['socket', 'orders.create', orderCreateSockets],
  ['socket', 'orders.cancel', orderCancelSockets],
  ['socket', 'funds.withdraw', withdrawalSockets],
];

/** Every unified method of ccxt's base class that a bot may ask for, and a few of its adapters, by name. It has no prototype: only own rows exist. */
export const methods: Readonly<Record<string, MethodRow>> = tableOf(groups);

/** The row of a unified method. Gives: `undefined` for whatever is in no row, which means denied. */
export function methodOf(name: string): MethodRow | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

function tableOf(from: typeof groups): Record<string, MethodRow> {
  const table: Record<string, MethodRow> = Object.create(null);
  for (const [kind, needs, group] of from) {
    for (const [name, args] of Object.entries(group)) table[name] = rowOf(kind, needs, args.split(' '));
  }
  return Object.freeze(table);
}

function rowOf(kind: MethodKind, needs: Permission, args: readonly string[]): MethodRow {
  const has = (name: string): boolean => args.includes(name);
  return Object.freeze({
    needs,
    kind,
    args,
    ...(has('symbol') && { symbolAt: args.indexOf('symbol') }),
    ...(has('symbols') && { symbolsAt: args.indexOf('symbols') }),
    ...(has('side') && { sideAt: args.indexOf('side') }),
    // fetchMarginAdjustmentHistory's `type` says which adjustments, not which kind of order.
    ...(has('side') && has('type') && { typeAt: args.indexOf('type') }),
    ...(has('amount') && { amountAt: args.indexOf('amount') }),
    ...(has('price') && { priceAt: args.indexOf('price') }),
    ...(has('orders') && { ordersAt: args.indexOf('orders') }),
    ...(has('params') && { paramsAt: args.indexOf('params') }),
    decimalsAt: args.flatMap((name, at) => (decimals.has(name) ? [at] : [])),
  });
}
