/** Everything that could be done to the entries. */
import type { DatabaseSync } from 'node:sqlite';
import { link } from '../../../electron/calllog/chain.ts';
import { openCallTable } from '../../../electron/calllog/write/call-table.ts';
import { remake } from '../../../electron/calllog/write/remake.ts';
import { allButLast, type Edit, entries, exactly, last, ofKeptCalls, segmentOf, set } from './edit.ts';

/** The rows agree with the entries again, as a careful forger would have it. */
function remakeRows(db: DatabaseSync): void {
  remake(db, openCallTable(db));
}

function changeBody(db: DatabaseSync, seq: number): void {
  // The time, which every entry has.
  db.prepare(`UPDATE entries SET body = replace(body, '"at":17', '"at":16') WHERE seq = ?`).run(seq);
}

function dropAndCloseUp(db: DatabaseSync, seq: number): void {
  db.prepare('DELETE FROM entries WHERE seq = ?').run(seq);
  for (const later of entries(db).filter((one) => one > seq))
    db.prepare('UPDATE entries SET seq = seq - 1, first = first - (first > ?) WHERE seq = ?').run(seq, later);
  remakeRows(db);
}

function swap(db: DatabaseSync, a: number, b: number): void {
  const select = db.prepare('SELECT first, body, hash FROM entries WHERE seq = ?');
  const update = db.prepare('UPDATE entries SET first = ?, body = ?, hash = ? WHERE seq = ?');
  const [one, two] = [select.get(a), select.get(b)];
  if (one === undefined || two === undefined) throw new Error('nothing to swap');
  const put = (row: typeof one, seq: number) =>
    update.run(row['first'] ?? 0, row['body'] ?? '', row['hash'] ?? '', seq);
  put(two, a);
  put(one, b);
}

/** A copy of an entry with a hash that fits the one before, and all that follow moved up. */
function insert(db: DatabaseSync, seq: number): void {
  const row = db.prepare('SELECT first, body FROM entries WHERE seq = ?').get(seq);
  const before = db.prepare('SELECT hash FROM entries WHERE seq = ?').get(seq - 1)?.['hash'];
  for (const later of entries(db)
    .filter((one) => one >= seq)
    .reverse())
    db.prepare('UPDATE entries SET seq = seq + 1, first = first + (first >= ?) WHERE seq = ?').run(seq, later);
  const body = String(row?.['body']).replace('"mono":', '"mono":9');
  const hash = link(before instanceof Uint8Array ? before : new Uint8Array(32), body);
  db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)').run(seq, row?.['first'] ?? 0, body, hash);
  remakeRows(db);
}

/** Changes an entry, and makes every hash from there on fit. */
function rechain(db: DatabaseSync, seq: number): void {
  changeBody(db, seq);
  const before = db.prepare('SELECT hash FROM entries WHERE seq = ?').get(seq - 1)?.['hash'];
  let hash: Uint8Array = before instanceof Uint8Array ? before : new Uint8Array();
  for (const row of db.prepare('SELECT seq, body FROM entries WHERE seq >= ? ORDER BY seq').all(seq)) {
    hash = link(hash, String(row['body']));
    db.prepare('UPDATE entries SET hash = ? WHERE seq = ?').run(hash, Number(row['seq']));
  }
  remakeRows(db);
}

/** The log as it was before, with everything in it that tells of later. */
function cutClean(db: DatabaseSync, seq: number): void {
  db.prepare('DELETE FROM entries WHERE seq > ?').run(seq);
  db.prepare('DELETE FROM segments WHERE last > ?').run(seq);
  db.prepare("DELETE FROM meta WHERE name = 'durable'").run();
  remakeRows(db);
}

export const entryEdits: readonly Edit[] = [
  { what: 'an entry is changed', places: entries, apply: changeBody, expected: exactly('altered') },
  {
    what: 'an entry is changed, and the rows with it',
    places: entries,
    apply: (db, at) => {
      changeBody(db, at);
      remakeRows(db);
    },
    expected: exactly('altered'),
  },
  {
    what: 'an entry is no JSON any more',
    places: entries,
    apply: set('entries', 'seq', 'body', "'x'"),
    expected: exactly('altered'),
  },
  {
    what: 'a hash is changed',
    places: entries,
    apply: set('entries', 'seq', 'hash', 'randomblob(32)'),
    expected: exactly('altered'),
  },
  {
    what: 'a hash is emptied',
    places: entries,
    apply: set('entries', 'seq', 'hash', "x''"),
    expected: exactly('altered'),
  },
  {
    what: 'an entry is put into another call',
    places: ofKeptCalls,
    apply: set('entries', 'seq', 'first', 'first + 1'),
    expected: exactly('altered'),
  },
  {
    what: 'an entry is dropped',
    places: allButLast,
    apply: (db, at) => void db.prepare('DELETE FROM entries WHERE seq = ?').run(at),
    expected: exactly('gap'),
  },
  {
    what: 'an entry is dropped and the rest closes up',
    places: allButLast,
    apply: dropAndCloseUp,
    expected: exactly('altered'),
  },
  {
    what: 'two entries are swapped',
    places: allButLast,
    apply: (db, at) => swap(db, at, at + 1),
    expected: exactly('altered'),
  },
  {
    what: 'an entry is swapped with the last',
    places: allButLast,
    apply: (db, at) => swap(db, at, last(db)),
    expected: exactly('altered'),
  },
  {
    what: 'an entry is put in that fits the one before it',
    places: (db) => entries(db).slice(1),
    apply: insert,
    // What comes after it tells; where it is the last of a segment, only that somewhere in it something changed.
    expected: (db, at) => ({ result: 'altered', from: segmentOf(db, at), to: at + 1 }),
  },
  {
    what: 'the entries after one are cut off',
    places: allButLast,
    apply: (db, at) => void db.prepare('DELETE FROM entries WHERE seq > ?').run(at),
    expected: (_db, at) => ({ result: 'truncated', from: at + 1, to: at + 1 }),
  },
  {
    what: 'the log is set back to an entry, rows and segments with it',
    places: allButLast,
    apply: cutClean,
    expected: (_db, at) => ({ result: 'truncated', from: at + 1, to: at + 1 }),
  },
  {
    what: 'an entry is changed and everything after it is chained anew',
    places: (db) => entries(db).slice(1),
    apply: rechain,
    expected: (db, at) => ({
      result: 'altered',
      from: segmentOf(db, at),
      to: at,
    }),
  },
];
