import type { LedgerEntry } from '../account/ledger.ts';
import type { Order, Trade } from './order.ts';

/** What happened to an order, in the words of the channel `executions`. */
export type OrderChange = 'new' | 'trade' | 'filled' | 'canceled' | 'expired' | 'amended' | 'status';

/** News for the private channels, in the order in which it happened. `status` is a trigger that was reached. */
export type BookEvent =
  | {
      readonly kind: 'order';
      readonly change: OrderChange;
      readonly order: Order;
      readonly trade: Trade | undefined;
      readonly timeMs: number;
    }
  | { readonly kind: 'balance'; readonly entry: LedgerEntry };

export type BookListener = (event: BookEvent) => void;
