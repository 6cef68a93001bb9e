import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import { oneByOne } from '../base/one-by-one.ts';
import type { State } from '../state/store.ts';

const longestWaitSec = 60;

/** How long the next try waits after so many wrong ones in a row: 0, 0, 1, 2, 4 … 60 s. Source: design/vault.md. */
export const waitAfterMs = (failed: number): number =>
  failed < 3 ? 0 : 1000 * Math.min(longestWaitSec, 2 ** (failed - 3));

/** When the next try is made, Unix milliseconds; null where at once. A clock that was set back makes nobody wait longer. */
export function waitsUntilMs(state: State, nowMs: number): number | null {
  const { failed, atMs } = state.tries.read();
  const leftMs = Math.min(waitAfterMs(failed), atMs + waitAfterMs(failed) - nowMs);
  return leftMs > 0 ? nowMs + leftMs : null;
}

export interface TriesDeps {
  readonly clock: Clock;
  /** Told where a try could not be counted. */
  readonly report: (fault: unknown) => void;
}

/**
 * Makes passphrases costly to guess: one try at a time, and after wrong ones a wait, kept over restarts. Nobody is
 * locked out: the right passphrase waits like any other and then opens.
 */
export class PassphraseTries {
  readonly #deps: TriesDeps;
  readonly #inTurn = oneByOne();

  constructor(deps: TriesDeps) {
    this.#deps = deps;
  }

  /** Takes: work = a try that throws PASSPHRASE_WRONG where it fails. Throws: what it throws. */
  run<T>(state: State, work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const { failed } = state.tries.read();
      const { clock } = this.#deps;
      const nowMs = clock.now();
      await clock.sleep((waitsUntilMs(state, nowMs) ?? nowMs) - nowMs);
      try {
        const result = await work();
        if (failed > 0) this.#note(state, 0);
        return result;
      } catch (fault) {
        if (fault instanceof AppError && fault.code === 'PASSPHRASE_WRONG') this.#note(state, failed + 1);
        throw fault;
      }
    });
  }

  #note(state: State, failed: number): void {
    try {
      state.tries.write(failed, this.#deps.clock.now());
    } catch (fault) {
      this.#deps.report(fault);
    }
  }
}
