/** Makes the rows of `calls` from the entries. The caller opens the transaction. */
import type { DatabaseSync } from 'node:sqlite';
import { foldVersion } from '../fold.ts';
import { rowOfAny } from '../rows.ts';
import { metaNumber, setMeta } from '../schema.ts';
import { readStub } from '../segments.ts';
import type { CallTable } from './call-table.ts';

/** Were the rows made in another way than they would be now? */
export const isOutdated = (db: DatabaseSync): boolean => metaNumber(db, 'fold') !== foldVersion;

/** The rows whose entries were written without them, when a former process was killed in between. */
export function catchUp(db: DatabaseSync, calls: CallTable): void {
  const upTo = metaNumber(db, 'rows');
  const before = db.prepare('SELECT latest FROM calls WHERE seq <= ? ORDER BY seq DESC LIMIT 1').get(upTo)?.['latest'];
  makeRows(db, calls, upTo, Number(before ?? readStub(db)?.latest ?? 0));
}

export function remake(db: DatabaseSync, calls: CallTable): void {
  calls.clear();
  makeRows(db, calls, 0, readStub(db)?.latest ?? 0);
  setMeta(db, 'fold', foldVersion);
}

/** The rows of all calls that have an entry after `upTo`, oldest first. */
function makeRows(db: DatabaseSync, calls: CallTable, upTo: number, latestBefore: number): void {
  const changed = db.prepare('SELECT DISTINCT first FROM entries WHERE seq > ? AND first > 0 ORDER BY first');
  const firsts = changed.all(upTo).map((row) => Number(row['first']));
  const indexed = db.prepare(
    "SELECT words FROM calls JOIN call_texts USING (seq) WHERE seq = ? AND status <> 'pending'",
  );
  const latestOf = db.prepare('SELECT latest FROM calls WHERE seq = ?');
  let latest = latestBefore;
  for (const first of firsts) {
    const parts = calls.partsOf(first);
    const begin = parts?.entries[0];
    // What can't be read stays in `entries`, where a check of the log finds it.
    if (parts === undefined || begin?.kind !== 'begin') continue;
    const known = latestOf.get(first)?.['latest'];
    if (known === undefined) latest = Math.max(latest, begin.at);
    const words = indexed.get(first)?.['words'];
    const row = rowOfAny({ ...parts, first, latest: Number(known ?? latest) });
    if (row !== undefined) calls.put(row, words === undefined ? undefined : String(words));
  }
  setMeta(db, 'rows', Number(db.prepare('SELECT max(seq) AS seq FROM entries').get()?.['seq'] ?? 0));
}
