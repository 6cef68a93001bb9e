import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import type { LogKeys } from '../../../electron/calllog/keys.ts';
import type { BeginEntry, IntentEntry, NewEntry, OutcomeEntry } from '../../../electron/calllog/record.ts';

export interface TestClock extends Clock {
  /** Lets time pass on both clocks. */
  pass(ms: number): void;
  /** Sets the wall clock, as a user might. */
  setWall(iso: string): void;
}

export function testClock(start = '2026-11-22T08:00:00.000Z'): TestClock {
  let wall = Date.parse(start);
  let mono = 1000;
  return {
    now: () => wall,
    monotonic: () => mono,
    sleep: () => Promise.resolve(),
    pass: (ms) => {
      wall += ms;
      mono += ms;
    },
    setWall: (iso) => {
      wall = Date.parse(iso);
    },
  };
}

/** A folder of its own for one test file, and how to drop it. */
export function testDir(): { path: (name: string) => string; drop: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-test-'));
  return { path: (name) => join(dir, name), drop: () => rmSync(dir, { recursive: true, force: true }) };
}

export const id = (kind: 'bot' | 'key' | 'call', n: number): string =>
  `${kind}_${n.toString(2).padStart(26, 'a').replaceAll('0', 'b').replaceAll('1', 'c')}`;

export const grid = { id: id('bot', 1), name: 'grid-1' };
export const dca = { id: id('bot', 2), name: 'dca' };
export const main = { id: id('key', 1), label: 'kraken-main' };
export const side = { id: id('key', 2), label: 'kraken-side' };

export const beginOf = (call: string, more: Partial<NewEntry<BeginEntry>> = {}): NewEntry<BeginEntry> => ({
  call,
  bot: grid,
  key: main,
  exchange: 'kraken',
  method: 'createOrder',
  permission: 'orders.create',
  ...more,
});

export const intentOf = (call: string, more: Partial<NewEntry<IntentEntry>> = {}): NewEntry<IntentEntry> => ({
  call,
  n: 1,
  endpoint: 'private/AddOrder',
  permission: 'orders.create',
  verdict: 'allowed',
  symbol: 'BTC/USD',
  ...more,
});

export const outcomeOf = (call: string, more: Partial<NewEntry<OutcomeEntry>> = {}): NewEntry<OutcomeEntry> => ({
  call,
  n: 1,
  status: 'ok',
  sent: 'yes',
  otp: true,
  timings: { sign: 1, network: 20, total: 21 },
  bytes: { out: 100, in: 300 },
  ...more,
});

/** The keys of a vault in its n-th epoch; each epoch's key is always the same. */
export const keysOf = (epoch: number, vaultId = 'vault-1'): LogKeys => {
  const keyOf = (n: number) => ({ epoch: n, key: new Secret(Buffer.alloc(32, `${vaultId} ${n} `)) });
  const former = Array.from({ length: epoch - 1 }, (_, n) => keyOf(n + 1)).reverse();
  return { vaultId, ...keyOf(epoch), former };
};
