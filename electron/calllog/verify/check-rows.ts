/** Compares every row of `calls` with the entries that it was made of. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { readCallEntry } from '../read-entry.ts';
import type { CallEntry } from '../record.ts';
import { type CallParts, rowColumns, rowOfAny } from '../rows.ts';
import type { SeenEntry } from './check-entries.ts';
import type { Findings } from './verdict.ts';

interface OpenCall {
  readonly first: number;
  readonly latest: number;
  readonly entries: CallEntry[];
  last: number;
}

export interface RowBounds {
  /** The first entry that was kept; before it stand calls whose beginning is gone. */
  readonly firstKept: number;
  /** The greatest wall time of a call before it. */
  readonly latest: number;
  /** Entries after this one may lack in the rows: these follow a little later. */
  readonly rows: number;
}

export class RowCheck {
  readonly #findings: Findings;
  readonly #bounds: RowBounds;
  readonly #db: DatabaseSync;
  readonly #row;
  readonly #parts;
  readonly #body;
  readonly #owner;
  readonly #open = new Map<string, OpenCall>();
  /** The first entries of calls that are looked at once more in the end: their row differs, or went on after their end. */
  readonly #again = new Map<number, { readonly latest: number | undefined }>();
  /** Calls of which an entry went astray, which is said of the entry. */
  readonly #astray = new Set<number>();
  #latest: number;
  /** A beginning may be missing, and with it a later time. */
  #isUnsure = false;
  #matched = 0;

