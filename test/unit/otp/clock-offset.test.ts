import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addSample,
  type ClockSample,
  type ClockState,
  estimateOffset,
  needsMeasuring,
  noClock,
} from '../../../electron/otp/clock-offset.ts';

const epochMs = 1_795_000_000_000;

/** An exchange whose clock is `offsetMs` before ours, asked at our time `atMs`. */
function look(offsetMs: number, atMs: number, out: number, back: number, resolutionMs: number): ClockSample {
  const theirs = atMs + out + offsetMs;
  const serverMs = Math.floor(theirs / resolutionMs) * resolutionMs;
  return {
    sentMs: atMs,
    receivedMs: atMs + out + back,
    serverMs,
    resolutionMs,
    monotonicMs: atMs + out + back - epochMs,
  };
}

const readings = (samples: readonly ClockSample[]): ClockState => samples.reduce(addSample, noClock);

const trip = fc.record({
  pauseMs: fc.integer({ min: 1, max: 120_000 }),
  out: fc.integer({ min: 0, max: 3_000 }),
  back: fc.integer({ min: 0, max: 3_000 }),
  resolutionMs: fc.constantFrom(1, 1000),
});

test('the truth always lies within the estimate, over ±120 s, cut seconds and lopsided round trips', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -120_000, max: 120_000 }),
      fc.array(trip, { minLength: 1, maxLength: 30 }),
      (offsetMs, trips) => {
        let atMs = epochMs;
        let state = noClock;
        for (const { pauseMs, out, back, resolutionMs } of trips) {
          atMs += pauseMs;
          state = addSample(state, look(offsetMs, atMs, out, back, resolutionMs));
          atMs += out + back;
          const estimate = estimateOffset(state);
          expect(Math.abs((estimate?.offsetMs ?? Number.NaN) - offsetMs)).toBeLessThanOrEqual(
            (estimate?.errorMs ?? Number.NaN) + 1e-6,
          );
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('the truth lies within the estimate also while our clock is slewed by 400 ppm', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -120_000, max: 120_000 }),
      fc.constantFrom(-0.0004, 0.0004),
      fc.array(trip, { minLength: 1, maxLength: 30 }),
      (startMs, slew, trips) => {
        let atMs = epochMs;
        let state = noClock;
        for (const { pauseMs, out, back, resolutionMs } of trips) {
          atMs += pauseMs;
          const offsetMs = startMs + (atMs - epochMs) * slew;
          state = addSample(state, look(offsetMs, atMs, out, back, resolutionMs));
          const nowMs = atMs + out + back;
          const estimate = estimateOffset(state);
          // Within one round trip the slew is at most 3 ms.
          expect(Math.abs((estimate?.offsetMs ?? Number.NaN) - offsetMs)).toBeLessThanOrEqual(
            (estimate?.errorMs ?? Number.NaN) + 3,
          );
          atMs = nowMs;
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

describe('one look', () => {
  test('at a clock in milliseconds bounds the offset by half the round trip', () => {
    const estimate = estimateOffset(readings([look(5_000, epochMs, 100, 100, 1)]));
    expect(estimate?.offsetMs).toBeCloseTo(5_000, -1);
    expect(estimate?.errorMs).toBe(100.5);
    expect(estimate?.roundTripMs).toBe(200);
    expect(estimate?.measuredMs).toBe(epochMs + 200);
  });

  test('at cut seconds is half a second less sure, and further looks sharpen it', () => {
    const one = readings([look(3_210, epochMs, 50, 50, 1000)]);
    const many = [137, 411, 689, 967, 1_245].reduce(
      (state, ms, n) => addSample(state, look(3_210, epochMs + (n + 1) * 5_000 + ms, 50, 50, 1000)),
      one,
    );
    expect(estimateOffset(one)?.errorMs).toBe(550);
    expect(estimateOffset(many)?.errorMs).toBeLessThan(250);
    expect(Math.abs((estimateOffset(many)?.offsetMs ?? 0) - 3_210)).toBeLessThan(250);
  });
});

describe('after a step', () => {
  test("of the exchange's clock only the newest look counts", () => {
    const state = readings([
      look(0, epochMs, 50, 50, 1),
      look(0, epochMs + 1_000, 50, 50, 1),
      look(30_000, epochMs + 2_000, 50, 50, 1),
    ]);
    expect(state.samples).toHaveLength(1);
    expect(estimateOffset(state)?.offsetMs).toBeCloseTo(30_000, -1);
  });

  test('of our wall clock against the monotonic one the old looks are dropped, and it is time to measure', () => {
    const before = readings([look(0, epochMs, 50, 50, 1000)]);
    const later = { nowMs: epochMs + 5_400, monotonicMs: 5_000 };
    expect(needsMeasuring(before, later)).toBe(true);
    // 400 ms hide within cut seconds, so only the monotonic clock can tell.
    const after = addSample(before, { ...look(-400, epochMs + 5_400, 50, 50, 1000), monotonicMs: 5_100 });
    expect(after.samples).toHaveLength(1);
  });

  test('of our clock backwards nothing of before is kept', () => {
    const before = readings([look(0, epochMs, 50, 50, 1)]);
    expect(needsMeasuring(before, { nowMs: epochMs - 1 })).toBe(true);
    expect(addSample(before, look(60_000, epochMs - 60_000, 50, 50, 1)).samples).toHaveLength(1);
    expect(
      addSample(before, { sentMs: epochMs + 500, receivedMs: epochMs + 400, serverMs: epochMs, resolutionMs: 1 }),
    ).toEqual(noClock);
  });
});

test('it is measured again after ten minutes, and what is older is dropped', () => {
  expect(needsMeasuring(noClock, { nowMs: epochMs })).toBe(true);
  const state = readings([look(0, epochMs, 50, 50, 1)]);
  expect(needsMeasuring(state, { nowMs: epochMs + 599_000, monotonicMs: 599_000 })).toBe(false);
  expect(needsMeasuring(state, { nowMs: epochMs + 600_100, monotonicMs: 600_100 })).toBe(true);
  expect(addSample(state, look(0, epochMs + 700_000, 50, 50, 1)).samples).toHaveLength(1);
  expect(estimateOffset(noClock)).toBeUndefined();
  expect(estimateOffset(state, epochMs + 100_100)?.errorMs).toBe(100.5);
});

test('however many answers come, few are kept', () => {
  const state = readings(Array.from({ length: 500 }, (_, n) => look(10, epochMs + n * 100, 10, 10, 1000)));
  expect(state.samples.length).toBeLessThanOrEqual(64);
});
