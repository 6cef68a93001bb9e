import type { DatabaseSync } from 'node:sqlite';
import type { AppError } from '../../shared/errors.ts';
import { databaseFault } from '../base/sqlite.ts';

/** An order that a bot placed, by one of its names; `symbol`, `side` and `type` are null where they could not be read. */
export interface PlacedOrder {
  readonly kind: 'id' | 'clientOrderId';
  readonly ref: string;
  readonly symbol: string | null;
  readonly side: 'buy' | 'sell' | null;
  readonly type: string | null;
}

export interface OrderTarget {
  readonly kind: 'id' | 'clientOrderId' | 'userref';
  readonly value: string;
}

/** What is known of the orders that a request points at. */
export interface KnownOrders {
  readonly ownership: 'own' | 'other' | 'unknown';
  readonly symbols?: readonly string[];
  readonly orders?: readonly { readonly side: 'buy' | 'sell' | null; readonly type: string | null }[];
}

export const orderTables = `
  CREATE TABLE orders(
    key_id TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('id', 'clientOrderId')), ref TEXT NOT NULL,
    bot_id TEXT NOT NULL, symbol TEXT, side TEXT, type TEXT, at INTEGER NOT NULL,
    PRIMARY KEY (key_id, kind, ref)
  ) STRICT, WITHOUT ROWID;
`;

/** Which bot placed which order, so that a grant for own orders can be kept over restarts. */
export class Orders {
  /** Why the last order could not be noted. */
  fault: AppError | undefined;
  readonly #db: DatabaseSync;
  readonly #now: () => number;

  constructor(db: DatabaseSync, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Notes the orders that a bot placed; an order never changes hands.
   * Gives: false where the disk refused. The order stands at the exchange all the same, so this must not fail the call;
   * the bot can then not cancel it under a grant for own orders.
   */
  own(keyId: string, botId: string, orders: readonly PlacedOrder[]): boolean {
    try {
      this.#insert(keyId, botId, orders);
      return true;
    } catch (fault) {
      this.fault = databaseFault(fault, 'state.sqlite');
      return false;
    }
  }

  #insert(keyId: string, botId: string, orders: readonly PlacedOrder[]): void {
    const insert = this.#db.prepare('INSERT OR IGNORE INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    for (const { kind, ref, symbol, side, type } of orders)
      insert.run(keyId, kind, ref, botId, symbol, side, type, this.#now());
  }

  /** One foreign order among the targets makes them all foreign; one unknown makes them all unknown. */
  known(keyId: string, botId: string, targets: readonly OrderTarget[]): KnownOrders {
    const select = this.#db.prepare(
      'SELECT bot_id, symbol, side, type FROM orders WHERE key_id = ? AND kind = ? AND ref = ?',
    );
    const rows = targets.map(({ kind, value }) => select.get(keyId, kind, value));
    if (rows.some((row) => row !== undefined && row['bot_id'] !== botId)) return { ownership: 'other' };
    const known = rows.filter((row) => row !== undefined);
    if (known.length === 0 || known.length < rows.length) return { ownership: 'unknown' };
    const symbols = known.map((row) => row['symbol']).filter((symbol) => typeof symbol === 'string');
    const orders = known.map((row) => ({
      side: sideOf(row['side']),
      type: typeof row['type'] === 'string' ? row['type'] : null,
    }));
    return { ownership: 'own', orders, ...(symbols.length === known.length ? { symbols } : {}) };
  }
}

const sideOf = (value: unknown): 'buy' | 'sell' | null => (value === 'buy' || value === 'sell' ? value : null);
