/** What the catalogue's ids are called in the window. */
import type { ExchangeFacts, Scope } from '../shared/guidance/catalogue.ts';
import { t } from './strings.ts';

export const scopes = ['every-private-call', 'sign-in', 'withdrawal', 'none', 'unknown'] as const;

export const scopeWords = (scope: Scope): string => t(`exchanges.${scope === 'none' ? 'no-code' : scope}`);

const namedKinds = ['totp', 'static-password', 'sms'] as const;

function kindWords(kind: string): string {
  const named = namedKinds.find((one) => one === kind);
  return named === undefined ? kind.replaceAll('-', ' ') : t(`model.kinds.${named}`);
}

/** What kinds of 2FA it takes. Unknown and none are two answers. */
export function kindsWords({ kinds, scope }: Pick<ExchangeFacts, 'kinds' | 'scope'>): string {
  if (kinds.length > 0) return kinds.map(kindWords).join(', ');
  return scope === 'unknown' ? t('exchanges.notKnown') : t('exchanges.noKinds');
}

/** Where the code goes in a request. */
export function carrierWords({ carrier, name, scope }: Pick<ExchangeFacts, 'carrier' | 'name' | 'scope'>): string {
  if (scope === 'unknown') return t('exchanges.notKnown');
  if (carrier === null) return scope === 'none' ? t('exchanges.nowhere') : t('exchanges.notKnown');
  return `${name ?? t('exchanges.unnamed')}, ${t(`exchanges.${carrier}`)}`;
}
