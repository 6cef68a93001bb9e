import { randomBytes } from 'node:crypto';

/** `length` random bytes; a source that tests can replace. */
export type Random = (length: number) => Buffer;

export const systemRandom: Random = (length) => randomBytes(length);

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** A random UUID. Source: RFC 9562 section 5.4. */
export function newUuid(random: Random): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** `key_`, `bot_` or `call_` and 26 lower-case base32 characters (130 random bits). Source: RFC 4648 section 6. */
export function newId(kind: 'key' | 'bot' | 'call' | 'cred' | 'ask', random: Random): string {
  let id = `${kind}_`;
  // 256 is a multiple of 32, so five bits of each byte are unbiased.
  for (const byte of random(26)) id += alphabet[byte & 31];
  return id;
}
