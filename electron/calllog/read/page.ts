/** Reads the newest calls that meet every condition, by the index that has the fewest. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Filter, likeFilter } from './filters.ts';

export interface FoundCall {
  readonly seq: number;
  /** The record as JSON. */
  readonly record: string;
}

/** Those under way and those that ended lie in different indexes, so they are read apart and joined. */
export function readPage(
  db: DatabaseSync,
  filters: readonly Filter[],
  text: string | undefined,
  limit: number,
): FoundCall[] {
  const pending = filters.map((filter) => (filter.kind === 'words' ? likeFilter(text ?? '') : filter));
  const found = [...readRows(db, "status = 'pending'", pending, undefined, limit), ...readEnded(db, filters, limit)];
  return found.toSorted((a, b) => b.seq - a.seq).slice(0, limit);
}

/** In these words the indexes name it, too. */
const ended = "status <> 'pending'";

function readEnded(db: DatabaseSync, filters: readonly Filter[], limit: number): FoundCall[] {
  const driver = rarest(db, filters);
  return driver?.kind === 'words'
    ? readByWords(db, driver, filters, limit)
    : readRows(db, ended, filters, driver, limit);
}

function readRows(
  db: DatabaseSync,
  stage: string,
  filters: readonly Filter[],
  driver: Filter | undefined,
  limit: number,
): FoundCall[] {
  const where = filters.map((filter) => (filter === driver ? filter.sql : aside(filter)));
  // Led by a range, the rows must be sorted; SQLite would rather walk the whole table.
  const order = driver?.kind === 'range' ? '+seq' : 'seq';
  const sql = `SELECT seq, record FROM calls WHERE ${[stage, ...where].join(' AND ')} ORDER BY ${order} DESC LIMIT ?`;
  return all(db, sql, [...filters.map((filter) => filter.value), limit]);
}

function readByWords(db: DatabaseSync, words: Filter, filters: readonly Filter[], limit: number): FoundCall[] {
  const others = filters.filter((filter) => filter !== words);
  const spans = others.filter(({ sql }) => sql.startsWith('seq '));
  const where = [
    words.sql,
    ...spans.map(({ sql }) => sql.replace('seq', 'calls_text.rowid')),
    ended,
    ...others.map((filter) => aside(filter)),
  ];
  const sql = `SELECT seq, record FROM calls_text CROSS JOIN calls ON calls.seq = calls_text.rowid
    WHERE ${where.join(' AND ')} ORDER BY calls_text.rowid DESC LIMIT ?`;
  return all(db, sql, [words.value, ...[...spans, ...others].map(({ value }) => value), limit]);
}

/** A condition that leads no index: a unary + keeps SQLite from taking that of its column. */
function aside({ kind, sql }: Filter): string {
  if (kind === 'words') return `EXISTS (SELECT 1 FROM calls_text WHERE ${sql} AND calls_text.rowid = calls.seq)`;
  return kind === 'plain' ? sql : `+${sql}`;
}

function all(db: DatabaseSync, sql: string, values: readonly SQLInputValue[]): FoundCall[] {
  const rows = db.prepare(sql).all(...values);
  return rows.map((row) => ({ seq: Number(row['seq']), record: String(row['record']) }));
}

const countLimit = 2000;

/** The filter with the fewest rows leads, since SQLite cannot know that one bot or one error is rare. */
function rarest(db: DatabaseSync, filters: readonly Filter[]): Filter | undefined {
  const counted = filters
    .filter(({ kind }) => kind !== 'plain')
    .map((filter) => ({ filter, n: countOf(db, filter) }))
    .toSorted((a, b) => a.n - b.n);
  const [best] = counted;
  if (best === undefined || best.n < countLimit) return best?.filter;
  // With many rows each, walking back from the newest call beats sorting them all, and an index of its own that of words.
  const byIndex = counted.find(({ filter }) => filter.kind === 'index');
  return (byIndex ?? counted.find(({ filter }) => filter.kind === 'words'))?.filter;
}

function countOf(db: DatabaseSync, { kind, sql, value }: Filter): number {
  const from = kind === 'words' ? `calls_text WHERE ${sql}` : `calls WHERE ${ended} AND ${sql}`;
  return Number(db.prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${from} LIMIT ${countLimit})`).get(value)?.['n']);
}
