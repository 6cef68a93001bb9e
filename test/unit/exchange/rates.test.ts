import { describe, expect, it } from 'vitest';
import { makeBudget } from '../../../electron/exchange/rates.ts';

const budgetOf = (tier: 'starter' | 'intermediate' | 'pro') => {
  const budget = makeBudget('kraken', tier);
  if (budget === undefined) throw new Error('no budget');
  return budget;
};

describe('the budget of a key', () => {
  it.each([
    ['starter', 15, 0.33],
    ['intermediate', 20, 0.5],
    ['pro', 20, 1],
  ] as const)('of tier %s holds %d reads and frees %d a second', (tier, max, perSec) => {
    const budget = budgetOf(tier);
    for (let n = 0; n < max; n += 1) {
      expect(budget.waitMs('privatePostBalance', 0)).toBe(0);
      budget.spend('privatePostBalance', 0);
    }
    expect(budget.left(0)).toEqual({ left: 0, max });
    const waitMs = budget.waitMs('privatePostBalance', 0);
    expect(waitMs - Math.ceil(1000 / perSec)).toBe(10);
    expect(budget.waitMs('privatePostBalance', waitMs)).toBe(0);
    expect(budget.left(3_600_000)).toEqual({ left: max, max });
  });

  it.each(['Ledgers', 'QueryLedgers', 'TradesHistory', 'QueryTrades', 'ClosedOrders'])('counts %s twice', (name) => {
    const budget = budgetOf('pro');
    budget.spend(`privatePost${name}`, 0);
    expect(budget.left(0).left).toBe(18);
  });

  it.each(['AddOrder', 'AddOrderBatch', 'EditOrder', 'AmendOrder', 'CancelOrder', 'CancelOrderBatch'])(
    'lets %s through when it is used up',
    (name) => {
      const budget = budgetOf('starter');
      for (let n = 0; n < 15; n += 1) budget.spend('privatePostBalance', 0);
      expect(budget.waitMs(`privatePost${name}`, 0)).toBe(0);
      budget.spend(`privatePost${name}`, 0);
      expect(budget.left(0).left).toBe(0);
    },
  );

  it('does not grow when the clock is set back', () => {
    const budget = budgetOf('pro');
    for (let n = 0; n < 20; n += 1) budget.spend('privatePostBalance', 100_000);
    expect(budget.waitMs('privatePostBalance', 0)).toBeGreaterThan(0);
  });

  it('is not kept for the tier "unlimited" nor for other exchanges', () => {
    expect(makeBudget('kraken', 'unlimited')).toBeUndefined();
    expect(makeBudget('binance', 'pro')).toBeUndefined();
  });
});
