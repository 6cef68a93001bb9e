/** The rows of `calls`: what one is made of, so that it can be written, made again and checked alike. */
import type { CallRecord } from '../../shared/model.ts';
import { foldCall } from './fold.ts';
import type { CallEntry } from './record.ts';

/** The entries of a call in the order written, and where they stand. */
export interface CallParts {
  /** The number of the first. */
  readonly first: number;
  /** The number of the last. */
  readonly last: number;
  /** The greatest wall time of a call up to the first. */
  readonly latest: number;
  readonly entries: readonly CallEntry[];
}

export const rowColumns = [
  ...(['seq', 'id', 'time', 'latest', 'last', 'parts', 'bot_id', 'bot_name', 'key_id', 'key_label'] as const),
  ...(['exchange', 'method', 'symbol', 'status', 'code', 'total'] as const),
];

export interface CallRow {
  /** In the order of `rowColumns`. */
  readonly values: readonly (string | number | null)[];
  readonly status: CallRecord['status'];
  readonly words: string;
  /** The record as JSON. */
  readonly record: string;
}

/** Throws: RECORD_FAILED where the first entry is not a beginning. */
export function rowOf({ first, last, latest, entries }: CallParts): CallRow {
  const record = foldCall(entries);
  const begin = entries[0];
  const { bot, key } = begin?.kind === 'begin' ? begin : { bot: null, key: null };
  const words = wordsOf(record, entries);
  const text = JSON.stringify(record);
  const values = [
    ...[first, record.id, begin?.at ?? 0, latest, last, entries.length],
    ...[bot?.id ?? null, bot?.name ?? null, key?.id ?? null, key?.label ?? null],
    ...[record.exchange, record.method, record.symbol, record.status, record.code, record.timings.total],
  ].map(asStored);
  return { values, status: record.status, words, record: text };
}

/** The same of entries that somebody may have changed; undefined where they make no call. */
export function rowOfAny(parts: CallParts): CallRow | undefined {
  try {
    return rowOf(parts);
  } catch {
    return undefined;
  }
}

/** SQLite keeps text as UTF-8, where half a character can't stand. */
const asStored = (value: string | number | null): string | number | null =>
  typeof value === 'string' ? value.toWellFormed() : value;

const searched = [
  ...(['id', 'bot', 'key', 'exchange', 'method', 'endpoint', 'permission', 'symbol', 'side'] as const),
  ...(['status', 'code', 'exchangeError', 'clientOrderId'] as const),
];
const maxBodiesLength = 4000;

/** What free text is looked for in. */
function wordsOf(record: CallRecord, entries: readonly CallEntry[]): string {
  const own = searched.map((name) => record[name]).filter((word) => word !== null);
  const names = [record.method, ...record.requests.map(({ endpoint }) => endpoint)].filter((name) => name !== null);
  const codes = record.requests.map(({ code }) => code).filter((code) => code !== null);
  return [...own, ...new Set(names.flatMap(tailsOf)), ...new Set(codes), bodiesOf(entries)].join('\n').toWellFormed();
}

/** Whoever looks for `addOrder` means `privatePostAddOrder` too, and an index of words finds beginnings of words only. */
const tailsOf = (name: string): string[] =>
  [...name.matchAll(/(?<=[a-z0-9])(?=[A-Z])/g)].map(({ index }) => name.slice(index));

function bodiesOf(entries: readonly CallEntry[]): string {
  let text = '';
  for (const entry of entries) {
    const body = entry.kind === 'begin' || entry.kind === 'intent' ? entry.request : entry.response;
    if (body === undefined || text.length > maxBodiesLength) continue;
    text += `${typeof body === 'string' ? body : JSON.stringify(body)}\n`;
  }
  return text.slice(0, maxBodiesLength);
}
