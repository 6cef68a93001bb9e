import { isOfSigning, type OwnPart, type OwnParts } from './own-parts.ts';
import { isList, isObject, type Json, type JsonObject, type Pair } from './trees.ts';
import type { View } from './view.ts';

/** As keys, signatures, nonces, times and codes are written; nothing that a program may take for the start of another value. */
const plainValue = /^[\w.:+/=,@~ -]*$/;

/**
 * Is the signature and all that goes with it written so that nothing else is thrown away with it, and nothing of it is left?
 * Not where it stands twice or in brackets (`nonce=1&nonce[a]=2`, `otp[]=1`), and not where it holds more (`nonce=1;volume=2`).
 * Takes: codeNames = parameters that carry a one-time code.
 */
export function isThrownAwayWhole(view: View, own: OwnParts, codeNames: readonly string[]): boolean {
  const isThrown = (parts: ReadonlyMap<string, OwnPart>) => (name: string) =>
    codeNames.includes(name) || isOfSigning(parts.get(name));
  const { query, body, payload } = view;
  if (!areWhole(query, isThrown(own.query))) return false;
  if (payload !== undefined && !isWhole(payload, isThrown(own.payload))) return false;
  if (body.kind === 'form') return areWhole(body.pairs, isThrown(own.body));
  return body.kind !== 'json' || !isObject(body.value) || isWhole(body.value, isThrown(own.body));
}

const rootOf = (name: string): string => name.split('[', 1)[0] ?? '';

function areWhole(pairs: readonly Pair[], isThrown: (name: string) => boolean): boolean {
  const seen = new Set<string>();
  return pairs.every(({ name, value }) => {
    const root = rootOf(name);
    if (!isThrown(root)) return true;
    const isFirst = !seen.has(root);
    seen.add(root);
    return isFirst && root === name && plainValue.test(value);
  });
}

const isWhole = (tree: JsonObject, isThrown: (name: string) => boolean): boolean =>
  Object.entries(tree).every(([name, value]) => !isThrown(rootOf(name)) || (name === rootOf(name) && isPlain(value)));

const isPlain = (value: Json): boolean =>
  typeof value === 'string' ? plainValue.test(value) : !isList(value) && !isObject(value);
