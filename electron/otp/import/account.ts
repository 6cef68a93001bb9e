/** What an import finds: accounts of an authenticator app, each with the seed of its codes. */
import { AppError } from '../../../shared/errors.ts';
import type { Secret } from '../../base/secret.ts';
import type { CodeSettings } from '../code.ts';

export const importFormats = ['set-up key', 'otpauth', 'google', 'aegis', '2fas', 'bitwarden'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** Who a second factor belongs to, in the words of the app or exchange that wrote it; either may be empty. */
export interface AccountName {
  readonly issuer: string;
  readonly name: string;
}

export interface ImportedAccount extends AccountName {
  readonly settings: CodeSettings;
  readonly secret: Secret;
  readonly warnings: readonly string[];
}

/** An account that exchanges can't use, and why. */
export interface RefusedAccount extends AccountName {
  readonly reason: string;
}

export interface Import {
  readonly format: ImportFormat;
  readonly accounts: readonly ImportedAccount[];
  readonly refused: readonly RefusedAccount[];
}

/** Names come from a file that anybody may have written. */
export const cleanName = (text: unknown): string =>
  typeof text === 'string'
    ? text
        .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
        .trim()
        .slice(0, 100)
    : '';

/** Reads accounts one by one; what one of them lacks doesn't keep the others. */
export function gather<T>(
  format: ImportFormat,
  entries: readonly T[],
  read: (entry: T) => ImportedAccount,
  nameOf: (entry: T) => AccountName,
): Import {
  if (entries.length > maxAccounts) throw unusable(`It has more than ${maxAccounts} accounts.`);
  const accounts: ImportedAccount[] = [];
  const refused: RefusedAccount[] = [];
  for (const entry of entries) {
    try {
      accounts.push(read(entry));
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault;
      refused.push({ ...nameOf(entry), reason: fault.message });
    }
  }
  return { format, accounts, refused };
}

const maxAccounts = 1000;

/** Nothing of the file may stand in the sentence. */
export const unusable = (detail: string): AppError => new AppError('CODE_SECRET_INVALID', { detail });
/** The export is encrypted, and no password was given. */
export class PasswordNeeded extends AppError {
  constructor() {
    super('CODE_SECRET_INVALID', { detail: 'This export is encrypted. Give the password that it was made with.' });
  }
}

export const wrongPassword = () => unusable('This password does not open the export, or the export is damaged.');
