/**
 * Bitfinex, version 2. Source: docs.bitfinex.com/docs/rest-auth: headers bfx-apikey, bfx-nonce (always increasing, at most
 * 9007199254740991) and bfx-signature = HMAC-SHA384, in hex, of `/api/` + path without its first slash + nonce + JSON body.
 */
import { createHmac } from 'node:crypto';
import { headerOf, jsonIn, mediaTypeOf, type Refusal, type Verifier } from './wire.ts';

export interface BitfinexAccount {
  readonly apiKey: string;
  readonly secret: string;
}

const words: Readonly<Record<Refusal, readonly [code: number, text: string]>> = {
  form: [10020, 'params: invalid'],
  key: [10100, 'apikey: invalid'],
  signature: [10100, 'apikey: digest invalid'],
  timestamp: [10020, 'params: invalid'],
  nonce: [10114, 'nonce: small'],
  passphrase: [10020, 'params: invalid'],
  code: [10020, 'params: invalid'],
};

export function bitfinexVerifier({ apiKey, secret }: BitfinexAccount): Verifier {
  let last = 0n;
  return {
    verify(request) {
      const body = request.body.toString();
      const isJson = mediaTypeOf(request) === 'application/json' && jsonIn(request.body) !== undefined;
      if (request.method !== 'POST' || !request.target.startsWith('/v2/auth/') || !isJson) return 'form';
      if (headerOf(request, 'bfx-apikey') !== apiKey) return 'key';
      const nonce = headerOf(request, 'bfx-nonce');
      if (!/^\d{1,16}$/.test(nonce) || BigInt(nonce) > BigInt(Number.MAX_SAFE_INTEGER)) return 'nonce';
      const signed = `/api${request.target}${nonce}${body}`;
      if (headerOf(request, 'bfx-signature') !== createHmac('sha384', secret).update(signed).digest('hex'))
        return 'signature';
      if (BigInt(nonce) <= last) return 'nonce';
      last = BigInt(nonce);
      return 'valid';
    },
    answer: (refusal) => ({ status: 500, body: ['error', ...words[refusal]] }),
  };
}
