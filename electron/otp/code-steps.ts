import type { CodeSchedule } from '../../shared/model.ts';

const dayMs = 86_400_000;
const proofs = 3;

/** Which steps of a key have given their code away, and whether the exchange takes a code more than once. */
export class CodeSteps {
  #schedule: CodeSchedule;
  readonly #learned: (schedule: CodeSchedule) => void;
  #used: number | undefined;
  #accepted = Number.NEGATIVE_INFINITY;
  /** The step in which a code was refused after it had been taken once. */
  #suspect: number | undefined;
  #proofsMs: readonly number[] = [];

  /** Takes: learned = told when the refusals of a day show that a code works once. */
  constructor(schedule: CodeSchedule, learned: (schedule: CodeSchedule) => void = () => {}) {
    this.#schedule = schedule;
    this.#learned = learned;
  }

  get schedule(): CodeSchedule {
    return this.#schedule;
  }

  /** What a test found or the user said; what was learned before is forgotten. */
  set(schedule: CodeSchedule): void {
    this.#schedule = schedule;
    this.#proofsMs = [];
    this.#suspect = undefined;
  }

  /**
   * The first step whose code may be sent. Unknown is treated as reusable. Where a code works once and nothing was sent
   * yet, the code of the present step may have been sent before the agent was started.
   */
  firstFree(present: number): number {
    if (this.#schedule !== 'once-per-step') return Number.NEGATIVE_INFINITY;
    this.#used ??= present;
    return this.#used + 1;
  }

  /** The code of a step is given away. */
  use(step: number): void {
    this.#used = Math.max(this.#used ?? step, step);
  }

  /** Has the exchange taken a code of this key since the vault was opened? */
  get haveWorked(): boolean {
    return this.#accepted > Number.NEGATIVE_INFINITY;
  }

  wasAccepted(step: number): boolean {
    return this.#accepted === step;
  }

  /** The exchange took the code of a step. Takes: nowMs = Unix milliseconds. */
  accepted(step: number, nowMs: number): void {
    const isSecond = this.wasAccepted(step);
    // Two in one step were taken, so a code works more than once: whatever was refused, it was not for that.
    if (isSecond) this.#proofsMs = [];
    if (this.#suspect !== undefined && step > this.#suspect) this.#prove(nowMs);
    this.#suspect = undefined;
    this.#accepted = Math.max(this.#accepted, step);
  }

  /**
   * The exchange refused a request with the code of a step, in words that may be about the code. It proves something
   * only after the same code was taken in a request before, and where the next request, in a later step, is taken.
   */
  refused(step: number): void {
    this.#suspect = this.wasAccepted(step) ? step : undefined;
  }

  #prove(nowMs: number): void {
    this.#proofsMs = [...this.#proofsMs.filter((atMs) => nowMs - atMs < dayMs), nowMs];
    if (this.#schedule !== 'unknown' || this.#proofsMs.length < proofs) return;
    this.set('once-per-step');
    this.#learned('once-per-step');
  }
}
