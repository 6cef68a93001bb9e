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

/** Those of one priority that wait, by who they are: each in the order in which it came. */
type Waiting = Map<string, Set<() => void>>;

/**
 * Lets one private request of a key through at a time: by priority, then each bot in its turn, so that one with many
 * requests doesn't keep out one with few; a bot's own first come, first served.
 */
export class Turn {
  /** By priority; who was served last stands last. */
  readonly #waiting: readonly Waiting[] = [new Map(), new Map(), new Map()];
  readonly #pauseMs: () => number;
  readonly #sleep: NonNullable<TurnOptions['sleep']>;
  #busy = false;
  #pause: AbortController | undefined;

  constructor({ pauseMs = () => 0, sleep = async () => {} }: TurnOptions = {}) {
    this.#pauseMs = pauseMs;
    this.#sleep = sleep;
  }

  /**
   * Waits for the turn; the function given back ends it. Takes: who = the bot's id, or empty for the agent itself.
   * Throws: DEADLINE_PASSED once `signal` aborts.
   */
  async take(priority: Priority = 2, signal?: AbortSignal, who = ''): Promise<() => void> {
    if (signal?.aborted) throw new AppError('DEADLINE_PASSED');
    await this.#wait(priority, signal, who);
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
    const lines = this.#waiting.slice(0, priority + 1).flatMap((waiting) => [...waiting.values()]);
    return lines.reduce((sum, { size }) => sum + size, 0);
  }

  /** Ends when nobody has the turn or waits for it. */
  async idle(): Promise<void> {
    while (this.#busy || this.#first() !== undefined) (await this.take())();
  }

  #wait(priority: Priority, signal: AbortSignal | undefined, who: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#leave(priority, who, go);
        // Nobody waits any more, so nothing is waited for.
        if (this.#first() === undefined) this.#pause?.abort();
        reject(new AppError('DEADLINE_PASSED'));
      };
      this.#join(priority, who, go);
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#next();
    });
  }

  #join(priority: Priority, who: string, go: () => void): void {
    const line = this.#waiting[priority]?.get(who) ?? new Set();
    this.#waiting[priority]?.set(who, line.add(go));
  }

  #leave(priority: Priority, who: string, go: () => void): void {
    const line = this.#waiting[priority]?.get(who);
    line?.delete(go);
    if (line?.size === 0) this.#waiting[priority]?.delete(who);
  }

  #first(): Waiting | undefined {
    return this.#waiting.find(({ size }) => size > 0);
  }

  /** Lets the next one go; after a pause those who came meanwhile count too. */
  #next(): void {
    if (this.#busy || this.#pause !== undefined) return;
    const waiting = this.#first();
    if (waiting === undefined) return;
    const pauseMs = this.#pauseMs();
    if (pauseMs > 0) {
      void this.#after(pauseMs);
      return;
    }
    const [[who, line] = []] = waiting;
    const [go] = line ?? [];
    if (who === undefined || line === undefined || go === undefined) return;
    line.delete(go);
    // Whoever had the turn stands last; who waits no more stands nowhere.
    waiting.delete(who);
    if (line.size > 0) waiting.set(who, line);
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
