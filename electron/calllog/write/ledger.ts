/**
 * Appends entries to the chain, many in one transaction. The rows of `calls`, which are made from entries and touch many
 * indexes, follow in transactions of their own.
 */
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '../../base/sqlite.ts';
import { chainStart, link } from '../chain.ts';
import { readEntry } from '../read-entry.ts';
import { acts, type CallEntry, type Entry } from '../record.ts';
import { rowOf } from '../rows.ts';
import { setCaches, setMeta } from '../schema.ts';
import { readStub } from '../segments.ts';
import { type CallTable, openCallTable, type StoredCall } from './call-table.ts';
import { type ChainHead, Closing } from './closing.ts';
import { catchUp, isOutdated, remake } from './remake.ts';

export interface LedgerHead extends ChainHead {
  /** The greatest wall time of a call so far, in ms. */
  readonly latest: number;
}

interface Waiting {
  readonly entry: Entry;
  readonly body: string;
}

/** An entry that has found its place. */
interface Placed {
  readonly entry: Entry;
  readonly seq: number;
  readonly first: number;
  readonly latest: number;
}

/** A call under way, or one whose row is behind. */
interface LiveCall extends Pick<StoredCall, 'first' | 'latest'> {
  readonly entries: CallEntry[];
  last: number;
  words: string | undefined;
}

interface WrittenRow {
  readonly call: string;
  readonly live: LiveCall;
  readonly words: string | undefined;
  readonly record: string;
}

/** Of what is no call's, and of an entry whose call is gone. */
const noCall = 0;
const lostCall = -1;

export class Ledger {
  readonly #db: DatabaseSync;
  readonly calls: CallTable;
  readonly closing: Closing;
  readonly #live = new Map<string, LiveCall>();
  /** The calls whose rows are behind, with the first entry that they lack; in the order of these. */
  readonly #behind = new Map<string, number>();
  /** What the file says of `rows`. */
  #noted: number | undefined;
  #durability: 'FULL' | 'NORMAL' | undefined;
  #head: LedgerHead;
  #waiting: Waiting[] = [];

  constructor(db: DatabaseSync, now: () => number, entriesOfASegment?: number) {
    this.#db = db;
    setCaches(db);
    this.calls = openCallTable(db);
    this.closing = new Closing(db, now, entriesOfASegment);
    this.#head = headOf(db);
  }

  get head(): LedgerHead {
    return this.#head;
  }

  /** How many calls' rows are. */
  get behind(): number {
    return this.#behind.size;
  }

  /** Every entry up to this one is in the rows of `calls`. */
  get rows(): number {
    const [first] = this.#behind.values();
    return first === undefined ? this.#head.seq : first - 1;
  }

  /** Queues an entry, as canonical JSON. */
  take(body: string): void {
    const entry = readEntry(body);
    if (entry === undefined) throw new Error('an entry of another kind');
    this.#waiting.push({ entry, body });
  }

  /** Writes the entries that wait. Throws: SQLite's faults; then they go on waiting. */
  commit(): void {
    const batch = this.#waiting;
    if (batch.length === 0) return;
    this.#setDurability(batch.some(({ entry }) => acts(entry)) ? 'FULL' : 'NORMAL');
    const { placed, head } = this.#atomically(() => this.#place(batch));
    this.#waiting = [];
    this.#head = head;
    for (const one of placed) this.#settle(one);
  }

