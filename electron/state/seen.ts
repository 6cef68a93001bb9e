import type { DatabaseSync } from 'node:sqlite';
import type { Secret } from '../base/secret.ts';
import { databaseFault } from '../base/sqlite.ts';
import { isSealedBy, type Row, rowMac } from './row-mac.ts';

const table = `
  CREATE TABLE IF NOT EXISTS seen(
    one INTEGER PRIMARY KEY CHECK (one = 1), vault_id TEXT NOT NULL, generation INTEGER NOT NULL, turn INTEGER NOT NULL,
    mac BLOB NOT NULL
  ) STRICT;
`;

/** What was last seen of a vault. Both only rise. */
export interface SeenVault {
  readonly generation: number;
  /** Counts how often the vault was opened or sealed, so that an older copy of a file is known by it. */
  readonly turn: number;
}

/** The vault's generation as it was last seen, so that an older vault is noticed. */
export class Seen {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #key: () => Secret;

  /** Takes: key = the vault's subkey, which seals the row. Throws: VAULT_SEALED while there is none. */
  constructor(db: DatabaseSync, path: string, key: () => Secret) {
    this.#db = db;
    this.#path = path;
    this.#key = key;
    db.exec(table);
  }

  /** Undefined where nothing is kept, or what is kept is not of this vault. Throws: VAULT_SEALED, RECORD_FAILED. */
  read(vaultId: string): SeenVault | undefined {
    return this.#do(() => this.#read(this.#key(), vaultId));
  }

  /** Throws: VAULT_SEALED, DISK_FULL, RECORD_FAILED. */
  write(vaultId: string, seen: SeenVault): void {
    this.#do(() => this.#write(this.#key(), vaultId, seen));
  }

  /** Seals what the old key sealed under the new one; runs in its caller's transaction. */
  rekey(old: Secret, fresh: Secret): void {
    const vaultId = this.#db.prepare('SELECT vault_id FROM seen').get()?.['vault_id'];
    const seen = typeof vaultId === 'string' ? this.#read(old, vaultId) : undefined;
    if (seen !== undefined) this.#write(fresh, String(vaultId), seen);
  }

  #read(key: Secret, vaultId: string): SeenVault | undefined {
    const row = this.#db.prepare('SELECT generation, turn, mac FROM seen WHERE vault_id = ?').get(vaultId);
    if (row === undefined) return undefined;
    const seen = { generation: Number(row['generation']), turn: Number(row['turn']) };
    return isSealedBy(key, rowOf(vaultId, seen), row['mac']) ? seen : undefined;
  }

  #write(key: Secret, vaultId: string, seen: SeenVault): void {
    const { generation, turn } = seen;
    this.#db
      .prepare('INSERT OR REPLACE INTO seen VALUES (1, ?, ?, ?, ?)')
      .run(vaultId, generation, turn, rowMac(key, rowOf(vaultId, seen)));
  }

  #do<T>(work: () => T): T {
    try {
      return work();
    } catch (fault) {
      throw databaseFault(fault, this.#path);
    }
  }
}

const rowOf = (vaultId: string, { generation, turn }: SeenVault): Row => ({ table: 'seen', vaultId, generation, turn });
