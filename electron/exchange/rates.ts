import type { Tier } from '../../shared/model.ts';

interface Allowance {
  readonly max: number;
  readonly decayPerSec: number;
}

/** Source: Kraken's API reference, "Spot REST rate limits" (counter, decay by verification tier). */
const krakenAllowances: Readonly<Record<Exclude<Tier, 'unlimited'>, Allowance>> = {
  starter: { max: 15, decayPerSec: 0.33 },
  intermediate: { max: 20, decayPerSec: 0.5 },
  pro: { max: 20, decayPerSec: 1 },
};

/** Calls that read long histories count twice; placing and cancelling have a counter of their own. Source: as above. */
const krakenCosts: Readonly<Record<string, number>> = {
  privatePostLedgers: 2,
  privatePostQueryLedgers: 2,
  privatePostTradesHistory: 2,
  privatePostQueryTrades: 2,
  privatePostClosedOrders: 2,
  privatePostAddOrder: 0,
  privatePostAddOrderBatch: 0,
  privatePostEditOrder: 0,
  privatePostAmendOrder: 0,
  privatePostCancelOrder: 0,
  privatePostCancelOrderBatch: 0,
};

/** Two computers don't count a second alike to the last digit. */
const marginMs = 10;

/** The request counter of one key, as the exchange keeps it. */
export interface Budget {
  /** How long until this request fits, in ms; 0 for at once. */
  waitMs(endpointId: string, nowMs: number): number;
  spend(endpointId: string, nowMs: number): void;
  left(nowMs: number): { readonly left: number; readonly max: number };
}

/** The counter that Keybearer keeps for a key; undefined where it keeps none (tier `unlimited`, other exchanges). */
export function makeBudget(exchange: string, tier: Tier): Budget | undefined {
  if (exchange !== 'kraken' || tier === 'unlimited') return undefined;
  const { max, decayPerSec } = krakenAllowances[tier];
  let counter = 0;
  let countedMs = 0;
  const settle = (nowMs: number) => {
    counter = Math.max(0, counter - (Math.max(0, nowMs - countedMs) / 1000) * decayPerSec);
    countedMs = nowMs;
  };
  const costOf = (endpointId: string) => krakenCosts[endpointId] ?? 1;
  return {
    waitMs(endpointId, nowMs) {
      settle(nowMs);
      const excess = counter + costOf(endpointId) - max;
      return costOf(endpointId) === 0 || excess <= 0 ? 0 : Math.ceil((excess / decayPerSec) * 1000) + marginMs;
    },
    spend(endpointId, nowMs) {
      settle(nowMs);
      counter += costOf(endpointId);
    },
    left(nowMs) {
      settle(nowMs);
      return { left: Math.max(0, Math.floor(max - counter)), max };
    },
  };
}
