import type { HeldKey, Tier } from './keys.ts';
import { Refusal } from './refusal.ts';

interface Counter {
  level: number;
  atMs: number;
}

interface Limit {
  readonly max: number;
  readonly perSec: number;
}

// Source: docs.kraken.com/api/docs/guides/spot-rest-ratelimits and spot-ratelimits
const callLimits: Readonly<Record<Exclude<Tier, 'unlimited'>, Limit>> = {
  starter: { max: 15, perSec: 0.33 },
  intermediate: { max: 20, perSec: 0.5 },
  pro: { max: 20, perSec: 1 },
};
const orderLimits: Readonly<Record<Exclude<Tier, 'unlimited'>, Limit>> = {
  starter: { max: 60, perSec: 1 },
  intermediate: { max: 125, perSec: 2.34 },
  pro: { max: 180, perSec: 3.75 },
};
/** Under so many seconds of age, so many points. */
type Penalty = ReadonlyArray<readonly [underSec: number, points: number]>;

// The younger the order, the dearer. Source: docs.kraken.com/api/docs/guides/spot-ratelimits, "Rate Counters".
const penalties = {
  cancel: [
    [5, 8],
    [10, 6],
    [15, 5],
    [45, 4],
    [90, 2],
    [300, 1],
  ],
  edit: [
    [5, 6],
    [10, 5],
    [15, 4],
    [45, 2],
    [90, 1],
  ],
  amend: [
    [5, 3],
    [10, 2],
    [15, 1],
  ],
} as const satisfies Record<string, Penalty>;

/** A change of an order, as far as its cost goes. */
export type Change = keyof typeof penalties;

/** Kraken's two counters: calls of a key, and orders of a key in a pair. */
export class Rates {
  readonly #counters = new Map<string, Counter>();

  /** Throws: Refusal where the key has called too often. */
  chargeCall(key: HeldKey, points: number, nowMs: number): void {
    if (key.tier === 'unlimited' || points === 0) return;
    const limit = callLimits[key.tier];
    const counter = this.#drained(key.apiKey, limit, nowMs);
    if (counter.level + points > limit.max) throw new Refusal('EAPI:Rate limit exceeded');
    counter.level += points;
  }

  /** Counts new orders, an amendment or an edit. Throws: Refusal where the key has placed and changed too much in the pair. */
  chargeOrder(key: HeldKey, pairId: string, points: number, nowMs: number): void {
    if (key.tier === 'unlimited') return;
    const limit = orderLimits[key.tier];
    const counter = this.#drained(`${key.apiKey} ${pairId}`, limit, nowMs);
    if (counter.level + points > limit.max) throw new Refusal('EOrder:Rate limit exceeded');
    counter.level += points;
  }

  /** Counts a cancel, which is never refused. */
  countCancel(key: HeldKey, pairId: string, ageMs: number, nowMs: number): void {
    if (key.tier === 'unlimited') return;
    this.#drained(`${key.apiKey} ${pairId}`, orderLimits[key.tier], nowMs).level += penaltyOf('cancel', ageMs);
  }

  #drained(name: string, limit: Limit, nowMs: number): Counter {
    const counter = this.#counters.get(name) ?? { level: 0, atMs: nowMs };
    const passedSec = Math.max(0, nowMs - counter.atMs) / 1000;
    counter.level = Math.max(0, counter.level - passedSec * limit.perSec);
    counter.atMs = nowMs;
    this.#counters.set(name, counter);
    return counter;
  }
}

/** What a change of an order of this age costs beside the fixed point of a new one. */
export function penaltyOf(change: Change, ageMs: number): number {
  const penalty: Penalty = penalties[change];
  return penalty.find(([underSec]) => ageMs < underSec * 1000)?.[1] ?? 0;
}
