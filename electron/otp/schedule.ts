import { stepEndsMs, stepOf } from './code.ts';

export interface CodeMomentInput {
  /** Our clock. */
  readonly nowMs: number;
  /** The exchange's clock minus ours. */
  readonly offsetMs: number;
  readonly roundTripMs: number;
  readonly periodSec: number;
  /** How wrong the offset may be; 0 where left out. */
  readonly errorMs?: number;
}

export interface CodeMoment {
  /** Our clock at the moment to send; never before now. */
  readonly sendAtMs: number;
  /** The step, by the exchange's clock, whose code is to be sent. */
  readonly step: number;
}

/**
 * When to send, and with which step's code: now, unless the step may end while the request is on its way.
 * Source: design/two-factor.md, "Codes".
 */
export function codeMoment({ nowMs, offsetMs, roundTripMs, periodSec, errorMs = 0 }: CodeMomentInput): CodeMoment {
  const theirsMs = nowMs + offsetMs;
  const step = stepOf(theirsMs, periodSec);
  const endsMs = stepEndsMs(step, periodSec);
  // On a line so slow that no step would ever do, half of each step is used all the same.
  const marginMs = Math.min(roundTripMs + errorMs, (periodSec * 1000) / 2);
  if (endsMs - theirsMs > marginMs) return { sendAtMs: nowMs, step };
  const safeMs = endsMs + Math.min(errorMs, marginMs);
  return { sendAtMs: Math.max(nowMs, Math.ceil(safeMs - offsetMs)), step: step + 1 };
}
