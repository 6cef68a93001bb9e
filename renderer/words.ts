/** What ids of the model are called in the window. */
import type { TwoFactorKind } from '../shared/model.ts';
import { formatDay } from './format.ts';

export const twoFactorWords: Readonly<Record<TwoFactorKind, string>> = {
  none: 'Off',
  totp: 'App',
  password: 'Password',
};

/** A use as a person says it: `service:Koinly:confirmed:2026-11-22` is "Koinly, confirmed Nov 22, 2026". */
export function wordsOfUse(use: string): string {
  if (use === 'bots') return 'Bots';
  if (use === 'kraken-pro-mobile') return 'Kraken Pro mobile app';
  if (use === 'unsure') return 'Not sure';
  const [, name = use, , confirmed] = use.split(':');
  return confirmed === undefined ? name : `${name}, confirmed ${formatDay(confirmed)}`;
}

export const usesWords = (uses: readonly string[]): string =>
  uses.length === 0 ? 'Nothing said' : uses.map(wordsOfUse).join(', ');
