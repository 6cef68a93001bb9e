/**
 * The export of Google Authenticator: `otpauth-migration://offline?data=` and a protocol buffer in base64, in several QR
 * pictures where there are many accounts. Its schema was never published; what is known of it comes from reading exports.
 * Source: protobuf.dev/programming-guides/encoding; github.com/dim13/otpauth migration.proto.
 */
import { Algorithm } from '../../../shared/model.ts';
import { Secret } from '../../base/secret.ts';
import { checkSecretLength } from '../code.ts';
import { type AccountName, cleanName, gather, type Import, type ImportedAccount, unusable } from './account.ts';
import { bytesOf, fieldsOf, numberOf } from './protobuf.ts';

export const isMigration = (uri: string): boolean => /^otpauth-migration:/i.test(uri);

interface Part {
  readonly accounts: readonly Raw[];
  readonly size: number;
  readonly index: number;
  readonly batch: number;
}

interface Raw extends AccountName {
  readonly secret: Uint8Array;
  readonly algorithm: number;
  readonly digits: number;
  readonly type: number;
}

/** Takes: the parts in any order. Throws: CODE_SECRET_INVALID, also where one is missing or belongs to another export. */
export function readMigrations(uris: readonly string[]): Import {
  const parts = [...new Map(uris.map(readPart).map((part) => [`${part.batch} ${part.index}`, part])).values()];
  const [first] = parts;
  if (first === undefined) throw unusable('There is no export of Google Authenticator here.');
  if (parts.some(({ batch, size }) => batch !== first.batch || size !== first.size))
    throw unusable('These pictures belong to different exports. Export again, and save each picture once.');
  const there = new Set(parts.map(({ index }) => index));
  const missing = Array.from({ length: first.size }, (_, index) => index).filter((index) => !there.has(index));
  if (missing.length > 0) {
    const names = missing.map((index) => index + 1).join(', ');
    throw unusable(
      `This export has ${first.size} parts, and ${missing.length === 1 ? 'part' : 'parts'} ${names} ${missing.length === 1 ? 'is' : 'are'} missing. Put all its pictures, or their addresses a line each, into one file.`,
    );
  }
  const raw = parts.toSorted((a, b) => a.index - b.index).flatMap(({ accounts }) => accounts);
  return gather('google', raw, readAccount, ({ issuer, name }) => ({ issuer, name }));
}

const maxParts = 100;

function readPart(uri: string): Part {
  const data = URL.parse(uri.trim())?.searchParams.getAll('data') ?? [];
  const [text, ...more] = data;
  if (text === undefined || more.length > 0) throw unusable('This export has no data. Scan its picture again.');
  // A plus that was not escaped comes out of the address as a blank.
  const base64 = text.replaceAll(' ', '+').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(base64)) throw unusable('The data of this export is damaged. Scan its picture again.');
  const fields = fieldsOf(Buffer.from(base64, 'base64'));
  // A field that is left out is 0, which a proto3 writer does for the first part.
  const size = Math.max(1, numberOf(fields, 3));
  const index = numberOf(fields, 4);
  if (size > maxParts || index >= size) throw unusable('The data of this export is damaged. Scan its picture again.');
  const accounts = fields.filter(({ field }) => field === 1).map(({ value }) => readRaw(value));
  return { accounts, size, index, batch: numberOf(fields, 5) };
}

function readRaw(value: Uint8Array | bigint): Raw {
  if (typeof value === 'bigint') throw unusable('The data of this export is damaged. Scan its picture again.');
  const fields = fieldsOf(value);
  const text = (field: number) => cleanName(Buffer.from(bytesOf(fields, field)).toString('utf8'));
  const name = text(2);
  const issuer = text(3);
  return {
    secret: bytesOf(fields, 1),
    issuer,
    name: issuer !== '' && name.startsWith(`${issuer}:`) ? name.slice(issuer.length + 1).trim() : name,
    ...{ algorithm: numberOf(fields, 4), digits: numberOf(fields, 5), type: numberOf(fields, 6) },
  };
}

const algorithms = ['SHA1', 'SHA1', 'SHA256', 'SHA512', 'MD5'];

function readAccount({ secret, issuer, name, algorithm, digits, type }: Raw): ImportedAccount {
  if (type === 1) throw unusable('These codes count (HOTP). Exchanges use codes by time (TOTP).');
  const read = Algorithm.safeParse(algorithms[algorithm]);
  if (!read.success) throw unusable('The hash of these codes is none that exchanges use.');
  if (digits > 2) throw unusable('Codes have 6 or 8 digits.');
  checkSecretLength(secret.length);
  const settings = { algorithm: read.data, digits: digits === 2 ? (8 as const) : (6 as const), periodSec: 30 };
  return { issuer, name, settings, secret: new Secret(Buffer.from(secret)), warnings: [] };
}
