import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, id, intentOf, keysOf, outcomeOf, testClock, testDir } from './fixture.ts';

const dir = testDir();
let files = 0;
let path = '';
let clock = testClock();
beforeEach(() => {
  path = dir.path(`calls-${files++}.sqlite`);
  clock = testClock();
});
afterAll(dir.drop);

const hourMs = 3_600_000;
const openLog = () => openCallLog({ path, clock, entriesOfASegment: 100 });

async function record(log: CallLog, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    const call = id('call', n);
    log.begin(beginOf(call, { request: `${n} `.repeat(200) }));
    void log.intent(intentOf(call));
    log.outcome(outcomeOf(call));
    log.end({ call, status: 'ok' });
    clock.pass(60_000);
  }
  log.sync();
}

const counts = () => {
  const db = new DatabaseSync(path, { readOnly: true });
  const [row] = db
    .prepare('SELECT (SELECT min(seq) FROM entries), (SELECT count(*) FROM entries), (SELECT count(*) FROM calls)')
    .all();
  db.close();
  const [first, entries, calls] = Object.values(row ?? {}).map(Number);
  return { first: first ?? 0, entries: entries ?? 0, calls: calls ?? 0 };
};

test('what is too old goes, with its rows, and the rest is proved to follow it', async () => {
  const log = openLog();
  await log.setKeys(keysOf(1));
  await record(log, 1, 200);
  log.setRetention({ maxAgeMs: hourMs });
  await expect.poll(() => counts().first, { timeout: 10_000 }).toBeGreaterThan(550);
  await expect.poll(() => counts().calls).toBeLessThan(65);
  expect(counts().calls).toBeGreaterThan(55);
  expect((await log.find({ limit: 1000 })).calls).toHaveLength(counts().calls);
  expect(await log.verify({ anchors: [await log.head()] })).toMatchObject({
    result: 'intact',
    entries: counts().entries,
  });
  expect((await log.find({ limit: 9, text: id('call', 1) })).calls).toEqual([]);
  log.close();
  const again = openLog();
  expect(await again.setKeys(keysOf(1))).toMatchObject({ result: 'intact' });
  again.close();
});

test('a log that is too large shrinks on the disk, and keeps to its size as it goes on', async () => {
  const log = openLog();
  await log.setKeys(keysOf(1));
  await record(log, 1, 3000);
  await log.head();
  log.close();
  const before = statSync(path).size;
  const limit = Math.round(before / 3);
  const again = openLog();
  await again.setKeys(keysOf(1));
  again.setRetention({ maxBytes: limit });
  await expect.poll(() => counts().entries, { timeout: 20_000 }).toBeLessThan(5000);
  await record(again, 3001, 3200);
  expect(await again.verify()).toMatchObject({ result: 'intact' });
  again.close();
  expect(before).toBeGreaterThan(4_000_000);
  expect(statSync(path).size).toBeLessThan(limit * 1.2);
});

test('nothing is pruned while there is no key to sign with, nor what no segment covers, nor a call under way', async () => {
  const log = openLog();
  await record(log, 1, 30);
  log.setRetention({ maxAgeMs: 1 });
  await record(log, 31, 60);
  expect(counts()).toEqual({ first: 1, entries: 240, calls: 60 });
  log.begin(beginOf(id('call', 1000)));
  await record(log, 61, 120);
  await log.setKeys(keysOf(1));
  await record(log, 121, 200);
  await expect.poll(() => counts().first, { timeout: 10_000 }).toBe(241);
  log.end({ call: id('call', 1000), status: 'ok' });
  await record(log, 201, 230);
  await expect.poll(() => counts().first, { timeout: 10_000 }).toBeGreaterThan(800);
  expect(await log.verify()).toMatchObject({ result: 'intact' });
  log.close();
});
