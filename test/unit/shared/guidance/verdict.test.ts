import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../../shared/guidance/catalogue.ts';
import { exchangeName } from '../../../../shared/guidance/exchange-name.ts';
import { verdictOf } from '../../../../shared/guidance/verdict.ts';
import { type Use, Verdict } from '../../../../shared/model.ts';

const confirmed = 'service:CoinTracker:confirmed:2026-10-02';
const silent = 'service:3Commas';

const table: readonly (readonly [readonly Use[], string])[] = [
  [['kraken-pro-mobile', 'bots'], 'split-key'],
  [['bots', 'kraken-pro-mobile'], 'split-key'],
  [['kraken-pro-mobile', 'unsure'], 'split-key'],
  [['kraken-pro-mobile', silent], 'split-key'],
  [['kraken-pro-mobile', confirmed], 'split-key'],
  [['kraken-pro-mobile'], 'keep-off'],
  [['kraken-pro-mobile', 'kraken-pro-mobile'], 'keep-off'],
  [[], 'ask-first'],
  [['unsure'], 'ask-first'],
  [['bots', 'unsure'], 'ask-first'],
  [['unsure', confirmed], 'ask-first'],
  [['unsure', silent], 'ask-first'],
  [['words that nobody knows'], 'ask-first'],
  [[silent], 'ask-first'],
  [['bots', silent], 'ask-first'],
  [[confirmed, silent], 'ask-first'],
  [[confirmed], 'may-be-on'],
  [['bots', confirmed], 'may-be-on'],
  [[confirmed, 'service:Koinly:confirmed:2026-11-01'], 'may-be-on'],
  [['bots'], 'turn-on'],
  [['bots', 'bots'], 'turn-on'],
];

describe('a Kraken key', () => {
  test.each(table)('used by %j gets the verdict %s', (usedBy, id) => {
    const verdict = verdictOf({ exchange: 'kraken', usedBy });
    expect(verdict.id).toBe(id);
    expect(Verdict.safeParse(verdict).success).toBe(true);
  });

  test("names Kraken's article and when it was read as the source of each verdict", () => {
    for (const [usedBy] of table)
      expect(verdictOf({ exchange: 'kraken', usedBy }).source).toMatch(/help article.*read 2026-11/);
  });

  test('that services confirmed says who did, and when', () => {
    const { reason } = verdictOf({ exchange: 'kraken', usedBy: [confirmed, 'service:Koinly:confirmed:2026-11-01'] });
    for (const word of ['CoinTracker', '2026-10-02', 'Koinly', '2026-11-01']) expect(reason).toContain(word);
  });

  test('that waits for services names those, and not the ones that answered', () => {
    const { reason } = verdictOf({ exchange: 'kraken', usedBy: [silent, confirmed] });
    expect(reason).toContain('3Commas');
    expect(reason).not.toContain('CoinTracker');
  });
});

const verdictByScope = {
  none: 'unsupported',
  withdrawal: 'unsupported',
  'sign-in': 'unsupported',
  unknown: 'unknown',
} as const;

describe('another exchange', () => {
  const others = catalogue.exchanges.flatMap(({ exchangeId, scope }) =>
    scope === 'every-private-call' ? [] : [[exchangeId, scope] as const],
  );

  test.each(others)(
    '%s, where the code is for "%s", gets the verdict of its scope whoever uses the key',
    (exchange, scope) => {
      for (const [usedBy] of table) {
        const verdict = verdictOf({ exchange, usedBy });
        expect(verdict.id).toBe(verdictByScope[scope]);
        expect(verdict.source).toContain(catalogue.read);
        expect(verdict.reason).toContain(exchangeName(exchange));
      }
    },
  );

  test('that stands in no catalogue is unknown, and not unsupported', () => {
    expect(verdictOf({ exchange: 'nowhere', usedBy: ['bots'] }).id).toBe('unknown');
  });
});
