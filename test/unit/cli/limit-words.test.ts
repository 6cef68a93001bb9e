import { expect, test } from 'vitest';
import { limitWords } from '../../../electron/cli/limit-words.ts';
import { Limits } from '../../../shared/model.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const all: Required<Limits> = {
  callsPerMinute: 120,
  ordersPerDay: 0,
  maxOrderNotional: usd('500'),
  maxDailyNotional: usd('5000.50'),
  sides: ['buy'],
  orderTypes: ['limit', 'stop-loss'],
  priceBandPercent: 2.5,
  hours: [{ from: '08:00', to: '20:00', zone: 'Europe/Berlin' }],
  askAbove: usd('250'),
};

test('every limit is said, also one of nothing at all', () => {
  expect(limitWords(all)).toBe(
    'callsPerMinute 120, ordersPerDay 0, maxOrderNotional 500 USD, maxDailyNotional 5000.50 USD, askAbove 250 USD, ' +
      'sides buy, orderTypes limit and stop-loss, priceBandPercent 2.5, hours 08:00-20:00 Europe/Berlin',
  );
  for (const name of Object.keys(Limits.shape)) expect(limitWords(all)).toContain(`${name} `);
  expect(limitWords({ sides: [] })).toBe('sides (nothing)');
  expect(limitWords({})).toBe('none');
});
