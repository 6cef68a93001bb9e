import { AppError } from '../../shared/errors.ts';

/** Lets one private request of a key through at a time, first come, first served. */
export class Turn {
  readonly #waiting: Array<() => void> = [];
  #busy = false;

  /** Waits for the turn; the function given back ends it. Throws: DEADLINE_PASSED once `signal` aborts. */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw new AppError('DEADLINE_PASSED');
    if (!this.#busy) this.#busy = true;
    else await this.#wait(signal);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy = false;
      else next();
    };
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(new AppError('DEADLINE_PASSED'));
      };
      this.#waiting.push(go);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}
