import { readSecret } from '../read-secret.ts';
import { type RawSettings, readSettings } from '../read-settings.ts';
import { readUri, uriName } from '../read-uri.ts';
import { type AccountName, type ImportedAccount, unusable } from './account.ts';
import { isUri } from './uris.ts';

/** An account as an export tells of it. */
export interface Entry extends AccountName {
  /** TOTP, HOTP, STEAM and so on; left out, it is by time. */
  readonly type?: string | undefined;
  /** In base32, or an otpauth:// address that says the rest. */
  readonly secret: string;
  readonly settings: RawSettings;
}

/** Throws: CODE_SECRET_INVALID, with why this account is of no use. */
export function readEntry({ issuer, name, type = 'totp', secret, settings }: Entry): ImportedAccount {
  const kind = type.toLowerCase();
  if (kind === 'hotp') throw unusable('These codes count (HOTP). Exchanges use codes by time (TOTP).');
  if (kind !== 'totp') throw unusable('These codes are of a kind of its own, which no exchange uses.');
  if (secret.startsWith('steam:')) throw unusable('These are codes of Steam, which no exchange uses.');
  if (!isUri(secret)) return { issuer, name, settings: readSettings(settings), ...readSecret(secret) };
  const inside = uriName(secret);
  return { issuer: issuer || inside.issuer, name: name || inside.name, ...readUri(secret) };
}
