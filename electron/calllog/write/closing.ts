/** Closes segments under the log's key, while the vault is open. */
import type { DatabaseSync } from 'node:sqlite';
import { chainStart } from '../chain.ts';
import type { KeyRing } from '../keys.ts';
import { readEntry } from '../read-entry.ts';
import type { Entry, EpochEntry } from '../record.ts';
import { addSegment, readStub, segmentMac } from '../segments.ts';

export const entriesOfASegment = 10_000;
const dayMs = 86_400_000;

/** Where the chain stands. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Uint8Array;
}

interface Open {
  /** The number that the open segment will have. */
  readonly n: number;
  /** Its first entry. */
  readonly first: number;
  /** The latest UTC day in it, counted from 1970; undefined where nobody has looked. */
  readonly day: number | undefined;
  /** The last marker in the chain: whose key is in force. */
  readonly marker: EpochEntry | undefined;
}

export class Closing {
  readonly #db: DatabaseSync;
  readonly #most: number;
  readonly #now: () => number;
  #ring: KeyRing | undefined;
  /** Whoever undoes a transaction puts it back. */
  open: Open;

  constructor(db: DatabaseSync, now: () => number, most = entriesOfASegment) {
    this.#db = db;
    this.#most = most;
    this.#now = now;
    const last = db.prepare('SELECT n, last FROM segments ORDER BY n DESC LIMIT 1').get();
    const stub = readStub(db);
    this.open = {
      n: Math.max(Number(last?.['n'] ?? 0), stub?.segments ?? 0) + 1,
      first: Math.max(Number(last?.['last'] ?? 0) + 1, stub?.first ?? 1),
      day: undefined,
      marker: lastMarker(db),
    };
  }

  /** How many segments were closed so far. */
  get count(): number {
    return this.open.n - 1;
  }

  get ring(): KeyRing | undefined {
    return this.#ring;
  }

  /** Takes: the keys, which stay the caller's; undefined closes nothing from then on. */
  use(ring: KeyRing | undefined): void {
    this.#ring = ring;
    this.open = { ...this.open, day: undefined };
  }

  /** Closes what is full among the entries that were written while there was no key. In a transaction. */
  catchUp(): void {
    if (this.#ring === undefined) return;
    let previous: ChainHead = { seq: this.open.first - 1, hash: chainStart };
    const rows = this.#db.prepare('SELECT seq, body, hash FROM entries WHERE seq >= ? ORDER BY seq');
    for (const row of rows.iterate(this.open.first)) {
      const entry = readEntry(row['body']);
      if (entry !== undefined) this.before(entry, previous);
      previous = { seq: Number(row['seq']), hash: row['hash'] instanceof Uint8Array ? row['hash'] : chainStart };
    }
  }

  /** Closes the segment before an entry that belongs into the next one. In its transaction. */
  before(entry: Entry, head: ChainHead): void {
    const day = Math.floor(entry.at / dayMs);
    if (this.#ring !== undefined && this.#isFull(head, day)) this.close(head);
    if (entry.kind === 'epoch') {
      // Without the key that was in force, the entries before the marker go into the next segment.
      if (this.#ring?.find(this.open.marker?.key ?? this.#ring.current.id) !== undefined) this.close(head);
      this.open = { ...this.open, marker: entry };
    }
    this.open = { ...this.open, day: Math.max(day, this.open.day ?? day) };
  }

  /** Closes what is open, where there is any of it and a key. In a transaction. */
  close(head: ChainHead): void {
    const { n, first, marker } = this.open;
    const key = this.#ring?.find(marker?.key ?? '') ?? this.#ring?.current;
    if (this.#ring === undefined || key === undefined || head.seq < first) return;
    const { epoch, id } = key;
    const segment = { n, epoch, key: id, first, last: head.seq, head: head.hash, closed: this.#now() };
    addSegment(this.#db, segment, segmentMac(key, this.#ring.vaultId, segment));
    this.open = { n: n + 1, first: head.seq + 1, day: undefined, marker };
  }

  #isFull({ seq }: ChainHead, day: number): boolean {
    const entries = seq - this.open.first + 1;
    return entries >= this.#most || (entries > 0 && this.open.day !== undefined && day > this.open.day);
  }
}

/** The marker that names the key in force; undefined where the log never had one. */
export function lastMarker(db: DatabaseSync): EpochEntry | undefined {
  const row = db.prepare('SELECT body FROM entries WHERE first = 0 ORDER BY seq DESC LIMIT 1').get();
  const entry = readEntry(row?.['body']);
  return entry?.kind === 'epoch' ? entry : undefined;
}
