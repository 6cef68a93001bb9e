/**
 * Binance. Source: developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security: header X-MBX-APIKEY, `timestamp`
 * and `signature` among the parameters of query or body; signed are query and body, joined without a separator, by HMAC-SHA256
 * (hex, in any case), RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519 (base64, percent-encoded).
 */
import { createHmac, type KeyObject, verify } from 'node:crypto';
import { type Clock, headerOf, mediaTypeOf, partsOf, type Refusal, type Verifier, type WireRequest } from './wire.ts';

export interface BinanceAccount {
  readonly apiKey: string;
  /** The secret of an HMAC key, or the public key of an RSA or Ed25519 pair. */
  readonly secret: string | KeyObject;
}

const words: Readonly<Record<Refusal, readonly [status: number, code: number, msg: string]>> = {
  form: [400, -1102, 'A mandatory parameter was not sent, was empty/null, or malformed.'],
  key: [401, -2015, 'Invalid API-key, IP, or permissions for action.'],
  signature: [400, -1022, 'Signature for this request is not valid.'],
  timestamp: [400, -1021, 'Timestamp for this request is outside of the recvWindow.'],
  nonce: [400, -1102, 'A mandatory parameter was not sent, was empty/null, or malformed.'],
  passphrase: [400, -1102, 'A mandatory parameter was not sent, was empty/null, or malformed.'],
  code: [400, -1102, 'A mandatory parameter was not sent, was empty/null, or malformed.'],
};

// Of the same document: listen keys are had for the API key alone, as old trades are (MARKET_DATA).
const forTheKeyAlone = /\/(?:userDataStream|listenKey|userListenToken|historicalTrades)(?:\/isolated)?$/;
const [defaultWindowMs, maxWindowMs] = [5_000, 60_000];

export function binanceVerifier({ apiKey, secret }: BinanceAccount, now: Clock): Verifier {
  const isSigned = (text: string, signature: string): boolean => {
    if (typeof secret === 'string')
      return createHmac('sha256', secret).update(text).digest('hex') === signature.toLowerCase();
    const algorithm = secret.asymmetricKeyType === 'rsa' ? 'sha256' : null;
    return verify(algorithm, Buffer.from(text), secret, Buffer.from(decodeURIComponent(signature), 'base64'));
  };
  return {
    verify(request) {
      const { path, query } = partsOf(request);
      const body = request.body.toString();
      if (headerOf(request, 'x-mbx-apikey') !== apiKey) return 'key';
      if (!isWellFormed(request, body)) return 'form';
      if (forTheKeyAlone.test(path)) return 'valid';
      const [, signed, signature] = /^(.*)&signature=([^&]+)$/s.exec(query + body) ?? [];
      if (signed === undefined || signature === undefined) return 'signature';
      if (!isSigned(signed, signature)) return 'signature';
      const fields = new URLSearchParams(query === '' || body === '' ? query + body : `${query}&${body}`);
      return isTimely(fields, now()) ? 'valid' : 'timestamp';
    },
    answer(refusal) {
      const [status, code, msg] = words[refusal];
      return { status, body: { code, msg } };
    },
  };
}

const isWellFormed = (request: WireRequest, body: string): boolean =>
  request.method === 'GET' ? body === '' : body === '' || mediaTypeOf(request) === 'application/x-www-form-urlencoded';

function isTimely(fields: URLSearchParams, nowMs: number): boolean {
  const [timestamps, windows] = [fields.getAll('timestamp'), fields.getAll('recvWindow')];
  const [text = '', ...others] = timestamps;
  const windowMs = Number(windows[0] ?? defaultWindowMs);
  if (!/^\d{13}(?:\d{3})?$/.test(text) || others.length > 0 || windows.length > 1) return false;
  if (!(windowMs >= 0 && windowMs <= maxWindowMs)) return false;
  // Milliseconds or, with three digits more, microseconds.
  const sentMs = text.length === 13 ? Number(text) : Number(text) / 1000;
  return sentMs < nowMs + 1_000 && nowMs - sentMs <= windowMs;
}
