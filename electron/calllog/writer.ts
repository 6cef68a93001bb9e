/** Group commit: appends share a transaction; an intent's waits for this turn of the event loop only, the rest a little. */
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { databaseFault, inTransaction } from '../base/sqlite.ts';
import { link } from './chain.ts';
import { foldCall } from './fold.ts';
import { acts, type Entry } from './record.ts';
import type { CallRow, Head, Tables } from './tables.ts';

/** How many entries may wait while the disk takes none; past it no call begins. */
const maxWaiting = 20_000;

/** Nobody waits for outcomes and ends, so they go with the next intent, or after this long. */
const lazyMs = 20;

interface Waiting {
  readonly entry: Entry;
  readonly body: string;
}

interface LiveCall {
  readonly entries: Entry[];
  /** Undefined until its first entry is written. */
  row: CallRow | undefined;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (fault: AppError) => void;
}

export class Writer {
  readonly #db: DatabaseSync;
  readonly #tables: Tables;
  readonly #path: string;
  readonly #onWritten: (calls: readonly CallRecord[]) => void;
  /** The calls that changed lately or have not ended. */
  readonly #live = new Map<string, LiveCall>();
  #head: Head;
  #waiting: Waiting[] = [];
  #waiters: Waiter[] = [];
  #now: NodeJS.Immediate | undefined;
  #soon: NodeJS.Timeout | undefined;
  #fault: AppError | undefined;

  constructor(db: DatabaseSync, tables: Tables, path: string, onWritten: (calls: readonly CallRecord[]) => void) {
    this.#db = db;
    this.#tables = tables;
    this.#path = path;
    this.#onWritten = onWritten;
    this.#head = tables.head();
  }

  get fault(): AppError | undefined {
    return this.#fault;
  }

  refuseWhenFull(): void {
    if (this.#fault !== undefined && this.#waiting.length >= maxWaiting) throw this.#fault;
  }

  /** Queues an entry. Throws: INTERNAL on one that cannot belong where it stands. */
  append(entry: Entry): void {
    // Written out here, so that an entry that cannot be written throws at its own caller.
    const body = canonicalJson(entry);
    const live = this.#find(entry.call);
    if ((entry.kind === 'begin') !== (live === undefined)) {
      throw new AppError('INTERNAL', { detail: `An entry "${entry.kind}" of a call came out of order.`, sent: 'no' });
    }
    if (live === undefined) this.#live.set(entry.call, { entries: [entry], row: undefined });
    else live.entries.push(entry);
    this.#waiting.push({ entry, body });
    this.#soon ??= setTimeout(() => this.flush(), lazyMs);
  }

  /** Resolves when all that was appended is written. */
  committed(): Promise<void> {
    this.#now ??= setImmediate(() => this.flush());
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  recordOf(call: string): CallRecord {
    return foldCall(this.#find(call)?.entries ?? []);
  }

  /** Writes all that waits; on a fault it goes on waiting, and `fault` says why. */
  flush(): void {
    clearImmediate(this.#now);
    clearTimeout(this.#soon);
    this.#now = undefined;
    this.#soon = undefined;
    if (this.#waiting.length === 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    try {
      const written = this.#write(this.#waiting);
      this.#waiting = [];
      this.#fault = undefined;
      for (const { resolve } of waiters) resolve();
      this.#onWritten(written);
    } catch (fault) {
      this.#fault = databaseFault(fault, this.#path);
      for (const { reject } of waiters) reject(this.#fault);
    }
  }

  #write(batch: readonly Waiting[]): CallRecord[] {
    // SQLite takes this only outside a transaction. FULL also flushes what NORMAL wrote before.
    this.#db.exec(`PRAGMA synchronous = ${batch.some(({ entry }) => acts(entry)) ? 'FULL' : 'NORMAL'}`);
    const changed = new Map<string, CallRow>();
    let head = this.#head;
    const records = inTransaction(this.#db, () => {
      for (const { entry, body } of batch) {
        const latest = entry.kind === 'begin' ? Math.max(head.latest, entry.at) : head.latest;
        head = { seq: head.seq + 1, hash: link(head.hash, body), latest };
        this.#tables.addEntry(head.seq, entry.call, body, head.hash);
        const row = changed.get(entry.call) ?? this.#live.get(entry.call)?.row ?? { seq: head.seq, latest };
        changed.set(entry.call, row);
      }
      return [...changed].map(([call, row]) => this.#put(call, row));
    });
    this.#head = head;
    this.#settle(changed);
    return records;
  }

  #put(call: string, row: CallRow): CallRecord {
    const entries = this.#live.get(call)?.entries ?? [];
    const record = foldCall(entries);
    const begin = entries[0];
    if (begin?.kind === 'begin') this.#tables.putCall(row, begin, record);
    return record;
  }

  /** After the commit: remembers where the calls stand, and forgets those that have ended. */
  #settle(changed: ReadonlyMap<string, CallRow>): void {
    for (const [call, row] of changed) {
      const live = this.#live.get(call);
      if (live === undefined) continue;
      live.row = row;
      if (live.entries.some((entry) => entry.kind === 'end')) this.#live.delete(call);
    }
  }

  /** A call in memory, or read back: an entry may come long after the end, when a look-up found what became of it. */
  #find(call: string): LiveCall | undefined {
    const known = this.#live.get(call);
    if (known !== undefined) return known;
    try {
      const row = this.#tables.rowOf(call);
      if (row === undefined) return undefined;
      const live = { entries: this.#tables.entriesOf(call), row };
      this.#live.set(call, live);
      return live;
    } catch (fault) {
      throw databaseFault(fault, this.#path);
    }
  }
}
