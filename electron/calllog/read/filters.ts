/** Conditions on the rows of `calls`. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { LogQuery } from '../../../shared/control-views.ts';
import { AppError } from '../../../shared/errors.ts';
import { matchOf } from './words.ts';

/** What to look for: any mix, all of which must hold. */
export interface FindQuery extends LogQuery {
  /** ISO time: calls before it. */
  readonly until?: string | undefined;
  /** `next` of an earlier page: the page after that. */
  readonly next?: string | undefined;
}

/** One condition, with one value. `index` is led by an index of its own; `words` by the index of words. */
export interface Filter {
  readonly kind: 'index' | 'range' | 'words' | 'plain';
  readonly sql: string;
  readonly value: SQLInputValue;
}

export const plain = (sql: string, value: SQLInputValue): Filter => ({ kind: 'plain', sql, value });
export const equal = (column: string, value: string): Filter => ({ kind: 'index', sql: `${column} = ?`, value });

export function filtersOf(query: FindQuery): Filter[] {
  const { bot, key, text } = query;
  // No name begins with bot_, and no label with key_, so an id can be told from them.
  const wanted: [string, string | undefined][] = [
    ['code', query.error],
    ['symbol', query.symbol],
    ['method', query.method],
    [key?.startsWith('key_') ? 'key_id' : 'key_label', key],
    [bot?.startsWith('bot_') ? 'bot_id' : 'bot_name', bot],
    ['exchange', query.exchange],
    ['status', query.status],
  ];
  const filters = wanted.flatMap(([column, value]) => (value === undefined ? [] : [equal(column, value)]));
  if (query.slowerThanMs !== undefined) filters.push({ kind: 'range', sql: 'total > ?', value: query.slowerThanMs });
  return text === undefined ? filters : [...filters, textFilter(text)];
}

/** What has no letter or digit stands in no index of words. */
function textFilter(text: string): Filter {
  const match = matchOf(text);
  return match === undefined ? likeFilter(text) : { kind: 'words', sql: 'call_words MATCH ?', value: match };
}

/** The text as it stands, in any case. */
export const likeFilter = (text: string): Filter =>
  plain(
    "(SELECT words FROM call_texts WHERE call_texts.seq = calls.seq) LIKE ? ESCAPE '\\'",
    `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`,
  );

type Span = Pick<FindQuery, 'before' | 'since' | 'until' | 'next'>;

/** Throws: the fault, where `before` or `next` leads nowhere. */
export function spanOf(
  db: DatabaseSync,
  { before, since, until, next }: Span,
  fault: 'INPUT_INVALID' | 'BODY_INVALID' = 'INPUT_INVALID',
): Filter[] {
  const filters: Filter[] = [];
  if (before !== undefined) {
    const row = db.prepare('SELECT seq FROM calls WHERE id = ?').get(before);
    if (row === undefined) throw noSuchPlace(fault);
    filters.push(plain('seq < ?', Number(row['seq'])));
  }
  if (next !== undefined) {
    if (!/^\d{1,15}$/.test(next)) throw noSuchPlace(fault);
    filters.push(plain('seq < ?', Number(next)));
  }
  if (since !== undefined) {
    const sinceMs = Date.parse(since);
    filters.push(plain('seq >= ?', firstSince(db, sinceMs)), plain('time >= ?', sinceMs));
  }
  if (until !== undefined) {
    const untilMs = Date.parse(until);
    filters.push(plain('seq < ?', firstSince(db, untilMs + setBackMs)), plain('time < ?', untilMs));
  }
  return filters;
}

const noSuchPlace = (fault: 'INPUT_INVALID' | 'BODY_INVALID'): AppError =>
  new AppError(fault, { detail: 'The log has no such call to go on from. Begin with the newest page.' });

/** A wall clock that was set back by less hides no call. */
const setBackMs = 86_400_000;

/** The first row at or after a time, by halving: `latest` never falls from one row to the next. */
export function firstSince(db: DatabaseSync, sinceMs: number): number {
  const rowFrom = db.prepare('SELECT seq, latest FROM calls WHERE seq >= ? ORDER BY seq LIMIT 1');
  let low = 0;
  let high = Number(db.prepare('SELECT max(seq) AS seq FROM calls').get()?.['seq'] ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = rowFrom.get(middle);
    if (row === undefined || Number(row['latest']) >= sinceMs) high = middle;
    else low = Number(row['seq']) + 1;
  }
  return low;
}
