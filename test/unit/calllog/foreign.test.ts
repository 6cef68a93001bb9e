import type { Worker } from 'node:worker_threads';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { CallLog } from '../../../electron/calllog/store.ts';
import { type StartThread, sourceThread } from '../../../electron/calllog/threads.ts';
import { keysOf } from './fixture.ts';
import { found, LogFiles } from './log-files.ts';

const files = new LogFiles();
beforeEach(() => files.next());
afterAll(() => files.drop());

/** Takes: under which keys it was signed, one after the other. */
async function made(...keys: ReturnType<typeof keysOf>[]): Promise<void> {
  const log = files.openLog();
  for (const one of keys) {
    await log.setKeys(one);
    await files.record(log, 3);
  }
  log.close();
}

const segments = () => files.select('SELECT n, first, last, hex(mac) FROM segments ORDER BY n');
const words = expect.stringContaining("looks like another vault's");
const foreign = { isForeign: true, why: words };

/** Whoever opens it now, closes it, and opens it again. */
async function useTwice(use: (log: CallLog) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 2; n += 1) {
    const log = files.openLog();
    await use(log);
    log.close();
  }
}

describe("another vault's log", () => {
  test('is never signed, however often it is opened, and says each time whose it looks like', async () => {
    await made(keysOf(1, 'vault-2'));
    const before = segments();
    await useTwice(async (log) => {
      expect(await log.setKeys(keysOf(1))).toMatchObject({ result: 'unchecked', at: 1, ...foreign });
      await files.record(log, 6);
      expect(await log.verify()).toMatchObject({ result: 'unchecked', at: 1, ...foreign });
      await log.setKeys(undefined);
    });
    expect(segments()).toEqual(before);
  });

  test('is not signed where it was never closed, so that only its entries name the vault', async () => {
    await made(keysOf(1, 'vault-2'));
    files.edit('DELETE FROM segments');
    const log = files.openLog();
    expect(await log.setKeys(keysOf(1))).toMatchObject({ result: 'unchecked', ...foreign });
    log.close();
    expect(segments()).toEqual([]);
  });

  test('is not signed where no entry names the vault any more', async () => {
    await made(keysOf(1, 'vault-2'));
    files.edit('DELETE FROM entries WHERE seq = 1');
    const log = files.openLog();
    expect(await log.setKeys(keysOf(1))).toMatchObject({ result: 'altered', ...foreign });
    log.close();
  });

  test('is not signed by the next thread either, where the first one dies', async () => {
    await made(keysOf(1, 'vault-2'));
    const before = segments();
    const workers: Worker[] = [];
    const startThread: StartThread = (setup, moved) => {
      const worker = sourceThread(setup, moved);
      workers.push(worker);
      return worker;
    };
    const log = files.openLog({ startThread });
    await log.setKeys(keysOf(1));
    await workers[0]?.terminate();
    await files.record(log, 5);
    expect(workers).toHaveLength(2);
    log.close();
    expect(segments()).toEqual(before);
  });

  test.each([
    ['cut off', 'truncated', { entry: 99, hash: 'ab'.repeat(32), epoch: 1 }],
    ['altered', 'altered', { entry: 4, hash: 'ab'.repeat(32), epoch: 1 }],
  ])('that an anchor finds %s still says whose it looks like', async (_what, result, anchor) => {
    await made(keysOf(1, 'vault-2'));
    const log = files.openLog();
    const check = await log.verify({ keys: keysOf(1), anchors: [anchor] });
    expect(check).toMatchObject({ result, ...foreign });
    expect(check.why).toMatch(/^Entries from #/);
    expect(await log.setKeys(keysOf(1), [anchor])).toMatchObject({ result, ...foreign });
    log.close();
  });

  test('that goes on after this vault’s own is not signed, from where it begins', async () => {
    await made(keysOf(1), keysOf(1, 'vault-2'));
    const log = files.openLog();
    expect(await log.setKeys(keysOf(1))).toMatchObject({ result: 'unchecked', at: 14, ...foreign });
    log.close();
  });

  test('is known by the name of the vault in it where there is no key to tell', async () => {
    await made(keysOf(1, 'vault-2'));
    const log = files.openLog();
    expect(await log.verify({ vaultId: 'vault-1' })).toMatchObject({ result: 'unchecked', at: 1, ...foreign });
    expect(await log.verify({ vaultId: 'vault-2' })).toMatchObject({ result: 'sealed', isForeign: false });
    expect(await log.verify()).toMatchObject({ result: 'sealed', isForeign: false });
    log.close();
  });
});

describe('a log that this vault signed with keys that it lost', () => {
  test('is not signed either: its files may have been put back from a copy', async () => {
    await made(keysOf(1), keysOf(2));
    const log = files.openLog();
    expect(await log.setKeys(keysOf(1))).toMatchObject({ result: 'unchecked', at: 14, ...foreign });
    log.close();
  });

  test('goes on once a restored vault took it over, and stays unchecked without suspicion', async () => {
    await made(keysOf(1), keysOf(2));
    const lost = segments();
    const restored = { ...keysOf(1, 'other'), vaultId: 'vault-1', epoch: 2, former: [keysOf(1)] };
    const log = files.openLog();
    expect(await log.setKeys(restored, [], true)).toMatchObject({ result: 'unchecked', isForeign: false });
    await log.setKeys(undefined);
    log.close();
    await useTwice(async (again) => {
      expect(await again.setKeys(restored)).toMatchObject({ result: 'unchecked', isForeign: false });
      await files.record(again, 3);
      await again.setKeys(undefined);
    });
    expect(segments().length).toBeGreaterThan(lost.length + 3);
    const last = files.openLog();
    expect(await last.verify({ keys: restored })).toMatchObject({ result: 'unchecked', at: 14, isForeign: false });
    const [[seq]] = files.select("SELECT max(seq) FROM entries WHERE body LIKE '%BTC%'") as [[number]];
    files.edit(`UPDATE entries SET body = replace(body, 'BTC', 'ETH') WHERE seq = ${seq}`);
    expect(found(await last.verify({ keys: restored }))).toEqual(['altered', seq]);
    last.close();
  });

  test('but another vault’s log is taken over by no restored vault', async () => {
    await made(keysOf(1, 'vault-2'));
    const log = files.openLog();
    expect(await log.setKeys(keysOf(1), [], true)).toMatchObject({ result: 'unchecked', ...foreign });
    log.close();
  });
});
