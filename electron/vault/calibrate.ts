/** The cost of Argon2id for this machine, so that one unlock takes about 0.7 s. */
import type { Clock } from '../base/clock.ts';
import { Secret } from '../base/secret.ts';
import { ceiling, defaultKdfParams, floor, type Kdf, type KdfParams } from './kdf.ts';

/** What Argon2id takes here: to begin with, to fill 64 MiB, and for each pass over them. */
export interface Measured {
  readonly startMs: number;
  readonly fillMs: number;
  readonly passMs: number;
}

/** What three derivations took: with the least cost there is, and with 64 MiB in 2 and in 5 passes. */
export interface Timings {
  readonly leastMs: number;
  readonly fewMs: number;
  /** Left out on a slow machine. */
  readonly moreMs?: number;
}

const aimMs = 700;
const mostPasses = 10;
const [fewPasses, morePasses] = [2, 5];
const { memoryKiB: usualKiB, lanes } = defaultKdfParams;

/** Measures this machine; takes about as long as an unlock. Takes: a clock whose monotonic time runs. Throws: what the KDF throws. */
export async function calibrate(kdf: Kdf, clock: Pick<Clock, 'monotonic'>): Promise<KdfParams> {
  const leastMs = await timeOf(kdf, clock, floor);
  const fewMs = await timeOf(kdf, clock, { memoryKiB: usualKiB, passes: fewPasses, lanes });
  if (fewMs >= aimMs) return paramsFor(measuredBy({ leastMs, fewMs }));
  const moreMs = await timeOf(kdf, clock, { memoryKiB: usualKiB, passes: morePasses, lanes });
  return paramsFor(measuredBy({ leastMs, fewMs, moreMs }));
}

/** Splits what was measured. Each part is kept within what is likely, since the machine may have been busy for a moment. */
export function measuredBy({ leastMs, fewMs, moreMs }: Timings): Measured {
  const workMs = within(((fewMs - leastMs) * usualKiB) / (usualKiB - floor.memoryKiB), fewMs / 2, fewMs);
  const startMs = fewMs - workMs;
  if (moreMs === undefined) return { startMs, fillMs: 0, passMs: workMs / fewPasses };
  const passMs = within((moreMs - fewMs) / (morePasses - fewPasses), workMs / 5, workMs / fewPasses);
  return { startMs, fillMs: workMs - fewPasses * passMs, passMs };
}

/** The cost that comes nearest to 0.7 s: by its passes, then by its memory. A clock that stands gives the usual cost. */
export function paramsFor({ startMs, fillMs, passMs }: Measured): KdfParams {
  if (!Number.isFinite(startMs + fillMs + passMs) || passMs <= 0) return defaultKdfParams;
  const passes = Math.round((aimMs - startMs - fillMs) / passMs);
  if (passes >= fewPasses && passes <= mostPasses) return { memoryKiB: usualKiB, passes, lanes };
  // A slow machine gets less memory, and a fast one more: past ten passes memory costs a guesser more than time does.
  const bounded = passes < fewPasses ? floor.passes : mostPasses;
  return { memoryKiB: memoryFor((aimMs - startMs) / (fillMs + bounded * passMs), bounded), passes: bounded, lanes };
}

/** Takes: how many times 64 MiB it should be. Gives: whole MiB in KiB, within the bounds. */
function memoryFor(share: number, passes: number): number {
  const mostKiB = Math.min(ceiling.memoryKiB, Math.floor(ceiling.workKiB / passes / 1024) * 1024);
  return within(Math.round((share * usualKiB) / 1024) * 1024, floor.memoryKiB, mostKiB);
}

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

async function timeOf(kdf: Kdf, clock: Pick<Clock, 'monotonic'>, params: KdfParams): Promise<number> {
  const begin = clock.monotonic();
  const key = await kdf(Secret.ofText('calibration'), new Uint8Array(16), params);
  const ms = clock.monotonic() - begin;
  key.wipe();
  return ms;
}
