import { AppError } from '../../../shared/errors.ts';

/** Counts the requests of each bot that are in flight. */
export class InFlight {
  readonly #max: number;
  readonly #counts = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Throws: CALLS_LIMIT_EXCEEDED when the bot has as many as it may. */
  enter(botId: string): Lease {
    const count = this.#counts.get(botId) ?? 0;
    if (count >= this.#max) {
      throw new AppError('CALLS_LIMIT_EXCEEDED', {
        detail: `This bot has ${this.#max} requests in flight already.`,
        retryAfterMs: 100,
      });
    }
    this.#counts.set(botId, count + 1);
    return new Lease(() => this.#leave(botId));
  }

  #leave(botId: string): void {
    const left = (this.#counts.get(botId) ?? 1) - 1;
    if (left > 0) this.#counts.set(botId, left);
    else this.#counts.delete(botId);
  }
}

/** A place among a bot's requests, given back when nobody holds it: a call outlives a bot that hangs up. */
export class Lease {
  readonly #leave: () => void;
  #holders = 1;

  constructor(leave: () => void) {
    this.#leave = leave;
  }

  hold(): void {
    this.#holders += 1;
  }

  drop(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#leave();
  }
}
