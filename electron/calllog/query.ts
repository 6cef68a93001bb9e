/** Finds calls: by any mix of filters, newest first, a page at a time. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { LogQuery } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import { CallRecord } from '../../shared/model.ts';

export interface BotCallsQuery {
  /** An ISO time: calls at or after it; or `next` of an earlier answer: the page after that. */
  readonly since?: string | undefined;
  readonly status?: CallRecord['status'] | undefined;
  readonly limit: number;
}

/** The calls that match every filter given. Throws: INPUT_INVALID where `before` names no call. */
export function findCalls(db: DatabaseSync, query: LogQuery): CallRecord[] {
  const found = [...filtersOf(query), ...spanOf(db, query)];
  return readPage(db, found, query.limit);
}

/** One bot's own calls. Takes: a bot's id. Throws: BODY_INVALID where `since` is neither a time nor a `next`. */
export function findBotCalls(
  db: DatabaseSync,
  botId: string,
  query: BotCallsQuery,
): { calls: CallRecord[]; next: string | null } {
  const { before, since } = readCursor(query.since);
  const span = { before, since };
  const own: Filter[] = [{ sql: 'bot_id = ?', value: botId, isIndexed: true }];
  if (query.status !== undefined) own.push({ sql: 'status = ?', value: query.status, isIndexed: true });
  const calls = readPage(db, [...own, ...spanOf(db, span, 'BODY_INVALID')], query.limit + 1);
  const page = calls.slice(0, query.limit);
  const last = page.at(-1);
  const next =
    calls.length > query.limit && last !== undefined
      ? [last.id, ...(since === undefined ? [] : [since])].join('@')
      : null;
  return { calls: page, next };
}

/** One call by its id. */
export function findCall(db: DatabaseSync, id: string): CallRecord | undefined {
  const row = db.prepare('SELECT record FROM calls WHERE id = ?').get(id);
  return row && parseRecord(row['record']);
}

/** One condition on a row of `calls`, with one value. */
interface Filter {
  readonly sql: string;
  readonly value: SQLInputValue;
  readonly isIndexed: boolean;
}

function filtersOf(query: LogQuery): Filter[] {
  const { bot, key, text } = query;
  // No name begins with bot_, and no label with key_, so an id can be told from them.
  const equal: [string, string | undefined][] = [
    ['code', query.error],
    ['symbol', query.symbol],
    ['method', query.method],
    [key?.startsWith('key_') ? 'key_id' : 'key_label', key],
    [bot?.startsWith('bot_') ? 'bot_id' : 'bot_name', bot],
    ['exchange', query.exchange],
    ['status', query.status],
  ];
  const filters: Filter[] = [];
  for (const [column, value] of equal) {
    if (value !== undefined) filters.push({ sql: `${column} = ?`, value, isIndexed: true });
  }
  if (query.slowerThanMs !== undefined) filters.push({ sql: slower, value: query.slowerThanMs, isIndexed: true });
  if (text !== undefined) {
    filters.push({ sql: "words LIKE ? ESCAPE '\\'", value: `%${escapeLike(text)}%`, isIndexed: false });
  }
  return filters;
}

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');

function spanOf(
  db: DatabaseSync,
  { before, since }: Pick<LogQuery, 'before' | 'since'>,
  fault: 'INPUT_INVALID' | 'BODY_INVALID' = 'INPUT_INVALID',
): Filter[] {
  const filters: Filter[] = [];
  if (before !== undefined) {
    const row = db.prepare('SELECT seq FROM calls WHERE id = ?').get(before);
    if (row === undefined) {
      throw new AppError(fault, { detail: 'The log has no such call to go on from. Begin with the newest page.' });
    }
    filters.push({ sql: 'seq < ?', value: Number(row['seq']), isIndexed: false });
  }
  if (since !== undefined) {
    const sinceMs = Date.parse(since);
    filters.push({ sql: 'seq >= ?', value: firstSince(db, sinceMs), isIndexed: false });
    filters.push({ sql: 'time >= ?', value: sinceMs, isIndexed: false });
  }
  return filters;
}

/** The first row at or after a time, by halving: `latest` never falls from one row to the next. */
function firstSince(db: DatabaseSync, sinceMs: number): number {
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

const isoPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function readCursor(since: string | undefined): Pick<LogQuery, 'before' | 'since'> {
  if (since === undefined) return {};
  const [before, start] = since.startsWith('call_') ? since.split('@') : [undefined, since];
  if (start !== undefined && !(isoPattern.test(start) && Number.isFinite(Date.parse(start)))) {
    throw new AppError('BODY_INVALID', {
      detail: '"since" is a time like 2026-11-22T08:00:00.000Z, or "next" of an earlier answer.',
    });
  }
  return { before, since: start };
}

/** Those under way and those that ended lie in different indexes, so they are read apart and joined. */
function readPage(db: DatabaseSync, filters: readonly Filter[], limit: number): CallRecord[] {
  const rows = [...readRows(db, "status = 'pending'", filters, undefined, limit), ...readEnded(db, filters, limit)];
  return rows
    .toSorted((a, b) => Number(b['seq']) - Number(a['seq']))
    .slice(0, limit)
    .map((row) => parseRecord(row['record']));
}

function readEnded(db: DatabaseSync, filters: readonly Filter[], limit: number): Row[] {
  return readRows(db, ended, filters, rarest(db, filters), limit);
}

type Row = Record<string, SQLOutputValue>;
/** In these words the indexes name it, too. */
const ended = "status <> 'pending'";

function readRows(
  db: DatabaseSync,
  stage: string,
  filters: readonly Filter[],
  driver: Filter | undefined,
  limit: number,
): Row[] {
  // A unary + keeps SQLite from taking the index of that column.
  const where = filters.map((filter) => (filter.isIndexed && filter !== driver ? `+${filter.sql}` : filter.sql));
  // Led by a range, the rows must be sorted; SQLite would rather walk the whole table.
  const order = driver !== undefined && isRange(driver) ? '+seq' : 'seq';
  const sql = `SELECT seq, record FROM calls WHERE ${[stage, ...where].join(' AND ')} ORDER BY ${order} DESC LIMIT ?`;
  return db.prepare(sql).all(...filters.map((filter) => filter.value), limit);
}

const countLimit = 2000;

/** The filter with the fewest rows leads, since SQLite cannot know that one bot or one error is rare. */
function rarest(db: DatabaseSync, filters: readonly Filter[]): Filter | undefined {
  const indexed = filters.filter((filter) => filter.isIndexed);
  const counted = indexed.map((filter) => {
    const row = db
      .prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM calls WHERE ${ended} AND ${filter.sql} LIMIT ${countLimit})`)
      .get(filter.value);
    return { filter, n: Number(row?.['n']) };
  });
  const best = counted.toSorted((a, b) => a.n - b.n)[0];
  if (best === undefined) return undefined;
  // With many rows, walking back from the newest call beats sorting them all.
  if (isRange(best.filter) && best.n === countLimit) return counted.find(({ filter }) => !isRange(filter))?.filter;
  return best.filter;
}

/** An index gives the rows of one value in the order of `seq`, but not those of a range. */
const isRange = (filter: Filter): boolean => filter.sql === slower;
const slower = 'total > ?';

function parseRecord(text: unknown): CallRecord {
  try {
    return CallRecord.parse(JSON.parse(String(text)));
  } catch (cause) {
    throw new AppError('RECORD_FAILED', { detail: 'A call of the log cannot be read.', sent: 'no', cause });
  }
}
