/** Pages of records as they stand in the file, so that the reader's thread needs no schemas. */
import type { DatabaseSync } from 'node:sqlite';
import { type Filter, type FindQuery, filtersOf, spanOf } from './filters.ts';
import { type FoundCall, readPage } from './page.ts';

export interface RawPage {
  /** Each as JSON. */
  readonly records: readonly string[];
  readonly next: string | null;
}

/** Newest first. Throws: INPUT_INVALID where `before` or `next` leads nowhere. */
export function findPage(db: DatabaseSync, query: FindQuery): RawPage {
  const found = readFiltered(db, filtersOf(query), query, query.limit + 1, 'INPUT_INVALID');
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    records: page.map(({ record }) => record),
    next: found.length > query.limit && last !== undefined ? String(last.seq) : null,
  };
}

export function readFiltered(
  db: DatabaseSync,
  filters: readonly Filter[],
  query: Pick<FindQuery, 'before' | 'since' | 'until' | 'next' | 'text'>,
  limit: number,
  fault: 'INPUT_INVALID' | 'BODY_INVALID',
): FoundCall[] {
  return readPage(db, [...filters, ...spanOf(db, query, fault)], query.text, limit);
}
