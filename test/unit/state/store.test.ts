import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { openState } from '../../../electron/state/store.ts';
import { id, testClock, testDir } from '../calllog/fixture.ts';

const dir = testDir();
const clock = testClock();
const key = id('key', 1);
const bot = id('bot', 1);
let files = 0;
let path = '';
beforeEach(() => {
  path = dir.path(`state-${files++}.sqlite`);
});
afterAll(dir.drop);

const subkey = (text = 'k'.repeat(32)): Secret => Secret.ofText(text);
const failed = (code: string) => expect.objectContaining({ code });

function reserved(high: bigint): void {
  const state = openState({ path, clock });
  state.setKey(subkey());
  state.nonces.reserve(key, high);
  state.close();
}

function tamper(sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

test('a reserved nonce is remembered over a restart, however large', () => {
  const high = 2n ** 63n + 12345n;
  reserved(high);
  const state = openState({ path, clock });
  state.setKey(subkey());
  expect(state.nonces.high(key)).toBe(high);
  expect(state.nonces.high(id('key', 2))).toBeUndefined();
  expect(state.warnings()).toEqual([]);
  state.close();
});

test('a mark is never lowered', () => {
  const state = openState({ path, clock });
  state.setKey(subkey());
  state.nonces.reserve(key, 100n);
  state.nonces.reserve(key, 99n);
  expect(state.nonces.high(key)).toBe(100n);
  state.close();
});

test('while sealed nonces can be neither read nor reserved', () => {
  const state = openState({ path, clock });
  expect(() => state.nonces.high(key)).toThrow(failed('VAULT_SEALED'));
  state.setKey(subkey());
  state.nonces.reserve(key, 5n);
  state.setKey(undefined);
  expect(() => state.nonces.reserve(key, 6n)).toThrow(failed('VAULT_SEALED'));
  state.close();
});

test.each([
  ['a higher mark', "UPDATE nonces SET high = '9223372036854775807'"],
  ['a mark that is no number', "UPDATE nonces SET high = '-1'"],
  ['the mark of another key', `UPDATE nonces SET key_id = '${id('key', 2)}'`],
  ['a shortened seal', 'UPDATE nonces SET mac = substr(mac, 1, 4)'],
  ['an empty seal', "UPDATE nonces SET mac = x''"],
])('%s that someone wrote into the file is ignored and reported', (_what, sql) => {
  reserved(100n);
  tamper(sql);
  const state = openState({ path, clock });
  state.setKey(subkey());
  expect(state.nonces.high(key)).toBeUndefined();
  expect(state.nonces.high(id('key', 2))).toBeUndefined();
  expect(state.warnings()).toMatchObject([{ kind: 'nonce-ignored' }]);
  state.nonces.reserve(key, 101n);
  expect(state.nonces.high(key)).toBe(101n);
  state.close();
});

test("marks of another vault's key are ignored", () => {
  reserved(100n);
  const state = openState({ path, clock });
  state.setKey(subkey('z'.repeat(32)));
  expect(state.nonces.high(key)).toBeUndefined();
  state.close();
});

test('the nonces of a removed key are forgotten', () => {
  reserved(100n);
  const state = openState({ path, clock });
  state.setKey(subkey());
  state.nonces.forget(key);
  expect(state.nonces.high(key)).toBeUndefined();
  state.close();
});

test('a pause outlasts a restart and ends when it is taken back', () => {
  const first = openState({ path, clock });
  first.pause(bot);
  first.pause(bot);
  first.close();
  const state = openState({ path, clock });
  expect([state.isPaused(bot), state.isPaused(id('bot', 2))]).toEqual([true, false]);
  state.unpause(bot);
  expect(state.isPaused(bot)).toBe(false);
  state.close();
});

test('what is narrowed while sealed waits for the vault, and pauses the bot at once', () => {
  const first = openState({ path, clock });
  first.narrow('pause', bot);
  first.narrow('revoke', id('bot', 2));
  first.close();
  const state = openState({ path, clock });
  expect(state.pendingNarrowings()).toEqual([
    { seq: 1, kind: 'pause', botId: bot, at: clock.now() },
    { seq: 2, kind: 'revoke', botId: id('bot', 2), at: clock.now() },
  ]);
  expect([state.isPaused(bot), state.isPaused(id('bot', 2))]).toEqual([true, true]);
  state.close();
});

test('clearing takes only the narrowings named, also when new ones come in between', () => {
  const state = openState({ path, clock });
  state.narrow('pause', bot);
  state.clearNarrowings([1]);
  state.narrow('revoke', bot);
  state.clearNarrowings([1]);
  expect(state.pendingNarrowings()).toMatchObject([{ seq: 2, kind: 'revoke' }]);
  state.close();
});

test('the file and its companions are closed to other users, also where they were open before', () => {
  writeFileSync(path, '', { mode: 0o644 });
  const state = openState({ path, clock });
  state.pause(bot);
  for (const name of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  state.close();
});

test.each([
  ['truncated', () => truncateSync(path, 5000)],
  ['foreign', () => writeFileSync(path, 'no database')],
  [
    'scribbled over',
    () => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xff, 4096, 4096 + 200));
    },
  ],
])('a %s file is set aside, a fresh one made, and a warning says so', (_what, damage) => {
  reserved(100n);
  damage();
  const kept = readFileSync(path);
  const state = openState({ path, clock });
  const [warning] = state.warnings();
  expect(warning).toMatchObject({ kind: 'set-aside' });
  expect(readFileSync(warning?.kind === 'set-aside' ? warning.to : '')).toEqual(kept);
  state.setKey(subkey());
  expect(state.nonces.high(key)).toBeUndefined();
  state.nonces.reserve(key, 1n);
  state.close();
});

test('two damaged files in the same millisecond are both kept', () => {
  for (const text of ['first', 'second']) {
    writeFileSync(path, text);
    openState({ path, clock }).close();
    for (const end of ['', '-wal', '-shm']) if (existsSync(path + end)) writeFileSync(path + end, '');
  }
  const kept = readdirSync(dir.path('.')).filter((name) => name.startsWith(`${path.split('/').at(-1)}.corrupt-`));
  expect(kept).toHaveLength(2);
});

test('a file of a newer version is refused and not changed', () => {
  reserved(100n);
  tamper("UPDATE meta SET value = '2' WHERE name = 'schema'");
  const before = readFileSync(path);
  expect(() => openState({ path, clock })).toThrow(failed('VAULT_NEWER'));
  expect(readFileSync(path)).toEqual(before);
});

test('a file that another program holds is left where it is', () => {
  reserved(100n);
  const holder = new DatabaseSync(path);
  holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  expect(() => openState({ path, clock })).toThrow(failed('RECORD_FAILED'));
  holder.close();
  const state = openState({ path, clock });
  state.setKey(subkey());
  expect(state.nonces.high(key)).toBe(100n);
  state.close();
});
