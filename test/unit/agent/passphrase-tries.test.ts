import { afterEach, beforeEach, expect, it } from 'vitest';
import { PassphraseTries, waitAfterMs, waitsUntilMs } from '../../../electron/agent/passphrase-tries.ts';
import { systemClock } from '../../../electron/base/clock.ts';
import { openState, type State } from '../../../electron/state/store.ts';
import { AppError } from '../../../shared/errors.ts';
import { testDir } from '../calllog/fixture.ts';

let dir: ReturnType<typeof testDir>;
let state: State;
let nowMs: number;
let slept: number[];
const clock = {
  ...systemClock,
  now: () => nowMs,
  sleep: async (ms: number) => {
    slept.push(ms);
    nowMs += ms;
  },
};
const open = () => {
  state = openState({ path: dir.path('state.sqlite'), clock });
};
const tries = () =>
  new PassphraseTries({
    clock,
    report: (fault) => {
      throw fault;
    },
  });
beforeEach(() => {
  [dir, nowMs, slept] = [testDir(), 1_700_000_000_000, []];
  open();
});
afterEach(() => {
  state.close();
  dir.drop();
});

const wrong = () => Promise.reject(new AppError('PASSPHRASE_WRONG'));
const right = () => Promise.resolve('open');

it('waits 0, 0, 0, 1, 2, 4 … 60 s before the next try', () => {
  const secs = Array.from({ length: 12 }, (_, failed) => waitAfterMs(failed) / 1000);
  expect(secs).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

it('makes wrong tries wait, one after the other, and the right one opens after its wait', async () => {
  const one = tries();
  const all = Array.from({ length: 5 }, () => one.run(state, wrong).catch(({ code }) => code));
  expect(await Promise.all(all)).toEqual(Array.from({ length: 5 }, () => 'PASSPHRASE_WRONG'));
  expect(slept).toEqual([0, 0, 0, 1000, 2000]);
  expect(await one.run(state, right)).toBe('open');
  expect(slept.at(-1)).toBe(4000);
  expect(await one.run(state, right)).toBe('open');
  expect(slept.at(-1)).toBe(0);
});

it('keeps count over restarts, waits no longer than it has to, and not longer for a clock that was set back', async () => {
  for (let n = 0; n < 6; n += 1)
    await tries()
      .run(state, wrong)
      .catch(() => undefined);
  state.close();
  open();
  nowMs += 5000;
  slept = [];
  await tries()
    .run(state, wrong)
    .catch(() => undefined);
  expect(slept).toEqual([3000]);
  nowMs -= 86_400_000;
  expect(await tries().run(state, right)).toBe('open');
  expect(slept.at(-1)).toBe(16_000);
});

it('counts nothing but wrong passphrases', async () => {
  for (let n = 0; n < 5; n += 1)
    await tries()
      .run(state, () => Promise.reject(new AppError('VAULT_DAMAGED')))
      .catch(() => undefined);
  expect(state.tries.read().failed).toBe(0);
});

it('says until when the next try waits, and no more once that is over', async () => {
  const ask = () => waitsUntilMs(state, nowMs);
  expect(ask()).toBeNull();
  for (let n = 0; n < 4; n += 1)
    await tries()
      .run(state, wrong)
      .catch(() => undefined);
  expect(ask()).toBe(nowMs + 2000);
  nowMs -= 60_000;
  expect(ask()).toBe(nowMs + 2000);
  nowMs += 120_000;
  expect(ask()).toBeNull();
});
