import { describe, expect, it } from 'vitest';
import { type OrderChange, OrderRates } from '../../../electron/exchange/order-rates.ts';

const create = (count = 1, symbol = 'BTC/USD'): OrderChange => ({ kind: 'create', symbol, count, targets: [] });
const change = (kind: 'amend' | 'edit' | 'cancel', name: string): OrderChange => ({
  ...{ kind, symbol: undefined, count: 1, targets: [name] },
});
/** How many new orders still fit. */
function room(rates: OrderRates, nowMs: number): number {
  let fits = 0;
  while (rates.waitMs(create(), nowMs) === 0) {
    rates.spend(create(), nowMs);
    fits += 1;
  }
  return fits;
}

describe("Kraken's counter of orders", () => {
  it.each([
    ['starter', 60, 1],
    ['intermediate', 125, 2.34],
    ['pro', 180, 3.75],
  ] as const)('of tier %s has room for %d orders in a market and frees %d points a second', (tier, max, perSec) => {
    const rates = new OrderRates(tier);
    expect(room(rates, 0)).toBe(max);
    expect(rates.waitMs(create(), 0)).toBe(Math.ceil(1000 / perSec) + 10);
    expect(rates.waitMs(create(1, 'ETH/USD'), 0)).toBe(0);
    expect(room(rates, 10_000)).toBe(Math.floor(10 * perSec));
  });

  it('counts an order of a batch half', () => {
    const rates = new OrderRates('starter');
    rates.spend(create(10), 0);
    expect(room(rates, 0)).toBe(55);
  });

  it.each([
    ['cancel', 2, 8],
    ['cancel', 12, 5],
    ['cancel', 299, 1],
    ['cancel', 300, 0],
    ['edit', 2, 7],
    ['edit', 95, 1],
    ['amend', 2, 4],
    ['amend', 20, 1],
  ] as const)('counts the %s of an order %d s old as %d', (kind, ageSec, cost) => {
    const rates = new OrderRates('starter');
    rates.placed(['O1', 'my-name'], 'BTC/USD', 0);
    rates.spend(change(kind, 'my-name'), ageSec * 1000);
    expect(room(rates, ageSec * 1000)).toBe(60 - cost);
  });

  it('never makes a cancel wait, and an order that it does not know costs nothing', () => {
    const rates = new OrderRates('starter');
    expect(room(rates, 0)).toBe(60);
    expect(rates.waitMs(change('cancel', 'O1'), 0)).toBe(0);
    expect(rates.waitMs(change('amend', 'O1'), 0)).toBe(0);
  });
});
