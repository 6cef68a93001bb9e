import { AppError } from '../../shared/errors.ts';
import type { Permission } from '../../shared/permissions.ts';

/** Who goes first: what takes risk away, then what may earn or lose, then what only looks. */
export type Priority = 0 | 1 | 2;

export function priorityOf(needs: Permission): Priority {
  if (needs === 'orders.cancel') return 0;
  return needs === 'orders.create' || needs === 'raw' || needs.startsWith('funds.') ? 1 : 2;
}

export interface TurnOptions {
  /** How long nobody may go, in milliseconds; asked whenever the turn is free. */
  readonly pauseMs?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Lets one private request of a key through at a time: by priority, then first come, first served. */
export class Turn {
  /** By priority; a set keeps the order in which they came. */
  readonly #waiting: readonly Set<() => void>[] = [new Set(), new Set(), new Set()];
  readonly #pauseMs: () => number;
  readonly #sleep: NonNullable<TurnOptions['sleep']>;
  #busy = false;
  #pause: AbortController | undefined;

  constructor({ pauseMs = () => 0, sleep = async () => {} }: TurnOptions = {}) {
    this.#pauseMs = pauseMs;
    this.#sleep = sleep;
  }

  /** Waits for the turn; the function given back ends it. Throws: DEADLINE_PASSED once `signal` aborts. */
  async take(priority: Priority = 2, signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw new AppError('DEADLINE_PASSED');
    await this.#wait(priority, signal);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#busy = false;
      this.#next();
    };
  }

  /** How many of this priority or a higher one wait. */
  ahead(priority: Priority): number {
    return this.#waiting.reduce((sum, { size }, at) => (at <= priority ? sum + size : sum), 0);
  }

  /** Ends when nobody has the turn or waits for it. */
  async idle(): Promise<void> {
    while (this.#busy || this.#first() !== undefined) (await this.take())();
  }

  #wait(priority: Priority, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting[priority]?.delete(go);
        // Nobody waits any more, so nothing is waited for.
        if (this.#first() === undefined) this.#pause?.abort();
        reject(new AppError('DEADLINE_PASSED'));
      };
      this.#waiting[priority]?.add(go);
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#next();
    });
  }

  #first(): Set<() => void> | undefined {
    return this.#waiting.find(({ size }) => size > 0);
  }

  /** Lets the next one go; after a pause those who came meanwhile count too. */
  #next(): void {
    if (this.#busy || this.#pause !== undefined) return;
    const queue = this.#first();
    if (queue === undefined) return;
    const pauseMs = this.#pauseMs();
    if (pauseMs > 0) {
      void this.#after(pauseMs);
      return;
    }
    const [go] = queue;
    if (go === undefined) return;
    queue.delete(go);
    this.#busy = true;
    go();
  }

  async #after(pauseMs: number): Promise<void> {
    const pause = new AbortController();
    this.#pause = pause;
    await this.#sleep(pauseMs, pause.signal);
    this.#pause = undefined;
    this.#next();
  }
}
