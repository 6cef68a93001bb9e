import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../base/secret.ts';
import { databaseFault } from '../base/sqlite.ts';
import { isSealedBy, type Row, rowMac } from './row-mac.ts';

export const nonceTable = `
  CREATE TABLE nonces(key_id TEXT PRIMARY KEY, high TEXT NOT NULL, mac BLOB NOT NULL) STRICT;
`;

/** The highest nonce that may have been used, of each key; sealed, so that nobody pushes a key's nonces past their end. */
export class Nonces {
  readonly #db: DatabaseSync;
  readonly #path: string;
  #key: Secret | undefined;
  #highs = new Map<string, bigint>();

  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.#path = path;
  }

  /** Takes: the vault's subkey, or undefined when it is sealed. Gives: the keys whose row it did not seal; these are ignored. */
  setKey(key: Secret | undefined): readonly string[] {
    this.#key = key;
    this.#highs = new Map();
    const ignored: string[] = [];
    if (key === undefined) return ignored;
    for (const { keyId, high, mac } of this.#rows()) {
      if (isOurs(key, keyId, high, mac)) this.#highs.set(keyId, BigInt(high));
      else ignored.push(keyId);
    }
    return ignored;
  }

  /** No nonce above this one was handed out, in the unit of the key; undefined where none is known. Throws: VAULT_SEALED. */
  high(keyId: string): bigint | undefined {
    this.#needKey();
    return this.#highs.get(keyId);
  }

  /** Raises the mark ahead of use, and never lowers it. Throws: VAULT_SEALED, DISK_FULL, RECORD_FAILED: then use none of them. */
  reserve(keyId: string, high: bigint): void {
    const key = this.#needKey();
    if (high < 0n) throw new AppError('INTERNAL', { detail: 'A nonce below zero was reserved.', sent: 'no' });
    if (high <= (this.#highs.get(keyId) ?? -1n)) return;
    this.#do(() => this.#write(key, keyId, high));
    this.#highs.set(keyId, high);
  }

  /** Forgets a key that was removed. */
  forget(keyId: string): void {
    this.#do(() => this.#db.prepare('DELETE FROM nonces WHERE key_id = ?').run(keyId));
    this.#highs.delete(keyId);
  }

  /** Seals what the old key sealed under the new one; runs in its caller's transaction. */
  rekey(old: Secret, fresh: Secret): void {
    for (const { keyId, high, mac } of this.#rows())
      if (isOurs(old, keyId, high, mac)) this.#write(fresh, keyId, BigInt(high));
  }

  #write(key: Secret, keyId: string, high: bigint): void {
    const sql =
      'INSERT INTO nonces VALUES (?, ?, ?) ON CONFLICT(key_id) DO UPDATE SET high = excluded.high, mac = excluded.mac';
    this.#db.prepare(sql).run(keyId, String(high), rowMac(key, rowOf(keyId, String(high))));
  }

  #rows(): { keyId: string; high: string; mac: unknown }[] {
    const rows = this.#do(() => this.#db.prepare('SELECT key_id, high, mac FROM nonces').all());
    return rows.map((row) => ({ keyId: String(row['key_id']), high: String(row['high']), mac: row['mac'] }));
  }

  #needKey(): Secret {
    if (this.#key === undefined) throw new AppError('VAULT_SEALED');
    return this.#key;
  }

  #do<T>(work: () => T): T {
    try {
      return work();
    } catch (fault) {
      throw databaseFault(fault, this.#path);
    }
  }
}

const rowOf = (keyId: string, high: string): Row => ({ table: 'nonces', keyId, high });

const isOurs = (key: Secret, keyId: string, high: string, mac: unknown): boolean =>
  /^\d{1,40}$/.test(high) && isSealedBy(key, rowOf(keyId, high), mac);
