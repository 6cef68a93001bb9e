/** What an edit of the log is: by somebody who may write to the file, but has no key. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { LogResult } from '../../../electron/calllog/verify/verdict.ts';

export interface Expected {
  readonly result: LogResult;
  /** The first place lies between these. */
  readonly from: number;
  readonly to: number;
}

export interface Edit {
  readonly what: string;
  /** Where it can be done. */
  readonly places: (db: DatabaseSync) => number[];
  readonly apply: (db: DatabaseSync, at: number) => void;
  readonly expected: (db: DatabaseSync, at: number) => Expected;
}

export const numbers = (db: DatabaseSync, sql: string, ...values: SQLInputValue[]): number[] =>
  db
    .prepare(sql)
    .all(...values)
    .map((row) => Number(Object.values(row)[0]));
export const number = (db: DatabaseSync, sql: string, ...values: SQLInputValue[]): number =>
  numbers(db, sql, ...values)[0] ?? 0;

export const entries = (db: DatabaseSync): number[] => numbers(db, 'SELECT seq FROM entries ORDER BY seq');
/** But for those of calls whose beginning was pruned: nobody sees them any more. */
export const ofKeptCalls = (db: DatabaseSync): number[] =>
  numbers(db, 'SELECT seq FROM entries WHERE first = 0 OR first >= (SELECT min(seq) FROM entries) ORDER BY seq');
export const allButLast = (db: DatabaseSync): number[] => entries(db).slice(0, -1);
export const calls = (db: DatabaseSync): number[] => numbers(db, 'SELECT seq FROM calls ORDER BY seq');
export const segments = (db: DatabaseSync): number[] => numbers(db, 'SELECT n FROM segments ORDER BY n');

export const exactly = (result: LogResult) => (_db: DatabaseSync, at: number) => ({ result, from: at, to: at });
export const last = (db: DatabaseSync): number => number(db, 'SELECT max(seq) FROM entries');
export const firstOfSegment = (db: DatabaseSync, n: number): number =>
  Math.max(number(db, 'SELECT first FROM segments WHERE n = ?', n), number(db, 'SELECT min(seq) FROM entries'));
/** The first entry of the segment that an entry is in. */
export const segmentOf = (db: DatabaseSync, seq: number): number =>
  firstOfSegment(db, number(db, 'SELECT n FROM segments WHERE ? BETWEEN first AND last', seq));
export const atSegment = (result: LogResult) => (db: DatabaseSync, n: number) => {
  const first = firstOfSegment(db, n);
  return { result, from: first, to: first };
};

export const set = (table: string, key: string, column: string, value: string) => (db: DatabaseSync, at: number) =>
  void db.prepare(`UPDATE ${table} SET ${column} = ${value} WHERE ${key} = ?`).run(at);
