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
// A cancel costs by the order's age: under so many seconds, so many points.
const cancelCosts = [
  [5, 8],
  [10, 6],
  [15, 5],
  [45, 4],
  [90, 2],
  [300, 1],
] as const;

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

  /** Throws: Refusal where the key has placed and cancelled too much in the pair. */
  chargeOrder(key: HeldKey, pairId: string, nowMs: number): void {
    if (key.tier === 'unlimited') return;
    const limit = orderLimits[key.tier];
    const counter = this.#drained(`${key.apiKey} ${pairId}`, limit, nowMs);
    if (counter.level + 1 > limit.max) throw new Refusal('EOrder:Rate limit exceeded');
    counter.level += 1;
  }

  /** Counts a cancel, which is never refused. */
  countCancel(key: HeldKey, pairId: string, ageMs: number, nowMs: number): void {
    if (key.tier === 'unlimited') return;
    const points = cancelCosts.find(([underSec]) => ageMs < underSec * 1000)?.[1] ?? 0;
    this.#drained(`${key.apiKey} ${pairId}`, orderLimits[key.tier], nowMs).level += points;
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
