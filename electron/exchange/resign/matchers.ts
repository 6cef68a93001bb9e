import type { Endpoint } from '../endpoints.ts';
import { decoded } from './paths.ts';
import type { Signer } from './signer.ts';
import { wireOf } from './view.ts';

/** An endpoint whose address ccxt makes of the parameters of its path. */
export interface Marked {
  readonly endpoint: Endpoint;
  /** How the parameters of its path are given to `sign()`: gate takes those of a list from its first item. */
  readonly isList: boolean;
  /** The parameters of its path, a mark for each. */
  readonly marks: Readonly<Record<string, string>>;
}

/** An endpoint and what its path says in a request. */
export interface Match extends Marked {
  readonly pathParams: Readonly<Record<string, string>>;
}

interface Matcher extends Marked {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

export interface Matchers {
  /** The endpoints that ccxt calls by this method and address. */
  find(method: string, origin: string, path: string): Match[];
  /** Every address of the exchange that an endpoint is called at. */
  readonly origins: ReadonlySet<string>;
  hasMethod(method: string): boolean;
  /** The names, in lower case, of every header that `sign()` gives to any of them. */
  readonly headerNames: ReadonlySet<string>;
}

const marker = (at: number): string => `zq${at}qz`;

/** Asks `sign()` of each endpoint, with marks for the parameters of its path, which address it makes of them. */
export function buildMatchers(endpoints: readonly Endpoint[], signer: Signer): Matchers {
  const byPlace = new Map<string, Matcher[]>();
  const origins = new Set<string>();
  const headerNames = new Set<string>();
  for (const endpoint of endpoints) {
    const read = readPlace(endpoint, signer);
    if (read === undefined) continue;
    const { place, matcher, headers, origin } = read;
    origins.add(origin);
    for (const name of headers) headerNames.add(name);
    byPlace.set(place, [...(byPlace.get(place) ?? []), matcher]);
  }
  const methods = new Set(endpoints.map(({ verb }) => verb));
  return {
    headerNames,
    origins,
    hasMethod: (method) => methods.has(method),
    find: (method, origin, path) =>
      (byPlace.get(placeOf(method, origin, path)) ?? []).flatMap((matcher) => matchOf(matcher, path)),
  };
}

const placeOf = (method: string, origin: string, path: string): string =>
  `${method} ${origin} ${path.split('/').length}`;

function matchOf({ pattern, names, ...marked }: Matcher, path: string): Match[] {
  const found = pattern.exec(path);
  if (found === null) return [];
  const pathParams: Record<string, string> = {};
  for (const [at, name] of names.entries()) pathParams[name] = found[at + 1] ?? '';
  return [{ ...marked, pathParams }];
}

function readPlace(endpoint: Endpoint, signer: Signer) {
  const names = [...new Set([...endpoint.path.matchAll(/\{([\w-]+)\}/g)].map(([, name = '']) => name))];
  const marks = Object.fromEntries(names.map((name, at) => [name, marker(at)]));
  for (const isList of names.length > 0 ? [false, true] : [false]) {
    const wire = addressOf(endpoint, isList ? [marks] : marks, signer);
    if (wire === undefined) continue;
    const path = decoded(wire.target.path);
    if (!names.every((_name, at) => path.split(marker(at)).length === 2)) continue;
    // Where two values touch, nobody can tell where one ends.
    if (/zq\d+qzzq\d+qz/.test(path)) continue;
    // In the order in which they stand in the address.
    const inOrder = [...path.matchAll(/zq(\d+)qz/g)].map(([, at]) => names[Number(at)] ?? '');
    const { origin } = wire.target;
    return {
      origin,
      place: placeOf(wire.method, origin, path),
      matcher: { endpoint, isList, marks, pattern: patternOf(path), names: inOrder },
      headers: wire.headers.keys(),
    };
  }
  return undefined;
}

/** A value ends at the next character of the address where another value follows in the same segment. */
function patternOf(path: string): RegExp {
  const [first = '', ...others] = path.split(/zq\d+qz/);
  const values = others.map((after, at) => {
    const isShared = at < others.length - 1 && !after.includes('/');
    return `([^/${isShared ? literally(after.charAt(0)) : ''}]+)${literally(after)}`;
  });
  return new RegExp(`^${literally(first)}${values.join('')}$`, 'u');
}

function addressOf(endpoint: Endpoint, params: unknown, signer: Signer) {
  const signed = signer.sign(endpoint, params);
  try {
    return signed === undefined ? undefined : wireOf(signed);
  } catch {
    // An address that nobody could send, such as one with a parameter left in braces.
    return undefined;
  }
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, (character) => `\\${character}`);
