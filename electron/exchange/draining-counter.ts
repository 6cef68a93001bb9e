/** A counter of points that drains with time, as exchanges count calls and orders. */
export interface Allowance {
  readonly max: number;
  readonly decayPerSec: number;
}

/** Two computers don't count a second alike to the last digit. */
const marginMs = 10;

export class DrainingCounter {
  readonly #allowance: Allowance;
  #points = 0;
  #countedMs: number;

  constructor(allowance: Allowance, nowMs: number) {
    this.#allowance = allowance;
    this.#countedMs = nowMs;
  }

  /** How long until so many points fit, in ms; 0 for at once. */
  waitMs(points: number, nowMs: number): number {
    const { max, decayPerSec } = this.#allowance;
    const excess = this.#at(nowMs) + points - max;
    return points === 0 || excess <= 0 ? 0 : Math.ceil((excess / decayPerSec) * 1000) + marginMs;
  }

  spend(points: number, nowMs: number): void {
    this.#points = this.#at(nowMs) + points;
  }

  left(nowMs: number): number {
    return Math.max(0, this.#allowance.max - this.#at(nowMs));
  }

  /** A clock that is set back drains nothing, and counts on from there. */
  #at(nowMs: number): number {
    const passedSec = Math.max(0, nowMs - this.#countedMs) / 1000;
    this.#points = Math.max(0, this.#points - passedSec * this.#allowance.decayPerSec);
    this.#countedMs = nowMs;
    return this.#points;
  }
}
