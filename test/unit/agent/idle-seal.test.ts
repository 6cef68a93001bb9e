import { beforeEach, expect, test } from 'vitest';
import { IdleSeal } from '../../../electron/agent/idle-seal.ts';
import { Settings } from '../../../shared/settings.ts';

const hourMs = 3_600_000;
let nowMs: number;
let hours: number | null;
let sealedAtMs: number[];
let wake: (() => void)[];

const clock = {
  now: () => nowMs,
  monotonic: () => nowMs,
  sleep: (_ms: number, signal?: AbortSignal) => {
    return new Promise<void>((resolve) => {
      wake.push(resolve);
      signal?.addEventListener('abort', () => resolve());
    });
  },
};

const make = () =>
  new IdleSeal({
    clock,
    settings: { all: async () => Settings.parse({ 'seal.afterIdleHours': hours }) },
    seal: async () => void sealedAtMs.push(nowMs),
    report: (fault) => {
      throw fault;
    },
  });

/** Lets time pass a minute at a time. */
async function pass(ms: number): Promise<void> {
  for (const endMs = nowMs + ms; nowMs < endMs; ) {
    nowMs = Math.min(endMs, nowMs + 60_000);
    for (const go of wake.splice(0)) go();
    for (let n = 0; n < 5; n += 1) await Promise.resolve();
  }
}

beforeEach(() => {
  [nowMs, hours, sealedAtMs, wake] = [1_700_000_000_000, null, [], []];
});

test('by default the vault stays open', async () => {
  make().begin();
  await pass(48 * hourMs);
  expect(sealedAtMs).toEqual([]);
});

test('seals so many hours after the last call, and once', async () => {
  hours = 2;
  const idle = make();
  const begunMs = nowMs;
  idle.begin();
  await pass(1.5 * hourMs);
  idle.touch();
  await pass(hourMs);
  expect(sealedAtMs).toEqual([]);
  await pass(5 * hourMs);
  expect(sealedAtMs).toEqual([begunMs + 3.5 * hourMs]);
});

test('a setting that is made while the vault is open holds at once', async () => {
  const idle = make();
  idle.begin();
  await pass(3 * hourMs);
  hours = 1;
  idle.changed();
  await pass(60_000);
  expect(sealedAtMs).toHaveLength(1);
});

test('a machine that slept was idle', async () => {
  hours = 8;
  make().begin();
  nowMs += 9 * hourMs;
  await pass(60_000);
  expect(sealedAtMs).toHaveLength(1);
});

test('a clock that is set back begins the wait anew and no more', async () => {
  hours = 1;
  make().begin();
  nowMs -= 24 * hourMs;
  await pass(60_000);
  await pass(hourMs);
  expect(sealedAtMs).toHaveLength(1);
});

test('what was sealed by hand is not sealed again', async () => {
  hours = 1;
  const idle = make();
  idle.begin();
  idle.end();
  await pass(3 * hourMs);
  expect(sealedAtMs).toEqual([]);
});
