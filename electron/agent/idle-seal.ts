import type { Clock } from '../base/clock.ts';
import type { SettingsStore } from '../base/settings.ts';

const hourMs = 3_600_000;
/** A timer stands still while the machine sleeps, so it is looked at again after waking. */
const longestSleepMs = 60_000;

export interface IdleSealDeps {
  readonly settings: Pick<SettingsStore, 'all'>;
  readonly clock: Clock;
  readonly seal: () => Promise<unknown>;
  readonly report: (fault: unknown) => void;
}

/** Seals the vault after `seal.afterIdleHours` without a call that was allowed; off where that is null. */
export class IdleSeal {
  readonly #deps: IdleSealDeps;
  #lastMs = 0;
  #isOpen = false;
  #over = new AbortController();

  constructor(deps: IdleSealDeps) {
    this.#deps = deps;
  }

  /** The vault was opened. */
  begin(): void {
    this.#isOpen = true;
    this.touch();
    this.changed();
  }

  /** A call was made. */
  touch(): void {
    this.#lastMs = this.#deps.clock.now();
  }

  /** The setting may have changed. */
  changed(): void {
    this.#over.abort();
    this.#over = new AbortController();
    if (this.#isOpen) void this.#watch(this.#over.signal).catch(this.#deps.report);
  }

  /** The vault was sealed. */
  end(): void {
    this.#isOpen = false;
    this.#over.abort();
  }

  async #watch(over: AbortSignal): Promise<void> {
    const { settings, clock, seal } = this.#deps;
    const hours = (await settings.all())['seal.afterIdleHours'];
    if (hours === null) return;
    for (let leftMs = this.#leftMs(hours * hourMs); leftMs > 0; leftMs = this.#leftMs(hours * hourMs)) {
      await clock.sleep(Math.min(leftMs, longestSleepMs), over);
      if (over.aborted) return;
    }
    if (!over.aborted) await seal();
  }

  /** By the wall's clock, since a machine that slept was idle; a clock that was set back begins the wait anew. */
  #leftMs(waitMs: number): number {
    const nowMs = this.#deps.clock.now();
    this.#lastMs = Math.min(this.#lastMs, nowMs);
    return this.#lastMs + waitMs - nowMs;
  }
}
