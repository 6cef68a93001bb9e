import { describe, expect, it } from 'vitest';
import { changedGrants, grantChanges } from '../../../renderer/grant-changes.ts';
import { draftOf, grantOf } from '../../../renderer/grant-draft.ts';
import { keptWords } from '../../../renderer/grant-words.ts';
import { hrefOf, routeOf } from '../../../renderer/route.ts';
import { Grant } from '../../../shared/model.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
/** Single permissions in an order of their own, markets, and every limit; two of them in other currencies. */
const full = Grant.parse({
  key: 'kraken-main',
  may: ['code', 'orders.create', 'account.read', 'market.read'],
  symbols: ['ETH/USD', 'BTC/USD', 'BTC/USD:USD-261225'],
  orders: 'any',
  limits: {
    ...{ callsPerMinute: 9_007_199_254_740_991, ordersPerDay: 0, maxOrderNotional: usd('500.50') },
    ...{ maxDailyNotional: { amount: '0.10', currency: 'BTC' }, askAbove: { amount: '7', currency: 'EUR' } },
    ...{ sides: ['sell'], orderTypes: ['limit', 'market'], priceBandPercent: 2.5 },
    hours: [{ from: '08:00', to: '24:00', zone: 'Europe/Berlin' }],
  },
});
const plain = Grant.parse({
  ...{ key: 'kraken-main', may: ['market.read', 'account.read'], symbols: 'any', orders: 'own', limits: {} },
});
const words = (before: Grant | undefined, after: Grant) =>
  grantChanges(before, after).map(({ name, text }) => `${name}: ${text}`);

describe('a grant in the form', () => {
  it.each([
    ['with everything', full],
    ['with nothing but what it must have', plain],
    ['that allows nothing', { ...full, may: [], symbols: [] }],
  ])('comes back exactly as it was where nothing is typed: %s', (_, grant) => {
    const back = Grant.parse(grantOf(draftOf(0, grant)));
    expect(back).toEqual(grant);
    expect(back.may).toEqual(grant.may);
    expect(grantChanges(grant, back)).toEqual([]);
  });

  it('keeps limits in sight that it has no field for, money in another currency among them', () => {
    expect(keptWords(draftOf(0, full).kept)).toEqual([
      'Most in a day 0.1 BTC',
      'Only sells',
      'Only limit or market orders',
      'Prices within 2.5 % of the last one',
      'Only between 08:00 and 24:00, Europe/Berlin',
      'Asks you for each order above 7 EUR',
    ]);
  });
});

describe('what would change', () => {
  it('is said of each part, with what was before', () => {
    const after = Grant.parse({
      ...{ ...full, may: ['account.read', 'funds.withdraw', 'orders.cancel'], symbols: 'any' },
      limits: { ...full.limits, maxOrderNotional: usd('1000'), ordersPerDay: undefined, sides: undefined },
    });
    expect(words(full, after)).toEqual([
      'It may also: Withdraw money and Cancel and change orders',
      'It may no longer: See one-time codes, Place orders, and See prices',
      'Markets: every market, was ETH/USD, BTC/USD, and BTC/USD:USD-261225',
      'Cancels and changes: every order of the account, was no order',
      'Most for one order: 1,000 USD, was 500.5 USD',
      'Orders a day: no limit, was 0',
      expect.stringMatching(/^More limits: Only limit or market orders; .*, was Only sells; Only limit/),
    ]);
    expect(grantChanges(full, after).map(({ isDanger }) => isDanger)).toEqual([true, ...Array(6).fill(false)]);
  });

  it('is all of a grant that is new, but not what it has no limit for', () => {
    const limits = { callsPerMinute: 60 };
    expect(words(undefined, { ...plain, limits })).toEqual([
      'It may also: See prices and See balances',
      'Markets: every market',
      'Calls a minute: 60',
    ]);
  });

  it('tells an empty list of markets from all of them, and minds no order', () => {
    expect(words(plain, { ...plain, symbols: [] })).toEqual(['Markets: no market, was every market']);
    expect(words(full, { ...full, symbols: [...full.symbols].reverse(), may: [...full.may].reverse() })).toEqual([]);
  });

  it('is told of the keys alone that are concerned', () => {
    const other = { ...plain, key: 'second' };
    const found = changedGrants([full, other], [other, { ...full, orders: 'own', may: ['orders.cancel'] }]);
    expect(found.map(({ key }) => key)).toEqual(['kraken-main']);
  });
});

it.each([
  ['#/bots/bot_a/grant/kraken-main', { page: 'bot-grant', id: 'bot_a', key: 'kraken-main' }],
  ['#/bots/bot_a/grant', { page: 'bot-grant', id: 'bot_a' }],
] as const)('%s is the page of a grant, and is its own address', (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
  expect(hrefOf(route)).toBe(hash);
});
