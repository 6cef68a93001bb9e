import { describe, expect, test } from 'vitest';
import { placements } from '../../../../electron/exchange/placement.ts';
import { catalogue } from '../../../../shared/guidance/catalogue.ts';
import { codeSupport } from '../../../../shared/guidance/code-support.ts';
import { guideList, guideOf, nearestExchanges } from '../../../../shared/guidance/guide.ts';
import { krakenSplit } from '../../../../shared/guidance/kraken-set-up.ts';

const guideTo = (exchange: string) => {
  const guide = guideOf(exchange);
  if (guide === undefined) throw new Error(exchange);
  return guide;
};

describe('the guide', () => {
  test('has all 104 exchanges, each with steps and dated sources', () => {
    expect(guideList()).toHaveLength(104);
    for (const { exchangeId } of catalogue.exchanges) {
      const { steps, sources, summary } = guideTo(exchangeId);
      expect(steps.length, exchangeId).toBeGreaterThan(1);
      expect(sources.length, exchangeId).toBeGreaterThan(0);
      expect(summary, exchangeId).not.toBe('');
      for (const source of sources) expect(source).toMatch(/, read 20\d\d-\d\d/);
      for (const { atExchange, here } of steps) expect(atExchange ?? here).toMatch(/\.$/);
    }
  });

  test("takes Kraken's steps in Kraken's order, and the probe last", () => {
    const ids = guideTo('kraken').steps.map(({ id }) => id);
    const order = ['open-menu', 'open-settings', 'switch-on', 'choose-app', 'hand-over-secret', 'type-code'];
    expect(ids).toEqual([...order, 'choose-actions', 'prove']);
    expect(guideTo('kraken').warnings[0]).toContain('Kraken Pro mobile app');
    expect(krakenSplit.map(({ id }) => id)).toEqual(['keep-app-key', 'make-bot-key', 'move-bots', 'protect-bot-key']);
  });

  test('says unknown as unknown, and never that 2FA can be turned on elsewhere than on Kraken', () => {
    for (const { exchangeId, scope } of catalogue.exchanges) {
      const { summary, warnings } = guideTo(exchangeId);
      if (scope === 'unknown') {
        expect(summary).toContain('not known');
        expect(warnings.join(' ')).toContain('no sign that there is nothing');
      }
      if (exchangeId !== 'kraken') expect(summary).not.toMatch(/^Turn/);
    }
  });

  test('claims of the agent what the agent does', () => {
    const claimed = [...placements].map(([id, { checked }]) => [id, checked === 'unverified' ? checked : 'tested']);
    expect(codeSupport).toEqual(Object.fromEntries(claimed));
  });

  test.each(['Kraken', ' KRAKEN '])('takes %j', (exchange) => {
    expect(guideTo(exchange).exchange).toBe('kraken');
  });

  test.each([
    ['krakn', ['kraken']],
    ['binanc', ['binance', 'binanceus', 'binanceusdm']],
    ['coinbse', ['coinbase', 'coinone']],
    ['', []],
    ['no exchange at all', []],
    ['x'.repeat(100_000), []],
  ])('of %.20s suggests %j', (text, near) => {
    expect(guideOf(text)).toBeUndefined();
    expect(nearestExchanges(text)).toEqual(near);
  });
});
