import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { chainStart, link } from '../../../electron/calllog/chain.ts';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import type { CallRecord } from '../../../shared/model.ts';
import { beginOf, id, intentOf, outcomeOf, testClock, testDir } from './fixture.ts';

const dir = testDir();
let files = 0;
let path = '';
let clock = testClock();
beforeEach(() => {
  path = dir.path(`calls-${files++}.sqlite`);
  clock = testClock();
});
afterAll(dir.drop);

const call = id('call', 1);
const all = { limit: 100 };

async function oneOrder(log: CallLog, name = call): Promise<void> {
  log.begin(beginOf(name));
  await log.intent(intentOf(name));
  clock.pass(25);
  log.outcome(outcomeOf(name));
  log.end({ call: name, status: 'ok' });
}

test('a call is read back as it was recorded', async () => {
  const log = openCallLog({ path, clock });
  await oneOrder(log);
  expect(log.query(all)).toMatchObject([
    {
      id: call,
      time: '2026-11-22T08:00:00.000Z',
      bot: 'grid-1',
      key: 'kraken-main',
      exchange: 'kraken',
      method: 'createOrder',
      endpoint: 'private/AddOrder',
      symbol: 'BTC/USD',
      status: 'ok',
      sent: 'yes',
      otp: true,
      timings: { total: 25 },
      requests: [{ n: 1 }],
    },
  ]);
  log.close();
});

