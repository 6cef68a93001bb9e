import { copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type CallLog, type CallLogOptions, openCallLog } from '../../../electron/calllog/store.ts';
import { exitCodes, type LogCheck } from '../../../electron/calllog/verify/verdict.ts';
import { beginOf, id, intentOf, keysOf, outcomeOf, testClock, testDir } from './fixture.ts';

const dir = testDir();
let files = 0;
let path = '';
let clock = testClock();
const open: CallLog[] = [];
beforeEach(() => {
  path = dir.path(`calls-${files++}.sqlite`);
  clock = testClock();
});
afterAll(() => {
  for (const log of open) log.close();
  dir.drop();
});

function openLog(options: Partial<CallLogOptions> = {}): CallLog {
  const log = openCallLog({ path, clock, entriesOfASegment: 10, ...options });
  open.push(log);
  return log;
}

let calls = 0;
/** So many calls of four entries each. */
async function record(log: CallLog, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const call = id('call', ++calls);
    log.begin(beginOf(call));
    await log.intent(intentOf(call));
    log.outcome(outcomeOf(call));
    log.end({ call, status: 'ok' });
  }
  log.sync();
}

const select = (sql: string) => {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare(sql).all();
  db.close();
  return rows.map((row) => Object.values(row));
};
const edit = (sql: string) => {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
};
const found = ({ result, at }: LogCheck) => [result, at];

describe('what is signed', () => {
  test('ten entries make a segment, so does a day, and sealing closes what is open', async () => {
    const log = openLog();
    await log.setKeys(keysOf(1));
    await record(log, 6);
    clock.setWall('2026-11-23T00:00:00.000Z');
    await record(log, 1);
    await log.setKeys(undefined);
    expect(select('SELECT n, first, last, epoch FROM segments')).toEqual([
      [1, 1, 10, 1],
      [2, 11, 20, 1],
      [3, 21, 25, 1],
      [4, 26, 29, 1],
    ]);
    log.close();
  });

  test('what is written while sealed is covered when the vault opens, several segments at once', async () => {
    const log = openLog();
    await record(log, 9);
    await log.setKeys(keysOf(1));
    expect(select('SELECT first, last FROM segments WHERE n < 4')).toEqual([
      [1, 10],
      [11, 20],
      [21, 30],
    ]);
    log.sync();
    expect(select('SELECT first, last FROM segments WHERE n = 4')).toEqual([[31, 36]]);
    expect(found(await log.verify())).toEqual(['intact', null]);
    log.close();
  });

  test('a new epoch begins a segment with a marker, and what the former key signed still holds', async () => {
    const log = openLog();
    await log.setKeys(keysOf(1));
    await record(log, 3);
    await log.setKeys(keysOf(2));
    await record(log, 1);
    log.close();
    expect(select('SELECT first, last, epoch FROM segments')).toEqual([
      [1, 10, 1],
      [11, 13, 1],
      [14, 18, 2],
    ]);
    const [[marker]] = select('SELECT body FROM entries WHERE seq = 14') as [[string]];
    expect(JSON.parse(marker)).toMatchObject({ kind: 'epoch', epoch: 2, vault: 'vault-1' });
    const again = openLog();
    expect(await again.verify({ keys: keysOf(2) })).toMatchObject({ result: 'intact', entries: 18, epoch: 2 });
    again.close();
  });

  test('the same keys once more put nothing into the log', async () => {
    const log = openLog();
    for (let n = 0; n < 3; n++) {
      await log.setKeys(keysOf(1));
      await log.setKeys(undefined);
    }
    expect(await log.head()).toMatchObject({ entry: 1, epoch: 1, count: 1 });
    log.close();
  });

  test('the head that is handed on is the last entry, with its hash', async () => {
    const log = openLog();
    await log.setKeys(keysOf(1));
    await record(log, 2);
    const head = await log.head();
    const [[hash]] = select('SELECT lower(hex(hash)) FROM entries WHERE seq = 9') as [[string]];
    expect(head).toEqual({ entry: 9, hash, epoch: 1, count: 0 });
    log.close();
  });
});

