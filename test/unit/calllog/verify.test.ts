import { copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { CallLog } from '../../../electron/calllog/store.ts';
import { sourceThread } from '../../../electron/calllog/threads.ts';
import { exitCodes, type LogCheck } from '../../../electron/calllog/verify/verdict.ts';
import { verifyApart } from '../../../electron/calllog/verify/verifier.ts';
import { beginOf, intentOf, keysOf } from './fixture.ts';
import { found, LogFiles } from './log-files.ts';

const files = new LogFiles();
beforeEach(() => files.next());
afterAll(() => files.drop());

describe('a check', () => {
  test('says how far it is, and that all is well', async () => {
    const log = files.openLog({ entriesOfASegment: 1000 });
    await log.setKeys(keysOf(1));
    for (let n = 0; n < 3000; n++) {
      const call = files.nextCall();
      log.begin(beginOf(call));
      log.end({ call, status: 'denied' });
    }
    const seen: number[] = [];
    const check = await log.verify({ anchors: [await log.head()], onProgress: (done, all) => seen.push(done / all) });
    const why = 'Intact up to #6001.';
    expect(check).toEqual({ result: 'intact', entries: 6001, epoch: 1, at: null, why, isForeign: false });
    expect(seen).toEqual([5000 / 6001]);
    log.close();
  });

  test('says nothing of tampering where calls are under way or were cut off', async () => {
    const died = files.openLog();
    await died.setKeys(keysOf(1));
    await files.record(died, 2);
    const call = files.nextCall();
    died.begin(beginOf(call));
    await died.intent(intentOf(call));
    expect(found(await died.verify())).toEqual(['intact', null]);
    const anchors = [await died.head()];
    const copy = `${files.path}-copy`;
    for (const end of ['', '-wal']) copyFileSync(files.path + end, copy + end);
    files.path = copy;
    const log = files.openLog();
    expect(log.interrupted).toHaveLength(1);
    expect(await log.setKeys(keysOf(1), anchors)).toMatchObject({ result: 'intact' });
    expect(found(await log.verify({ anchors }))).toEqual(['intact', null]);
    log.close();
    died.close();
  });

  test('can be made while calls go on', async () => {
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 100);
    const checking = log.verify();
    await files.record(log, 100);
    expect(await checking).toMatchObject({ result: 'intact' });
    log.close();
  });

  test('finds without a key what the hashes tell, and says that it could tell no more', async () => {
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 6);
    await log.setKeys(undefined);
    expect(found(await log.verify())).toEqual(['sealed', null]);
    log.close();
    files.edit("UPDATE entries SET body = replace(body, 'BTC', 'ETH') WHERE seq = 7");
    const again = files.openLog();
    expect(found(await again.verify())).toEqual(['altered', 7]);
    again.close();
  });

  test('prefers what is altered to what is cut off, and that to a gap', async () => {
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 10);
    log.close();
    const at = async () => {
      const again = files.openLog();
      const check = await again.verify({ keys: keysOf(1) });
      again.close();
      return found(check);
    };
    files.edit('DELETE FROM entries WHERE seq = 5');
    expect(await at()).toEqual(['gap', 5]);
    files.edit('DELETE FROM entries WHERE seq > 30');
    expect(await at()).toEqual(['truncated', 31]);
    files.edit("UPDATE entries SET body = replace(body, 'BTC', 'ETH') WHERE seq = 19");
    expect(await at()).toEqual(['altered', 19]);
    expect(exitCodes).toEqual({ intact: 0, altered: 1, sealed: 3, gap: 4, truncated: 5, unchecked: 6 });
  });

  test.each([
    ['is locked', () => hold(new DatabaseSync(files.path))],
    ['was overwritten', () => writeFileSync(files.path, 'notes '.repeat(9000))],
    ['was cut short', () => truncateSync(files.path, 30_000)],
    ['is of a newer version', () => files.edit("UPDATE meta SET value = '3' WHERE name = 'schema'")],
  ])('of a file that %s says that it could not be made', async (_what, spoil) => {
    const log = files.openLog();
    await files.record(log, 40);
    log.close();
    const other = files.openLog({ path: `${files.path}-other` });
    spoil();
    const check = await checkFile(other);
    expect(check).toMatchObject({ result: 'unchecked', at: null });
    expect(check.why).toContain(files.path);
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
    expect(log.fault()).toBeUndefined();
    const setup = {
      role: 'verify',
      path: files.path,
      keys: undefined,
      anchors: [],
      settled: 0,
      entriesOfASegment: 10,
    } as const;
    return verifyApart(sourceThread, setup, undefined);
  }

  test('of a log whose newest key the vault does not have, as after its files were put back from a copy, says where that begins', async () => {
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 3);
    await log.setKeys(keysOf(2));
    await files.record(log, 3);
    log.close();
    const again = files.openLog();
    expect(found(await again.verify({ keys: keysOf(1) }))).toEqual(['unchecked', 14]);
    again.close();
  });
});