  constructor(db: DatabaseSync, bounds: RowBounds, findings: Findings) {
    this.#db = db;
    this.#bounds = bounds;
    this.#findings = findings;
    this.#latest = bounds.latest;
    this.#row = db.prepare(
      `SELECT ${rowColumns.join(', ')}, words, record FROM calls LEFT JOIN call_texts USING (seq) WHERE seq = ?`,
    );
    this.#row.setReturnArrays(true);
    this.#body = db.prepare('SELECT body FROM entries WHERE seq = ?');
    this.#owner = db.prepare('SELECT seq FROM calls WHERE id = ?');
    this.#parts = db.prepare('SELECT seq, body FROM entries WHERE first = ? ORDER BY seq');
  }

  lose(): void {
    this.#isUnsure = true;
  }

  see({ seq, first, entry }: SeenEntry): void {
    if (entry.kind === 'epoch') this.#expectFirst(seq, first, 0);
    else if (entry.kind === 'begin') this.#begin(seq, first, entry);
    else this.#goOn(seq, first, entry);
  }

  #goOn(seq: number, first: number, entry: CallEntry): void {
    const open = this.#open.get(entry.call);
    if (open === undefined) {
      this.#late(seq, first, entry.call);
      return;
    }
    this.#expectFirst(seq, first, open.first);
    open.entries.push(entry);
    open.last = seq;
    if (entry.kind !== 'end') return;
    this.#open.delete(entry.call);
    if (!this.#isAsStored(open)) this.#again.set(open.first, open);
  }

  /** When every entry was seen. Takes: the last of them. */
  end(last: number): void {
    for (const open of this.#open.values()) if (!this.#isAsStored(open)) this.#again.set(open.first, open);
    for (const [first, { latest }] of this.#again) this.#lookAgain(first, latest);
    const rows = this.#number('SELECT count(*) FROM calls') ?? 0;
    if (rows > this.#matched) this.#findExtra(last);
    const stray = this.#number('SELECT min(seq) FROM call_texts WHERE seq NOT IN (SELECT seq FROM calls)');
    if (stray !== undefined && stray <= last && !this.#findings.lacks(stray, stray))
      this.#findings.note('altered', stray, `The texts of a call at #${stray} have no row.`);
  }

  #number(sql: string): number | undefined {
    const [value] = Object.values(this.#db.prepare(sql).get() ?? {});
    return typeof value === 'number' ? value : undefined;
  }

  #begin(seq: number, first: number, entry: CallEntry): void {
    this.#expectFirst(seq, first, seq);
    if (this.#isUnsure) this.#latest = Math.max(this.#latest, Number(this.#stored(seq)?.[latestAt] ?? 0));
    this.#isUnsure = false;
    this.#latest = Math.max(this.#latest, entry.at);
    if (this.#stored(seq) !== undefined) this.#matched += 1;
    if (this.#open.has(entry.call)) this.#findings.note('altered', seq, `Entry #${seq} begins a call that had begun.`);
    else this.#open.set(entry.call, { first: seq, latest: this.#latest, entries: [entry], last: seq });
  }

  /** An entry of a call that has ended, or whose beginning is gone. */
  #late(seq: number, first: number, call: string): void {
    const begin = readCallEntry(this.#body.get(first)?.['body']);
    const isOwn = begin?.kind === 'begin' && begin.call === call;
    const owner = this.#owner.get(call)?.['seq'];
    if (!isOwn && typeof owner === 'number') this.#expectFirst(seq, first, owner);
    const isGone = first < this.#bounds.firstKept && this.#bounds.firstKept > 1;
    if (isGone || this.#findings.lacks(first, seq)) return;
    if (!isOwn) this.#expectFirst(seq, first, 0);
    else if (!this.#again.has(first)) this.#again.set(first, { latest: undefined });
  }

  #expectFirst(seq: number, first: number, wanted: number): void {
    if (first === wanted) return;
    this.#findings.note('altered', seq, `Entry #${seq} was put into another call.`);
    this.#astray.add(wanted);
  }

  #stored(first: number): readonly SQLOutputValue[] | undefined {
    const row: unknown = this.#row.get(first);
    return Array.isArray(row) ? row : undefined;
  }

  #isAsStored(call: OpenCall): boolean {
    const stored = this.#stored(call.first);
    return stored !== undefined && isRowOf(call, stored);
  }

  /** Takes: latest = what the row should say, where that was seen. */
  #lookAgain(first: number, latest: number | undefined): void {
    const stored = this.#stored(first);
    const parts = this.#parts.all(first).map((row) => ({ seq: Number(row['seq']), entry: readCallEntry(row['body']) }));
    const { rows } = this.#bounds;
    // That an entry was altered is said of the entry.
    if (this.#astray.has(first) || parts.some(({ seq }) => this.#findings.isAltered(seq))) return;
    if (stored === undefined) {
      if (first <= rows) this.#findings.note('altered', first, `The row of the call at #${first} is gone.`);
      return;
    }
    const last = Number(stored[lastAt]);
    const made = parts.filter(({ seq }) => seq <= last);
    const isBehind = parts.every(({ seq }) => seq <= last || seq > rows);
    const isLacking = made.length < Number(stored[partsAt]) && this.#findings.lacks(first, last);
    const isLatest = latest === undefined || latest === Number(stored[latestAt]);
    if (isLacking || (isBehind && isLatest && isMadeOf(stored, made))) return;
    this.#findings.note('altered', first, `The row of the call at #${first} is not what its entries say.`);
  }

  #findExtra(last: number): void {
    const sql =
      'SELECT seq FROM calls WHERE NOT EXISTS (SELECT 1 FROM entries WHERE entries.seq = calls.seq AND first = calls.seq) ORDER BY seq';
    for (const row of this.#db.prepare(sql).iterate()) {
      const seq = Number(row['seq']);
      if (seq > last || this.#findings.lacks(seq, seq)) continue;
      this.#findings.note('altered', seq, `The row of a call at #${seq} has no entries.`);
      return;
    }
  }
}

const [latestAt, lastAt, partsAt] = (['latest', 'last', 'parts'] as const).map((name) => rowColumns.indexOf(name)) as [
  number,
  number,
  number,
];

interface Part {
  readonly seq: number;
  readonly entry: CallEntry | undefined;
}

function isMadeOf(stored: readonly SQLOutputValue[], parts: readonly Part[]): boolean {
  const entries = parts.map(({ entry }) => entry).filter((entry) => entry !== undefined);
  const [begin] = entries;
  if (begin?.kind !== 'begin' || entries.length < parts.length) return false;
  if (entries.some(({ call }) => call !== begin.call)) return false;
  const { first, last } = { first: parts[0]?.seq ?? 0, last: parts.at(-1)?.seq ?? 0 };
  return isRowOf({ first, last, latest: Number(stored[latestAt]), entries }, stored);
}

function isRowOf(parts: CallParts, stored: readonly unknown[]): boolean {
  const row = rowOfAny(parts);
  return row !== undefined && [...row.values, row.words, row.record].every((value, at) => value === stored[at]);
}
