/** What ids of the model are called in the window. */
import type { TwoFactorKind } from '../shared/model.ts';
import { formatDay } from './format.ts';
import { t } from './strings.ts';

export const twoFactorWords = (kind: TwoFactorKind): string => t(`model.twoFactor.${kind}`);

/** A use as a person says it: `service:Koinly:confirmed:2026-11-22` is "Koinly, confirmed Nov 22, 2026". */
export function wordsOfUse(use: string): string {
  if (use === 'bots' || use === 'kraken-pro-mobile' || use === 'unsure') return t(`model.uses.${use}`);
  const [, name = use, , confirmed] = use.split(':');
  return confirmed === undefined ? name : t('model.confirmed', { name, day: formatDay(confirmed) });
}

export const usesWords = (uses: readonly string[]): string =>
  uses.length === 0 ? t('model.noUse') : uses.map(wordsOfUse).join(', ');
