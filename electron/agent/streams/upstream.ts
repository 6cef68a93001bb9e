import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { KeptClient } from '../../exchange/kept-client.ts';
import type { Gate } from '../../exchange/private-request.ts';
import type { Thing } from './thing.ts';

/** A kept client as long as it works. */
export interface Line {
  readonly client: KeptClient;
  /** Takes: needs = of what it watches. Gives: the way of its private requests. */
  readonly gate: Gate;
  /** Aborts once its credentials are no longer those to use. */
  readonly over: AbortSignal | undefined;
}

const waitsMs = { first: 500, longest: 60_000, stable: 30_000 } as const;

/** The connection of one key, or of all to what is public at one exchange: made again, whole and with new tokens, when it breaks. */
export class Upstream {
  readonly #open: () => Promise<Line>;
  readonly #clock: Clock;
  readonly #over = new AbortController();
  #line: Promise<Line> | undefined;
  #current: Line | undefined;
  #failures = 0;
  #openedMs = 0;
  /** Before it is made again. */
  #pause: Promise<void> = Promise.resolve();

  constructor(open: () => Promise<Line>, clock: Clock) {
    this.#open = open;
    this.#clock = clock;
  }

  /** Throws: what opening throws; the next one then waits a while. */
  line(): Promise<Line> {
    this.#line ??= this.#make();
    return this.#line;
  }

  /** It works no longer: whoever watches over it is rejected. */
  broke(line: Line): void {
    line.client.end();
    if (this.#current !== line) return;
    if (this.#clock.monotonic() - this.#openedMs >= waitsMs.stable) this.#failures = 0;
    this.#again();
  }

  /** Tells the exchange that a thing is watched no longer; where that fails, its events go unread. */
  letGo({ method, args }: Thing): void {
    const line = this.#current;
    line?.client.unwatch(method, args, line.gate).catch(() => {});
  }

  end(): void {
    this.#over.abort();
    this.#current?.client.end();
  }

  #again(): void {
    this.#line = undefined;
    this.#current = undefined;
    const ms = Math.min(waitsMs.longest, waitsMs.first * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#pause = this.#clock.sleep(ms, this.#over.signal);
  }

  async #make(): Promise<Line> {
    await this.#pause;
    if (this.#over.signal.aborted) throw new AppError('EXCHANGE_UNAVAILABLE', { sent: 'no' });
    try {
      const line = await this.#open();
      if (this.#over.signal.aborted) line.client.end();
      this.#current = line;
      this.#openedMs = this.#clock.monotonic();
      // Its sockets must not outlive its credentials for a moment.
      if (line.over?.aborted === true) this.broke(line);
      line.over?.addEventListener('abort', () => this.broke(line), { once: true });
      return line;
    } catch (fault) {
      this.#again();
      throw fault;
    }
  }
}