describe('a check', () => {
  test('says how far it is, and that all is well', async () => {
    const log = openLog({ entriesOfASegment: 1000 });
    await log.setKeys(keysOf(1));
    for (let n = 0; n < 3000; n++) {
      log.begin(beginOf(id('call', ++calls)));
      log.end({ call: id('call', calls), status: 'denied' });
    }
    const seen: number[] = [];
    const check = await log.verify({ anchors: [await log.head()], onProgress: (done, all) => seen.push(done / all) });
    expect(check).toEqual({ result: 'intact', entries: 6001, epoch: 1, at: null, why: 'Intact up to #6001.' });
    expect(seen).toEqual([5000 / 6001]);
    log.close();
  });

  test('says nothing of tampering where calls are under way or were cut off', async () => {
    const died = openLog();
    await died.setKeys(keysOf(1));
    await record(died, 2);
    died.begin(beginOf(id('call', ++calls)));
    await died.intent(intentOf(id('call', calls)));
    expect(found(await died.verify())).toEqual(['intact', null]);
    const anchors = [await died.head()];
    const copy = `${path}-copy`;
    for (const end of ['', '-wal']) copyFileSync(path + end, copy + end);
    path = copy;
    const log = openLog();
    expect(log.interrupted).toHaveLength(1);
    expect(await log.setKeys(keysOf(1), anchors)).toMatchObject({ result: 'intact' });
    expect(found(await log.verify({ anchors }))).toEqual(['intact', null]);
    log.close();
    died.close();
  });

  test('can be made while calls go on', async () => {
    const log = openLog();
    await log.setKeys(keysOf(1));
    await record(log, 100);
    const checking = log.verify();
    await record(log, 100);
    expect(await checking).toMatchObject({ result: 'intact' });
    log.close();
  });

  test('finds without a key what the hashes tell, and says that it could tell no more', async () => {
    const log = openLog();
    await log.setKeys(keysOf(1));
    await record(log, 6);
    await log.setKeys(undefined);
    expect(found(await log.verify())).toEqual(['sealed', null]);
    log.close();
    edit("UPDATE entries SET body = replace(body, 'BTC', 'ETH') WHERE seq = 7");
    const again = openLog();
    expect(found(await again.verify())).toEqual(['altered', 7]);
    again.close();
  });

  test('prefers what is altered to what is cut off, and that to a gap', async () => {
    const log = openLog();
    await log.setKeys(keysOf(1));
    await record(log, 10);
    log.close();
    const at = async () => {
      const again = openLog();
      const check = await again.verify({ keys: keysOf(1) });
      again.close();
      return found(check);
    };
    edit('DELETE FROM entries WHERE seq = 5');
    expect(await at()).toEqual(['gap', 5]);
    edit('DELETE FROM entries WHERE seq > 30');
    expect(await at()).toEqual(['truncated', 31]);
    edit("UPDATE entries SET body = replace(body, 'BTC', 'ETH') WHERE seq = 19");
    expect(await at()).toEqual(['altered', 19]);
    expect(exitCodes).toEqual({ intact: 0, altered: 1, sealed: 3, gap: 4, truncated: 5, unchecked: 6 });
  });

  test.each([
    ['is locked', () => hold(new DatabaseSync(path))],
    ['was overwritten', () => writeFileSync(path, 'notes '.repeat(9000))],
    ['was cut short', () => truncateSync(path, 30_000)],
    ['is of a newer version', () => edit("UPDATE meta SET value = '3' WHERE name = 'schema'")],
  ])('of a file that %s says that it could not be made', async (_what, spoil) => {
    const log = openLog();
    await record(log, 40);
    log.close();
    const other = openLog({ path: `${path}-other` });
    spoil();
    const check = await checkFile(other);
    expect(check).toMatchObject({ result: 'unchecked', at: null });
    expect(check.why).toContain(path);
    other.close();
  });

  /** Kept, since a database that nobody refers to is closed. */
  const held: DatabaseSync[] = [];
  function hold(db: DatabaseSync): void {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    held.push(db);
  }
  afterAll(() => {
    for (const db of held) db.close();
  });

  /** The check of a log whose file is exchanged while it is open. */
  async function checkFile(log: CallLog): Promise<LogCheck> {
    const { verifyApart } = await import('../../../electron/calllog/verify/verifier.ts');
    const { sourceThread } = await import('../../../electron/calllog/threads.ts');
    expect(log.fault()).toBeUndefined();
    const setup = { role: 'verify', path, keys: undefined, anchors: [], settled: 0, entriesOfASegment: 10 } as const;
    return verifyApart(sourceThread, setup, undefined);
  }

  test("of another vault's log says so, and a log that goes on under this one is checked from there", async () => {
    const log = openLog();
    await log.setKeys(keysOf(1, 'vault-2'));
    await record(log, 3);
    log.close();
    const again = openLog();
    const check = await again.verify({ keys: keysOf(1) });
    expect(found(check)).toEqual(['unchecked', 1]);
    expect(check.why).toContain('another vault');
    expect(await again.setKeys(keysOf(1))).toMatchObject({ result: 'unchecked' });
    await record(again, 3);
    again.close();
    edit("UPDATE entries SET body = replace(body, 'BTC', 'ETH') WHERE seq = 20");
    const last = openLog();
    expect(found(await last.verify({ keys: keysOf(1) }))).toEqual(['altered', 20]);
    last.close();
  });

  test('of a log whose newest key the vault does not have, as after a restored backup, says where that begins', async () => {
    const log = openLog();
    await log.setKeys(keysOf(1));
    await record(log, 3);
    await log.setKeys(keysOf(2));
    await record(log, 3);
    log.close();
    const again = openLog();
    expect(found(await again.verify({ keys: keysOf(1) }))).toEqual(['unchecked', 14]);
    again.close();
  });
});

