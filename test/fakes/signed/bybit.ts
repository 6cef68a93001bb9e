/**
 * Bybit, version 5. Source: bybit-exchange.github.io/docs/v5/guide, "Authentication": headers X-BAPI-API-KEY, X-BAPI-TIMESTAMP,
 * X-BAPI-SIGN and, if not 5,000 ms, X-BAPI-RECV-WINDOW; signed is timestamp + key + window + (query string | body as sent) by
 * HMAC-SHA256 (lower-case hex) or RSA with SHA-256 (base64); server - window <= timestamp < server + 1,000.
 */
import { createHmac, type KeyObject, verify } from 'node:crypto';
import { type Clock, headerOf, jsonIn, mediaTypeOf, partsOf, type Refusal, type Verifier } from './wire.ts';

export interface BybitAccount {
  readonly apiKey: string;
  /** The secret of a key that Bybit made, or the public key of one's own RSA pair. */
  readonly secret: string | KeyObject;
}

const words: Readonly<Record<Refusal, readonly [code: number, text: string]>> = {
  form: [10001, 'Request parameter error.'],
  key: [10003, 'API key is invalid.'],
  signature: [10004, 'error sign! please check your signature generation algorithm.'],
  timestamp: [10002, 'invalid request, please check your server timestamp or recv_window param.'],
  nonce: [10001, 'Request parameter error.'],
  passphrase: [10001, 'Request parameter error.'],
  code: [10001, 'Request parameter error.'],
};

export function bybitVerifier({ apiKey, secret }: BybitAccount, now: Clock): Verifier {
  const isSigned = (text: string, signature: string): boolean =>
    typeof secret === 'string'
      ? createHmac('sha256', secret).update(text).digest('hex') === signature
      : verify('sha256', Buffer.from(text), secret, Buffer.from(signature, 'base64'));
  return {
    verify(request) {
      const { path, query } = partsOf(request);
      const isGet = request.method === 'GET';
      if (!path.startsWith('/v5/') || !['GET', 'POST'].includes(request.method)) return 'form';
      if (isGet ? request.body.length > 0 : query !== '') return 'form';
      if (!isGet && (mediaTypeOf(request) !== 'application/json' || jsonIn(request.body) === undefined)) return 'form';
      if (headerOf(request, 'x-bapi-api-key') !== apiKey) return 'key';
      const [timestamp, window] = ['x-bapi-timestamp', 'x-bapi-recv-window'].map((name) => headerOf(request, name));
      const signed = `${timestamp}${apiKey}${window}${isGet ? query : request.body.toString()}`;
      if (!isSigned(signed, headerOf(request, 'x-bapi-sign'))) return 'signature';
      const [sentMs, windowMs] = [Number(timestamp), Number(window === '' ? 5_000 : window)];
      const isTimely = /^\d{13}$/.test(timestamp ?? '') && now() - windowMs <= sentMs && sentMs < now() + 1_000;
      return isTimely ? 'valid' : 'timestamp';
    },
    answer(refusal) {
      const [retCode, retMsg] = words[refusal];
      return { status: 200, body: { retCode, retMsg, result: {}, retExtInfo: {}, time: now() } };
    },
  };
}
