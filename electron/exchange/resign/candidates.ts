import type { Match } from './matchers.ts';
import type { OwnPart, OwnParts } from './own-parts.ts';
import {
  flatOf,
  isList,
  isObject,
  isUnambiguous,
  type Json,
  type JsonObject,
  merged,
  nestedOf,
  type Pair,
  sameJson,
  writtenOut,
} from './trees.ts';
import type { View } from './view.ts';

/** What a request may have been signed from. okx, htx and gate take lists. */
export type Params = JsonObject | readonly Json[];

/** How pairs become a tree. */
const shapes = ['escaped', 'nested', 'flat', 'json'] as const;
type Shape = (typeof shapes)[number];

/**
 * Every way to read the parameters of an endpoint out of a request, the likeliest first; whether it is right, signing
 * it tells. Takes: codeNames = parameters that carry a one-time code, which the agent adds itself; isSignedAsSent = the
 * exchange signs query and form as they stand on the wire, escapes and all.
 */
export function* candidatesOf(
  view: View,
  match: Match,
  own: OwnParts,
  codeNames: readonly string[],
  isSignedAsSent: boolean,
): Generator<Params, void, undefined> {
  for (const keepsFixed of hasFixed(view, own) ? [false, true] : [false]) {
    const isKept = (parts: ReadonlyMap<string, OwnPart>) => (name: string, value: Json) =>
      !codeNames.includes(name) && keeps(parts.get(name), value, keepsFixed);
    const inQuery = view.query.filter(({ name, value }) => isKept(own.query)(name, value));
    const payload = kept(view.payload ?? {}, isKept(own.payload));
    for (const shape of shapesFor(inQuery, view, isSignedAsSent)) {
      const query = shaped(inQuery, shape);
      if (query === undefined) continue;
      if (view.body.kind === 'json' && isList(view.body.value)) yield* listsOf(view.body.value, match, query);
      const body = bodyOf(view, own, shape, isKept(own.body));
      if (body === undefined) continue;
      const whole = merged([body, query, payload, match.pathParams]);
      if (whole !== undefined) yield match.isList ? [whole] : whole;
      // JSON of which ccxt makes a form.
      const plain = whole === undefined ? undefined : writtenOut(whole);
      if (view.body.kind === 'json' && isObject(plain) && !sameJson(plain, whole ?? null)) yield plain;
      // gate's `query` holds what goes into the address of a request with a body.
      const apart = merged([body, { query }, match.pathParams]);
      if (inQuery.length > 0 && view.body.kind !== 'none' && apart !== undefined) yield apart;
    }
  }
}

function keeps(own: OwnPart | undefined, value: Json, keepsFixed: boolean): boolean {
  if (own === undefined) return true;
  if (!('value' in own)) return own.kind === 'drawn';
  return !sameJson(own.value, value) || (keepsFixed && own.kind === 'fixed');
}

const hasFixed = ({ query, body, payload }: View, own: OwnParts): boolean =>
  [...own.query, ...own.body, ...own.payload].some(([, { kind }]) => kind === 'fixed') &&
  (query.length > 0 || body.kind !== 'none' || payload !== undefined);

function shapesFor(query: readonly Pair[], { body }: View, isSignedAsSent: boolean): readonly Shape[] {
  const pairs = [...query, ...(body.kind === 'form' ? body.pairs : [])];
  const names = pairs.map(({ name }) => name);
  return shapes.filter((shape) => {
    if (shape === 'json') return pairs.some(({ value }) => looksLikeJson(value));
    if (shape === 'escaped') return isSignedAsSent && pairs.some(({ value }) => neverSent.test(value));
    return shape === 'nested' || names.some((name) => name.includes('[')) || new Set(names).size < names.length;
  });
}

function shaped(pairs: readonly Pair[], shape: Shape): JsonObject | undefined {
  if (!isUnambiguous(pairs)) return undefined;
  if (shape === 'nested') return nestedOf(pairs);
  if (shape === 'escaped') return flatOf(pairs.map(escapedAnew));
  const tree = flatOf(pairs);
  if (tree === undefined || shape === 'flat') return tree;
  const entries = Object.entries(tree).map(([name, value]) => [
    name,
    typeof value === 'string' ? fromJson(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/**
 * What can't stand in an address or a form as it is. Where ccxt writes and signs a value as it is given (bybit's queries,
 * binance's withdrawals), it must be given escaped, for what is signed to be what is sent.
 */
const neverSent = /[%&#+"'<>`{}^|\\\s]|[^\x20-\x7e]/;
const escapedAnew = ({ name, value }: Pair): Pair => ({
  name,
  value: neverSent.test(value) ? encodeURIComponent(value.toWellFormed()).replaceAll("'", '%27') : value,
});

const looksLikeJson = (text: string): boolean => /^(?:\[.*\]|\{.*\})$/s.test(text);

/** A list or an object that stands as JSON in a form (binance's batches). */
function fromJson(text: string): Json {
  if (!looksLikeJson(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function bodyOf(
  { body }: View,
  own: OwnParts,
  shape: Shape,
  isKept: (name: string, value: Json) => boolean,
): JsonObject | undefined {
  if (body.kind === 'none') return {};
  if (body.kind === 'form')
    return shaped(
      body.pairs.filter(({ name, value }) => isKept(name, value)),
      shape,
    );
  if (!isObject(body.value)) return undefined;
  if (own.under === undefined) return kept(body.value, isKept);
  const inner = body.value[own.under] ?? {};
  const isWrapped = Object.keys(body.value).every((name) => name === own.under || own.body.has(name));
  return isWrapped && isObject(inner) ? inner : undefined;
}

const kept = (tree: JsonObject, isKept: (name: string, value: Json) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(tree).filter(([name, value]) => isKept(name, value)));

/** What ccxt makes a body of that is a list. */
function* listsOf(items: readonly Json[], { pathParams }: Match, query: JsonObject): Generator<Params> {
  if (Object.keys(pathParams).length === 0) yield items;
  // gate: the parameters of the path stand in the first item, alone or with the rest of it.
  else {
    yield [pathParams, ...items];
    yield items;
  }
  // hashkey: the list is a parameter of its own.
  const whole = merged([{ orders: items }, query, pathParams]);
  if (whole !== undefined) yield whole;
}
