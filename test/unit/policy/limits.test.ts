import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderTerms } from '../../../electron/policy/effect.ts';
import { isWithin } from '../../../electron/policy/hours.ts';
import { holdLimits, type LimitQuestion } from '../../../electron/policy/limits.ts';
import { notionalOf, type Prices, symbolsToPrice } from '../../../electron/policy/notional.ts';
import type { Limits } from '../../../shared/model.ts';

const prices: Prices = new Map([
  ['BTC/USD', { last: '50000', bid: '49990', ask: '50010' }],
  ['ETH/EUR', { last: '2000', bid: '1999', ask: '2001' }],
  ['EUR/USD', { last: '1.25', bid: '1.24', ask: '1.26' }],
  ['DOGE/USDT', { last: '0.1', bid: '0.1', ask: '0.1' }],
  ['EMPTY/USD', { last: null, bid: null, ask: null }],
]);
const order = (more: Partial<OrderTerms> = {}): OrderTerms => ({
  ...{ side: 'buy', type: 'limit', amount: '0.01', price: '40000', clientOrderId: null },
  ...more,
});
const worth = (terms: OrderTerms, symbol: string, currency = 'USD') =>
  notionalOf(terms, symbol, currency, prices)?.toFixed();

describe('what an order is worth', () => {
  it.each<[string, OrderTerms, string, string, string | undefined]>([
    ['a limit order, at its price', order(), 'BTC/USD', 'USD', '400'],
    ['a market buy, at the best ask and 1 %', order({ type: 'market', price: null }), 'BTC/USD', 'USD', '505.101'],
    ['a market sale, at the best bid and 1 %', order({ type: 'market', side: 'sell' }), 'BTC/USD', 'USD', '504.899'],
    ['a sale below the bid, at the bid', order({ side: 'sell', price: '1' }), 'BTC/USD', 'USD', '499.9'],
    ['a sale above the bid, at its price', order({ side: 'sell', price: '60000' }), 'BTC/USD', 'USD', '600'],
    ['a stop, at its trigger', order({ type: 'stop-loss', side: 'sell', price: '45000' }), 'BTC/USD', 'USD', '450'],
    ['with leverage, multiplied', order({ leverage: '3:1' }), 'BTC/USD', 'USD', '1200'],
    ['in another currency, by its last price', order({ amount: '1', price: '1000' }), 'ETH/EUR', 'USD', '1250'],
    ['the other way about', order({ amount: '1', price: '1000' }), 'BTC/USD', 'EUR', '800'],
    ['USDT is not USD', order({ price: '0.1' }), 'DOGE/USDT', 'USD', undefined],
    ['a relative price', order({ price: null }), 'BTC/USD', 'USD', undefined],
    ['no amount', order({ amount: null }), 'BTC/USD', 'USD', undefined],
    ['no type', order({ type: null }), 'BTC/USD', 'USD', undefined],
    ['a market order without offers', order({ type: 'market', price: null }), 'EMPTY/USD', 'USD', undefined],
    ['a market order of an unknown market', order({ type: 'market', price: null }), 'ABC/USD', 'USD', undefined],
    ['a leverage that is none', order({ leverage: 'unreadable' }), 'BTC/USD', 'USD', undefined],
    ['a price of nothing', order({ price: '0' }), 'BTC/USD', 'USD', undefined],
  ])('%s', (_, terms, symbol, currency, expected) => {
    expect(worth(terms, symbol, currency)).toBe(expected);
  });

  it('is exact, however large or small', () => {
    const terms = order({ amount: '0.000000000000000001', price: '99999999999999999999.000000000000000001' });
    expect(worth(terms, 'BTC/USD')).toBe(new Big(terms.amount ?? 0).times(terms.price ?? 0).toFixed());
  });

  it('asks for no more prices than it needs', () => {
    expect(symbolsToPrice('BTC/USD', 'USD')).toEqual(['BTC/USD']);
    expect(symbolsToPrice('BTC/USD', undefined)).toEqual(['BTC/USD']);
    expect(symbolsToPrice('ETH/EUR', 'USD')).toEqual(['ETH/EUR', 'EUR/USD', 'USD/EUR']);
  });
});

const nowMs = Date.parse('2026-11-22T12:00:00.000Z');
const question = (more: Partial<LimitQuestion> = {}): LimitQuestion => ({
  ...{ orders: [order()], symbol: 'BTC/USD', isNew: true },
  market: { nowMs, prices, today: { orders: 3, notional: '600' } },
  ...more,
});
const hold = (limits: Limits, more: Partial<LimitQuestion> = {}) => holdLimits(limits, question(more)).kind;
const usd = (amount: string) => ({ amount, currency: 'USD' });
const spent = (today: { orders: number; notional: string } | undefined) => ({ market: { nowMs, prices, today } });

