/** What the agent must not forget between two starts and must not wait for the vault to write: state.sqlite. */
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Secret } from '../base/secret.ts';
import { type DatabaseFile, databaseFault, inTransaction, openDatabase } from '../base/sqlite.ts';
import { Answers } from './answers.ts';
import { Nonces, nonceTable } from './nonces.ts';
import { Orders, orderTables } from './orders.ts';
import { Seen } from './seen.ts';
import { Spending } from './spending.ts';
import { Tries } from './tries.ts';

/** 'KBst'. */
const applicationId = 0x4b427374;
// `seq` is never used twice, so that clearing an old narrowing cannot take a new one along.
const tables = `
${nonceTable}  CREATE TABLE pauses(bot_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
  CREATE TABLE narrowings(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('pause', 'revoke')),
    bot_id TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT;
${orderTables}`;
const stateFile = (path: string): DatabaseFile => ({ path, applicationId, schema: 1, tables, isSmall: true });

export interface Narrowing {
  readonly seq: number;
  readonly kind: 'pause' | 'revoke';
  readonly botId: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** `set-aside`: the file was damaged and moved to `to`; `nonce-ignored`: a row of this key is not ours. */
export type StateWarning =
  | { readonly kind: 'set-aside'; readonly to: string; readonly why: string }
  | { readonly kind: 'nonce-ignored'; readonly keyId: string };

/**
 * Opens state.sqlite, or makes it; every write is on the disk when it returns. A damaged or foreign file is set aside,
 * and a warning says so. Throws: VAULT_NEWER, DISK_FULL, RECORD_FAILED (locked, or not to be opened).
 */
export function openState({ path, clock }: { readonly path: string; readonly clock: Clock }): State {
  const first = openDatabase(stateFile(path), clock);
  if (first.kind === 'open') return new State(first.db, path, clock, []);
  const second = openDatabase(stateFile(path), clock);
  if (second.kind === 'open') return new State(second.db, path, clock, [first]);
  throw new AppError('RECORD_FAILED', { detail: `${path} could not be made anew: ${second.why}.`, sent: 'no' });
}

export class State {
  /** Which bot placed which order. */
  readonly orders: Orders;
  /** What was answered to requests that bots named. */
  readonly answers: Answers;
  /** What each bot has used of its daily limits. */
  readonly spending: Spending;
  /** Passphrases that were wrong. */
  readonly tries: Tries;
  /** The vault's generation as it was last seen. */
  readonly seen: Seen;
  readonly nonces: Nonces;
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #warnings: StateWarning[];
  #key: Secret | undefined;
  /** As in the table; asked on every call. */
  readonly #pausedBots: Set<string>;

  constructor(db: DatabaseSync, path: string, clock: Clock, warnings: readonly StateWarning[]) {
    this.orders = new Orders(db, clock.now);
    this.answers = new Answers(db, path, clock.now, () => this.#needKey());
    this.spending = new Spending(db, path, () => this.#needKey());
    this.tries = new Tries(db, path);
    this.seen = new Seen(db, path, () => this.#needKey());
    this.nonces = new Nonces(db, path);
    this.#db = db;
    this.#path = path;
    this.#clock = clock;
    this.#warnings = [...warnings];
    const paused = this.#do(() => db.prepare('SELECT bot_id FROM pauses').all());
    this.#pausedBots = new Set(paused.map((row) => String(row['bot_id'])));
  }

  warnings(): readonly StateWarning[] {
    return this.#warnings;
  }

  /**
   * Takes: the vault's subkey "state" when it opens, undefined when it is sealed. It stays the caller's, who wipes it.
   * Rows that this key did not seal are ignored and stand in `warnings`.
   */
  setKey(secret: Secret | undefined): void {
    this.#key = secret;
    for (const keyId of this.nonces.setKey(secret)) this.#warnings.push({ kind: 'nonce-ignored', keyId });
  }

  /** The vault has a new key: all that the old one sealed is sealed again, or nothing is. Throws: DISK_FULL, RECORD_FAILED. */
  rekey(old: Secret, fresh: Secret): void {
    this.#do(() =>
      inTransaction(this.#db, () => {
        for (const part of [this.nonces, this.spending, this.seen, this.answers]) part.rekey(old, fresh);
      }),
    );
    this.setKey(fresh);
  }

  pause(botId: string): void {
    this.#do(() => this.#pauseNow(botId));
  }

  unpause(botId: string): void {
    this.#do(() => this.#db.prepare('DELETE FROM pauses WHERE bot_id = ?').run(botId));
    this.#pausedBots.delete(botId);
  }

  isPaused(botId: string): boolean {
    return this.#pausedBots.has(botId);
  }

  /** Takes something from a bot while the vault is sealed; the vault learns of it when it opens, before any bot is served. */
  narrow(kind: Narrowing['kind'], botId: string): void {
    this.#do(() =>
      inTransaction(this.#db, () => {
        this.#db
          .prepare('INSERT INTO narrowings(kind, bot_id, at) VALUES (?, ?, ?)')
          .run(kind, botId, this.#clock.now());
        this.#pauseNow(botId);
      }),
    );
  }

  /** What was narrowed while sealed and is not in the vault yet, oldest first. */
  pendingNarrowings(): Narrowing[] {
    const rows = this.#do(() => this.#db.prepare('SELECT seq, kind, bot_id, at FROM narrowings ORDER BY seq').all());
    return rows.map((row) => ({
      seq: Number(row['seq']),
      kind: row['kind'] === 'pause' ? 'pause' : 'revoke',
      botId: String(row['bot_id']),
      at: Number(row['at']),
    }));
  }

  /** Drops narrowings that now stand in the vault. */
  clearNarrowings(seqs: readonly number[]): void {
    this.#do(() =>
      inTransaction(this.#db, () => {
        const remove = this.#db.prepare('DELETE FROM narrowings WHERE seq = ?');
        for (const seq of seqs) remove.run(seq);
      }),
    );
  }

  close(): void {
    this.setKey(undefined);
    if (this.#db.isOpen) this.#db.close();
  }

  #pauseNow(botId: string): void {
    this.#db.prepare('INSERT INTO pauses VALUES (?, ?) ON CONFLICT DO NOTHING').run(botId, this.#clock.now());
    this.#pausedBots.add(botId);
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
