/** Seals the rows of nonces, so that whoever can write the file cannot push a key's nonces past their end. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Secret } from '../base/secret.ts';

export interface NonceRow {
  readonly keyId: string;
  readonly high: string;
}

/** HMAC-SHA-256 over the canonical JSON of the row. Source: RFC 2104; design/vault.md, File and store. */
export function nonceMac(secret: Secret, { keyId, high }: NonceRow): Uint8Array {
  const text = canonicalJson({ table: 'nonces', keyId, high });
  return secret.use((key) => createHmac('sha256', key).update(text, 'utf8').digest());
}

export function isSealedBy(secret: Secret, row: NonceRow, mac: unknown): boolean {
  if (!(mac instanceof Uint8Array) || !/^\d{1,40}$/.test(row.high)) return false;
  const expected = nonceMac(secret, row);
  return mac.length === expected.length && timingSafeEqual(mac, expected);
}
