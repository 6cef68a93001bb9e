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
  /** The first step whose code may be sent; left out, any. */
  readonly earliestStep?: number;
}

export interface CodeMoment {
  /** Our clock at the moment to send; never before now. */
  readonly sendAtMs: number;
  /** The step, by the exchange's clock, whose code is to be sent. */
  readonly step: number;
}

/**
 * When to send, and with which step's code: now, unless the step may end while the request is on its way, may not have
 * begun for certain, or has given its code away. Source: design/two-factor.md, "Codes".
 */
export function codeMoment({
  nowMs,
  offsetMs,
  roundTripMs,
  periodSec,
  errorMs = 0,
  earliestStep = Number.NEGATIVE_INFINITY,
}: CodeMomentInput): CodeMoment {
  const periodMs = periodSec * 1000;
  // On a line so slow, or a clock so unsure, that no step would ever do, a part of each step is used all the same.
  const unsureMs = Math.min(errorMs, periodMs / 4);
  const marginMs = Math.min(roundTripMs + unsureMs, periodMs / 2);
  const theirsMs = nowMs + offsetMs;
  const current = stepOf(theirsMs, periodSec);
  const fitting = stepEndsMs(current, periodSec) - theirsMs > marginMs ? current : current + 1;
  const step = Math.max(fitting, earliestStep);
  const surelyBegunMs = step * periodMs + unsureMs - offsetMs;
  return { sendAtMs: Math.max(nowMs, Math.ceil(surelyBegunMs)), step };
}
