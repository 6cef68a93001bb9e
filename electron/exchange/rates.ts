import type { Tier } from '../../shared/model.ts';
import { type Allowance, DrainingCounter } from './draining-counter.ts';

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
  const { max } = krakenAllowances[tier];
  const counter = new DrainingCounter(krakenAllowances[tier], 0);
  const costOf = (endpointId: string) => krakenCosts[endpointId] ?? 1;
  return {
    waitMs: (endpointId, nowMs) => counter.waitMs(costOf(endpointId), nowMs),
    spend: (endpointId, nowMs) => counter.spend(costOf(endpointId), nowMs),
    left: (nowMs) => ({ left: Math.floor(counter.left(nowMs)), max }),
  };
}
