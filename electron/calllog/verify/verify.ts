/** Checks the whole log: the chain, what was signed, what was kept elsewhere, and the rows that are made of it. */
import type { DatabaseSync } from 'node:sqlite';
import { chainStart } from '../chain.ts';
import type { Anchor } from '../head.ts';
import type { KeyRing } from '../keys.ts';
import { metaNumber } from '../schema.ts';
import { type ChainStart, checkEntries, checkNoneBefore, type SeenEntry } from './check-entries.ts';
import { RowCheck } from './check-rows.ts';
import { SegmentCheck } from './check-segments.ts';
import { Findings, type LogCheck } from './verdict.ts';

export interface VerifyOptions {
  /** Undefined while the vault is sealed: then only hashes are checked. */
  readonly ring: KeyRing | undefined;
  /** Whose log it should be, where there are no keys to tell; undefined where nobody knows. */
  readonly vaultId?: string | undefined;
  /** Was the vault just made from a copy, which lacks the keys that it got later? */
  readonly isRestored?: boolean | undefined;
  readonly anchors: readonly Anchor[];
  /** Entries and rows up to this one are known to have been written. */
  readonly settled: number;
  readonly entriesOfASegment: number;
  readonly onProgress?: ((seen: number, all: number) => void) | undefined;
}

/** Takes: a database that nobody else writes to by the same connection. Throws: SQLite's faults. */
export function verifyLog(db: DatabaseSync, options: VerifyOptions): LogCheck {
  return inSnapshot(db, () => {
    const findings = new Findings();
    const segments = new SegmentCheck(db, options, findings);
    const { firstKept: first, stub } = segments;
    const rowsMade = metaNumber(db, 'rows');
    const rows = new RowCheck(db, { firstKept: first, latest: stub?.latest ?? 0, rows: rowsMade }, findings);
    const all = Number(db.prepare('SELECT count(*) AS n FROM entries').get()?.['n']);
    segments.begin();
    checkNoneBefore(db, first, findings);
    const { last, count } = checkEntries(db, startOf(segments), findings, {
      see: (entry) => {
        segments.see(entry);
        rows.see(entry);
      },
      lose: () => rows.lose(),
      progress: (seen) => options.onProgress?.(seen, all),
    });
    checkEnd(last, Math.max(segments.last, rowsMade, metaNumber(db, 'durable')), findings, options);
    if (rowsMade < options.settled)
      findings.note('altered', rowsMade + 1, `The rows of the calls from #${rowsMade + 1} on are gone.`);
    return conclude(db, segments, findings, { last, count, isTail: false }, options, () => rows.end(last));
  });
}

/** Checks what a new segment would cover: the entries after the last one, and what was kept elsewhere. */
export function verifyTail(db: DatabaseSync, options: VerifyOptions): LogCheck {
  return inSnapshot(db, () => {
    const findings = new Findings();
    const segments = new SegmentCheck(db, options, findings);
    segments.begin();
    segments.readMarkers(db);
    const start = segments.uncovered - 1;
    const hash = start < segments.firstKept ? startOf(segments).hash : hashOf(db, start);
    if (hash !== undefined) segments.meet(start, hash);
    const meet = ({ seq, hash: stored }: SeenEntry): void => segments.meet(seq, stored);
    const watch = { see: meet, lose: () => {}, progress: () => {} };
    const end = checkEntries(db, { after: start, hash: hash ?? chainStart }, findings, watch);
    const last = hash === undefined && end.count === 0 ? lastBefore(db, start) : end.last;
    checkEnd(last, Math.max(segments.last, metaNumber(db, 'durable')), findings, options);
    return conclude(db, segments, findings, { last, count: end.count, isTail: true }, options, () => {});
  });
}

const startOf = ({ stub, firstKept }: SegmentCheck): ChainStart => ({
  after: firstKept - 1,
  hash: stub?.previous ?? chainStart,
});

/** Does the log end too soon? */
function checkEnd(last: number, known: number, findings: Findings, { anchors, settled }: VerifyOptions): void {
  const wanted = Math.max(known, settled, ...anchors.map(({ entry }) => entry));
  if (wanted > last) findings.truncated(last + 1, `Entries from #${last + 1} to #${wanted} were cut off.`);
}

function conclude(
  db: DatabaseSync,
  segments: SegmentCheck,
  findings: Findings,
  { last, count, isTail }: { readonly last: number; readonly count: number; readonly isTail: boolean },
  { anchors, entriesOfASegment }: VerifyOptions,
  checkRows: () => void,
): LogCheck {
  segments.checkAnchors(anchors, (seq) => hashOf(db, seq));
  segments.end(last, entriesOfASegment, isTail);
  checkRows();
  return findings.check(count, segments.epoch, last);
}

/** The last entry that is there, where one that was signed is not. */
const lastBefore = (db: DatabaseSync, seq: number): number =>
  Number(db.prepare('SELECT max(seq) AS seq FROM entries WHERE seq < ?').get(seq)?.['seq'] ?? 0);

function hashOf(db: DatabaseSync, seq: number): Uint8Array | undefined {
  const hash = db.prepare('SELECT hash FROM entries WHERE seq = ?').get(seq)?.['hash'];
  return hash instanceof Uint8Array ? hash : undefined;
}

/** All of it as it stood at one moment, also while entries are being written. */
function inSnapshot<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  db.exec('BEGIN');
  try {
    return work();
  } finally {
    db.exec('ROLLBACK');
  }
}
