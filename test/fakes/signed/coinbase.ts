/**
 * Coinbase's Advanced Trade and its older version 2. Source: docs.cdp.coinbase.com/coinbase-app/authentication-authorization/
 * api-key-authentication, and docs.cdp.coinbase.com/get-started/authentication/jwt-authentication: a JWT for each request, ES256,
 * `kid` and `sub` = the key's name, a `nonce` in its header, `iss`, `nbf`, `exp` two minutes later at most, and
 * `uri` = "METHOD host/path" without the query.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  type Clock,
  headerOf,
  jsonIn,
  mediaTypeOf,
  memberOf,
  partsOf,
  type Verifier,
  type WireRequest,
} from './wire.ts';

export interface CoinbaseAccount {
  /** `organizations/…/apiKeys/…` */
  readonly apiKey: string;
  /** The public half of the key, or a PEM of either half. */
  readonly secret: string | KeyObject;
}

// `coinbase-cloud` is the name before Coinbase Developer Platform's.
const issuers: readonly unknown[] = ['cdp', 'coinbase-cloud'];
const lifetimeSec = 120;

export function coinbaseVerifier({ apiKey, secret }: CoinbaseAccount, now: Clock): Verifier {
  const publicKey = typeof secret === 'string' ? createPublicKey(secret) : secret;
  const nonces = new Set<string>();
  return {
    verify(request) {
      const { path } = partsOf(request);
      if (!/^\/(?:api\/v3\/brokerage|v2)\//.test(path) || !isWellFormed(request)) return 'form';
      const [, head = '', claims = '', signature = ''] =
        /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(headerOf(request, 'authorization')) ?? [];
      const [top, said] = [head, claims].map((part) => jsonIn(Buffer.from(part, 'base64url')));
      if (memberOf(top, 'kid') !== apiKey || memberOf(said, 'sub') !== apiKey) return 'key';
      const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
      const isSigned = verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'));
      if (!isSigned || memberOf(top, 'alg') !== 'ES256' || !issuers.includes(memberOf(said, 'iss'))) return 'signature';
      // A JWT is good for one method and one address.
      if (memberOf(said, 'uri') !== `${request.method} ${headerOf(request, 'host')}${path}`) return 'signature';
      const [from, until] = ['nbf', 'exp'].map((name) => Number(memberOf(said, name)));
      if (from === undefined || until === undefined || !isTimely(from, until, now() / 1000)) return 'timestamp';
      const nonce = memberOf(top, 'nonce');
      if (typeof nonce !== 'string' || nonce.length < 8 || nonces.has(nonce)) return 'nonce';
      nonces.add(nonce);
      return 'valid';
    },
    answer: () => ({ status: 401, body: 'Unauthorized' }),
  };
}

const isTimely = (fromSec: number, untilSec: number, nowSec: number): boolean =>
  fromSec <= nowSec + 1 && untilSec > nowSec && untilSec - fromSec <= lifetimeSec;

const isWellFormed = (request: WireRequest): boolean =>
  request.body.length === 0 ||
  (request.method !== 'GET' && mediaTypeOf(request) === 'application/json' && jsonIn(request.body) !== undefined);
