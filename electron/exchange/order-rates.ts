import type { Tier } from '../../shared/model.ts';
import { type Allowance, DrainingCounter } from './draining-counter.ts';

/** What one key may place and change in one market. Source: Kraken's guide "Spot rate limits", "Rate counters". */
const allowances: Readonly<Record<Exclude<Tier, 'unlimited'>, Allowance>> = {
  starter: { max: 60, decayPerSec: 1 },
  intermediate: { max: 125, decayPerSec: 2.34 },
  pro: { max: 180, decayPerSec: 3.75 },
};

/** By the age of the order in seconds: under so many, so many points beside the fixed one. Source: as above. */
const penalties = {
  create: [],
  amend: points([5, 3], [10, 2], [15, 1]),
  edit: points([5, 6], [10, 5], [15, 4], [45, 2], [90, 1]),
  cancel: points([5, 8], [10, 6], [15, 5], [45, 4], [90, 2], [300, 1]),
} as const;

function points(...rows: (readonly [underSec: number, points: number])[]) {
  return rows;
}

/** What a request does to orders of one market. */
export interface OrderChange {
  readonly kind: keyof typeof penalties;
  /** The unified symbol; undefined where only the order tells it. */
  readonly symbol: string | undefined;
  /** How many orders are made. */
  readonly count: number;
  /** The orders that are changed, by whatever name. */
  readonly targets: readonly string[];
}

/** How many orders are remembered, for the price of changing them; an older one counts as old, which costs nothing. */
const remembered = 5_000;

/** The counters of orders that Kraken keeps of a key, one a market. */
export class OrderRates {
  readonly #allowance: Allowance;
  readonly #counters = new Map<string, DrainingCounter>();
  readonly #orders = new Map<string, { readonly symbol: string; readonly atMs: number }>();

  constructor(tier: Exclude<Tier, 'unlimited'>) {
    this.#allowance = allowances[tier];
  }

  /** How long until the exchange takes this, in ms. A cancel is taken always. */
  waitMs(change: OrderChange, nowMs: number): number {
    if (change.kind === 'cancel') return 0;
    const waits = this.#costs(change, nowMs).map(([symbol, cost]) => this.#counter(symbol, nowMs).waitMs(cost, nowMs));
    return Math.max(0, ...waits);
  }

  spend(change: OrderChange, nowMs: number): void {
    for (const [symbol, cost] of this.#costs(change, nowMs)) this.#counter(symbol, nowMs).spend(cost, nowMs);
  }

  /** Orders that now stand, by each of their names. */
  placed(names: readonly string[], symbol: string, nowMs: number): void {
    for (const name of names) this.#orders.set(name, { symbol, atMs: nowMs });
    for (const name of this.#orders.keys()) {
      if (this.#orders.size <= remembered) return;
      this.#orders.delete(name);
    }
  }

  /** By market; a market that can't be told is counted by nobody. */
  #costs({ kind, symbol, count, targets }: OrderChange, nowMs: number): (readonly [symbol: string, cost: number])[] {
    if (kind === 'create') return symbol === undefined ? [] : [[symbol, count > 1 ? count / 2 : 1]];
    return targets.flatMap((name) => {
      const known = this.#orders.get(name);
      const market = known?.symbol ?? symbol;
      const ageSec = known === undefined ? Number.POSITIVE_INFINITY : (nowMs - known.atMs) / 1000;
      const penalty = penalties[kind].find(([underSec]) => ageSec < underSec)?.[1] ?? 0;
      return market === undefined ? [] : [[market, penalty + (kind === 'cancel' ? 0 : 1)] as const];
    });
  }

  #counter(symbol: string, nowMs: number): DrainingCounter {
    const counter = this.#counters.get(symbol) ?? new DrainingCounter(this.#allowance, nowMs);
    this.#counters.set(symbol, counter);
    return counter;
  }
}
