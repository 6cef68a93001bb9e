/** Lists of objects, such as batches of orders: how they may be written, and what ccxt adds to each object by itself. */
import { AppError } from '../../../shared/errors.ts';
import type { Params } from './candidates.ts';
import { readJson } from './decode.ts';
import { isList, isObject, type Json, type JsonObject, type Pair } from './trees.ts';
import type { View } from './view.ts';

/** The same parameters with nothing in the objects of their lists. Gives: undefined where there are no such lists. */
export function emptied(params: Params): Params | undefined {
  if (isList(params)) return isBatch(params) ? params.map(() => ({})) : undefined;
  const members = Object.entries(params);
  if (!members.some(([, value]) => isBatch(value))) return undefined;
  return Object.fromEntries(members.map(([name, value]) => [name, isBatch(value) ? value.map(() => ({})) : value]));
}

/** Batches that stand as JSON in a form or a query, written in one way: blanks and orders of names say nothing. */
export function withPlainBatches(view: View): View {
  const plain = ({ name, value }: Pair): Pair => ({ name, value: textOf(batchIn(value)) ?? value });
  return withPairs(view, plain);
}

/**
 * What ccxt has signed, without what it adds by itself to the objects of a batch and the request does not have: another client
 * gives no id where ccxt draws one. Takes: blank = the same signed with nothing in those objects.
 */
export function withoutAdded(signed: View, request: View, blank: View): View {
  const trimmedPair = (pairsOf: (view: View) => readonly Pair[]) => {
    const [theirs, added] = [request, blank].map(
      (view) => new Map(pairsOf(view).map(({ name, value }) => [name, value])),
    );
    return ({ name, value }: Pair): Pair => {
      const [made, asked, own] = [value, theirs?.get(name), added?.get(name)].map((text) => batchIn(text ?? ''));
      if (made === undefined || asked === undefined || own === undefined) return { name, value };
      return { name, value: textOf(trimmed(made, asked, own)) ?? value };
    };
  };
  const inQuery = trimmedPair(({ query }) => query);
  const inForm = trimmedPair(({ body }) => (body.kind === 'form' ? body.pairs : []));
  const [made, asked, own] = [signed, request, blank].map(({ body }) =>
    body.kind === 'json' ? body.value : undefined,
  );
  if (signed.body.kind === 'json' && made !== undefined && asked !== undefined && own !== undefined)
    return { ...withPairs(signed, inQuery), body: { ...signed.body, value: trimmed(made, asked, own) } };
  return withPairs(signed, inQuery, inForm);
}

function withPairs(view: View, inQuery: (pair: Pair) => Pair, inForm = inQuery): View {
  const { query, body } = view;
  return {
    ...view,
    query: query.map(inQuery),
    body: body.kind === 'form' ? { ...body, pairs: body.pairs.map(inForm) } : body,
  };
}

const isBatch = (value: Json): value is readonly JsonObject[] =>
  isList(value) && value.length > 0 && value.every(isObject);

/** Gives: undefined where a text is no batch in JSON, or one that can be read in more ways than one. */
function batchIn(text: string): Json | undefined {
  if (!/^\s*\[\s*\{/.test(text)) return undefined;
  try {
    const value = readJson(text);
    return isBatch(value) ? value : undefined;
  } catch (fault) {
    if (fault instanceof AppError) return undefined;
    throw fault;
  }
}

/** JSON with its names in order. */
const textOf = (value: Json | undefined): string | undefined =>
  value === undefined
    ? undefined
    : JSON.stringify(value, (_name, inner: Json) => (isObject(inner) ? inOrder(inner) : inner));

const inOrder = (tree: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(tree).toSorted(([a], [b]) => (a < b ? -1 : 1)));

function trimmed(signed: Json, asked: Json, own: Json): Json {
  if (isObject(signed) && isObject(asked) && isObject(own)) {
    const members = Object.entries(signed).map(([name, value]) => [name, trimmedList(value, asked[name], own[name])]);
    return Object.fromEntries(members);
  }
  return trimmedList(signed, asked, own);
}

function trimmedList(signed: Json, asked: Json | undefined, own: Json | undefined): Json {
  if (asked === undefined || own === undefined || !isBatch(signed) || !isBatch(asked) || !isBatch(own)) return signed;
  return signed.map((item, at) => {
    const [theirs, added] = [asked[at], own[at]];
    if (theirs === undefined || added === undefined) return item;
    const kept = Object.entries(item).filter(([name]) => Object.hasOwn(theirs, name) || !Object.hasOwn(added, name));
    return Object.fromEntries(kept);
  });
}
