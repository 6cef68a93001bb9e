import type { Clock } from '../base/clock.ts';

/** Longer than an exchange may take to answer. */
const patienceMs = 20_000;

/** The calls that have not ended. What was sent to an exchange is worth waiting for before everything is closed. */
export class UnderWay {
  readonly #calls = new Set<Promise<unknown>>();

  add<T>(call: Promise<T>): Promise<T> {
    this.#calls.add(call);
    const forget = () => void this.#calls.delete(call);
    call.then(forget, forget);
    return call;
  }

  /** Ends when every call has, or after 20 s. */
  async ended(clock: Clock): Promise<void> {
    if (this.#calls.size === 0) return;
    const waited = new AbortController();
    await Promise.race([Promise.allSettled(this.#calls), clock.sleep(patienceMs, waited.signal)]);
    waited.abort();
  }
}
