/** A request as it stands on the wire, and what an exchange makes of its signature. Nothing here knows of ccxt. */

export interface WireRequest {
  readonly method: string;
  /** Path and query of the request line, as they came. */
  readonly target: string;
  /** As they came; the host is among them. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** `form`: it is no request that the exchange's document describes, whoever signed it. */
export const refusals = ['form', 'key', 'signature', 'timestamp', 'nonce', 'passphrase', 'code'] as const;
export type Refusal = (typeof refusals)[number];
export type Verdict = 'valid' | Refusal;

export interface Verifier {
  /** Keeps what a next request must be above; a refused one leaves nothing behind. */
  verify(request: WireRequest): Verdict;
  /** What the exchange says of a request that it refuses, in its own words. */
  answer(refusal: Refusal): { readonly status: number; readonly body: unknown };
}

export type Clock = () => number;

/** The one value of a header; '' where it is absent or stands twice. */
export function headerOf({ headers }: WireRequest, name: string): string {
  const values = headers.filter(([given]) => given.toLowerCase() === name);
  return values.length === 1 ? (values[0]?.[1] ?? '') : '';
}

export function partsOf({ target }: WireRequest): { readonly path: string; readonly query: string } {
  const at = target.indexOf('?');
  return at < 0 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) };
}

/** Without parameters, in lower case. */
export const mediaTypeOf = (request: WireRequest): string =>
  (headerOf(request, 'content-type').split(';')[0] ?? '').trim().toLowerCase();

/** Gives: undefined where it is no JSON. Numbers are given as they are written. */
export function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'), (_name, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' ? context?.source : value,
    );
  } catch {
    return undefined;
  }
}

export const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
