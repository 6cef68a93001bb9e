import { readUri, uriName } from '../read-uri.ts';
import { gather, type Import, unusable } from './account.ts';
import { isMigration, readMigrations } from './migration.ts';

const scheme = /^otpauth(-migration)?:/i;

export const isUri = (text: string): boolean => scheme.test(text);

/**
 * Reads otpauth:// addresses, or the parts of an export of Google Authenticator; one or the other.
 * Throws: CODE_SECRET_INVALID, also where a part is missing.
 */
export function readUris(uris: readonly string[]): Import {
  const migrations = uris.filter(isMigration);
  if (migrations.length === 0) return readAddresses(uris);
  if (migrations.length < uris.length)
    throw unusable('Give the parts of one export, or otpauth:// addresses; here are both.');
  return readMigrations(migrations);
}

function readAddresses(uris: readonly string[]): Import {
  return gather(
    'otpauth',
    [...new Set(uris)],
    (uri) => ({ ...uriName(uri), ...readUri(uri) }),
    (uri) => uriName(uri),
  );
}
