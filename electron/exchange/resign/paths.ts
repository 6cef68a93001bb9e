/** Where a request to be signed anew goes, read from the raw URL: what a router has decoded may mean something else. */
import { refusal } from './refuse.ts';

/** What stands before the exchange's own address: `/v1/resign/{key}/` or `/v1/resign/{key}~{token}/`. */
export interface ResignPath {
  readonly key: string;
  readonly token: string | undefined;
  /** The exchange's address in one of the three forms, as it was sent. */
  readonly rest: string;
}

/** An address on an exchange, taken apart. */
export interface Target {
  readonly origin: string;
  /** As it was sent, e.g. `/0/private/Balance`. */
  readonly path: string;
  /** As it was sent, without the question mark; '' where there is none. */
  readonly query: string;
}

/** Longer than any exchange's; in escaped characters. */
const maxPath = 2048;
const maxSegment = 768;

const prefix = /^\/v1\/resign\/([a-z0-9][a-z0-9._-]{0,62})(?:~(kb_[A-Za-z0-9_-]{43}))?\/(.+)$/s;
const host = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
// What RFC 3986 allows in a path and in a query, brackets besides, which ccxt leaves as they are.
const pathForm = /^\/[\w\-.~!$&'()*+,;=:@%/[\]]*$/;
const queryForm = /^[^\s#\p{Cc}]*$/u;

/** Throws: RESIGN_REFUSED where this is no address to be signed anew. */
export function splitResignPath(rawUrl: string): ResignPath {
  const [, key, token, rest] = prefix.exec(rawUrl) ?? [];
  if (key === undefined || rest === undefined) throw refusal('path-form');
  return { key, token, rest };
}

/**
 * The exchange's address in one of the three forms: `{host}/{path}`, `https://{host}/{path}`, or that percent-encoded
 * once in one segment, as ccxt's `proxyUrl` writes it where there is a query.
 * Takes: endpoint = the key's own address, whose scheme and port are allowed. Throws: RESIGN_REFUSED.
 */
export function readTarget(rest: string, endpoint: string | null): Target {
  if (/^https?%3a/i.test(rest)) return readAddress(decodeOnce(rest), endpoint);
  if (/^https?:/i.test(rest)) return readAddress(rest, endpoint);
  const isOwn = endpoint !== null && rest.split(/[/?]/, 1)[0]?.toLowerCase() === new URL(endpoint).host;
  return readAddress(isOwn ? `${new URL(endpoint).protocol}//${rest}` : `https://${rest}`, endpoint);
}

/** The query of such an address as it was sent, whoever's it is; '' where there is none. Throws: RESIGN_REFUSED. */
export function queryOf(rest: string): string {
  const address = /^https?%3a/i.test(rest) ? decodeOnce(rest) : rest;
  const at = address.indexOf('?');
  return at < 0 ? '' : address.slice(at + 1);
}

/** Reads a whole address. Takes: endpoint as above. Throws: RESIGN_REFUSED. */
export function readAddress(address: string, endpoint: string | null): Target {
  const [, scheme, authority, path = '/', query = ''] =
    /^(https?):\/\/([^/?#\\]+)(\/[^?]*)?(?:\?(.*))?$/s.exec(address) ?? [];
  if (scheme === undefined || authority === undefined) throw refusal('path-form');
  if (authority.includes('@')) throw refusal('user-info');
  const origin = `${scheme}://${authority.toLowerCase()}`;
  if (origin !== endpoint) {
    if (scheme !== 'https') throw refusal('path-form');
    if (authority.includes(':')) throw refusal('port');
    if (!host.test(authority)) throw refusal('foreign-host');
  }
  checkPath(path);
  if (!queryForm.test(query)) throw refusal('encoding');
  return { origin, path, query };
}

/** `%2e`, `%2f`, `%5c` and dot segments are read in different ways by programs on the way to the exchange. */
function checkPath(path: string): void {
  if (path.length > maxPath || path.split('/').some(({ length }) => length > maxSegment)) throw refusal('too-large');
  if (/%(?:2e|2f|5c|25|00)/i.test(path) || path.includes('\\')) throw refusal('path-escape');
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) throw refusal('path-escape');
  if (!pathForm.test(path)) throw refusal('encoding');
}

function decodeOnce(text: string): string {
  if (/[/?#]/.test(text)) throw refusal('path-form');
  return decoded(text);
}

/** Takes a percent-encoded text. Throws: RESIGN_REFUSED where it is no UTF-8. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusal('encoding');
  }
}
