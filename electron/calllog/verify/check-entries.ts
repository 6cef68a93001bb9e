/** Follows the chain: each entry's content against its hash, and its number against the one before. */
import type { DatabaseSync } from 'node:sqlite';
import { isHash, link } from '../chain.ts';
import { readEntry } from '../read-entry.ts';
import type { Entry } from '../record.ts';
import type { Findings } from './verdict.ts';

/** Where the check begins: after an entry, whose hash is known. */
export interface ChainStart {
  readonly after: number;
  readonly hash: Uint8Array;
}

export interface SeenEntry {
  readonly seq: number;
  readonly first: number;
  readonly entry: Entry;
  readonly hash: Uint8Array;
}

export interface EntryWatch {
  /** Each entry that can be read, in order. */
  see(entry: SeenEntry): void;
  /** The next entry's predecessors are not known: some are missing or can't be read. */
  lose(): void;
  progress(seen: number): void;
}

const progressEvery = 5000;

/** Gives: the last entry that is there, and how many were seen. */
export function checkEntries(
  db: DatabaseSync,
  start: ChainStart,
  findings: Findings,
  watch: EntryWatch,
): { last: number; count: number } {
  const rows = db.prepare('SELECT seq, first, body, hash FROM entries WHERE seq > ? ORDER BY seq');
  let last = start.after;
  let previous: Uint8Array | undefined = start.hash;
  let count = 0;
  for (const row of rows.iterate(start.after)) {
    const seq = Number(row['seq']);
    if (seq > last + 1) {
      findings.gap(last + 1, seq - 1);
      watch.lose();
      previous = undefined;
    }
    last = seq;
    const { body } = row;
    const hash: Uint8Array | undefined = row['hash'] instanceof Uint8Array ? row['hash'] : undefined;
    if (previous !== undefined && (typeof body !== 'string' || !isHash(hash, link(previous, body))))
      findings.note('altered', seq, `Entry #${seq} was altered.`);
    // With the stored hash, a change breaks no link after it.
    previous = hash;
    const entry = readEntry(body);
    if (entry === undefined) watch.lose();
    else watch.see({ seq, first: Number(row['first']), entry, hash: hash ?? new Uint8Array() });
    if (entry === undefined && hash !== undefined) findings.note('altered', seq, `Entry #${seq} can't be read.`);
    count += 1;
    if (count % progressEvery === 0) watch.progress(count);
  }
  return { last, count };
}

/** Entries before the first that there should be. */
export function checkNoneBefore(db: DatabaseSync, first: number, findings: Findings): void {
  const seq = db.prepare('SELECT min(seq) AS seq FROM entries WHERE seq < ?').get(first)?.['seq'];
  if (typeof seq === 'number')
    findings.note('altered', seq, `Entry #${seq} was put in before the first that was kept.`);
}
