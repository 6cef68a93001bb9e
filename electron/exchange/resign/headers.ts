import { isOfSigning, type OwnParts } from './own-parts.ts';
import { type CarrierPart, partsOf } from './parts.ts';
import { refusal } from './refuse.ts';
import type { View } from './view.ts';

// What HTTP clients write by themselves, and what says nothing to an exchange.
const innocuous = new Set([
  ...[
    'accept',
    'accept-charset',
    'accept-encoding',
    'accept-language',
    'cache-control',
    'connection',
    'content-length',
  ],
  ...['content-type', 'expect', 'host', 'keep-alive', 'locale', 'origin', 'pragma', 'priority', 'referer', 'te'],
  ...['transfer-encoding', 'user-agent', 'x-requested-with', 'sec-fetch-mode', 'idempotency-key'],
  // https://bybit-exchange.github.io/docs/v5/guide: for its support, and for its brokers.
  ...['cdn-request-id', 'x-referer'],
]);
/** Signing by other names than ccxt's, which is thrown away as well. */
const ofSigning =
  /sign|nonce|time-?stamp|recv-?window|request-time|api-?key|access-?key|passphrase|expires|key-version/;

export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Headers by their name in lower case. Throws: RESIGN_REFUSED where one stands twice. */
export function readHeaders(list: HeaderList): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [given, value] of list) {
    const name = given.toLowerCase();
    // A body is read by its type, and programs disagree which of two counts.
    if (headers.has(name) && (name === 'content-type' || !innocuous.has(name))) throw refusal('duplicate', name);
    headers.set(name, value);
  }
  return headers;
}

/**
 * Refuses a header that nobody here knows: it may change what the request means, as those do that send an order to
 * the exchange's demo (`x-simulated-trading: 1`).
 * Takes: known = names that `sign()` gives, and those that carry a one-time code; fixed = what ccxt adds to every
 * request, which must be the same. Throws: RESIGN_REFUSED.
 */
export function checkHeaders(
  headers: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
  fixed: ReadonlyMap<string, string>,
): void {
  for (const [name, value] of headers) {
    if (fixed.get(name) === value) continue;
    if (innocuous.has(name) || known.has(name) || name.startsWith('keybearer-')) continue;
    if (name === 'x-simulated-trading' && value === '0') continue;
    if (name === 'x-simulated-trading' || name === 'paptrading' || !ofSigning.test(name)) throw refusal('header', name);
  }
}

/**
 * Was the request signed as this endpoint is? Each key, signature, nonce and timestamp that ccxt puts among the
 * parameters must be there, since a request without it was cut off; of headers one will do, since clients sign in several ways.
 * An endpoint in which no account shows fits whatever was sent.
 */
export function isSignedFor(view: View, own: OwnParts): boolean {
  if (!own.isSigned) return true;
  const isThere = (part: CarrierPart, name: string): boolean => partsOf(view, part).has(name);
  const needed = (['query', 'body', 'payload'] as const).every((part) =>
    [...own[part]].every(([name, made]) => !isOfSigning(made) || isThere(part, name)),
  );
  const inHeaders = [...own.headers].filter(([, { kind }]) => kind === 'account');
  return needed && (inHeaders.length === 0 || inHeaders.some(([name]) => isThere('headers', name)));
}
