/** What the catalogue's ids are called in the window, and its sources cut into what can be opened and what cannot. */
import type { ExchangeFacts, Scope } from '../shared/guidance/catalogue.ts';
export declare const scopes: readonly ['every-private-call', 'sign-in', 'withdrawal', 'none', 'unknown'];
export declare const scopeWords: (scope: Scope) => string;
/** What kinds of 2FA it takes. Unknown and none are two answers. */
export declare function kindsWords({ kinds, scope }: Pick<ExchangeFacts, 'kinds' | 'scope'>): string;
/** Where the code goes in a request. */
export declare function carrierWords({
  carrier,
  name,
  scope,
}: Pick<ExchangeFacts, 'carrier' | 'name' | 'scope'>): string;
/** Those whose name or id holds what was typed, whatever the case, spaces and dots. */
export declare function findExchanges(
  all: readonly ExchangeFacts[],
  typed: string,
  scope: Scope | 'all',
): readonly ExchangeFacts[];
export interface SourcePart {
  readonly text: string;
  readonly isLink: boolean;
}
/** Takes: a source as the catalogue writes it. */
export declare const sourceParts: (source: string) => readonly SourcePart[];
