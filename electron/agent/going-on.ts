/** Work that goes on between two questions of the terminal, each piece under a ticket of its own. */
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';

/** Who doesn't ask again for this long has gone. */
const patienceMs = 300_000;
const mostAtOnce = 16;
const ticketBytes = 15;

interface Job<T> {
  readonly work: T;
  readonly drop: () => void;
  askedMs: number;
}

export class GoingOn<T> {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #random: Random;
  /** The one that was asked for longest ago comes first. */
  readonly #jobs = new Map<string, Job<T>>();

  constructor(clock: Pick<Clock, 'monotonic'>, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Takes: drop = is called where nobody asks on. Gives: the ticket to ask with. */
  begin(work: T, drop: () => void = () => {}): string {
    this.#forgetOld();
    const ticket = this.#random(ticketBytes).toString('base64url');
    this.#jobs.set(ticket, { work, drop, askedMs: this.#clock.monotonic() });
    return ticket;
  }

  /** Throws: INPUT_INVALID where there is no such work. */
  find(ticket: string): T {
    const job = this.#jobs.get(ticket);
    if (job === undefined)
      throw new AppError('INPUT_INVALID', { detail: 'What was begun is no longer there. Begin again.' });
    job.askedMs = this.#clock.monotonic();
    this.#jobs.delete(ticket);
    this.#jobs.set(ticket, job);
    return job.work;
  }

  end(ticket: string): void {
    this.#jobs.delete(ticket);
  }

  #forgetOld(): void {
    const nowMs = this.#clock.monotonic();
    for (const [ticket, { askedMs, drop }] of this.#jobs) {
      if (this.#jobs.size < mostAtOnce && nowMs - askedMs < patienceMs) return;
      this.#jobs.delete(ticket);
      drop();
    }
  }
}
