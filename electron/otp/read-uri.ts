import { AppError } from '../../shared/errors.ts';
import type { CodeSettings } from './code.ts';
import { cleanName } from './import/account.ts';
import { readSecret, type SecretReading } from './read-secret.ts';
import { readSettings } from './read-settings.ts';

export interface UriReading extends SecretReading {
  readonly settings: CodeSettings;
}

/**
 * Reads the `otpauth://totp/…` URI of a QR picture.
 * Throws: CODE_SECRET_INVALID with what is wrong, never with a part of the URI.
 * Source: Key Uri Format of Google Authenticator, https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function readUri(text: string): UriReading {
  const url = parse(text.trim());
  if (url.protocol === 'otpauth-migration:') {
    throw refused(
      'This is an export of several keys out of Google Authenticator. Enter the set-up key, or the QR picture that the exchange shows.',
    );
  }
  if (url.protocol !== 'otpauth:') throw refused('A two-factor URI begins with otpauth://totp/.');
  const type = url.host.toLowerCase();
  if (type === 'hotp') throw refused('This URI is for codes that count (HOTP). Exchanges use codes by time (TOTP).');
  if (type !== 'totp') throw refused('A two-factor URI begins with otpauth://totp/.');
  const params = readParams(url.searchParams);
  const secret = params.get('secret');
  if (secret === undefined)
    throw refused('This URI has no secret. Scan the QR picture again, or enter the set-up key.');
  const settings = readSettings({
    digits: params.get('digits'),
    period: params.get('period'),
    algorithm: params.get('algorithm'),
  });
  return { ...readSecret(secret), settings };
}

function parse(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw refused('This is no two-factor URI. One begins with otpauth://totp/.');
  return url;
}

/** Who an `otpauth:` address says it is for; empty where it says nothing. Its label is `issuer:account`. */
export function uriName(text: string): { issuer: string; name: string } {
  const url = URL.parse(text.trim());
  const label = decode(url?.pathname.replace(/^\/+(totp|hotp)?\/?/, '') ?? '');
  const [before, ...after] = label.split(':');
  const issuer = url?.searchParams.get('issuer') ?? (after.length > 0 ? (before ?? '') : '');
  return { issuer: cleanName(issuer), name: cleanName(after.length > 0 ? after.join(':') : label) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (fault) {
    if (fault instanceof URIError) return '';
    throw fault;
  }
}

/** Two values for one name can't both be meant, and programs differ in which they take. */
function readParams(search: URLSearchParams): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  for (const [name, value] of search) {
    const known = name.toLowerCase();
    if (params.has(known))
      throw refused('This URI says one of its parameters twice. Scan the QR picture again, or enter the set-up key.');
    params.set(known, value);
  }
  return params;
}

const refused = (detail: string): AppError => new AppError('CODE_SECRET_INVALID', { detail });
