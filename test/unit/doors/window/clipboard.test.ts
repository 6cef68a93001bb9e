import { beforeEach, expect, it } from 'vitest';
import type { Clock } from '../../../../electron/base/clock.ts';
import { copiedForMs, ShortClipboard } from '../../../../electron/doors/window/clipboard.ts';

let text = '';
let sleeps: { ms: number; wake: () => void }[] = [];
let short: ShortClipboard;
const clock: Clock = {
  ...{ now: () => 0, monotonic: () => 0 },
  sleep: (ms, signal) =>
    new Promise((wake) => {
      sleeps.push({ ms, wake });
      signal?.addEventListener('abort', () => wake());
    }),
};
const clipboard = {
  writeText: async (next: string) => {
    text = next;
  },
  readText: async () => text,
  clear: () => {
    text = '';
  },
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  text = '';
  sleeps = [];
  short = new ShortClipboard({ clipboard, clock, report: (fault) => expect(fault).toBeUndefined() });
});

it('clears a copied code after 30 seconds', async () => {
  await short.put('123456');
  expect([text, sleeps[0]?.ms]).toEqual(['123456', copiedForMs]);
  expect(copiedForMs).toBe(30_000);
  sleeps[0]?.wake();
  await settle();
  expect(text).toBe('');
});

it('leaves what was copied elsewhere meanwhile', async () => {
  await short.put('123456');
  text = 'a letter';
  sleeps[0]?.wake();
  await settle();
  expect(text).toBe('a letter');
});

it('gives a second code its own 30 seconds', async () => {
  await short.put('111111');
  await short.put('222222');
  await settle();
  expect(text).toBe('222222');
  sleeps[1]?.wake();
  await settle();
  expect(text).toBe('');
});

it('takes a code out when the app ends', async () => {
  await short.put('123456');
  await short.clear();
  expect(text).toBe('');
});
