/** A key while it is typed in: everything about it that is no secret. */
import type { KeyInput } from '../shared/control-views.ts';
import { exchangeFacts } from '../shared/guidance/catalogue.ts';
import type { TwoFactorKind, Use, Verdict } from '../shared/model.ts';
import type { WindowParams } from '../shared/window-api.ts';

export interface KeyDraft {
  readonly exchange: string;
  readonly uses: readonly string[];
  readonly service: string;
  /** The day the service confirmed, or empty. */
  readonly confirmed: string;
  readonly twoFactor: TwoFactorKind;
}

export const startingDraft: KeyDraft = { exchange: 'kraken', uses: [], service: '', confirmed: '', twoFactor: 'none' };

/** ccxt's names of the credentials that a key can have. */
export const credentialNames = [
  'apiKey',
  'secret',
  'password',
  'uid',
  'login',
  'token',
  'walletAddress',
  'privateKey',
  'accountId',
  'twofa',
] as const;
export type CredentialName = (typeof credentialNames)[number];

/** The credentials that an exchange asks for; key and secret where that isn't known. */
export function credentialsOf(exchange: string): readonly CredentialName[] {
  const required = exchangeFacts(exchange)?.requiredCredentials ?? [];
  const known = credentialNames.filter((name) => required.includes(name));
  return known.length === 0 ? ['apiKey', 'secret'] : known;
}

/** The uses as the model writes them; a service without a usable name is left out. */
export function usesOf({ exchange, uses, service, confirmed }: KeyDraft): Use[] {
  const name = service.replace(/[^A-Za-z0-9 ._-]/g, '').trim();
  return uses
    .filter((use) => use !== 'kraken-pro-mobile' || exchange === 'kraken')
    .filter((use) => use !== 'service' || name !== '')
    .map((use) => (use === 'service' ? `service:${name}${confirmed === '' ? '' : `:confirmed:${confirmed}`}` : use));
}

/** May a second factor be typed in at all? Where the verdict forbids it or the exchange has none, it may not. */
export const takesTwoFactor = (verdict: Verdict): boolean => verdict.id !== 'keep-off' && verdict.id !== 'unsupported';

/** What is sent. Takes: the form's fields by name, secrets among them. */
export function keyInputOf(
  draft: KeyDraft,
  verdict: Verdict,
  field: (name: string) => string,
): WindowParams<'keys.add'>['ask'] {
  const credentials = credentialsOf(draft.exchange).map((name) => [name, field(name).trim()] as const);
  const endpoint = field('endpoint').trim();
  return {
    label: field('label').trim(),
    exchange: draft.exchange,
    ...Object.fromEntries(credentials),
    twoFactor: takesTwoFactor(verdict) ? twoFactorOf(draft.twoFactor, field) : { kind: 'none' },
    usedBy: usesOf(draft),
    ...(endpoint === '' ? {} : { endpoint }),
  };
}

function twoFactorOf(kind: TwoFactorKind, field: (name: string) => string): KeyInput['twoFactor'] {
  if (kind === 'none') return { kind };
  const text = field('twoFactor').trim();
  if (kind === 'password') return { kind, password: text };
  return text.startsWith('otpauth:') ? { kind, uri: text } : { kind, secret: text };
}