describe('what was written while the vault was sealed', () => {
  /** Entries 1 to 21 are signed, and 22 to 29 are not. Gives: the head as it was when the vault was sealed. */
  async function sealedLog() {
    const log = openLog();
    await log.setKeys(keysOf(1));
    await record(log, 5);
    const anchor = await log.head();
    await log.setKeys(undefined);
    await record(log, 2);
    log.close();
    return { ...anchor, count: 3 };
  }

  test('is signed where it goes on from what was seen last', async () => {
    const anchor = await sealedLog();
    const log = openLog();
    await record(log, 3);
    expect(await log.setKeys(keysOf(1), [anchor])).toMatchObject({ result: 'intact' });
    expect(select('SELECT max(last) FROM segments')).toEqual([[31]]);
    log.close();
  });

  test.each([
    ['altered', 23, "UPDATE entries SET body = replace(body, 'BTC', 'ETH') WHERE seq = 23"],
    ['altered', 21, 'UPDATE segments SET mac = randomblob(32) WHERE n = 3'],
    ['truncated', 21, 'DELETE FROM entries WHERE seq > 20; DELETE FROM calls WHERE last > 20'],
    ['truncated', 21, 'DELETE FROM segments WHERE n = 3'],
    ['gap', 25, 'DELETE FROM entries WHERE seq = 25'],
  ])('is not signed where the log is %s at %i, nor is anything after it', async (result, at, sql) => {
    const anchor = await sealedLog();
    edit(sql);
    const before = select('SELECT count(*) FROM segments');
    const log = openLog();
    expect(await log.setKeys(keysOf(1), [anchor])).toMatchObject({ result, at });
    await record(log, 5);
    log.close();
    expect(select('SELECT count(*) FROM segments')).toEqual(before);
  });

  test('is found altered where the log was set back and went on another way', async () => {
    const anchor = await sealedLog();
    edit('DELETE FROM entries WHERE seq > 20; DELETE FROM calls WHERE last > 20; DELETE FROM segments WHERE n = 3');
    const log = openLog();
    await record(log, 1);
    expect(await log.setKeys(keysOf(1), [anchor])).toMatchObject({ result: 'altered', at: 21 });
    log.close();
  });
});
