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
      for (const source of sources) expect(source).toMatch(/, (read|as of) 20\d\d-\d\d/);
      for (const { atExchange, here } of steps) expect(atExchange ?? here).toMatch(/\.$/);
    }
  });

  test("takes Kraken's steps in Kraken's order, and the probe last", () => {
    const ids = guideTo('kraken').steps.map(({ id }) => id);
    const order = ['open-menu', 'open-settings', 'switch-on', 'choose-app', 'hand-over-secret', 'type-code'];
    expect(ids).toEqual([...order, 'choose-actions', 'prove']);
    expect(guideTo('kraken').warnings[0]).toContain('Kraken Pro mobile app');
    expect(krakenSplit.map(({ id }) => id)).toEqual([
      ...['keep-app-key', 'make-bot-key', 'move-bots', 'say-who', 'protect-bot-key'],
    ]);
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

  test.each([
    ['Kraken', 'kraken'],
    [' KRAKEN ', 'kraken'],
    ['Kraken Futures', 'krakenfutures'],
    ['Crypto.com', 'cryptocom'],
  ])('takes %j', (written, exchange) => {
    expect(guideTo(written).exchange).toBe(exchange);
  });

  test('says nothing was read where nothing was, and names no source twice', () => {
    expect(guideTo('coinspot').sources.join()).not.toContain('read 20');
    const { sources } = guideTo('kraken');
    expect(sources.filter((source) => source.includes('360000714526'))).toHaveLength(1);
  });

  test('advises on wallets where a wallet signs, and on permissions elsewhere', () => {
    const idsOf = (exchange: string) => guideTo(exchange).steps.map(({ id }) => id);
    for (const exchange of ['hyperliquid', 'dydx', 'pacifica']) expect(idsOf(exchange)).not.toContain('few-rights');
    for (const exchange of ['binance', 'revolutx', 'zaif']) expect(idsOf(exchange)).not.toContain('own-wallet');
  });

  test('contradicts no note: a code for more than withdrawals is not said to be for withdrawals only', () => {
    for (const exchange of ['deribit', 'ndax', 'pacifica', 'upbit'])
      expect(guideTo(exchange).summary).not.toContain('only');
    expect(guideTo('upbit').summary).toContain('outside the API');
  });

  test('says where a program cannot help', () => {
    const said = (exchange: string) => guideTo(exchange).warnings.join(' ');
    for (const exchange of ['bitbank', 'coinone', 'upbit']) expect(said(exchange)).toContain('by SMS or mail');
    for (const exchange of ['backpack', 'pacifica']) expect(said(exchange)).toContain('Withdraw by hand');
    expect(said('pacifica')).not.toContain('by SMS');
    expect(said('kraken')).toContain('in one vault');
  });

  test.each([
    ['krakn', ['kraken']],
    ['binanc', ['binance', 'binanceus', 'binanceusdm']],
    ['coinbse', ['coinbase', 'coinone']],
    ['Gate.io', ['gate', 'gateeu']],
    ['', []],
    ['no exchange at all', []],
    ['x'.repeat(100_000), []],
  ])('of %.20s suggests %j', (text, near) => {
    expect(guideOf(text)).toBeUndefined();
    expect(nearestExchanges(text)).toEqual(near);
  });
});
