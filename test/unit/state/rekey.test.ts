import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { openState, type State } from '../../../electron/state/store.ts';
import { id, testClock, testDir } from '../calllog/fixture.ts';

const dir = testDir();
const clock = testClock();
const key = id('key', 1);
const bot = id('bot', 1);
const day = { botId: bot, keyId: key, day: '2026-11-24', currency: 'USD' };
const named = { botId: bot, keyId: key, name: 'order-1' };
const kept = { body: 'b'.repeat(64), callId: id('call', 1), answer: { result: 1 } };
const vaultId = 'v'.repeat(32);
const old = (): Secret => Secret.ofText('o'.repeat(32));
const fresh = (): Secret => Secret.ofText('f'.repeat(32));

let files = 0;
let path = '';
let state: State;
beforeEach(() => {
  path = dir.path(`rekey-${files++}.sqlite`);
  state = openState({ path, clock });
  state.setKey(old());
  state.nonces.reserve(key, 1_000n);
  state.spending.reserve(day, { orders: 2, notional: '10.5' });
  state.answers.begin(named, kept);
  state.answers.end(named, kept);
  state.seen.write(vaultId, { generation: 7, turn: 3 });
});
afterAll(dir.drop);

const found = () => ({
  nonce: state.nonces.high(key),
  spent: state.spending.of(day),
  answer: state.answers.find(named)?.answer,
  seen: state.seen.read(vaultId),
});
const all = {
  nonce: 1_000n,
  spent: { orders: 2, notional: '10.5' },
  answer: { result: 1 },
  seen: { generation: 7, turn: 3 },
};

test('all that was kept is known under the new key, over a restart too', () => {
  state.rekey(old(), fresh());
  expect(found()).toEqual(all);
  state.close();
  state = openState({ path, clock });
  state.setKey(fresh());
  expect(found()).toEqual(all);
  expect(state.warnings()).toEqual([]);
  state.close();
});

test('nothing of it is known under the old key any more', () => {
  state.rekey(old(), fresh());
  state.setKey(old());
  expect(found()).toEqual({ nonce: undefined, spent: undefined, answer: null, seen: undefined });
  state.close();
});

test('what the old key did not seal is not made genuine', () => {
  const db = new DatabaseSync(path);
  db.exec("UPDATE nonces SET high = '9'; UPDATE spending SET orders = 0; UPDATE seen SET generation = 1");
  db.exec("UPDATE answers SET body = 'another'");
  db.close();
  state.rekey(old(), fresh());
  expect(found()).toMatchObject({ nonce: undefined, spent: undefined, answer: null, seen: undefined });
  state.close();
});

test('taking over twice changes nothing', () => {
  state.rekey(old(), fresh());
  state.rekey(old(), fresh());
  expect(found()).toEqual(all);
  state.close();
});

test('what was seen of another vault is not this one’s', () => {
  expect(state.seen.read('w'.repeat(32))).toBeUndefined();
  state.close();
});

test('a day is raised to what is known of it and never lowered', () => {
  state.spending.raise(day, { orders: 1, notional: '99' });
  expect(state.spending.of(day)).toEqual({ orders: 2, notional: '99' });
  state.spending.raise(day, { orders: 5, notional: '9.5' });
  expect(state.spending.of(day)).toEqual({ orders: 5, notional: '99' });
  state.close();
});

test('a day that nobody knows of stays spent, whatever is added', () => {
  state.spending.distrust(day);
  state.spending.reserve(day, { orders: 1, notional: '1' });
  state.spending.raise(day, { orders: 1, notional: '1' });
  expect(state.spending.of(day)).toBeUndefined();
  state.close();
});
