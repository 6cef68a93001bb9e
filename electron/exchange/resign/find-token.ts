import { AppError } from '../../../shared/errors.ts';
import { readFormPairs } from './decode.ts';
import { refusal } from './refuse.ts';

/** Where the token may stand in a request that a client signed with the token as its API key. */
export interface Carrier {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As it was sent, without the question mark. */
  readonly query: string;
  readonly body: string;
}

const token = /(?<![A-Za-z0-9_])kb_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g;
/** The claims of a JWT that name a key. upbit and bithumb put it into `access_key`. */
const claims = ['kid', 'sub', 'iss', 'access_key'];
/** A longer credential is none. */
const maxEncoded = 8192;

/**
 * The bot's token, from the values of headers, query and form, JSON strings at the first level, the Basic user, and a
 * JWT's `kid`, `sub`, `iss`. Nothing here is verified: it only says who claims to ask.
 * Throws: TOKEN_MISSING; RESIGN_REFUSED where there are several.
 */
export function findToken(carrier: Carrier): string {
  const found = theToken(tokensIn(carrier));
  if (found === undefined) throw tokenMissing();
  return found;
}

/** Every token that stands where `findToken` looks. */
export const tokensIn = (carrier: Carrier): string[] => textsIn(carrier).flatMap((text) => text.match(token) ?? []);

/** The one token that was found, however often it stands there. Throws: RESIGN_REFUSED where there are several. */
export function theToken(found: readonly string[]): string | undefined {
  const [first, ...others] = new Set(found);
  if (others.length > 0) throw refusal('several-tokens');
  return first;
}

export const tokenMissing = (): AppError =>
  new AppError('TOKEN_MISSING', { detail: "Use the bot's token as the API key, the secret can be anything." });

/** Does this text hold what looks like a token? */
export const holdsToken = (text: string): boolean => text.match(token) !== null;

function textsIn({ headers, query, body }: Carrier): string[] {
  return [
    ...headers.flatMap(([, value]) => [value, ...encodedIn(value)]),
    ...valuesOf(query),
    ...(/^\s*\{/.test(body) ? stringsIn(body) : [...valuesOf(body), ...encodedIn(body)]),
  ];
}

/** What stands in a header's value in base64 or in a JWT, e.g. the user of `Basic …`, `HS256 …`, a signed payload. */
function encodedIn(value: string): string[] {
  if (value.length > maxEncoded) return [];
  const [credential = ''] = value.trim().split(/\s+/).slice(-1);
  const parts = credential.split('.');
  if (parts.length === 3) return parts.slice(0, 2).flatMap((part) => claimsIn(base64(part)));
  const text = base64(credential);
  return text.startsWith('{') ? stringsIn(text) : [text.split(':')[0] ?? ''];
}

const base64 = (text: string): string =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';

function claimsIn(text: string): string[] {
  return membersOf(text).flatMap(([name, value]) =>
    claims.includes(name) && typeof value === 'string' ? [value] : [],
  );
}

function stringsIn(text: string): string[] {
  return membersOf(text).flatMap(([, value]) => (typeof value === 'string' ? [value] : []));
}

function membersOf(text: string): [string, unknown][] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.entries(value) : [];
  } catch (fault) {
    if (fault instanceof SyntaxError) return [];
    throw fault;
  }
}

function valuesOf(form: string): string[] {
  if (!form.includes('kb_')) return [];
  return readFormPairs(form, 'space').map(({ value }) => value);
}
