import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import Big from 'big.js';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Secret } from '../base/secret.ts';
import { databaseFault } from '../base/sqlite.ts';

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

  #read({ botId, keyId, day, currency }: SpendingDay): Spent | undefined {
    const row = this.#db
      .prepare('SELECT orders, amount, mac FROM spending WHERE bot_id = ? AND key_id = ? AND day = ? AND currency = ?')
      .get(botId, keyId, day, currency);
    if (row === undefined) return nothing;
    const spent = { orders: Number(row['orders']), notional: String(row['amount']) };
    const mac = this.#macOf({ botId, keyId, day, currency }, spent);
    const kept = row['mac'];
    const isOurs = kept instanceof Uint8Array && kept.length === mac.length && timingSafeEqual(kept, mac);
    return isOurs ? spent : undefined;
  }

  #change(day: SpendingDay, { orders, notional }: Spent, sign: 1 | -1): void {
    // A row that is not ours stays as it is, and counts as spent.
    const before = this.#read(day);
    if (before === undefined) return;
    const after = {
      orders: Math.max(0, before.orders + sign * orders),
      notional: new Big(before.notional).plus(new Big(notional).times(sign)).toFixed(),
    };
    const { botId, keyId, currency } = day;
    const mac = this.#macOf(day, after);
    this.#db
      .prepare(
        'INSERT INTO spending VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET orders = excluded.orders, amount = excluded.amount, mac = excluded.mac',
      )
      .run(botId, keyId, day.day, currency, after.orders, after.notional, mac);
  }

  #macOf({ botId, keyId, day, currency }: SpendingDay, { orders, notional }: Spent): Uint8Array {
    const text = canonicalJson({ table: 'spending', botId, keyId, day, currency, orders, notional });
    return this.#key().use((key) => createHmac('sha256', key).update(text, 'utf8').digest());
  }

  #do<T>(work: () => T): T {
    try {
      return work();
    } catch (fault) {
      throw databaseFault(fault, this.#path);
    }
  }
}
