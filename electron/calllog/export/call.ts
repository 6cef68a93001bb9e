/** A call as it is exported: its record, and what was sent and came back, redacted. */
import type { CallRecord, RequestRecord } from '../../../shared/model.ts';
import type { CallEntry } from '../record.ts';

export interface ExportedRequest extends RequestRecord {
  /** Unix milliseconds; when its intent was recorded. */
  readonly at: number;
  readonly request: unknown;
  readonly response: unknown;
}

export interface ExportedCall {
  readonly record: CallRecord;
  /** What the bot sent. */
  readonly request: unknown;
  readonly requests: readonly ExportedRequest[];
}

export type ExportFormat = 'har' | 'csv' | 'jsonl';

/** Takes: the record, and the entries that it was made of. */
export function exportedCall(record: CallRecord, entries: readonly CallEntry[]): ExportedCall {
  const [begin] = entries;
  const request = begin?.kind === 'begin' ? (begin.request ?? null) : null;
  return { record, request, requests: record.requests.map((one) => exportedRequest(one, entries)) };
}

function exportedRequest(one: RequestRecord, entries: readonly CallEntry[]): ExportedRequest {
  const own = entries.filter((entry) => 'n' in entry && entry.n === one.n);
  const intent = own.find((entry) => entry.kind === 'intent');
  const outcome = own.findLast((entry) => entry.kind === 'outcome');
  return { ...one, at: intent?.at ?? 0, request: intent?.request ?? null, response: outcome?.response ?? null };
}
