import { isOfSigning, type OwnPart, type OwnParts } from './own-parts.ts';
import { type CarrierPart, partsOf } from './parts.ts';
import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  nestedOf,
  type Pair,
  pairsOf,
  sameJson,
  samePairs,
  withoutIndices,
} from './trees.ts';
import { isAsDeclared, type View, type Wire } from './view.ts';

/**
 * Does what ccxt has signed say the same as the request, all that `sign()` adds by itself and one-time codes left aside?
 * Orders of names do not matter, nor how characters are escaped.
 * Takes: takesFormForJson = the exchange reads a form where ccxt sends JSON.
 */
export function saysTheSame(
  request: View,
  signed: View,
  own: OwnParts,
  codeNames: readonly string[],
  takesFormForJson: boolean,
): boolean {
  if (request.method !== signed.method || request.origin !== signed.origin || request.path !== signed.path)
    return false;
  if (!isAsDeclared(request) && !isDeclaredSo(request, signed)) return false;
  if (!namesAgree(request, own)) return false;
  const [a, b] = [request, signed].map((view) => bare(view, request, own, codeNames));
  if (a === undefined || b === undefined) return false;
  if ((request.payload === undefined) !== (signed.payload === undefined)) return false;
  if (!sameJson(a.payload, b.payload)) return false;
  if (!samePairs(a.query, b.query)) return false;
  // Where a header carries all of it, the body may be left out (gemini).
  return (request.payload !== undefined && isEmpty(a.body)) || sameBodies(a.body, b.body, takesFormForJson);
}

/** ccxt itself says of some bodies what they are not (bitbns: JSON as a form), and there it must be the same untruth. */
const isDeclaredSo = (request: View, signed: View): boolean =>
  !isAsDeclared(signed) && request.mediaType === signed.mediaType && request.body.kind === signed.body.kind;

/** Are query and form written in the same letters, but for their order and what `sign()` adds? */
export function isWrittenAlike(request: Wire, signed: Wire, own: OwnParts): boolean {
  const written = (text: string, parts: ReadonlyMap<string, OwnPart>): string =>
    text
      .split('&')
      .filter((pair) => pair !== '' && !isOfSigning(parts.get(pair.split('=', 1)[0] ?? '')))
      .sort()
      .join('&');
  if (written(request.target.query, own.query) !== written(signed.target.query, own.query)) return false;
  const isForm = !/^\s*[[{]/.test(signed.body);
  return !isForm || written(request.body, own.body) === written(signed.body, own.body);
}

/** Where the name of the endpoint stands in the request, it must be this one. */
const namesAgree = (request: View, own: OwnParts): boolean =>
  (['query', 'body', 'payload'] as const).every((part) => {
    const parts = partsOf(request, part);
    return [...own[part]].every(
      ([name, made]) => made.kind !== 'name' || (parts.has(name) && sameJson(parts.get(name) ?? null, made.value)),
    );
  });

type BareBody = { readonly pairs: readonly Pair[] } | { readonly json: Json };
interface Bare {
  readonly query: readonly Pair[];
  readonly body: BareBody | undefined;
  readonly payload: JsonObject;
}

function bare(view: View, request: View, own: OwnParts, codeNames: readonly string[]): Bare {
  const isLeft = (part: CarrierPart, parts: ReadonlyMap<string, OwnPart>) => {
    const given = partsOf(request, part);
    return (name: string): boolean => {
      if (codeNames.includes(name) || isOfSigning(parts.get(name))) return false;
      // What only ccxt adds may be missing from what another client sends.
      return given.has(name) || !parts.has(name);
    };
  };
  const [inQuery, inBody, inPayload] = [
    isLeft('query', own.query),
    isLeft('body', own.body),
    isLeft('payload', own.payload),
  ];
  return {
    query: view.query.filter(({ name }) => inQuery(name)),
    body: bareBody(view, inBody),
    payload: leftOf(view.payload ?? {}, inPayload),
  };
}

const leftOf = (tree: JsonObject, isLeft: (name: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(tree).filter(([name]) => isLeft(name)));

function bareBody({ body }: View, isLeft: (name: string) => boolean): BareBody | undefined {
  if (body.kind === 'none') return undefined;
  if (body.kind === 'form') return { pairs: body.pairs.filter(({ name }) => isLeft(name)) };
  return { json: isObject(body.value) ? leftOf(body.value, isLeft) : body.value };
}

function isEmpty(body: BareBody | undefined): boolean {
  if (body === undefined) return true;
  if ('pairs' in body) return body.pairs.length === 0;
  return isObject(body.json) && Object.keys(body.json).length === 0;
}

function sameBodies(request: BareBody | undefined, signed: BareBody | undefined, takesFormForJson: boolean): boolean {
  if (isEmpty(request) || isEmpty(signed)) return isEmpty(request) && isEmpty(signed);
  if (request === undefined || signed === undefined) return false;
  if ('pairs' in signed)
    return 'pairs' in request ? samePairs(request.pairs, signed.pairs) : sameLoosely(request.json, signed.pairs);
  if ('json' in request) return sameJson(request.json, signed.json);
  return takesFormForJson && sameAsForm(signed.json, request.pairs);
}

/** JSON of a client and the form of ccxt, where brackets within a name (`close[price]`) are not met by a tree of that name. */
function sameLoosely(tree: Json, pairs: readonly Pair[]): boolean {
  const written = isObject(tree) ? pairsOf(tree) : undefined;
  if (written === undefined || nestedOf(written) === undefined) return false;
  return samePairs(withoutIndices(written), withoutIndices(pairs));
}

/**
 * JSON of ccxt and the form of a client, of which only one tree can be made: programs disagree of a name that stands twice,
 * of `[]` with more behind it, and of a list with an index too few.
 */
function sameAsForm(tree: Json, pairs: readonly Pair[]): boolean {
  if (pairs.some(({ name }) => name.includes('[]['))) return false;
  const read = nestedOf(pairs);
  return read !== undefined && !hasIndexForName(read) && sameJson(tree, read);
}

function hasIndexForName(tree: Json): boolean {
  if (isList(tree)) return tree.some(hasIndexForName);
  return isObject(tree) && Object.entries(tree).some(([name, value]) => /^\d+$/.test(name) || hasIndexForName(value));
}
