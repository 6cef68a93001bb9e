/** The call log: appends in group commit, live listeners, and what is read back. */
import type { DatabaseSync } from 'node:sqlite';
import type { LogQuery } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import { hideSecretShapes } from '../../shared/redact.ts';
import type { Clock } from '../base/clock.ts';
import { damaged, databaseFault, inTransaction, isDamage, openDatabase, setAside } from '../base/sqlite.ts';
import { type BotCallsQuery, findBotCalls, findCall, findCalls } from './query.ts';
import {
  type BeginEntry,
  cleanEntry,
  type EndEntry,
  type Entry,
  type IntentEntry,
  type NewEntry,
  type OutcomeEntry,
} from './record.ts';
import { callsFile, openTables, type Tables } from './tables.ts';
import { Writer } from './writer.ts';

export interface CallLogOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Hides secrets in every text that comes from a bot or an exchange; secret-shaped text is hidden besides. */
  readonly scrub?: (text: string) => string;
  /** Sees the database before it is used; for tests that fill it up. */
  readonly onOpen?: (db: DatabaseSync) => void;
}

/**
 * Opens the call log, or makes it. Calls that never ended are ended as `interrupted`. One process at a time may hold it.
 * Throws: RECORD_FAILED (locked; or damaged or foreign, then set aside: opening again makes a new one), VAULT_NEWER, DISK_FULL.
 */
export function openCallLog(options: CallLogOptions): CallLog {
  const opened = openDatabase(callsFile(options.path), options.clock);
  if (opened.kind === 'set-aside') throw lost(options.path, opened);
  try {
    options.onOpen?.(opened.db);
    return new CallLog(opened.db, options);
  } catch (fault) {
    opened.db.close();
    if (isDamage(fault)) throw lost(options.path, setAside(options.path, damaged, options.clock));
    throw databaseFault(fault, options.path);
  }
}

/** A log is never begun anew in silence: that is how a log would be made to disappear. */
function lost(path: string, { why, to }: { readonly why: string; readonly to: string }): AppError {
  const detail = `${path} cannot be read as a call log: ${why}. It was moved to ${to}. Start Keybearer again to begin a new log.`;
  return new AppError('RECORD_FAILED', { detail, sent: 'no' });
}

export class CallLog {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #scrub: (text: string) => string;
  readonly #tables: Tables;
  readonly #writer: Writer;
  readonly #listeners = new Set<(call: CallRecord) => void>();
  /** The calls that a former process left without an end: what became of them must be looked up. */
  readonly interrupted: readonly CallRecord[];

  constructor(db: DatabaseSync, { path, clock, scrub = (text) => text }: CallLogOptions) {
    this.#db = db;
    this.#path = path;
    this.#clock = clock;
    this.#scrub = (text) => hideSecretShapes(scrub(text));
    this.#tables = openTables(db);
    inTransaction(db, () => (this.#tables.needsRemake() ? this.#tables.remake() : this.#tables.catchUp()));
    this.#writer = new Writer(db, this.#tables, path, (calls) => this.#tell(calls));
    const left = this.#tables.unended();
    for (const call of left) this.#endInterrupted(call);
    this.#writer.flush();
    this.interrupted = left.map((id) => findCall(db, id)).filter((call) => call !== undefined);
  }

  /** A call begins. Throws: RECORD_FAILED, DISK_FULL where nothing could be written for long. */
  begin(entry: NewEntry<BeginEntry>): void {
    this.#writer.refuseWhenFull();
    this.#append({ ...entry, ...this.#stamp(), kind: 'begin' });
  }

  /**
   * A private request is about to leave. It may leave when the promise resolves: then the intent is on the disk.
   * Throws: RECORD_FAILED, DISK_FULL; the request must then end with an outcome that says so.
   */
  async intent(entry: NewEntry<IntentEntry>): Promise<void> {
    this.#writer.refuseWhenFull();
    this.#append({ ...entry, ...this.#stamp(), kind: 'intent' });
    await this.#writer.committed();
  }

  outcome(entry: NewEntry<OutcomeEntry>): void {
    this.#append({ ...entry, ...this.#stamp(), kind: 'outcome' });
  }

  /** A call ends; a denied one with `status: 'denied'` and its code. */
  end(entry: NewEntry<EndEntry>): void {
    this.#append({ ...entry, ...this.#stamp(), kind: 'end' });
  }

  /** Newest first. Throws: INPUT_INVALID where `before` names no call. */
  query(query: LogQuery): CallRecord[] {
    return this.#read(() => findCalls(this.#db, query));
  }

  /** Takes: a bot's id. Throws: BODY_INVALID where `since` is neither a time nor a `next`. */
  botCalls(botId: string, query: BotCallsQuery): { calls: CallRecord[]; next: string | null } {
    return this.#read(() => findBotCalls(this.#db, botId, query));
  }

  get(callId: string): CallRecord | undefined {
    return this.#read(() => findCall(this.#db, callId));
  }

  /** The private requests of a call, as they were meant; empty where there is no such call. */
  intentsOf(callId: string): readonly IntentEntry[] {
    return this.#read(() => this.#tables.entriesOf(callId)).filter((entry) => entry.kind === 'intent');
  }

  /** Hands over the whole record of a call each time it changed and is written. Gives: how to stop that. */
  subscribe(listener: (call: CallRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Why the last write failed, as long as its entries wait to be written. */
  fault(): AppError | undefined {
    return this.#writer.fault;
  }

  /** Writes what waits, now. Throws: RECORD_FAILED, DISK_FULL; the entries go on waiting. */
  sync(): void {
    this.#writer.flush();
    if (this.#writer.fault !== undefined) throw this.#writer.fault;
  }

  /** Makes the table of calls again from the entries. */
  rebuild(): void {
    this.sync();
    this.#read(() => inTransaction(this.#db, () => this.#tables.remake()));
  }

  /** Writes what waits and closes the file. Throws: RECORD_FAILED, DISK_FULL where entries are lost by that. */
  close(): void {
    if (!this.#db.isOpen) return;
    this.#writer.flush();
    this.#db.close();
    if (this.#writer.fault !== undefined) throw this.#writer.fault;
  }

  #append(entry: Entry): void {
    this.#writer.append(cleanEntry(entry, this.#scrub));
  }

  #stamp(): { at: number; mono: number } {
    return { at: this.#clock.now(), mono: Math.round(this.#clock.monotonic() * 1000) / 1000 };
  }

  #endInterrupted(call: string): void {
    const { requests } = this.#writer.recordOf(call);
    const isOpen = requests.some((request) => request.status === 'pending');
    const end = { call, ...this.#stamp(), kind: 'end' as const, status: 'interrupted' as const };
    this.#append(isOpen ? { ...end, sent: 'unknown' } : end);
  }

  #read<T>(work: () => T): T {
    this.#writer.flush();
    try {
      return work();
    } catch (fault) {
      throw databaseFault(fault, this.#path);
    }
  }

  #tell(calls: readonly CallRecord[]): void {
    for (const call of calls) {
      // In a task of its own: a listener that throws must not look like a log that failed.
      for (const listener of this.#listeners) queueMicrotask(() => listener(call));
    }
  }
}
