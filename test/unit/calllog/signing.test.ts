import type { Worker } from 'node:worker_threads';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type StartThread, sourceThread } from '../../../electron/calllog/threads.ts';
import { keysOf } from './fixture.ts';
import { found, LogFiles } from './log-files.ts';

const files = new LogFiles();
beforeEach(() => files.next());
afterAll(() => files.drop());

describe('what is signed', () => {
  test('ten entries make a segment, so does a day, and sealing closes what is open', async () => {
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 6);
    files.clock.setWall('2026-11-23T00:00:00.000Z');
    await files.record(log, 1);
    await log.setKeys(undefined);
    expect(files.select('SELECT n, first, last, epoch FROM segments')).toEqual([
      [1, 1, 10, 1],
      [2, 11, 20, 1],
      [3, 21, 25, 1],
      [4, 26, 29, 1],
    ]);
    log.close();
  });

  test('what is written while sealed is covered when the vault opens, several segments at once', async () => {
    const log = files.openLog();
    await files.record(log, 9);
    await log.setKeys(keysOf(1));
    expect(files.select('SELECT first, last FROM segments WHERE n < 4')).toEqual([
      [1, 10],
      [11, 20],
      [21, 30],
    ]);
    log.sync();
    expect(files.select('SELECT first, last FROM segments WHERE n = 4')).toEqual([[31, 36]]);
    expect(found(await log.verify())).toEqual(['intact', null]);
    log.close();
  });

  test('a new epoch begins a segment with a marker, and what the former key signed still holds', async () => {
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 3);
    await log.setKeys(keysOf(2));
    await files.record(log, 1);
    log.close();
    expect(files.select('SELECT first, last, epoch FROM segments')).toEqual([
      [1, 10, 1],
      [11, 13, 1],
      [14, 18, 2],
    ]);
    const [[marker]] = files.select('SELECT body FROM entries WHERE seq = 14') as [[string]];
    expect(JSON.parse(marker)).toMatchObject({ kind: 'epoch', epoch: 2, vault: 'vault-1' });
    const again = files.openLog();
    expect(await again.verify({ keys: keysOf(2) })).toMatchObject({ result: 'intact', entries: 18, epoch: 2 });
    again.close();
  });

  test('the same keys once more put nothing into the log', async () => {
    const log = files.openLog();
    for (let n = 0; n < 3; n++) {
      await log.setKeys(keysOf(1));
      await log.setKeys(undefined);
    }
    expect(await log.head()).toMatchObject({ entry: 1, epoch: 1, count: 1 });
    log.close();
  });

  test('the head that is handed on is the last entry, with its hash', async () => {
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 2);
    const head = await log.head();
    const [[hash]] = files.select('SELECT lower(hex(hash)) FROM entries WHERE seq = 9') as [[string]];
    expect(head).toEqual({ entry: 9, hash, epoch: 1, count: 0 });
    log.close();
  });
});

describe('what was written while the vault was sealed', () => {
  /** Entries 1 to 21 are signed, and 22 to 29 are not. Gives: the head as it was when the vault was sealed. */
  async function sealedLog() {
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 5);
    const anchor = await log.head();
    await log.setKeys(undefined);
    await files.record(log, 2);
    log.close();
    return { ...anchor, count: 3 };
  }

  test('is signed where it goes on from what was seen last', async () => {
    const anchor = await sealedLog();
    const log = files.openLog();
    await files.record(log, 3);
    expect(await log.setKeys(keysOf(1), [anchor])).toMatchObject({ result: 'intact' });
    expect(files.select('SELECT max(last) FROM segments')).toEqual([[31]]);
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
    files.edit(sql);
    const before = files.select('SELECT count(*) FROM segments');
    const log = files.openLog();
    expect(await log.setKeys(keysOf(1), [anchor])).toMatchObject({ result, at });
    await files.record(log, 5);
    log.close();
    expect(files.select('SELECT count(*) FROM segments')).toEqual(before);
  });

  test('is not signed by the next thread either, where the first one dies', async () => {
    const anchor = await sealedLog();
    files.edit("UPDATE entries SET body = replace(body, 'BTC', 'ETH') WHERE seq = 23");
    const workers: Worker[] = [];
    const startThread: StartThread = (setup, moved) => {
      workers.push(sourceThread(setup, moved));
      return workers.at(-1) ?? sourceThread(setup, moved);
    };
    const log = files.openLog({ startThread });
    expect(await log.setKeys(keysOf(1), [anchor])).toMatchObject({ result: 'altered' });
    await workers[0]?.terminate();
    await files.record(log, 5);
    expect(workers).toHaveLength(2);
    log.close();
    expect(files.select('SELECT max(last) FROM segments')).toEqual([[21]]);
  });

  test('is found altered where the log was set back and went on another way', async () => {
    const anchor = await sealedLog();
    files.edit(
      'DELETE FROM entries WHERE seq > 20; DELETE FROM calls WHERE last > 20; DELETE FROM segments WHERE n = 3',
    );
    const log = files.openLog();
    await files.record(log, 1);
    expect(await log.setKeys(keysOf(1), [anchor])).toMatchObject({ result: 'altered', at: 21 });
    log.close();
  });
});
