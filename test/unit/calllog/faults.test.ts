import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, id, intentOf, outcomeOf, testClock, testDir } from './fixture.ts';
import { watchThread } from './watched.ts';

const root = testDir();
let folders = 0;
let folder = '';
let path = '';
const clock = testClock();
beforeEach(() => {
  folder = root.path(`data-${folders++}`);
  mkdirSync(folder);
  path = `${folder}/calls.sqlite`;
});
afterAll(root.drop);

const failed = (code: string) => expect.objectContaining({ code });
const call = id('call', 1);
const words = 'buy low '.repeat(200);

async function filledLog(): Promise<void> {
  const log = openCallLog({ path, clock });
  for (let n = 1; n <= 40; n++) {
    log.begin(beginOf(id('call', n), { request: words }));
    await log.intent(intentOf(id('call', n)));
    log.end({ call: id('call', n), status: 'ok' });
  }
  log.close();
}

test.each([
  ['truncated', () => truncateSync(path, 20_000)],
  ['foreign', () => writeFileSync(path, 'these are my notes, not a log\n'.repeat(50))],
  ['empty but for its header', () => truncateSync(path, 60)],
])('a %s file is kept beside a new log, and a warning says so', async (_what, damage) => {
  await filledLog();
  damage();
  const kept = readFileSync(path);
  const log = openCallLog({ path, clock });
  const [aside] = asideOf(log);
  expect(readFileSync(String(aside))).toEqual(kept);
  expect(log.query({ limit: 10 })).toEqual([]);
  log.close();
  const again = openCallLog({ path, clock });
  expect(again.warnings).toEqual([]);
  again.close();
});

const asideOf = (log: CallLog): string[] => log.warnings.map(({ to }) => to);

test("another program's database is set aside, not written to", () => {
  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE recipes(name TEXT)');
  other.close();
  const log = openCallLog({ path, clock });
  const [aside] = asideOf(log);
  const kept = new DatabaseSync(String(aside), { readOnly: true });
  expect(kept.prepare('SELECT count(*) AS n FROM recipes').get()).toEqual({ n: 0 });
  kept.close();
  log.close();
});

test('a file that another program holds is left where it is', () => {
  openCallLog({ path, clock }).close();
  const holder = new DatabaseSync(path);
  holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  expect(() => openCallLog({ path, clock })).toThrow(failed('RECORD_FAILED'));
  holder.close();
  openCallLog({ path, clock }).close();
});

test('a log of a newer version is refused and not changed', () => {
  openCallLog({ path, clock }).close();
  const newer = new DatabaseSync(path);
  newer.exec("UPDATE meta SET value = '3' WHERE name = 'schema'; PRAGMA wal_checkpoint(TRUNCATE)");
  newer.close();
  const before = readFileSync(path);
  expect(() => openCallLog({ path, clock })).toThrow(failed('VAULT_NEWER'));
  expect(readFileSync(path)).toEqual(before);
});

test('a folder in the place of the log is a clear error', () => {
  mkdirSync(path);
  expect(() => openCallLog({ path, clock })).toThrow(failed('RECORD_FAILED'));
});

/** A log whose writer meets a disk with room for ten pages more. */
function smallDisk(): { readonly log: CallLog; grow(): void } {
  openCallLog({ path, clock }).close();
  const { startThread, limit } = watchThread(statSync(path).size / 4096 + 10);
  return { log: openCallLog({ path, clock, startThread }), grow: () => limit(100_000) };
}

test('on a full disk no request may leave, and what waited is written when there is room again', async () => {
  const { log, grow } = smallDisk();
  log.begin(beginOf(call));
  for (let n = 2; n < 60; n++) log.begin(beginOf(id('call', n), { request: words }));
  await expect(log.intent(intentOf(call))).rejects.toThrow(failed('DISK_FULL'));
  log.outcome(outcomeOf(call, { status: 'failed', sent: 'no', code: 'DISK_FULL' }));
  log.end({ call, status: 'failed', sent: 'no', code: 'DISK_FULL' });
  expect(() => log.sync()).toThrow(failed('DISK_FULL'));
  expect(log.fault()?.code).toBe('DISK_FULL');
  grow();
  log.sync();
  expect(log.fault()).toBeUndefined();
  expect(log.get(call)).toMatchObject({ status: 'failed', sent: 'no', requests: [{ status: 'failed', sent: 'no' }] });
  log.close();
});

test('a log that is closed on a full disk says that entries are lost', () => {
  const { log } = smallDisk();
  for (let n = 1; n < 60; n++) log.begin(beginOf(id('call', n), { request: words }));
  expect(() => log.close()).toThrow(failed('DISK_FULL'));
});

test('an entry that cannot be written throws at its own caller', () => {
  const log = openCallLog({ path, clock });
  expect(() => log.begin(beginOf(call, { request: { amount: 1n } }))).toThrow(TypeError);
  log.begin(beginOf(call));
  expect(log.get(call)).toBeDefined();
  log.close();
});