  /** Writes the rows of so many calls that are behind. Gives: their records, as JSON. Throws: SQLite's faults. */
  commitRows(most: number): string[] {
    const calls = [...this.#behind.keys()].slice(0, most);
    const rest = [...this.#behind.values()][calls.length];
    const rows = rest === undefined ? this.#head.seq : rest - 1;
    if (rows === this.#noted) return [];
    this.#setDurability('NORMAL');
    const written = inTransaction(this.#db, () => {
      setMeta(this.#db, 'rows', rows);
      return calls.flatMap((call) => this.#putRow(call));
    });
    this.#noted = rows;
    for (const { call, live, words } of written) this.#forget(call, live, words);
    return written.map(({ record }) => record);
  }

  /** Writes all that waits, and the rows. Gives: the records of the calls that changed, as JSON. */
  commitAll(): string[] {
    this.commit();
    return this.commitRows(Number.POSITIVE_INFINITY);
  }

  /** Closes the open segment, or those that are full. */
  close(which: 'open' | 'full'): void {
    this.#setDurability('FULL');
    this.#atomically(() => (which === 'full' ? this.closing.catchUp() : this.closing.close(this.#head)));
  }

  /** What was committed before outlives a power cut from now on. */
  makeDurable(): void {
    this.#setDurability('FULL');
    setMeta(this.#db, 'durable', this.#head.seq);
  }

  /** Makes every row again from the entries. Throws: SQLite's faults. */
  rebuild(): void {
    this.commitAll();
    this.#setDurability('NORMAL');
    inTransaction(this.#db, () => remake(this.#db, this.calls));
    this.#live.clear();
  }

  /** Makes the rows that a former process left behind, or all, where they were made in another way. */
  recover(): void {
    inTransaction(this.#db, () =>
      isOutdated(this.#db) ? remake(this.#db, this.calls) : catchUp(this.#db, this.calls),
    );
    this.#head = headOf(this.#db);
  }

  /** The calls that have no end, oldest first. */
  unended(): string[] {
    const rows = this.#db.prepare("SELECT id FROM calls WHERE status = 'pending' ORDER BY seq").all();
    return rows.map((row) => String(row['id']));
  }

  /** What is not to be pruned: the first entry of a call under way. */
  get oldestLive(): number {
    const pending = this.#db.prepare("SELECT min(seq) AS seq FROM calls WHERE status = 'pending'").get()?.['seq'];
    const live = [...this.#live.values()].map(({ first }) => first);
    return Math.min(...live, Number(pending ?? Number.POSITIVE_INFINITY));
  }

  #place(batch: readonly Waiting[]): { placed: Placed[]; head: LedgerHead } {
    const insert = this.#insert;
    const begun = new Map<string, number>();
    const placed: Placed[] = [];
    let head = this.#head;
    for (const { entry, body } of batch) {
      this.closing.before(entry, head);
      const seq = head.seq + 1;
      const latest = entry.kind === 'begin' ? Math.max(head.latest, entry.at) : head.latest;
      head = { seq, hash: link(head.hash, body), latest };
      if (entry.kind === 'begin') begun.set(entry.call, seq);
      const first =
        entry.kind === 'epoch' ? noCall : (begun.get(entry.call) ?? this.#find(entry.call)?.first ?? lostCall);
      insert.run(seq, first, body, head.hash);
      placed.push({ entry, seq, first, latest });
    }
    return { placed, head };
  }

  get #insert() {
    this.#insertStatement ??= this.#db.prepare('INSERT INTO entries(seq, first, body, hash) VALUES (?, ?, ?, ?)');
    return this.#insertStatement;
  }
  #insertStatement: ReturnType<DatabaseSync['prepare']> | undefined;

  /** After the commit: the call has one entry more, and its row is behind. */
  #settle({ entry, seq, first, latest }: Placed): void {
    if (entry.kind === 'epoch' || first === lostCall) return;
    const live = this.#live.get(entry.call);
    if (live === undefined)
      this.#live.set(entry.call, { entries: [entry], first, latest, last: seq, words: undefined });
    else {
      live.entries.push(entry);
      live.last = seq;
    }
    if (!this.#behind.has(entry.call)) this.#behind.set(entry.call, seq);
  }

  #putRow(call: string): WrittenRow[] {
    const live = this.#live.get(call);
    if (live === undefined) return [];
    const row = rowOf(live);
    return [{ call, live, words: this.calls.put(row, live.words), record: row.record }];
  }

  /** The row is written; of a call that has ended nothing more need be known. */
  #forget(call: string, live: LiveCall, words: string | undefined): void {
    live.words = words;
    this.#behind.delete(call);
    if (live.entries.some(({ kind }) => kind === 'end')) this.#live.delete(call);
  }

  /** A call in memory, or read back: an entry may come long after the end, when a look-up found what became of it. */
  #find(call: string): LiveCall | undefined {
    const known = this.#live.get(call);
    if (known !== undefined) return known;
    const stored = this.calls.find(call);
    if (stored === undefined) return undefined;
    const live = { ...stored, entries: [...stored.entries] };
    this.#live.set(call, live);
    return live;
  }

  #atomically<T>(work: () => T): T {
    const before = this.closing.open;
    try {
      return inTransaction(this.#db, work);
    } catch (fault) {
      this.closing.open = before;
      throw fault;
    }
  }

  /** SQLite takes this only outside a transaction. FULL also flushes what NORMAL wrote before. */
  #setDurability(durability: 'FULL' | 'NORMAL'): void {
    if (this.#durability === durability) return;
    this.#db.exec(`PRAGMA synchronous = ${durability}`);
    this.#durability = durability;
  }
}

function headOf(db: DatabaseSync): LedgerHead {
  const last = db.prepare('SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1').get();
  const stub = readStub(db);
  const latest = db.prepare('SELECT latest FROM calls ORDER BY seq DESC LIMIT 1').get()?.['latest'];
  const hash = last?.['hash'];
  return {
    seq: Number(last?.['seq'] ?? (stub === undefined ? 0 : stub.first - 1)),
    hash: hash instanceof Uint8Array ? hash : (stub?.previous ?? chainStart),
    latest: Number(latest ?? stub?.latest ?? 0),
  };
}
