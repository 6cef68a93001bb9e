import { describe, expect, it } from 'vitest';
import { draftOf, emptyGrant, grantOf, presetOf } from '../../../renderer/grant-draft.ts';
import { briefLines, grantLines, moneyWords } from '../../../renderer/grant-words.ts';
import { limitUses } from '../../../renderer/limit-use.ts';
import { GrantInput } from '../../../shared/model.ts';
import { permissions, presets } from '../../../shared/permissions.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const texts = (lines: readonly { readonly text: string }[]) => lines.map(({ text }) => text);

describe('a grant in words', () => {
  it('says where and how much a bot may trade', () => {
    const grant = {
      ...{ may: [...presets.trade], symbols: ['BTC/USD', 'ETH/USD'], orders: 'own' as const },
      limits: { maxOrderNotional: usd('500'), askAbove: usd('200.50'), sides: ['buy' as const] },
    };
    expect(texts(grantLines(grant))).toEqual([
      'May see prices, balances, orders and trades, and live updates',
      'May place orders on BTC/USD and ETH/USD, up to 500 USD each',
      'May cancel and change its own orders',
      'Only buys',
      'Asks you for each order above 200.5 USD',
    ]);
  });

  it('leaves no permission unsaid, and says of each dangerous one that it is', () => {
    for (const permission of permissions) {
      const lines = grantLines({ may: [permission], symbols: 'any', orders: 'any', limits: {} });
      const isDangerous = !presets.trade.some((one) => one === permission);
      expect(lines, permission).toHaveLength(1);
      expect(lines[0]?.text, permission).not.toBe('May do nothing');
      expect(lines[0]?.tone === 'danger', permission).toBe(isDangerous);
    }
  });

  it('says that an empty list allows nothing', () => {
    expect(texts(grantLines({ may: [], symbols: [], orders: 'own', limits: {} }))).toEqual(['May do nothing']);
    expect(texts(briefLines({ may: ['orders.create'], symbols: [] }))).toEqual(['Place orders on no market']);
  });

  it.each([
    ['1234567.5', '1,234,567.5 USD'],
    ['0.000000000000000001', '0.000000000000000001 USD'],
    ['12345678901234567890.10', '12,345,678,901,234,567,890.1 USD'],
  ])('writes %s exactly', (amount, words) => expect(moneyWords(usd(amount))).toBe(words));
});

describe('what is used of a limit', () => {
  it('is the limit less what is left, to the last decimal', () => {
    const limits = { maxDailyNotional: usd('1000'), ordersPerDay: 10, callsPerMinute: 60 };
    const left = { maxDailyNotional: usd('249.999999999999999999'), ordersPerDay: 0, callsPerMinute: 45 };
    expect(limitUses(limits, left)).toEqual([
      { id: 'maxDailyNotional', percent: 75, used: '750.000000000000000001', most: '1,000 USD' },
      { id: 'ordersPerDay', percent: 100, used: '10', most: '10' },
      { id: 'callsPerMinute', percent: 25, used: '15', most: '60' },
    ]);
  });

  it('is unknown where the agent can not prove it', () => {
    expect(limitUses({ ordersPerDay: 10 }, { ordersPerDay: null })[0]?.percent).toBeUndefined();
  });

  it('is all of it where the limit is nothing', () => {
    expect(limitUses({ ordersPerDay: 0 }, { ordersPerDay: 0 })[0]?.percent).toBe(100);
  });
});

describe('a grant that is written', () => {
  const wish = GrantInput.parse({
    ...{ key: 'main', preset: 'trade', symbols: ['BTC/USD'], orders: 'any' },
    limits: {
      ...{ maxOrderNotional: usd('500'), maxDailyNotional: { amount: '1', currency: 'BTC' }, ordersPerDay: 5 },
      ...{ hours: [{ from: '08:00', to: '20:00', zone: 'UTC' }], priceBandPercent: 2 },
    },
  });

  it('keeps all that a bot asked for where nothing was changed, also what the form does not show', () => {
    const { preset: _, ...rest } = wish;
    expect(GrantInput.parse(grantOf(draftOf(0, wish)))).toEqual({ ...rest, may: [...presets.trade] });
  });

  it('reads markets however they are typed, and an empty limit as none', () => {
    const draft = {
      ...emptyGrant(0, 'main'),
      isEverySymbol: false,
      symbols: ' btc/usd;  ETH/usd,',
      callsPerMinute: '60',
    };
    expect(grantOf(draft)).toMatchObject({ symbols: ['BTC/USD', 'ETH/USD'], limits: { callsPerMinute: 60 } });
    expect(grantOf({ ...draft, symbols: '' }).symbols).toEqual([]);
  });

  it('knows a preset by its permissions', () => {
    expect(presetOf(draftOf(0, wish))).toBe('trade');
    expect(presetOf({ may: ['account.read'], isOwnChoice: false })).toBe('own');
  });
});
