import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSample, estimateOffset, noClock } from '../../../electron/otp/clock-offset.ts';
import { stepOf } from '../../../electron/otp/code.ts';
import { codeMoment } from '../../../electron/otp/schedule.ts';

test('in the middle of a step a code is sent at once', () => {
  expect(codeMoment({ nowMs: 45_000, offsetMs: 0, roundTripMs: 300, periodSec: 30 })).toEqual({
    sendAtMs: 45_000,
    step: 1,
  });
});

test('a step that may end on the way is waited out', () => {
  expect(codeMoment({ nowMs: 59_800, offsetMs: 0, roundTripMs: 300, periodSec: 30 })).toEqual({
    sendAtMs: 60_000,
    step: 2,
  });
  expect(codeMoment({ nowMs: 59_600, offsetMs: 0, roundTripMs: 300, periodSec: 30 })).toEqual({
    sendAtMs: 59_600,
    step: 1,
  });
});

test("the steps are those of the exchange's clock", () => {
  expect(codeMoment({ nowMs: 45_000, offsetMs: 14_900, roundTripMs: 300, periodSec: 30 })).toEqual({
    sendAtMs: 45_100,
    step: 2,
  });
});

test('a step that may not have begun yet is given the time to', () => {
  expect(codeMoment({ nowMs: 60_100, offsetMs: 0, roundTripMs: 300, errorMs: 500, periodSec: 30 })).toEqual({
    sendAtMs: 60_500,
    step: 2,
  });
});

test('a line slower than a step still gets its turn', () => {
  const { sendAtMs, step } = codeMoment({ nowMs: 1_000, offsetMs: 0, roundTripMs: 60_000, periodSec: 30 });
  expect({ sendAtMs, step }).toEqual({ sendAtMs: 1_000, step: 0 });
});

test('over ±120 s of drift and every step edge, the code fits the step in which it arrives', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -120_000, max: 120_000 }),
      fc.integer({ min: 0, max: 240_000 }),
      fc.integer({ min: 15, max: 120 }),
      fc.array(fc.record({ out: fc.integer({ min: 0, max: 800 }), back: fc.integer({ min: 0, max: 800 }) }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.constantFrom(1, 1000),
      (offsetMs, pauseMs, periodSec, trips, resolutionMs) => {
        let atMs = 1_795_000_000_000;
        let state = noClock;
        for (const { out, back } of trips) {
          const serverMs = Math.floor((atMs + out + offsetMs) / resolutionMs) * resolutionMs;
          state = addSample(state, { sentMs: atMs, receivedMs: atMs + out + back, serverMs, resolutionMs });
          atMs += out + back + 137;
        }
        const nowMs = atMs + pauseMs;
        const estimate = estimateOffset(state, nowMs);
        if (estimate === undefined) throw new Error('no estimate');
        const { sendAtMs, step } = codeMoment({ nowMs, periodSec, ...estimate });
        expect(sendAtMs).toBeGreaterThanOrEqual(nowMs);
        const codeMadeFor = stepOf(sendAtMs + estimate.offsetMs, periodSec);
        const arrivesIn = [0, estimate.roundTripMs].map((out) => stepOf(sendAtMs + out + offsetMs, periodSec));
        expect([codeMadeFor, ...arrivesIn]).toEqual([step, step, step]);
      },
    ),
    { numRuns: 2_000 },
  );
});
