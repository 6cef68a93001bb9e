import { AppError } from '../../shared/errors.ts';

/** What is read without a token, of all exchanges together: this many at once, and then so many a second. */
const most = 40;
const perSecond = 5;

/** Bounds what programs without a token can make the agent ask, and write into its log. */
export class PublicBudget {
  #left = most;
  #countedMs = Number.NEGATIVE_INFINITY;

  /** Takes: monotonic ms. Throws: RATE_LIMITED. */
  spend(monotonicMs: number): void {
    const passedMs = Math.max(0, monotonicMs - this.#countedMs);
    this.#left = Math.min(most, this.#left + (passedMs / 1000) * perSecond);
    this.#countedMs = monotonicMs;
    if (this.#left < 1) {
      throw new AppError('RATE_LIMITED', {
        detail: `Without a token ${perSecond} requests a second are answered. Send the token along, in the address as {key}~{token}.`,
        retryAfterMs: Math.ceil(((1 - this.#left) / perSecond) * 1000),
        sent: 'no',
      });
    }
    this.#left -= 1;
  }
}
