import type { DatabaseSync } from 'node:sqlite';
import { databaseFault } from '../base/sqlite.ts';

const table = `
  CREATE TABLE IF NOT EXISTS tries(one INTEGER PRIMARY KEY CHECK (one = 1), failed INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
`;

/** What passphrases were tried in vain; it stands outside the vault, so that it is known while the vault is sealed. */
export class Tries {
  readonly #db: DatabaseSync;
  readonly #path: string;

  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.#path = path;
    db.exec(table);
  }

  /** How many failed in a row, and when the last one did, Unix milliseconds. */
  read(): { readonly failed: number; readonly atMs: number } {
    const row = this.#do(() => this.#db.prepare('SELECT failed, at FROM tries').get());
    return { failed: Number(row?.['failed'] ?? 0), atMs: Number(row?.['at'] ?? 0) };
  }

  /** Throws: DISK_FULL, RECORD_FAILED. */
  write(failed: number, atMs: number): void {
    this.#do(() => this.#db.prepare('INSERT OR REPLACE INTO tries VALUES (1, ?, ?)').run(failed, atMs));
  }

  #do<T>(work: () => T): T {
    try {
      return work();
    } catch (fault) {
      throw databaseFault(fault, this.#path);
    }
  }
}
