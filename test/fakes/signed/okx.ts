/**
 * OKX, version 5. Source: www.okx.com/docs-v5/en, "REST Authentication": headers OK-ACCESS-KEY, OK-ACCESS-SIGN, OK-ACCESS-TIMESTAMP
 * (ISO 8601 with milliseconds, in UTC, at most 30 seconds old) and OK-ACCESS-PASSPHRASE; signed is timestamp + method +
 * path with query + body by HMAC-SHA256, in base64. `x-simulated-trading: 1` goes to the demo, whose keys are others.
 */
import { createHmac } from 'node:crypto';
import {
  type Clock,
  headerOf,
  jsonIn,
  mediaTypeOf,
  partsOf,
  type Refusal,
  type Verifier,
  type WireRequest,
} from './wire.ts';

export interface OkxAccount {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

const words: Readonly<Record<Refusal, readonly [status: number, code: string, msg: string]>> = {
  form: [400, '50000', 'Body for POST request cannot be empty.'],
  key: [401, '50111', 'Invalid OK-ACCESS-KEY.'],
  signature: [401, '50113', 'Invalid Sign'],
  timestamp: [401, '50102', 'Timestamp request expired.'],
  nonce: [400, '50000', 'Body for POST request cannot be empty.'],
  passphrase: [401, '50105', 'Request header OK-ACCESS-PASSPHRASE incorrect.'],
  code: [400, '50000', 'Body for POST request cannot be empty.'],
};

const maxAgeMs = 30_000;

export function okxVerifier({ apiKey, secret, passphrase }: OkxAccount, now: Clock): Verifier {
  return {
    verify(request) {
      if (!isWellFormed(request)) return 'form';
      if (headerOf(request, 'ok-access-key') !== apiKey) return 'key';
      const timestamp = headerOf(request, 'ok-access-timestamp');
      const signed = `${timestamp}${request.method}${request.target}${request.body.toString()}`;
      const wanted = createHmac('sha256', secret).update(signed).digest('base64');
      if (headerOf(request, 'ok-access-sign') !== wanted) return 'signature';
      if (headerOf(request, 'ok-access-passphrase') !== passphrase) return 'passphrase';
      const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(timestamp);
      return isIso && Math.abs(now() - Date.parse(timestamp)) <= maxAgeMs ? 'valid' : 'timestamp';
    },
    answer(refusal) {
      const [status, code, msg] = words[refusal];
      return { status, body: { code, msg, data: [] } };
    },
  };
}

function isWellFormed(request: WireRequest): boolean {
  if (!partsOf(request).path.startsWith('/api/v5/')) return false;
  if (headerOf(request, 'x-simulated-trading') === '1') return false;
  if (request.method === 'GET') return request.body.length === 0;
  const isJson = mediaTypeOf(request) === 'application/json' && jsonIn(request.body) !== undefined;
  return request.method === 'POST' && (request.body.length === 0 || isJson);
}
