/** Was a request understood? Judged by signing what was recovered a second time, and by what was given to ccxt. */
import { isDeepStrictEqual } from 'node:util';
import type { SignedRequest } from '../../../electron/exchange/ccxt.ts';
import type { Endpoint } from '../../../electron/exchange/endpoints.ts';
import type { Recovered, Recovery } from '../../../electron/exchange/resign/recover.ts';
import { AppError } from '../../../shared/errors.ts';
import { stricter } from '../../../shared/permissions.ts';
import { type DummyClient, requestOf } from './client.ts';

/**
 * `right`: the same endpoint and parameters, and signed anew the same request to the byte.
 * `twin`: the same request to the byte, for which ccxt has another name that needs as much or more.
 * `unlike`: says the same on the wire, though ccxt was given what it writes as something else (a list as text, an unescaped `&`).
 * `unsigned`: ccxt itself makes no such request.
 */
export type Verdict =
  | { readonly kind: 'right' | 'twin' | 'unlike' | 'unsigned' }
  | { readonly kind: 'wrong'; readonly about: string }
  | { readonly kind: 'refused'; readonly reason: string };

export function judge(
  client: DummyClient,
  recovery: Pick<Recovery, 'recover'>,
  endpoint: Endpoint,
  params: object,
): Verdict {
  const signed = client.sign(endpoint, params);
  if (signed === undefined) return { kind: 'unsigned' };
  let recovered: Recovered;
  try {
    recovered = recovery.recover(requestOf(signed));
  } catch (fault) {
    if (fault instanceof AppError && fault.code === 'RESIGN_REFUSED')
      return { kind: 'refused', reason: fault.details.causes?.[0]?.id ?? 'unnamed' };
    throw fault;
  }
  const again = client.signAgain(recovered.endpoint, recovered.params);
  if (again === undefined) return wrong('no request', endpoint, recovered);
  if (!isSame(signed, again))
    return recovered.endpoint === endpoint && isDeepStrictEqual(meaningOf(signed), meaningOf(again, fillers()))
      ? { kind: 'unlike' }
      : wrong('another request', endpoint, recovered, [signed, again]);
  if (recovered.endpoint !== endpoint)
    return endpoint.needs === 'raw' || stricter(recovered.endpoint.needs, endpoint.needs) === recovered.endpoint.needs
      ? { kind: 'twin' }
      : wrong('an endpoint that needs less', endpoint, recovered);
  return { kind: isGiven(recovered) ? 'right' : 'unlike' };

  function isGiven({ params: found }: Recovered): boolean {
    return lost(leaves(params), leaves(found)).every(([name]) => isUnsaid(name));
  }

  /** What ccxt adds where nothing was given, and what was given took away (an empty list in the place of `recvWindow`). */
  function fillers(): readonly string[] {
    const names = new Set([...endpoint.path.matchAll(/\{([\w-]+)\}/g)].map(([, name]) => name));
    const inPath = Object.entries(params).filter(([name]) => names.has(name));
    const empty = client.signAgain(endpoint, Object.fromEntries(inPath));
    if (empty === undefined || signed === undefined) return [];
    const given = textsOf(signed);
    return textsOf(empty).filter((text) => !given.some((one) => one.split(',')[0] === text.split(',')[0]));
  }

  /** Does ccxt make the same request without this parameter? */
  function isUnsaid(name: string): boolean {
    const without = client.signAgain(endpoint, withoutLeaf(params, name));
    return without !== undefined && signed !== undefined && isSame(without, signed);
  }
}

const wrong = (
  what: string,
  endpoint: Endpoint,
  recovered: Recovered,
  requests: readonly SignedRequest[] = [],
): Verdict => ({
  kind: 'wrong',
  about: [
    `${endpoint.id}: ${what}, ${recovered.endpoint.id}`,
    ...requests.map((request) => JSON.stringify(request)),
  ].join('\n'),
});

/** ccxt ends an address with `?` where a list that was given is empty. */
const withoutEmptyQuery = (url: string): string => (url.endsWith('?') ? url.slice(0, -1) : url);

function isSame(a: SignedRequest, b: SignedRequest): boolean {
  return (
    withoutEmptyQuery(a.url) === withoutEmptyQuery(b.url) &&
    a.method === b.method &&
    (a.body ?? '') === (b.body ?? '') &&
    headersOf(a) === headersOf(b)
  );
}

/** What an exchange reads, by JavaScript's own readers and not by those under test, without the signature. */
function meaningOf(signed: SignedRequest, without: readonly string[] = []): unknown {
  const { url, method, body, headers } = requestOf(signed);
  const { origin, pathname, search } = new URL(url);
  const text = Buffer.from(body).toString();
  const isLeft = (pair: string): boolean => !without.includes(pair);
  return {
    ...{ method, origin, pathname },
    query: pairsIn(search).filter(isLeft),
    body: isJson(text) ? bodyIn(text) : pairsIn(text).filter(isLeft),
    inHeaders: headers
      .map(([, value]) => Buffer.from(value, 'base64').toString())
      .filter((inner) => inner.startsWith('{"')),
  };
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** The pairs of query and form. */
function textsOf(signed: SignedRequest): string[] {
  const { url, body } = requestOf(signed);
  const text = Buffer.from(body).toString();
  return [...pairsIn(new URL(url).search), ...(isJson(text) ? [] : pairsIn(text))];
}

const isSignature = (name: string): boolean => name === 'sign' || name === 'signature';
const pairsIn = (text: string): string[] =>
  [...new URLSearchParams(text)]
    .filter(([name]) => !isSignature(name))
    .map(String)
    .sort();

function bodyIn(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !isSignature(name)));
}

const headersOf = ({ headers }: SignedRequest): string => JSON.stringify(Object.entries(headers ?? {}).sort());

/** Every value at the end of a tree with its name, as text, as a form would say it. */
function leaves(value: unknown, name = ''): [name: string, text: string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[name, value === null ? '' : String(value)]];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, isList ? `${name}[]` : name === '' ? key : `${name}[${key}]`),
  );
}

function lost(given: readonly [string, string][], found: readonly [string, string][]): [string, string][] {
  const all = new Set(found.map(([name, text]) => `${bare(name)}=${text}`));
  return given.filter(([name, text]) => !all.has(`${bare(name)}=${text}`));
}

const bare = (name: string): string => name.replaceAll('[]', '');

function withoutLeaf(params: unknown, name: string): unknown {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params;
  const [first = ''] = name.split('[');
  return Object.fromEntries(Object.entries(params).filter(([key]) => key !== name && key !== first));
}
