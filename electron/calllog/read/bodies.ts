import type { DatabaseSync } from 'node:sqlite';
import { readCallEntry } from '../read-entry.ts';
import type { CallEntry } from '../record.ts';

/** The entries of a call as JSON, in the order written; none where there is no such call. */
export function readBodies(db: DatabaseSync, call: string): string[] {
  const first = db.prepare('SELECT seq FROM calls WHERE id = ?').get(call)?.['seq'];
  return typeof first === 'number' ? bodiesFrom(db, first) : [];
}

/** Of the call that began with this entry. */
export const bodiesFrom = (db: DatabaseSync, first: number): string[] =>
  db
    .prepare('SELECT body FROM entries WHERE first = ? ORDER BY seq')
    .all(first)
    .map((row) => String(row['body']));

/** What can't be read is left out: a check of the log finds it. */
export const entriesOf = (bodies: readonly string[]): CallEntry[] =>
  bodies.map(readCallEntry).filter((entry) => entry !== undefined);

/** When the oldest entry was written, in Unix milliseconds; undefined where there is none, or it can't be read. */
export function oldestAt(db: DatabaseSync): number | undefined {
  const { at } =
    db
      .prepare('SELECT iif(json_valid(body), json_extract(body, ?), NULL) AS at FROM entries ORDER BY seq LIMIT 1')
      .get('$.at') ?? {};
  return typeof at === 'number' ? at : undefined;
}
