import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LockWatch, watchForLock } from '../../../../electron/doors/window/lock-triggers.ts';
import { handClock } from '../../../fakes/hand-clock.ts';

const minuteMs = 60_000;
let power: EventEmitter;
let clock: ReturnType<typeof handClock>;
let locks: number;
let minutes: () => Promise<number | null>;
let isScreenLocked: boolean;
let reports: unknown[];
let watch: LockWatch;

const begin = (looksAtScreen = false) => {
  watch = watchForLock({
    power,
    clock,
    isScreenLocked: looksAtScreen ? () => isScreenLocked : undefined,
    idleMinutes: () => minutes(),
    lock: () => {
      locks += 1;
    },
    report: (fault) => reports.push(fault),
  });
};
const pass = async (ms: number) => {
  await setImmediate();
  await clock.pass(ms);
};

beforeEach(() => {
  [power, clock, locks, isScreenLocked, reports] = [new EventEmitter(), handClock(), 0, false, []];
  minutes = async () => 10;
});
afterEach(() => watch.stop());

describe('without input', () => {
  it('locks after the minutes that the owner set, and not before', async () => {
    begin();
    await pass(10 * minuteMs - 1);
    expect(locks).toBe(0);
    await pass(1);
    expect(locks).toBe(1);
  });

  it('counts from the last input', async () => {
    begin();
    await pass(9 * minuteMs);
    watch.input();
    await pass(9 * minuteMs);
    expect(locks).toBe(0);
    await pass(minuteMs);
    expect(locks).toBe(1);
  });

  it('never locks where the owner said never', async () => {
    minutes = async () => null;
    begin();
    await pass(24 * 60 * minuteMs);
    expect(locks).toBe(0);
  });

  it('heeds a setting that was changed within a minute', async () => {
    minutes = async () => null;
    begin();
    await pass(20 * minuteMs);
    minutes = async () => 5;
    await pass(minuteMs);
    expect(locks).toBe(1);
  });

  it('locks after 10 minutes where the settings cannot be read, and says that once', async () => {
    minutes = () => Promise.reject(new Error('settings.json is not JSON'));
    begin();
    await pass(9 * minuteMs);
    expect([locks, reports.length]).toEqual([0, 1]);
    await pass(minuteMs);
    expect([locks, reports.length]).toEqual([1, 1]);
  });
});

describe('the system', () => {
  it.each(['lock-screen', 'suspend'])('locks the window by %s', (event) => {
    begin();
    power.emit(event);
    expect(locks).toBe(1);
  });

  it('is looked at where it has no event for its lock, and counts when it locks, not for as long as it is locked', async () => {
    begin(true);
    await pass(minuteMs);
    isScreenLocked = true;
    await pass(5000);
    expect(locks).toBe(1);
    await pass(minuteMs);
    expect(locks).toBe(1);
    isScreenLocked = false;
    await pass(5000);
    isScreenLocked = true;
    await pass(5000);
    expect(locks).toBe(2);
  });
});

it('does nothing any more once it is stopped', async () => {
  begin(true);
  watch.stop();
  power.emit('suspend');
  isScreenLocked = true;
  await pass(60 * minuteMs);
  expect(locks).toBe(0);
});
