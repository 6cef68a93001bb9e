import type { Clock } from '../../base/clock.ts';
import type { Head } from '../head.ts';

export const everyMs = 10_000;
const everyEntries = 4096;

export interface HeadTickerOptions {
  readonly clock: Clock;
  /** Where the log stands, once that outlives a power cut. */
  readonly take: () => Promise<Head>;
  readonly onHead: (head: Head) => void;
}

/** Hands the chain's head on, so that it is kept elsewhere: every 10 s or 4,096 entries, while there are new ones. */
export class HeadTicker {
  readonly #options: HeadTickerOptions;
  #told: number;
  #written: number;
  #isTaking = false;
  #pause: AbortController | undefined;

  constructor(options: HeadTickerOptions, written: number) {
    this.#options = options;
    this.#told = written;
    this.#written = written;
  }

  /** Entries up to this one are written. */
  wrote(upTo: number): void {
    this.#written = upTo;
    if (this.#isTaking || upTo <= this.#told) return;
    if (upTo - this.#told >= everyEntries) void this.#tell();
    else if (this.#pause === undefined) void this.#tellLater();
  }

  stop(): void {
    this.#pause?.abort();
    this.#pause = undefined;
  }

  async #tellLater(): Promise<void> {
    const pause = new AbortController();
    this.#pause = pause;
    await this.#options.clock.sleep(everyMs, pause.signal);
    if (pause.signal.aborted) return;
    this.#pause = undefined;
    await this.#tell();
  }

  async #tell(): Promise<void> {
    if (this.#isTaking || this.#written <= this.#told) return;
    this.stop();
    this.#isTaking = true;
    try {
      const head = await this.#options.take();
      this.#told = head.entry;
      this.#options.onHead(head);
    } catch {
      // What keeps entries from the disk is told where they are written; the next ones try again.
    } finally {
      this.#isTaking = false;
    }
  }
}
