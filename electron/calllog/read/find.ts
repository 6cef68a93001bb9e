/** Finds calls: by any mix of filters, newest first, a page at a time. */
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../../shared/errors.ts';
import { CallRecord } from '../../../shared/model.ts';
import { equal, type FindQuery } from './filters.ts';
import { findPage, type RawPage, readFiltered } from './raw-page.ts';

export interface BotCallsQuery {
  /** An ISO time: calls at or after it; or `next` of an earlier answer: the page after that. */
  readonly since?: string | undefined;
  readonly status?: CallRecord['status'] | undefined;
  readonly limit: number;
}

/** A page of calls; `next` leads to the one after it, also when new calls have come meanwhile. */
export interface CallPage {
  readonly calls: CallRecord[];
  readonly next: string | null;
}

/** The calls that match every filter given. Throws: INPUT_INVALID where `before` or `next` leads nowhere. */
export const findCalls = (db: DatabaseSync, query: FindQuery): CallRecord[] => pageOf(findPage(db, query)).calls;

/** Throws: RECORD_FAILED where a row can't be read. */
export const pageOf = ({ records, next }: RawPage): CallPage => ({ calls: records.map(parseRecord), next });

/** One bot's own calls. Takes: a bot's id. Throws: BODY_INVALID where `since` is neither a time nor a `next`. */
export function findBotCalls(db: DatabaseSync, botId: string, query: BotCallsQuery): CallPage {
  const { before, since } = readCursor(query.since);
  const own = [equal('bot_id', botId), ...(query.status === undefined ? [] : [equal('status', query.status)])];
  const found = readFiltered(db, own, { before, since }, query.limit + 1, 'BODY_INVALID');
  const calls = found.map(({ record }) => parseRecord(record));
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
  const row = db.prepare('SELECT record FROM calls JOIN call_texts USING (seq) WHERE id = ?').get(id);
  return row && parseRecord(row['record']);
}

const isoPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function readCursor(since: string | undefined): Pick<FindQuery, 'before' | 'since'> {
  if (since === undefined) return {};
  const [before, start] = since.startsWith('call_') ? since.split('@') : [undefined, since];
  if (start !== undefined && !(isoPattern.test(start) && Number.isFinite(Date.parse(start)))) {
    throw new AppError('BODY_INVALID', {
      detail: '"since" is a time like 2026-11-22T08:00:00.000Z, or "next" of an earlier answer.',
    });
  }
  return { before, since: start };
}

export function parseRecord(text: unknown): CallRecord {
  try {
    return CallRecord.parse(JSON.parse(String(text)));
  } catch (cause) {
    throw new AppError('RECORD_FAILED', { detail: 'A call of the log cannot be read.', sent: 'no', cause });
  }
}