test('the log and its companions are closed to other users', async () => {
  const log = openCallLog({ path, clock });
  await oneOrder(log);
  for (const name of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  log.close();
});

test('an intent stands on the disk when its promise resolves', async () => {
  const log = openCallLog({ path, clock });
  log.begin(beginOf(call));
  await log.intent(intentOf(call));
  const other = new DatabaseSync(path, { readOnly: true });
  expect(other.prepare('SELECT count(*) AS n FROM entries').get()).toEqual({ n: 2 });
  other.close();
  log.close();
});

test('each entry is linked to the one before it, over restarts', async () => {
  for (const n of [1, 2]) {
    const log = openCallLog({ path, clock });
    await oneOrder(log, id('call', n));
    log.close();
  }
  const db = new DatabaseSync(path, { readOnly: true });
  let head = chainStart;
  const rows = db.prepare('SELECT seq, body, hash FROM entries ORDER BY seq').all();
  for (const [index, row] of rows.entries()) {
    head = link(head, String(row['body']));
    expect(row).toMatchObject({ seq: index + 1, hash: new Uint8Array(head) });
  }
  expect(rows).toHaveLength(8);
  db.close();
});

test('a call whose process died is interrupted at the next start, and its order stays in doubt', async () => {
  const died = openCallLog({ path, clock });
  died.begin(beginOf(call));
  await died.intent(intentOf(call));
  died.begin(beginOf(id('call', 2)));
  died.sync();
  const log = openCallLog({ path, clock });
  expect(log.interrupted.map(({ id: name, status, sent }) => [name, status, sent])).toEqual([
    [call, 'interrupted', 'unknown'],
    [id('call', 2), 'interrupted', 'no'],
  ]);
  expect(log.get(call)?.requests).toMatchObject([{ status: 'interrupted', sent: 'unknown' }]);
  log.close();
  died.close();
  const again = openCallLog({ path, clock });
  expect(again.interrupted).toEqual([]);
  again.close();
});

test('a look-up can settle an interrupted call later', async () => {
  const died = openCallLog({ path, clock });
  died.begin(beginOf(call));
  await died.intent(intentOf(call));
  const log = openCallLog({ path, clock });
  log.outcome(outcomeOf(call));
  log.end({ call, status: 'ok', sent: 'yes' });
  expect(log.get(call)).toMatchObject({ status: 'ok', sent: 'yes', requests: [{ status: 'ok' }] });
  log.close();
  died.close();
});

test('the table of calls can be made again from the entries alone', async () => {
  const log = openCallLog({ path, clock });
  for (const n of [1, 2, 3]) await oneOrder(log, id('call', n));
  const before = log.query(all);
  const other = new DatabaseSync(path);
  other.exec("DELETE FROM calls WHERE seq > 4; UPDATE calls SET status = 'failed'");
  other.close();
  await log.rebuild();
  expect(log.query(all)).toEqual(before);
  log.close();
});

test('a record made by an older fold is made again at the start', async () => {
  const first = openCallLog({ path, clock });
  await oneOrder(first);
  const before = first.query(all);
  first.close();
  const other = new DatabaseSync(path);
  other.exec("UPDATE meta SET value = '0' WHERE name = 'fold'; UPDATE call_texts SET record = '{}'");
  other.close();
  const log = openCallLog({ path, clock });
  expect(log.query(all)).toEqual(before);
  log.close();
});

test('a listener sees each call as it changes, a short one once, and nothing after it leaves', async () => {
  const log = openCallLog({ path, clock });
  const seen: CallRecord['status'][] = [];
  const leave = log.subscribe((record) => seen.push(record.status));
  log.begin(beginOf(call));
  await log.intent(intentOf(call));
  log.sync();
  log.outcome(outcomeOf(call));
  log.end({ call, status: 'ok' });
  log.sync();
  await vi.waitFor(() => expect(seen).toEqual(['pending', 'ok']));
  await oneOrder(log, id('call', 2));
  log.sync();
  await vi.waitFor(() => expect(seen).toEqual(['pending', 'ok', 'ok']));
  leave();
  await oneOrder(log, id('call', 3));
  log.sync();
  await log.head();
  expect(seen).toEqual(['pending', 'ok', 'ok']);
  log.close();
});

test('an intent whose process ends before the call has its row is found again as interrupted', async () => {
  const log = openCallLog({ path, clock });
  await oneOrder(log);
  log.sync();
  log.begin(beginOf(id('call', 2)));
  await log.intent(intentOf(id('call', 2)));
  const copy = `${path}-copy`;
  for (const end of ['', '-wal']) copyFileSync(path + end, copy + end);
  log.close();
  const after = openCallLog({ path: copy, clock });
  expect(after.interrupted.map(({ id: found, status, sent }) => [found, status, sent])).toEqual([
    [id('call', 2), 'interrupted', 'unknown'],
  ]);
  expect(after.query(all).map(({ id: found }) => found)).toEqual([id('call', 2), call]);
  after.close();
});

test('no secret that a bot or an exchange says reaches the file', async () => {
  const log = openCallLog({ path, clock, scrub: (text) => text.replaceAll('hunter2-hunter2', '[hidden]') });
  log.begin(
    beginOf(call, { method: 'hunter2-hunter2', request: { note: ['hunter2-hunter2'], token: `kb_${'a'.repeat(43)}` } }),
  );
  await log.intent(intentOf(call, { request: 'otp=123456&nonce=1', clientOrderId: 'hunter2-hunter2' }));
  log.outcome(
    outcomeOf(call, {
      status: 'failed',
      exchangeError: 'EAPI:Invalid hunter2-hunter2',
      response: { 'hunter2-hunter2': 1 },
    }),
  );
  log.end({ call, status: 'failed', exchangeError: 'EAPI:Invalid hunter2-hunter2' });
  log.close();
  const bytes = readFileSync(path, 'latin1');
  for (const planted of ['hunter2', 'a'.repeat(43), '123456']) expect(bytes).not.toContain(planted);
});

test('an answer of many megabytes is recorded by its size only', async () => {
  const log = openCallLog({ path, clock });
  log.begin(beginOf(call));
  log.outcome(outcomeOf(call, { response: { rows: Array.from({ length: 100_000 }, () => 'row') } }));
  log.close();
  expect(statSync(path).size).toBeLessThan(300_000);
});

test.each([
  ['an outcome of a call that never began', (log: CallLog) => log.outcome(outcomeOf(call))],
  ['a second beginning', (log: CallLog) => [log.begin(beginOf(call)), log.begin(beginOf(call))]],
  [
    'a second beginning after the end',
    (log: CallLog) => {
      log.begin(beginOf(call));
      log.end({ call, status: 'denied' });
      log.sync();
      log.begin(beginOf(call));
    },
  ],
])('%s is refused and poisons nothing', (_what, act) => {
  const log = openCallLog({ path, clock });
  expect(() => act(log)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  log.begin(beginOf(id('call', 9)));
  expect(log.get(id('call', 9))).toBeDefined();
  log.close();
});
