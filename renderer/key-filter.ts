/** Which keys a typed filter leaves. */
import type { KeyListItem } from '../shared/control-views.ts';
import { exchangeName } from '../shared/guidance/exchange-name.ts';
import type { HealthItem } from '../shared/model.ts';
import { twoFactorWords, usesWords } from './words.ts';

/** Every word of the filter must stand somewhere in a key's row; case does not count. */
export function keysThatFit(keys: readonly KeyListItem[], filter: string): readonly KeyListItem[] {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return keys;
  return keys.filter((key) => {
    const text = textOf(key).toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const textOf = ({ label, title, exchange, usedBy, bots, twoFactor }: KeyListItem): string =>
  [label, title, exchange, exchangeName(exchange), usesWords(usedBy), ...bots, twoFactorWords(twoFactor)].join(' ');

const ranks: Readonly<Record<HealthItem['level'], number>> = { bad: 0, warn: 1, good: 2 };

/** The finding to look at first; undefined where there is none. */
export const worstOf = (health: readonly HealthItem[]): HealthItem | undefined =>
  health.toSorted((a, b) => ranks[a.level] - ranks[b.level])[0];
