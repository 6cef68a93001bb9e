/** Seals rows of state.sqlite, so that whoever can write the file cannot forge them. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Secret } from '../base/secret.ts';

/** A row with the name of its table, so that it counts in no other. */
export interface Row {
  readonly table: 'nonces' | 'spending' | 'seen';
  readonly [column: string]: string | number;
}

/** HMAC-SHA-256 over the canonical JSON of the row. Source: RFC 2104; design/vault.md, File and store. */
export const rowMac = (key: Secret, row: Row): Uint8Array =>
  key.use((bytes) => createHmac('sha256', bytes).update(canonicalJson(row), 'utf8').digest());

export function isSealedBy(key: Secret, row: Row, mac: unknown): boolean {
  if (!(mac instanceof Uint8Array)) return false;
  const expected = rowMac(key, row);
  return mac.length === expected.length && timingSafeEqual(mac, expected);
}
