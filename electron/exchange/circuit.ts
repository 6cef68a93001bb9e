import { AppError } from '../../shared/errors.ts';

const refusalsToOpen = 3;
const firstRestMs = 60_000;
const longestRestMs = 3_600_000;

/**
 * Keeps an account from being locked: after three refusals of the credentials in a row the key rests for 60 s, and twice
 * as long after each one that follows. An answer that shows the credentials to be good closes it.
 */
export class Circuit {
  #refusals = 0;
  #rests = 0;
  #closedUntilMs = 0;

  /** Throws: CIRCUIT_OPEN with `retryAfterMs`. */
  check(nowMs: number): void {
    const retryAfterMs = this.restsForMs(nowMs);
    if (retryAfterMs > 0) throw new AppError('CIRCUIT_OPEN', { retryAfterMs });
  }

  /** How long the key still rests; 0 where it does not. */
  restsForMs(nowMs: number): number {
    return Math.max(0, Math.ceil(this.#closedUntilMs - nowMs));
  }

  refused(nowMs: number): void {
    this.#refusals += 1;
    if (this.#refusals < refusalsToOpen) return;
    this.#closedUntilMs = nowMs + Math.min(firstRestMs * 2 ** this.#rests, longestRestMs);
    this.#rests += 1;
  }

  succeeded(): void {
    this.#refusals = 0;
    this.#rests = 0;
    this.#closedUntilMs = 0;
  }
}
