/** The catalogue searched, and its sources cut into what can be opened and what cannot. */
import type { ExchangeFacts, Scope } from './catalogue.ts';
import { exchangeName } from './exchange-name.ts';

/** Those whose name or id holds what was typed, whatever the case, spaces and dots. */
export function findExchanges(
  all: readonly ExchangeFacts[],
  typed: string,
  scope: Scope | 'all',
): readonly ExchangeFacts[] {
  const wanted = plain(typed);
  return all.filter(
    (one) =>
      (scope === 'all' || one.scope === scope) &&
      (one.exchangeId.includes(wanted) || plain(exchangeName(one.exchangeId)).includes(wanted)),
  );
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

export interface SourcePart {
  readonly text: string;
  readonly isLink: boolean;
}

/** Takes: a source as the catalogue writes it. */
export const sourceParts = (source: string): readonly SourcePart[] =>
  source
    .split(/(https:\/\/[^\s;,()]+)/)
    .filter((text) => text !== '')
    .map((text) => ({ text, isLink: text.startsWith('https://') }));
