import type { Prices, Quote } from '../policy/notional.ts';

/** A price that is as young as this is taken as it is. */
const freshMs = 5_000;
/** An older one serves where the exchange gives no new one. Source: design/bot-api.md, "Notional". */
const oldestMs = 60_000;

interface Kept {
  readonly quote: Quote;
  readonly atMs: number;
}

export interface PriceBoardDeps {
  /** Undefined where there is no such market. Throws where the exchange gives no answer. */
  readonly ask: (symbol: string) => Promise<Quote | undefined>;
  /** Milliseconds, never going back. */
  readonly monotonic: () => number;
}

/** The latest prices of one exchange, asked for where a limit needs them. */
export class PriceBoard {
  readonly #deps: PriceBoardDeps;
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(deps: PriceBoardDeps) {
    this.#deps = deps;
  }

  /** Those that are known, sixty seconds old at most. */
  async of(symbols: readonly string[]): Promise<Prices> {
    await Promise.all(symbols.map((symbol) => this.#refresh(symbol)));
    const known = symbols.flatMap((symbol): [string, Quote][] => {
      const kept = this.#kept.get(symbol);
      return kept === undefined || this.#ageOf(kept) > oldestMs ? [] : [[symbol, kept.quote]];
    });
    return new Map(known);
  }

  #ageOf({ atMs }: Kept): number {
    return this.#deps.monotonic() - atMs;
  }

  /** Orders that come at once ask once. */
  #refresh(symbol: string): Promise<void> {
    const kept = this.#kept.get(symbol);
    if (kept !== undefined && this.#ageOf(kept) <= freshMs) return Promise.resolve();
    let asking = this.#asking.get(symbol);
    if (asking === undefined) {
      asking = this.#ask(symbol).finally(() => this.#asking.delete(symbol));
      this.#asking.set(symbol, asking);
    }
    return asking;
  }

  async #ask(symbol: string): Promise<void> {
    const atMs = this.#deps.monotonic();
    try {
      const quote = await this.#deps.ask(symbol);
      if (quote !== undefined) this.#kept.set(symbol, { quote, atMs });
    } catch {
      // Without a price the limit can't be kept, and the order is refused with that reason.
    }
  }
}
