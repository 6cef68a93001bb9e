import type { IncomingMessage } from 'node:http';
import { AppError } from '../../../shared/errors.ts';

const once = new Set(['host', 'authorization', 'content-type', 'idempotency-key', 'keybearer-deadline-ms']);
/** What ccxt sends as Origin with `proxyUrl`: `*` in JavaScript and PHP, a UUID in Python. */
const programForm = /^(?:\*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const brokerForm = /^[A-Za-z0-9_-]{1,32}$/;
const longestOnce = Math.max(...[...once].map((name) => name.length));

/**
 * What is wrong with a request before anybody asks whose it is; nothing about tokens is looked at.
 * Takes: `hosts`, the exact Host values of a door on TCP; undefined on a socket, where no browser comes.
 * Source: design/bot-api.md, On TCP.
 */
export function refusalOf(request: IncomingMessage, hosts: readonly string[] | undefined): AppError | undefined {
  const repeated = repeatedHeader(request.rawHeaders);
  if (hosts !== undefined) {
    const refusal = webRefusal(request, hosts, repeated === 'host');
    if (refusal !== undefined) return refusal;
  }
  if (repeated !== undefined)
    return new AppError('BODY_INVALID', { detail: `The header ${repeated} stands there more than once.` });
  // llhttp still reads "GET /path" alone as HTTP/0.9.
  if (request.httpVersionMajor !== 1) return new AppError('BODY_INVALID', { detail: 'This is not HTTP/1.1.' });
  // "GET http://host/path" would bring a second host, "OPTIONS *" no path.
  if (!request.url?.startsWith('/')) return new AppError('ROUTE_UNKNOWN');
  if (request.method === 'GET' && hasBody(request))
    return new AppError('BODY_INVALID', { detail: 'A GET has no body.' });
  return undefined;
}

function webRefusal(
  { headers, url }: IncomingMessage,
  hosts: readonly string[],
  severalHosts: boolean,
): AppError | undefined {
  if (severalHosts || headers.host === undefined || !hosts.includes(headers.host) || !url?.startsWith('/'))
    return new AppError('HOST_DENIED');
  const { origin, referer, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers;
  const isResign = url.startsWith('/v1/resign/');
  // Node's fetch sends "Sec-Fetch-Mode: cors", ccxt's bybit "Referer: CCXT"; a browser always sends Sec-Fetch-Site, and as
  // Referer and Origin nothing but an address (or "null").
  const isPage =
    site !== undefined ||
    (referer !== undefined && !(isResign && brokerForm.test(referer))) ||
    (mode !== undefined && mode !== 'cors') ||
    (origin !== undefined && !(isResign && programForm.test(origin)));
  return isPage ? new AppError('ORIGIN_DENIED') : undefined;
}

/** node:http keeps the first of several such headers in silence; another program on the way may have kept the last. */
function repeatedHeader(rawHeaders: readonly string[]): string | undefined {
  const seen: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const written = rawHeaders[at] ?? '';
    if (written.length > longestOnce) continue;
    const name = written.toLowerCase();
    if (!once.has(name)) continue;
    if (seen.includes(name)) return name;
    seen.push(name);
  }
  return undefined;
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
