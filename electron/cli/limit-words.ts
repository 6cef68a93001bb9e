import type { Limits } from '../../shared/model.ts';

/** The limits of a grant by the names that bot.json has for them, in its order. Gives: `none` where there are none. */
export function limitWords(limits: Limits): string {
  const { maxOrderNotional, maxDailyNotional, askAbove, sides, orderTypes, priceBandPercent, hours, ...counts } =
    limits;
  const words: readonly (readonly [string, string | undefined])[] = [
    ...Object.entries(counts).map(([name, count]) => [name, count?.toString()] as const),
    ['maxOrderNotional', moneyWords(maxOrderNotional)],
    ['maxDailyNotional', moneyWords(maxDailyNotional)],
    ['askAbove', moneyWords(askAbove)],
    ['sides', listWords(sides)],
    ['orderTypes', listWords(orderTypes)],
    ['priceBandPercent', priceBandPercent?.toString()],
    ['hours', listWords(hours?.map(({ from, to, zone }) => `${from}-${to} ${zone}`))],
  ];
  return words.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`])).join(', ') || 'none';
}

const moneyWords = (money: Limits['askAbove']): string | undefined => money && `${money.amount} ${money.currency}`;

/** An empty list allows nothing, which must be seen. */
const listWords = (list: readonly string[] | undefined): string | undefined =>
  list && (list.length === 0 ? '(nothing)' : list.join(' and '));
