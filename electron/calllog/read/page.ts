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
/** Past so many rows a filter counts as common. */
const countLimit = 10_000;
/** So many of the newest calls with a common word are looked at one by one. */
const newestWithWord = 5000;

function readEnded(db: DatabaseSync, filters: readonly Filter[], limit: number): FoundCall[] {
  const words = filters.find(({ kind }) => kind === 'words');
  const others = filters.filter((filter) => filter !== words);
  const driver = rarest(db, others);
  if (words === undefined) return readRows(db, ended, others, driver?.filter, limit);
  if (countOf(db, words) < countLimit) return readByWords(db, words, others, limit, countLimit);
  if (driver === undefined || driver.n === countLimit) {
    const found = readByWords(db, words, others, limit, newestWithWord);
    if (found.length === limit) return found;
  }
  return readRows(db, ended, filters, driver?.filter, limit);
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
  const rows = `SELECT seq FROM calls WHERE ${[stage, ...where].join(' AND ')} ORDER BY ${order} DESC LIMIT ?`;
  return withRecords(db, rows, [...filters.map((filter) => filter.value), limit]);
}

/** Takes: most = how many calls with the words are looked at, newest first. */
function readByWords(
  db: DatabaseSync,
  words: Filter,
  others: readonly Filter[],
  limit: number,
  most: number,
): FoundCall[] {
  const spans = others.filter(({ sql }) => sql.startsWith('seq '));
  const where = [words.sql, ...spans.map(({ sql }) => sql.replace('seq', 'rowid'))].join(' AND ');
  const newest = `SELECT rowid FROM call_words WHERE ${where} ORDER BY rowid DESC LIMIT ${most}`;
  const rows = `SELECT seq FROM (${newest}) AS newest CROSS JOIN calls ON calls.seq = newest.rowid
    WHERE ${[ended, ...others.map(aside)].join(' AND ')} ORDER BY newest.rowid DESC LIMIT ?`;
  return withRecords(db, rows, [words.value, ...[...spans, ...others].map(({ value }) => value), limit]);
}

/** A condition that leads no index: a unary + keeps SQLite from taking that of its column. */
function aside({ kind, sql }: Filter): string {
  if (kind === 'words') return `+seq IN (SELECT rowid FROM call_words WHERE ${sql})`;
  return kind === 'plain' ? sql : `+${sql}`;
}

function withRecords(db: DatabaseSync, rows: string, values: readonly SQLInputValue[]): FoundCall[] {
  const found = db.prepare(`SELECT seq, record FROM (${rows}) JOIN call_texts USING (seq)`).all(...values);
  return found.map((row) => ({ seq: Number(row['seq']), record: String(row['record']) }));
}

interface Counted {
  readonly filter: Filter;
  readonly n: number;
}

/** The filter with the fewest rows leads, since SQLite cannot know that one bot or one error is rare. */
function rarest(db: DatabaseSync, filters: readonly Filter[]): Counted | undefined {
  const counted = filters
    .filter(({ kind }) => kind !== 'plain')
    .map((filter) => ({ filter, n: countOf(db, filter) }))
    .toSorted((a, b) => a.n - b.n);
  const [best] = counted;
  if (best === undefined || best.n < countLimit) return best;
  // With many rows each, walking back from the newest call beats sorting them all.
  return counted.find(({ filter }) => filter.kind === 'index');
}

function countOf(db: DatabaseSync, { kind, sql, value }: Filter): number {
  const from = kind === 'words' ? `call_words WHERE ${sql}` : `calls WHERE ${ended} AND ${sql}`;
  return Number(db.prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${from} LIMIT ${countLimit})`).get(value)?.['n']);
}
