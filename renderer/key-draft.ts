/** A key while it is typed in: everything about it that is no secret. */
import type { KeyInput } from '../shared/control-views.ts';
import { exchangeFacts } from '../shared/guidance/catalogue.ts';
import { Tier, type TwoFactorKind, type Use, type Verdict } from '../shared/model.ts';
import type { WindowParams } from '../shared/window-api.ts';
import type { KeyDraftInput } from '../shared/window-views.ts';

export interface KeyDraft {
  readonly exchange: string;
  readonly uses: readonly string[];
  readonly service: string;
  /** The day the service confirmed, or empty. */
  readonly confirmed: string;
  readonly twoFactor: TwoFactorKind;
  /** Was a foreign address confirmed? */
  readonly isConfirmed: boolean;
}

export const startingDraft: KeyDraft = {
  exchange: 'kraken',
  uses: [],
  service: '',
  confirmed: '',
  twoFactor: 'none',
  isConfirmed: false,
};

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
    title: field('title').trim(),
    exchange: draft.exchange,
    ...Object.fromEntries(credentials),
    twoFactor: takesTwoFactor(verdict) ? twoFactorOf(draft.twoFactor, field) : { kind: 'none' },
    usedBy: usesOf(draft),
    ...(draft.exchange === 'kraken' ? { tier: Tier.parse(field('tier')) } : {}),
    ...(endpoint === '' ? {} : { endpoint, confirmEndpoint: draft.isConfirmed }),
  };
}

/** Takes: the field `twoFactor`, a set-up key, an otpauth:// address or a password. */
export function twoFactorOf(kind: TwoFactorKind, field: (name: string) => string): KeyInput['twoFactor'] {
  if (kind === 'none') return { kind };
  const text = field('twoFactor').trim();
  if (kind === 'password') return { kind, password: text };
  return text.startsWith('otpauth:') ? { kind, uri: text } : { kind, secret: text };
}

/** What is filled in so far, for `keys.check`; empty fields are left out. */
export function draftInputOf({ exchange, twoFactor }: KeyDraft, field: (name: string) => string): KeyDraftInput {
  const setUpKey = twoFactor === 'totp' && !field('twoFactor').startsWith('otpauth:') ? field('twoFactor').trim() : '';
  const parts = ['label', 'apiKey', 'secret', 'endpoint'].map((name) => [name, field(name).trim()] as const);
  const filled = [...parts, ['setUpKey', setUpKey] as const].filter(([, text]) => text !== '');
  return { exchange, ...Object.fromEntries(filled) };
}

/** The uses of a key as the form shows them; it has room for one service, so that any others are handed back with it. */
export function draftOfUses(exchange: string, usedBy: readonly string[]): { draft: KeyDraft; others: Use[] } {
  const services = usedBy.filter((use) => use.startsWith('service:'));
  const [, service = '', , confirmed = ''] = (services[0] ?? '').split(':');
  const plain = usedBy.filter((use) => !use.startsWith('service:'));
  const uses = services.length === 0 ? plain : [...plain, 'service'];
  return { draft: { ...startingDraft, exchange, uses, service, confirmed }, others: services.slice(1) };
}
