/**
 * Kraken, spot. Source: docs.kraken.com/exchange/guides/rest/authentication: headers API-Key and API-Sign, `nonce` (always
 * increasing, 64 bits without a sign) and `otp` in the payload; API-Sign = HMAC-SHA512 of (path + SHA256(nonce + POST data))
 * with the base64-decoded secret; application/json and application/x-www-form-urlencoded (docs.kraken.com/api-reference).
 */
import { createHash, createHmac } from 'node:crypto';
import {
  headerOf,
  jsonIn,
  mediaTypeOf,
  memberOf,
  partsOf,
  type Refusal,
  type Verifier,
  type WireRequest,
} from './wire.ts';

export interface KrakenAccount {
  readonly apiKey: string;
  /** In base64. */
  readonly secret: string;
  /** What the key's second factor shows at this moment; left out where the key has none. */
  readonly code?: () => string;
}

const maxNonce = 2n ** 64n - 1n;

const words: Readonly<Record<Refusal, string>> = {
  form: 'EGeneral:Invalid arguments',
  key: 'EAPI:Invalid key',
  signature: 'EAPI:Invalid signature',
  timestamp: 'EGeneral:Invalid arguments',
  nonce: 'EAPI:Invalid nonce',
  passphrase: 'EGeneral:Invalid arguments',
  // Kraken tells a missing or a wrong code from a wrong signature in no word.
  code: 'EAPI:Invalid signature',
};

export function krakenVerifier({ apiKey, secret, code }: KrakenAccount): Verifier {
  let last = -1n;
  const signatureOf = (path: string, nonce: string, body: Buffer): string =>
    createHmac('sha512', Buffer.from(secret, 'base64'))
      .update(path)
      .update(createHash('sha256').update(nonce).update(body).digest())
      .digest('base64');
  return {
    verify(request) {
      const { path, query } = partsOf(request);
      const fields = fieldsOf(request);
      if (request.method !== 'POST' || !path.startsWith('/0/private/') || query !== '' || fields === undefined)
        return 'form';
      if (headerOf(request, 'api-key') !== apiKey) return 'key';
      const nonce = fields('nonce');
      if (!/^\d{1,20}$/.test(nonce) || BigInt(nonce) > maxNonce) return 'nonce';
      if (headerOf(request, 'api-sign') !== signatureOf(path, nonce, request.body)) return 'signature';
      if (BigInt(nonce) <= last) return 'nonce';
      // A key without a second factor is sent no code; Kraken may not mind, a code sent for nothing is a fault of ours.
      if (fields('otp') !== (code?.() ?? '')) return 'code';
      last = BigInt(nonce);
      return 'valid';
    },
    answer: (refusal) => ({ status: 200, body: { error: [words[refusal]] } }),
  };
}

/** Looks up a field of the payload, '' where it is absent. Gives: undefined where the payload is not what its type says. */
function fieldsOf(request: WireRequest): ((name: string) => string) | undefined {
  const type = mediaTypeOf(request);
  if (type === 'application/json') {
    const value = jsonIn(request.body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return (name) => String(memberOf(value, name) ?? '');
  }
  const text = request.body.toString();
  if (type !== 'application/x-www-form-urlencoded' || /^\s*[[{]/.test(text)) return undefined;
  const fields = new URLSearchParams(text);
  if (['nonce', 'otp'].some((name) => fields.getAll(name).length > 1)) return undefined;
  return (name) => fields.get(name) ?? '';
}
