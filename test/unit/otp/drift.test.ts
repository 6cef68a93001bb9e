import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSample, estimateOffset, needsMeasuring, noClock } from '../../../electron/otp/clock-offset.ts';
import { stepOf } from '../../../electron/otp/code.ts';
import { codeMoment } from '../../../electron/otp/schedule.ts';

/** `npm run prove:codes` takes fifty times as many. */
const numRuns = Math.ceil(Number(process.env['PROVE_RUNS'] ?? 20_000) / 100);
const requestsPerRun = 100;
const periodSec = 30;

const scene = fc.record({
  startMs: fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
  /** The exchange's clock minus ours at the start, and what NTP slews it by. */
  offsetMs: fc.integer({ min: -120_000, max: 120_000 }),
  slewPpm: fc.integer({ min: -400, max: 400 }),
  /** Does the exchange tell milliseconds, whole seconds, or its time only in the Date header of answers? */
  told: fc.constantFrom('milliseconds', 'seconds', 'header' as const),
  requests: fc.array(
    fc.record({
      gapMs: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 40_000 }) },
        fc.integer({ min: 0, max: 1_200_000 }),
      ),
      thereMs: fc.integer({ min: 1, max: 700 }),
      backMs: fc.integer({ min: 1, max: 700 }),
      /** Our own clock is set by this much before the request. */
      setMs: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.integer({ min: -120_000, max: 120_000 })),
    }),
    { minLength: requestsPerRun, maxLength: requestsPerRun },
  ),
});

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

/** True time is the monotonic clock; ours and theirs are read off it. */
class Simulation {
  #known = noClock;
  #monotonicMs = 0;
  #ourOffsetMs = 0;
  readonly #scene: Scene;

  constructor(given: Scene) {
    this.#scene = given;
  }

  get #now(): number {
    return this.#scene.startMs + this.#monotonicMs + this.#ourOffsetMs;
  }

  get #theirs(): number {
    const { startMs, offsetMs, slewPpm } = this.#scene;
    return startMs + offsetMs + this.#monotonicMs * (1 + slewPpm / 1e6);
  }

  /** Sends a request. Gives: how many steps its code was behind the one in which it came. */
  send(request: Scene['requests'][number], isSteady: boolean): number {
    this.#monotonicMs += request.gapMs;
    this.#ourOffsetMs += request.setMs;
    if (needsMeasuring(this.#known, { nowMs: this.#now, monotonicMs: this.#monotonicMs })) this.#exchange(request);
    const estimate = estimateOffset(this.#known, this.#now) ?? { offsetMs: 0, errorMs: 0, roundTripMs: 0 };
    const { sendAtMs, step } = codeMoment({ nowMs: this.#now, periodSec, ...estimate });
    this.#monotonicMs += sendAtMs - this.#now;
    const thereMs = isSteady ? Math.min(request.thereMs, estimate.roundTripMs) : request.thereMs;
    return stepOf(this.#exchange({ ...request, thereMs }), periodSec) - step;
  }

  /** There and back; gives the exchange's clock when the request came. */
  #exchange({ thereMs, backMs }: { thereMs: number; backMs: number }): number {
    const sentMs = this.#now;
    this.#monotonicMs += thereMs;
    const cameMs = this.#theirs;
    const resolutionMs = this.#scene.told === 'milliseconds' ? 1 : 1000;
    const serverMs = Math.floor(cameMs / resolutionMs) * resolutionMs;
    this.#monotonicMs += backMs;
    this.#known = addSample(this.#known, {
      ...{ sentMs, serverMs, resolutionMs, receivedMs: this.#now, monotonicMs: this.#monotonicMs },
    });
    return cameMs;
  }
}

function lateness(isSteady: boolean): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const property = fc.property(scene, (given) => {
    const simulation = new Simulation(given);
    for (const request of given.requests) {
      const late = simulation.send(request, isSteady);
      counts.set(late, (counts.get(late) ?? 0) + 1);
    }
  });
  fc.assert(property, { numRuns, seed: 20_261_123 });
  return counts;
}

const codes = (numRuns * requestsPerRun).toLocaleString('en');

test(`${codes} codes under drift of up to 120 s, jitter and steps of our clock: none wrong`, () => {
  expect([...lateness(true)]).toEqual([[0, numRuns * requestsPerRun]]);
}, 600_000);

// Nobody can know that a request will take longer than any before it; RFC 6238 section 5.2 has the verifier forgive that.
test(`${codes} codes of which some take longer than any before: none of the future, none older than one step`, () => {
  const counts = lateness(false);
  expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual(counts.has(1) ? [0, 1] : [0]);
  expect((counts.get(1) ?? 0) / (numRuns * requestsPerRun)).toBeLessThan(0.01);
}, 600_000);
