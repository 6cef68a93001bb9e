import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';

/** The secret of a key, decoded once. Takes: base64. */
export const readSecret = (base64: string): KeyObject => createSecretKey(Buffer.from(base64, 'base64'));

/**
 * The value of API-Sign for a request.
 * Takes: path as sent, without query; nonce as text; body as raw bytes. Gives: base64 of 64 bytes.
 * Source: docs.kraken.com/api/docs/guides/spot-rest-auth: HMAC-SHA512(path + SHA256(nonce + body), base64-decoded secret).
 */
export function signatureOf(path: string, nonce: string, body: Uint8Array, secret: KeyObject): string {
  const digest = hash('sha256', Buffer.concat([Buffer.from(nonce), body]), 'buffer');
  return createHmac('sha512', secret).update(path).update(digest).digest('base64');
}

/** Does API-Sign fit? In constant time for values of the right length. */
export function isSigned(given: string, path: string, nonce: string, body: Uint8Array, secret: KeyObject): boolean {
  const wanted = Buffer.from(signatureOf(path, nonce, body, secret));
  const actual = Buffer.from(given);
  return actual.length === wanted.length && timingSafeEqual(actual, wanted);
}
