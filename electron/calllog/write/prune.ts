/** Takes the oldest entries out, a slice at a time, and signs what stands for them. */
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '../../base/sqlite.ts';
import { chainStart } from '../chain.ts';
import { readEntry } from '../read-entry.ts';
import { putStub, readStub, stubMac } from '../segments.ts';
import type { Ledger } from './ledger.ts';

/** What is kept: at most so many bytes, and nothing older. Left out, there is no such limit. */
export interface Retention {
  readonly maxBytes?: number | undefined;
  readonly maxAgeMs?: number | undefined;
}

const sliceEntries = 500;
const slicePages = 256;
/** Pruned a little below the limit, so that not every entry prunes again. */
const fullShare = 0.95;
/** Some room in the file is used again sooner than it is given back. */
const spareShare = 0.1;

/** The last entry that is to go; 0 where nothing is. Only what is signed goes, and no call under way. */
export function lastToPrune(db: DatabaseSync, ledger: Ledger, retention: Retention, nowMs: number): number {
  if (ledger.closing.ring === undefined) return 0;
  const first = firstKept(db);
  const signed = Math.min(ledger.closing.open.first, ledger.oldestLive) - 1;
  const wanted = Math.max(
    lastByAge(db, retention, first, signed, nowMs),
    lastBySize(db, retention, first, ledger.head.seq),
  );
  return Math.min(wanted, signed) < first ? 0 : Math.min(wanted, signed);
}

/** Gives: is there more to do? Throws: SQLite's faults. */
export function pruneSlice(db: DatabaseSync, ledger: Ledger, last: number, nowMs: number): boolean {
  const from = firstKept(db);
  if (from > last || ledger.closing.ring === undefined) return giveBack(db);
  const to = Math.min(from + sliceEntries - 1, last);
  inTransaction(db, () => removeUpTo(db, ledger, to, nowMs));
  giveBack(db);
  return true;
}

function removeUpTo(db: DatabaseSync, ledger: Ledger, to: number, nowMs: number): void {
  const { ring } = ledger.closing;
  if (ring === undefined) return;
  const before = readStub(db);
  const hash = db.prepare('SELECT hash FROM entries WHERE seq = ?').get(to)?.['hash'];
  const latest = db.prepare('SELECT latest FROM calls WHERE seq <= ? ORDER BY seq DESC LIMIT 1').get(to)?.['latest'];
  const segments = db.prepare('SELECT max(n) AS n FROM segments WHERE last <= ?').get(to)?.['n'];
  const calls = ledger.calls.removeUpTo(to);
  db.prepare('DELETE FROM entries WHERE seq <= ?').run(to);
  db.prepare('DELETE FROM segments WHERE last <= ?').run(to);
  const stub = {
    epoch: ring.current.epoch,
    key: ring.current.id,
    first: to + 1,
    previous: hash instanceof Uint8Array ? hash : chainStart,
    calls: (before?.calls ?? 0) + calls,
    segments: Number(segments ?? before?.segments ?? 0),
    latest: Number(latest ?? before?.latest ?? 0),
    at: nowMs,
  };
  putStub(db, stub, stubMac(ring.current, ring.vaultId, stub));
}

const firstKept = (db: DatabaseSync): number => readStub(db)?.first ?? 1;

/** The last entry that is too old, found by halving: times rise but for a clock that was set back. */
function lastByAge(db: DatabaseSync, { maxAgeMs }: Retention, first: number, signed: number, nowMs: number): number {
  if (maxAgeMs === undefined) return 0;
  const select = db.prepare('SELECT body FROM entries WHERE seq = ?');
  const isOld = (seq: number): boolean => (readEntry(select.get(seq)?.['body'])?.at ?? nowMs) < nowMs - maxAgeMs;
  let low = first - 1;
  let high = signed;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isOld(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lastBySize(db: DatabaseSync, { maxBytes }: Retention, first: number, head: number): number {
  if (maxBytes === undefined) return 0;
  const { used } = pagesOf(db);
  if (used <= maxBytes || head < first) return 0;
  const perEntry = used / (head - first + 1);
  return first - 1 + Math.ceil((used - maxBytes * fullShare) / perEntry);
}

function pagesOf(db: DatabaseSync): { used: number; free: number; all: number } {
  const number = (name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
  const [size, all, free] = [number('page_size'), number('page_count'), number('freelist_count')];
  return { used: (all - free) * size, free, all };
}

/** Gives some of the free pages back to the disk. Gives: are there more? */
function giveBack(db: DatabaseSync): boolean {
  const { free, all } = pagesOf(db);
  // The index of words keeps what was taken out until its parts are merged.
  db.prepare("INSERT INTO call_words(call_words, rank) VALUES ('merge', ?)").run(slicePages);
  if (free <= all * spareShare) return false;
  db.exec(`PRAGMA incremental_vacuum(${slicePages})`);
  return true;
}
