import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { canonicalJson } from '../../../electron/base/canonical-json.ts';
import { chainStart, link } from '../../../electron/calllog/chain.ts';
import { openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, id, intentOf, keysOf, outcomeOf, testClock, testDir } from './fixture.ts';

const dir = testDir();
afterAll(dir.drop);

/** A log as the first version of its tables had it. */
function makeVersion1(path: string, entries: readonly { readonly call: string }[]): void {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA application_id = ${0x4b42636c};
    CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE entries(seq INTEGER PRIMARY KEY, call TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
    CREATE INDEX entries_call ON entries(call);
    CREATE TABLE calls(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, time INTEGER NOT NULL, latest INTEGER NOT NULL,
      bot_id TEXT, bot_name TEXT, key_id TEXT, key_label TEXT, exchange TEXT, method TEXT, symbol TEXT,
      status TEXT NOT NULL, code TEXT, total REAL, words TEXT NOT NULL, record TEXT NOT NULL) STRICT;
    CREATE INDEX calls_pending ON calls(seq) WHERE status = 'pending';
    INSERT INTO meta VALUES ('fold', '2'), ('rows', '0'), ('schema', '1');`);
  let hash: Uint8Array = chainStart;
  for (const [at, entry] of entries.entries()) {
    const body = canonicalJson(entry);
    hash = link(hash, body);
    db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)').run(at + 1, entry.call, body, hash);
  }
  db.close();
}

test('a log of the first version goes on, with its chain, and can be searched and signed', async () => {
  const path = dir.path('calls.sqlite');
  const stamp = { at: Date.parse('2026-11-20T08:00:00.000Z'), mono: 5 };
  const entriesOf = (call: string) => [
    { ...beginOf(call), ...stamp, kind: 'begin' },
    { ...intentOf(call), ...stamp, kind: 'intent' },
    { ...outcomeOf(call), ...stamp, kind: 'outcome' },
  ];
  const [one, two] = [id('call', 1), id('call', 2)];
  const end = { call: one, ...stamp, kind: 'end', status: 'ok', sent: 'yes' };
  makeVersion1(path, [...entriesOf(one), ...entriesOf(two), end]);
  const log = openCallLog({ path, clock: testClock() });
  expect(log.warnings).toEqual([]);
  expect(log.interrupted.map(({ id: found }) => found)).toEqual([two]);
  expect(log.get(one)).toMatchObject({ status: 'ok', requests: [{ status: 'ok' }] });
  expect((await log.find({ text: 'addorder', limit: 9 })).calls.map(({ id: found }) => found)).toEqual([two, one]);
  await log.setKeys(keysOf(1));
  expect(await log.verify()).toMatchObject({ result: 'intact', entries: 9 });
  log.close();
  openCallLog({ path, clock: testClock() }).close();
});
