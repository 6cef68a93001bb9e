import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import Big from 'big.js';
import type { Secret } from '../base/secret.ts';
import { databaseFault } from '../base/sqlite.ts';
import { isSealedBy, type Row, rowMac } from './row-mac.ts';

export const spendingTable = `
  CREATE TABLE IF NOT EXISTS spending(
    bot_id TEXT NOT NULL, key_id TEXT NOT NULL, day TEXT NOT NULL, currency TEXT NOT NULL,
    orders INTEGER NOT NULL, amount TEXT NOT NULL, mac BLOB NOT NULL,
    PRIMARY KEY (bot_id, key_id, day, currency)
  ) STRICT, WITHOUT ROWID;
`;

/** Whose day it is: a bot's with a key, in UTC; the currency of its daily limit, empty where it has none. */
export interface SpendingDay {
  readonly botId: string;
  readonly keyId: string;
  /** 2026-11-22. */
  readonly day: string;
  readonly currency: string;
}

export interface Spent {
  readonly orders: number;
  /** A decimal string. */
  readonly notional: string;
}

const nothing: Spent = { orders: 0, notional: '0' };

/** What each bot has used of its daily limits; every change is on the disk when it returns. */
export class Spending {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #key: () => Secret;

  /** Takes: key = the vault's subkey, which seals each row. */
  constructor(db: DatabaseSync, path: string, key: () => Secret) {
    this.#db = db;
    this.#path = path;
    this.#key = key;
    db.exec(spendingTable);
  }

  /** Undefined where the row is not ours: then nobody knows. Throws: VAULT_SEALED, RECORD_FAILED. */
  of(day: SpendingDay): Spent | undefined {
    return this.#do(() => this.#read(day));
  }

  /** Adds to a day, before what it counts is sent. Throws: DISK_FULL, RECORD_FAILED; then send nothing. */
  reserve(day: SpendingDay, charge: Spent): void {
    this.#do(() => this.#change(day, charge, 1));
  }

  /** Takes back what was reserved for a request that the exchange did not carry out. */
  giveBack(day: SpendingDay, charge: Spent): void {
    this.#do(() => this.#change(day, charge, -1));
  }

  /** Raises a day to what is known to have been spent; it never lowers it. A row that is not ours stays as it is. */
  raise(day: SpendingDay, least: Spent): void {
    this.#do(() => {
      const before = this.#read(day);
      if (before === undefined) return;
      this.#write(this.#key(), day, {
        orders: Math.max(before.orders, least.orders),
        notional: new Big(before.notional).gt(least.notional) ? before.notional : least.notional,
      });
    });
  }

  /** From then on nobody knows what was spent that day, so it counts as spent. */
  distrust(day: SpendingDay): void {
    this.#do(() => this.#put(day, nothing, new Uint8Array(0)));
  }

  /** Seals what the old key sealed under the new one; runs in its caller's transaction. */
  rekey(old: Secret, fresh: Secret): void {
    for (const row of this.#db.prepare('SELECT * FROM spending').all()) {
      const day = dayIn(row);
      const spent = spentIn(row);
      if (isSealedBy(old, rowOf(day, spent), row['mac'])) this.#write(fresh, day, spent);
    }
  }

  #read(day: SpendingDay): Spent | undefined {
    const row = this.#db
      .prepare('SELECT orders, amount, mac FROM spending WHERE bot_id = ? AND key_id = ? AND day = ? AND currency = ?')
      .get(day.botId, day.keyId, day.day, day.currency);
    const key = this.#key();
    if (row === undefined) return nothing;
    const spent = spentIn(row);
    return isSealedBy(key, rowOf(day, spent), row['mac']) ? spent : undefined;
  }

  #change(day: SpendingDay, { orders, notional }: Spent, sign: 1 | -1): void {
    // A row that is not ours stays as it is, and counts as spent.
    const before = this.#read(day);
    if (before === undefined) return;
    this.#write(this.#key(), day, {
      orders: Math.max(0, before.orders + sign * orders),
      notional: new Big(before.notional).plus(new Big(notional).times(sign)).toFixed(),
    });
  }

  #write(key: Secret, day: SpendingDay, spent: Spent): void {
    this.#put(day, spent, rowMac(key, rowOf(day, spent)));
  }

  #put({ botId, keyId, day, currency }: SpendingDay, { orders, notional }: Spent, mac: Uint8Array): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO spending VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(botId, keyId, day, currency, orders, notional, mac);
  }

  #do<T>(work: () => T): T {
    try {
      return work();
    } catch (fault) {
      throw databaseFault(fault, this.#path);
    }
  }
}

const rowOf = ({ botId, keyId, day, currency }: SpendingDay, { orders, notional }: Spent): Row => ({
  ...{ table: 'spending' as const, botId, keyId, day, currency },
  ...{ orders, notional },
});

const dayIn = (row: Record<string, SQLOutputValue>): SpendingDay => ({
  botId: String(row['bot_id']),
  keyId: String(row['key_id']),
  day: String(row['day']),
  currency: String(row['currency']),
});

const spentIn = (row: Record<string, SQLOutputValue>): Spent => ({
  orders: Number(row['orders']),
  notional: String(row['amount']),
});
