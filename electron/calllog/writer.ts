/**
 * Group commit. An intent is written in this turn of the event loop, with all the entries that wait; the rows of `calls`,
 * which are made from entries and touch many indexes, follow a little later, many calls together.
 */
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

/** Nobody waits for outcomes, ends and rows: they are written after this long, entries with the next intent if that is sooner. */
const lazyMs = 50;

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
  /** The calls whose entries are written and whose rows are not. */
  readonly #behind = new Map<string, CallRow>();
  #durability: 'FULL' | 'NORMAL' | undefined;
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
    this.#now ??= setImmediate(() => this.#flush('entries'));
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  recordOf(call: string): CallRecord {
    return foldCall(this.#find(call)?.entries ?? []);
  }

  /** Writes all that waits; on a fault it goes on waiting, and `fault` says why. */
  flush(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#flush('rows');
  }

  /** `rows` writes them too, so that what is read next is whole. */
  #flush(until: 'entries' | 'rows'): void {
    clearImmediate(this.#now);
    this.#now = undefined;
    if (this.#waiting.length === 0 && (until === 'entries' || this.#behind.size === 0)) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    try {
      const written = this.#write(this.#waiting, until);
      this.#waiting = [];
      this.#fault = undefined;
      for (const { resolve } of waiters) resolve();
      this.#onWritten(written);
    } catch (fault) {
      this.#fault = databaseFault(fault, this.#path);
      for (const { reject } of waiters) reject(this.#fault);
    }
  }

  #write(batch: readonly Waiting[], until: 'entries' | 'rows'): CallRecord[] {
    this.#setDurability(batch.some(({ entry }) => acts(entry)) ? 'FULL' : 'NORMAL');
    const changed = new Map(this.#behind);
    let head = this.#head;
    const records = inTransaction(this.#db, () => {
      for (const { entry, body } of batch) {
        const latest = entry.kind === 'begin' ? Math.max(head.latest, entry.at) : head.latest;
        head = { seq: head.seq + 1, hash: link(head.hash, body), latest };
        this.#tables.addEntry(head.seq, entry.call, body, head.hash);
        const row = changed.get(entry.call) ?? this.#live.get(entry.call)?.row ?? { seq: head.seq, latest };
        changed.set(entry.call, row);
      }
      return until === 'rows' ? this.#putAll(changed, head) : [];
    });
    this.#head = head;
    this.#settle(changed, until);
    return records;
  }

  /** SQLite takes this only outside a transaction. FULL also flushes what NORMAL wrote before. */
  #setDurability(durability: 'FULL' | 'NORMAL'): void {
    if (this.#durability === durability) return;
    this.#db.exec(`PRAGMA synchronous = ${durability}`);
    this.#durability = durability;
  }

  #putAll(changed: ReadonlyMap<string, CallRow>, head: Head): CallRecord[] {
    const records = [...changed].map(([call, row]) => this.#put(call, row));
    this.#tables.setRowsUpTo(head.seq);
    return records;
  }

  #put(call: string, row: CallRow): CallRecord {
    const entries = this.#live.get(call)?.entries ?? [];
    const record = foldCall(entries);
    const begin = entries[0];
    if (begin?.kind === 'begin') this.#tables.putCall(row, begin, record);
    return record;
  }

  /** After the commit: remembers where the calls stand, and forgets those that have ended and have their row. */
  #settle(changed: ReadonlyMap<string, CallRow>, until: 'entries' | 'rows'): void {
    for (const [call, row] of changed) {
      const live = this.#live.get(call);
      if (live === undefined) continue;
      live.row = row;
      if (until === 'rows' && live.entries.some((entry) => entry.kind === 'end')) this.#live.delete(call);
    }
    this.#behind.clear();
    if (until === 'rows') return;
    for (const [call, row] of changed) this.#behind.set(call, row);
    this.#soon ??= setTimeout(() => this.flush(), lazyMs);
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
