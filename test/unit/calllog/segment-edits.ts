/** Everything that could be done to the segments, and to what stands for pruned entries. */
import { atSegment, type Edit, entries, exactly, firstOfSegment, numbers, segments, set } from './edit.ts';

const segmentEdit = (what: string, column: string, value: string): Edit => ({
  what: `a segment has another ${what}`,
  places: segments,
  apply: set('segments', 'n', column, value),
  expected: atSegment('altered'),
});

export const segmentEdits: readonly Edit[] = [
  segmentEdit('head', 'head', 'randomblob(32)'),
  segmentEdit('seal', 'mac', 'randomblob(32)'),
  segmentEdit('epoch', 'epoch', 'epoch + 1'),
  segmentEdit('key', 'key', "'0123456789abcdef'"),
  segmentEdit('last entry', 'last', 'last - 1'),
  segmentEdit('first entry', 'first', 'first + 1'),
  segmentEdit('time', 'closed', 'closed + 1'),
  {
    what: 'a segment is dropped',
    places: (db) => segments(db).slice(0, -1),
    apply: (db, at) => void db.prepare('DELETE FROM segments WHERE n = ?').run(at),
    expected: atSegment('gap'),
  },
  {
    what: 'two segments are swapped',
    places: (db) => segments(db).slice(0, -1),
    apply: (db, at) => {
      const move = db.prepare('UPDATE segments SET n = ? WHERE n = ?');
      move.run(-1, at);
      move.run(at, at + 1);
      move.run(at + 1, -1);
    },
    expected: atSegment('altered'),
  },
  {
    what: 'a segment is put in',
    places: (db) => segments(db).slice(0, -1),
    apply: (db, at) => {
      for (const later of segments(db)
        .filter((n) => n > at)
        .reverse())
        db.prepare('UPDATE segments SET n = n + 1 WHERE n = ?').run(later);
      const columns = 'epoch, key, first, last, head, closed, mac';
      db.prepare(`INSERT INTO segments(n, ${columns}) SELECT n + 1, ${columns} FROM segments WHERE n = ?`).run(at);
    },
    expected: (db, at) => {
      const next = firstOfSegment(db, at + 1);
      return { result: 'altered', from: next, to: next };
    },
  },
  {
    what: 'the segments from one on are cut off',
    // The last was closed after the last head was kept.
    places: (db) => segments(db).slice(0, -1),
    apply: (db, at) => void db.prepare('DELETE FROM segments WHERE n >= ?').run(at),
    expected: atSegment('truncated'),
  },
];

const stubEdit = (what: string, column: string, value: string): Edit => ({
  what: `the stub has another ${what}`,
  places: (db) => numbers(db, 'SELECT first FROM stub'),
  apply: (db) => void db.exec(`UPDATE stub SET ${column} = ${value}`),
  expected: exactly('altered'),
});

/** What can be done besides to a log from which entries were pruned. */
export const stubEdits: readonly Edit[] = [
  stubEdit('hash', 'previous', 'randomblob(32)'),
  stubEdit('seal', 'mac', 'randomblob(32)'),
  stubEdit('key', 'key', "'0123456789abcdef'"),
  stubEdit('count of calls', 'calls', 'calls + 1'),
  stubEdit('latest time', 'latest', 'latest + 1'),
  {
    what: 'the stub is dropped',
    places: (db) => numbers(db, 'SELECT first FROM stub'),
    apply: (db) => void db.exec('DELETE FROM stub'),
    expected: () => ({ result: 'gap', from: 1, to: 1 }),
  },
  {
    what: 'more is pruned by somebody without the key',
    places: (db) => entries(db).slice(1, 60),
    apply: (db, at) => {
      db.prepare('UPDATE stub SET first = ?, previous = (SELECT hash FROM entries WHERE seq = ?)').run(at, at - 1);
      for (const table of ['entries', 'calls', 'call_texts']) db.prepare(`DELETE FROM ${table} WHERE seq < ?`).run(at);
    },
    expected: exactly('altered'),
  },
  {
    what: 'an old entry is put back before the stub',
    places: (db) => numbers(db, 'SELECT first FROM stub'),
    apply: (db, at) =>
      void db.prepare('INSERT INTO entries SELECT ?, first, body, hash FROM entries WHERE seq = ?').run(at - 1, at),
    expected: (_db, at) => ({ result: 'altered', from: at - 1, to: at - 1 }),
  },
];