describe('limits', () => {
  it.each<[string, Limits, string]>([
    ['an order as large as it may be', { maxOrderNotional: usd('400') }, 'within'],
    ['a cent larger', { maxOrderNotional: usd('399.99') }, 'against'],
    ['a day that it fills', { maxDailyNotional: usd('1000') }, 'within'],
    ['a day that it overfills', { maxDailyNotional: usd('999.999999') }, 'against'],
    ['the last order of a day', { ordersPerDay: 4 }, 'within'],
    ['one too many', { ordersPerDay: 3 }, 'against'],
    ['a price within the band', { priceBandPercent: 20 }, 'within'],
    ['a price outside', { priceBandPercent: 19.9 }, 'against'],
    ['a worth that asks', { askAbove: usd('399') }, 'ask'],
    ['a worth that does not', { askAbove: usd('400') }, 'within'],
    ['a currency that nothing leads to', { maxOrderNotional: { amount: '1', currency: 'CHF' } }, 'against'],
    ['an hour of trade', { hours: [{ from: '08:00', to: '20:00', zone: 'UTC' }] }, 'within'],
    ['an hour outside', { hours: [{ from: '13:00', to: '20:00', zone: 'UTC' }] }, 'against'],
    ['no hours at all', { hours: [] }, 'against'],
  ])('%s', (_, limits, kind) => {
    expect(hold(limits)).toBe(kind);
  });

  it('sum a batch, hold each of its orders, and count all of them', () => {
    const batch = { orders: [order(), order(), order()] };
    expect(hold({ maxDailyNotional: usd('1799') }, batch)).toBe('against');
    expect(hold({ maxDailyNotional: usd('1800') }, batch)).toBe('within');
    expect(hold({ maxOrderNotional: usd('400') }, batch)).toBe('within');
    expect(hold({ ordersPerDay: 5 }, batch)).toBe('against');
    expect(holdLimits({ ordersPerDay: 6, maxDailyNotional: usd('1800') }, question(batch))).toEqual({
      ...{ kind: 'within', charge: { orders: 3, notional: usd('1200') } },
    });
  });

  it('refuse before they ask, and ask about nothing that is refused', () => {
    expect(hold({ askAbove: usd('1'), maxOrderNotional: usd('2') })).toBe('against');
    expect(hold({ askAbove: usd('1'), sides: ['sell'] })).toBe('against');
  });

  it('take a day whose sums cannot be proved as spent', () => {
    expect(hold({ ordersPerDay: 1000 }, spent(undefined))).toBe('against');
    expect(hold({ maxDailyNotional: usd('1000000') }, spent(undefined))).toBe('against');
    expect(hold({ maxOrderNotional: usd('1000000') }, spent(undefined))).toBe('within');
  });

  it('count an edit as no new order, and its worth in full', () => {
    expect(hold({ ordersPerDay: 0 }, { isNew: false })).toBe('within');
    expect(hold({ maxDailyNotional: usd('999') }, { isNew: false })).toBe('against');
  });

  it('refuse what cannot be told', () => {
    for (const limits of [
      { maxOrderNotional: usd('9999') },
      { maxDailyNotional: usd('9999') },
      { askAbove: usd('9999') },
    ])
      for (const more of [
        { symbol: undefined },
        { orders: [order({ price: null })] },
        { orders: [order(), order({ amount: null })] },
      ])
        expect(hold(limits, more)).toBe('against');
    expect(hold({ priceBandPercent: 5 }, { symbol: 'ABC/USD' })).toBe('against');
  });

  it('never let a day be overspent, whatever is asked for in whatever order', () => {
    const amount = fc.integer({ min: 1, max: 5_000_000 }).map((n) => new Big(n).div(100_000).toFixed());
    fc.assert(
      fc.property(fc.array(fc.record({ amount, price: amount }), { maxLength: 60 }), amount, (orders, limit) => {
        let today = { orders: 0, notional: '0' };
        for (const terms of orders) {
          const answer = holdLimits(
            { maxDailyNotional: usd(limit) },
            question({ orders: [order(terms)], ...spent(today) }),
          );
          if (answer.kind !== 'within') continue;
          const notional = new Big(today.notional).plus(answer.charge.notional?.amount ?? '0');
          today = { orders: 0, notional: notional.toFixed() };
        }
        return new Big(today.notional).lte(limit);
      }),
      { numRuns: 300 },
    );
  });
});

describe('hours', () => {
  const at = (time: string) => Date.parse(`2026-11-22T${time}:00.000Z`);
  it.each([
    ['08:00', '20:00', 'UTC', '08:00', true],
    ['08:00', '20:00', 'UTC', '20:00', false],
    ['22:00', '06:00', 'UTC', '23:30', true],
    ['22:00', '06:00', 'UTC', '05:59', true],
    ['22:00', '06:00', 'UTC', '12:00', false],
    ['00:00', '24:00', 'UTC', '23:59', true],
    ['08:00', '20:00', 'America/New_York', '12:59', false],
    ['08:00', '20:00', 'America/New_York', '13:00', true],
    ['08:00', '20:00', 'Asia/Kolkata', '02:30', true],
  ])('from %s to %s in %s: %s UTC is inside: %s', (from, to, zone, time, inside) => {
    expect(isWithin([{ from, to, zone }], at(time))).toBe(inside);
  });
});
