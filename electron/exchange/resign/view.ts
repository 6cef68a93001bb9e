import type { SignedRequest } from '../ccxt.ts';
import { type Body, type Plus, readBody, readFormPairs, readPayload } from './decode.ts';
import { decoded, readAddress, type Target } from './paths.ts';
import { refusal } from './refuse.ts';
import type { JsonObject, Pair } from './trees.ts';

/** A request in its parts, as far as they say what is wanted. */
export interface View {
  readonly method: string;
  readonly origin: string;
  /** Decoded. */
  readonly path: string;
  readonly query: readonly Pair[];
  readonly body: Body;
  /** An object that a header carries in base64. */
  readonly payload: JsonObject | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly mediaType: string;
}

/** What is looked at: a request on the wire, or one that ccxt has signed. */
export interface Wire {
  readonly method: string;
  readonly target: Target;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Throws: RESIGN_REFUSED where it can't be read. */
export function viewOf({ method, target, headers, body }: Wire, plus: Plus): View {
  return {
    method,
    origin: target.origin,
    path: decoded(target.path),
    query: readFormPairs(target.query, plus),
    body: readBody(body, plus),
    payload: readPayload(headers, body),
    headers,
    mediaType: mediaTypeOf(headers),
  };
}

/** What ccxt has signed, to be looked at like a request on the wire. */
export function wireOf(signed: SignedRequest): Wire {
  const headers = Object.entries(signed.headers ?? {}).filter(([, value]) => value !== undefined && value !== null);
  // WHATWG URL: a parser drops these, and so another address would be asked than the one that is looked at here.
  if (/[\t\n\r]|^[\0-\x20]|[\0-\x20]$/.test(signed.url)) throw refusal('encoding');
  return {
    method: signed.method,
    target: readAddress(escaped(signed.url), null),
    headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: signed.body ?? '',
  };
}

/** As a client sends what ccxt gives it: what no address may hold is escaped (WHATWG URL, path percent-encode set). */
export const escaped = (url: string): string =>
  url.replace(/[^\x21-\x7e]|["<>`{}^|]/gu, (character) => encodeURIComponent(character.toWellFormed()));

/** Does an address go out in the very letters that were signed? Clients escape these, as the above, and some a `'`. */
export const isSentAsWritten = (url: string): boolean => escaped(url) === url && !url.includes("'");

/**
 * '' where none is declared: fetch and aiohttp write `text/plain` and `application/octet-stream` by themselves. With a charset
 * that is not read here it is given whole, as a type that nothing is of.
 */
function mediaTypeOf(headers: ReadonlyMap<string, string>): string {
  const whole = (headers.get('content-type') ?? '').trim().toLowerCase();
  const [declared = '', ...parameters] = whole.split(';').map((part) => part.trim());
  if (parameters.some((parameter) => !isRead.test(parameter))) return whole;
  return declared === 'text/plain' || declared === 'application/octet-stream' ? '' : declared;
}

const isRead = /^(?!charset)|^charset="?(?:utf-?8|us-ascii)"?$/;

/** Is the body what its content type says? */
export function isAsDeclared({ mediaType, body }: View): boolean {
  if (mediaType === '' || body.kind === 'none') return true;
  if (body.kind === 'form' || body.wrap === 'json') return mediaType === 'application/x-www-form-urlencoded';
  return body.wrap === undefined && (mediaType === 'application/json' || mediaType.endsWith('+json'));
}
