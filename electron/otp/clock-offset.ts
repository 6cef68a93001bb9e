/** How far the exchange's clock is from ours, from what its answers say. Pure: state goes in, state comes out. */

/** One look at the exchange's clock: our moments of sending and receiving, and what it said in between. */
export interface ClockSample {
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly serverMs: number;
  /** 1000 where the exchange cuts to whole seconds (a `Date` header, Kraken's `unixtime`); 1 for milliseconds. */
  readonly resolutionMs: number;
  /** Our monotonic clock at the moment of receiving; with it a step of our wall clock is noticed. */
  readonly monotonicMs?: number;
}

export interface ClockState {
  readonly samples: readonly ClockSample[];
}

export interface ClockEstimate {
  /** The exchange's clock minus ours: the middle of what is possible. */
  readonly offsetMs: number;
  /** The truth lies within `offsetMs` plus or minus this. */
  readonly errorMs: number;
  /** Our time of the newest sample. */
  readonly measuredMs: number;
  /** The longest of the latest round trips. */
  readonly roundTripMs: number;
}

export interface Moment {
  readonly nowMs: number;
  readonly monotonicMs?: number;
}

export const noClock: ClockState = { samples: [] };

/** Samples older than this say nothing any more, and then it is time to measure again. */
export const remeasureMs = 10 * 60_000;

/** Adds a sample and drops those that are old, or that a step of a clock has made void. */
export function addSample(state: ClockState, sample: ClockSample): ClockState {
  // Received before it was sent: our clock was put back meanwhile, and no sample from before fits it.
  if (sample.receivedMs < sample.sentMs) return noClock;
  const fresh = state.samples.filter(
    (old) => isFresh(old, sample) && !hasStepped(old, sample.receivedMs, sample.monotonicMs),
  );
  const samples = [...fresh, sample].slice(-maxSamples);
  // What contradicts the newest answer was measured before the exchange's clock, or ours, was put right.
  return boundsAt(samples, sample.receivedMs) === undefined ? { samples: [sample] } : { samples };
}

/**
 * The offset as all samples together bound it; undefined where there are none.
 * Takes: nowMs = our clock, to widen the error by what may have drifted since; left out, the moment of the newest sample.
 */
export function estimateOffset({ samples }: ClockState, nowMs?: number): ClockEstimate | undefined {
  const newest = samples.at(-1);
  if (newest === undefined) return undefined;
  const bounds = boundsAt(samples, nowMs ?? newest.receivedMs);
  if (bounds === undefined) return undefined;
  return {
    offsetMs: (bounds.low + bounds.high) / 2,
    errorMs: (bounds.high - bounds.low) / 2,
    measuredMs: newest.receivedMs,
    roundTripMs: Math.max(...samples.slice(-recentTrips).map(({ sentMs, receivedMs }) => receivedMs - sentMs)),
  };
}

/** Is it time to ask the exchange again? Also where our wall clock was stepped since the last sample. */
export function needsMeasuring({ samples }: ClockState, { nowMs, monotonicMs }: Moment): boolean {
  const newest = samples.at(-1);
  if (newest === undefined) return true;
  return Math.abs(nowMs - newest.receivedMs) >= remeasureMs || hasStepped(newest, nowMs, monotonicMs);
}

const maxSamples = 64;
const recentTrips = 5;
// A clock under NTP is slewed by at most 500 ppm (ntp_adjtime(3)), so a bound widens by that much as it ages.
const slewRate = 0.0005;
const stepMs = 50;

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function boundsAt(samples: readonly ClockSample[], nowMs: number): Bounds | undefined {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const { sentMs, receivedMs, serverMs, resolutionMs } of samples) {
    const slewMs = Math.abs(nowMs - receivedMs) * slewRate;
    low = Math.max(low, serverMs - receivedMs - slewMs);
    high = Math.min(high, serverMs + resolutionMs - sentMs + slewMs);
  }
  return low <= high ? { low, high } : undefined;
}

const isFresh = (old: ClockSample, sample: ClockSample): boolean =>
  old.receivedMs <= sample.receivedMs && sample.receivedMs - old.receivedMs <= remeasureMs;

function hasStepped(old: ClockSample, nowMs: number, monotonicMs: number | undefined): boolean {
  if (nowMs < old.receivedMs) return true;
  if (old.monotonicMs === undefined || monotonicMs === undefined) return false;
  const elapsedMs = monotonicMs - old.monotonicMs;
  return Math.abs(nowMs - old.receivedMs - elapsedMs) > stepMs + elapsedMs * slewRate;
}
