/** Everything that could be done to the rows of calls. */
import { calls, type Edit, entries, exactly, number, set } from './edit.ts';

const rowEdit = (what: string, column: string, value: string, table = 'calls'): Edit => ({
  what: `a row of calls has another ${what}`,
  places: calls,
  apply: set(table, 'seq', column, value),
  expected: exactly('altered'),
});

export const rowEdits: readonly Edit[] = [
  rowEdit('status', 'status', "CASE status WHEN 'ok' THEN 'failed' ELSE 'ok' END"),
  rowEdit('record', 'record', 'replace(record, \'"id":\', \'"ID":\')', 'call_texts'),
  rowEdit('text to be found by', 'words', "words || ' x'", 'call_texts'),
  {
    what: 'the texts of a row of calls are dropped',
    places: calls,
    apply: (db, at) => void db.prepare('DELETE FROM call_texts WHERE seq = ?').run(at),
    expected: exactly('altered'),
  },
  {
    what: 'texts that belong to no row of calls are put in',
    places: (db) => entries(db).filter((seq) => !calls(db).includes(seq)),
    apply: (db, at) => void db.prepare("INSERT INTO call_texts VALUES (?, 'x', '{}')").run(at),
    expected: exactly('altered'),
  },
  rowEdit('time', 'time', 'time + 1'),
  rowEdit('latest time', 'latest', 'latest + 1'),
  rowEdit('bot', 'bot_name', "'nobody'"),
  rowEdit('last entry', 'last', 'last + 1'),
  rowEdit('id', 'id', "id || 'x'"),
  {
    what: 'a row of calls is dropped',
    places: calls,
    apply: (db, at) => void db.prepare('DELETE FROM calls WHERE seq = ?').run(at),
    expected: exactly('altered'),
  },
  {
    what: 'a row of calls is put in',
    places: (db) => entries(db).filter((seq) => !calls(db).includes(seq)),
    apply: (db, at) => {
      const columns = 'time, latest, last, parts, status';
      const one = 'SELECT seq FROM calls ORDER BY seq LIMIT 1';
      db.prepare(
        `INSERT INTO calls(seq, id, ${columns}) SELECT ?, 'call_x', ${columns} FROM calls WHERE seq = (${one})`,
      ).run(at);
    },
    expected: exactly('altered'),
  },
  {
    what: 'two rows of calls are swapped',
    places: (db) => calls(db).slice(0, -1),
    apply: (db, at) => {
      const next = number(db, 'SELECT min(seq) FROM calls WHERE seq > ?', at);
      const move = db.prepare('UPDATE calls SET seq = ? WHERE seq = ?');
      move.run(-1, at);
      move.run(at, next);
      move.run(next, -1);
    },
    expected: exactly('altered'),
  },
  {
    what: 'the rows of calls from one on are cut off',
    places: calls,
    apply: (db, at) => void db.prepare('DELETE FROM calls WHERE seq >= ?').run(at),
    expected: exactly('altered'),
  },
];
