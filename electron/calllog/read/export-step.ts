/** An export, some calls at a time and the oldest first, so that it needs little memory however long it is. */
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../../shared/errors.ts';
import type { CallRecord } from '../../../shared/model.ts';
import { type ExportedCall, type ExportFormat, exportedCall } from '../export/call.ts';
import { csvLine, csvOpening } from '../export/csv.ts';
import { harClosing, harEntries, harOpening } from '../export/har.ts';
import { jsonLine } from '../export/jsonl.ts';
import { maskCall } from '../export/mask.ts';
import { bodiesFrom, entriesOf } from './bodies.ts';
import { type FindQuery, filtersOf, spanOf } from './filters.ts';

export type ExportQuery = Omit<FindQuery, 'limit' | 'next'>;

export interface ExportStep {
  readonly format: ExportFormat;
  readonly query: ExportQuery;
  readonly withAmounts: boolean;
  /** What the step before gave; undefined in the first. */
  readonly from?: ExportPlace | undefined;
}

export interface ExportPlace {
  /** The last call that is written, and the last that there was when the export began. */
  readonly after: number;
  readonly upTo: number;
  readonly count: number;
}

export interface ExportText {
  readonly text: string;
  /** How many calls it holds. */
  readonly calls: number;
  /** Where to go on; null at the end. */
  readonly next: ExportPlace | null;
}

const callsAtOnce = 200;

/** Throws: INPUT_INVALID where `before` names no call; RECORD_FAILED where a call can't be read. */
export function exportStep(db: DatabaseSync, step: ExportStep): ExportText {
  const { format, from } = step;
  const place = from ?? { after: 0, upTo: lastCall(db), count: 0 };
  const calls = readCalls(db, step, place);
  const last = calls.at(-1)?.seq;
  const parts = calls.flatMap(({ call }) => writers[format].write(step.withAmounts ? call : maskCall(call)));
  const isEnd = calls.length < callsAtOnce || last === undefined;
  const opening = from === undefined ? writers[format].opening : '';
  const joined = place.count > 0 && parts.length > 0 ? writers[format].between : '';
  const text = opening + joined + parts.join(writers[format].between) + (isEnd ? writers[format].closing : '');
  return {
    text,
    calls: calls.length,
    next: isEnd ? null : { ...place, after: last, count: place.count + parts.length },
  };
}

interface FormatWriter {
  readonly opening: string;
  readonly between: string;
  readonly closing: string;
  readonly write: (call: ExportedCall) => string[];
}

const writers: Readonly<Record<ExportFormat, FormatWriter>> = {
  har: { opening: harOpening, between: ',\n', closing: harClosing, write: harEntries },
  csv: { opening: csvOpening, between: '', closing: '', write: (call) => [csvLine(call)] },
  jsonl: { opening: '', between: '', closing: '', write: (call) => [jsonLine(call)] },
};

const lastCall = (db: DatabaseSync): number =>
  Number(db.prepare('SELECT max(seq) AS seq FROM calls').get()?.['seq'] ?? 0);

function readCalls(
  db: DatabaseSync,
  { query }: ExportStep,
  { after, upTo }: ExportPlace,
): { readonly seq: number; readonly call: ExportedCall }[] {
  const filters = [...filtersOf({ ...query, limit: 1 }), ...spanOf(db, query)];
  const where = filters.map(({ kind, sql }) =>
    kind === 'words' ? `seq IN (SELECT rowid FROM call_words WHERE ${sql})` : sql,
  );
  const wanted = `SELECT seq FROM calls WHERE ${[...where, 'seq > ?', 'seq <= ?'].join(' AND ')} ORDER BY seq LIMIT ?`;
  const sql = `SELECT seq, record FROM (${wanted}) JOIN call_texts USING (seq) ORDER BY seq`;
  const rows = db.prepare(sql).all(...filters.map(({ value }) => value), after, upTo, callsAtOnce);
  return rows.map((row) => {
    const seq = Number(row['seq']);
    return { seq, call: exportedCall(readRecord(row['record']), entriesOf(bodiesFrom(db, seq))) };
  });
}

/** The rows are made by this program; a check of the log tells where somebody else changed them. */
function readRecord(text: unknown): CallRecord {
  try {
    return JSON.parse(String(text)) as CallRecord;
  } catch (cause) {
    throw new AppError('RECORD_FAILED', { detail: 'A call of the log cannot be read.', sent: 'no', cause });
  }
}
