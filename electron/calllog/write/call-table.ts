/** The rows of `calls` and the index of their words. The caller opens the transaction. */
import type { DatabaseSync } from 'node:sqlite';
import { readCallEntry } from '../read-entry.ts';
import type { CallEntry } from '../record.ts';
import { type CallRow, rowColumns } from '../rows.ts';

/** A call as the tables have it. */
export interface StoredCall {
  readonly first: number;
  readonly last: number;
  readonly latest: number;
  readonly entries: readonly CallEntry[];
  /** What the index of words has of it. */
  readonly words: string | undefined;
}

const changing = ['last', 'parts', 'symbol', 'status', 'code', 'total'];
const putSql = `
  INSERT INTO calls(${rowColumns.join(', ')}) VALUES (${rowColumns.map(() => '?').join(', ')})
  ON CONFLICT(seq) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}
  ON CONFLICT(id) DO NOTHING`;
const putTextsSql = `
  INSERT INTO call_texts(seq, words, record) VALUES (?, ?, ?)
  ON CONFLICT(seq) DO UPDATE SET words = excluded.words, record = excluded.record`;

export interface CallTable {
  /** Takes: indexed = what the index of words has of the call. Gives: what it has of it from now on. */
  put(row: CallRow, indexed: string | undefined): string | undefined;
  find(call: string): StoredCall | undefined;
  /** The entries whose call began with this one, and the number of the last; undefined where one of them can't be read. */
  partsOf(first: number): { readonly entries: readonly CallEntry[]; readonly last: number } | undefined;
  /** Takes all calls that began up to this entry out. Gives: how many. */
  removeUpTo(seq: number): number;
  clear(): void;
}

export function openCallTable(db: DatabaseSync): CallTable {
  const put = db.prepare(putSql);
  const putTexts = db.prepare(putTextsSql);
  const addWords = db.prepare('INSERT INTO call_words(rowid, words) VALUES (?, ?)');
  const dropWords = db.prepare("INSERT INTO call_words(call_words, rowid, words) VALUES ('delete', ?, ?)");
  const selectRow = db.prepare(
    'SELECT seq, latest, status, words FROM calls LEFT JOIN call_texts USING (seq) WHERE id = ?',
  );
  const selectEntries = db.prepare('SELECT seq, body FROM entries WHERE first = ? ORDER BY seq');
  const selectOld = db.prepare('SELECT seq, status, words FROM calls JOIN call_texts USING (seq) WHERE seq <= ?');
  const self: CallTable = {
    put({ values, status, words, record }, indexed) {
      // A second call of the same id is nothing that we write; the row of the first stands.
      if (Number(put.run(...values).changes) === 0) return indexed;
      const seq = values[0] ?? null;
      putTexts.run(seq, words, record);
      const wanted = status === 'pending' ? undefined : words;
      if (wanted === indexed) return indexed;
      if (indexed !== undefined) dropWords.run(seq, indexed);
      if (wanted !== undefined) addWords.run(seq, wanted);
      return wanted;
    },
    find(call) {
      const row = selectRow.get(call);
      if (row === undefined) return undefined;
      const first = Number(row['seq']);
      const parts = self.partsOf(first);
      const words = row['status'] === 'pending' ? undefined : String(row['words']);
      return parts && { ...parts, first, latest: Number(row['latest']), words };
    },
    partsOf(first) {
      const rows = selectEntries.all(first);
      const entries = rows.map((row) => readCallEntry(row['body'])).filter((entry) => entry !== undefined);
      if (entries.length < rows.length || entries[0]?.kind !== 'begin') return undefined;
      return { entries, last: Number(rows.at(-1)?.['seq']) };
    },
    removeUpTo(seq) {
      for (const row of selectOld.all(seq)) {
        if (row['status'] !== 'pending') dropWords.run(row['seq'] ?? null, String(row['words']));
      }
      db.prepare('DELETE FROM call_texts WHERE seq <= ?').run(seq);
      return Number(db.prepare('DELETE FROM calls WHERE seq <= ?').run(seq).changes);
    },
    clear() {
      db.exec("DELETE FROM calls; DELETE FROM call_texts; INSERT INTO call_words(call_words) VALUES ('delete-all')");
    },
  };
  return self;
}
