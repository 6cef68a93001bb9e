/** Parameters as trees and as lists of names and values, and when two of them say the same. */

import { exactDecimal } from '../../base/strict-json.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}
export interface Pair {
  readonly name: string;
  readonly value: string;
}

const maxDepth = 8;
const maxItems = 1000;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** Each name as it stands; one that stands twice is a list. Gives: undefined where a name would change an object's nature. */
export function flatOf(pairs: readonly Pair[]): JsonObject | undefined {
  const values = valuesByName(pairs);
  return values.has('__proto__') ? undefined : Object.fromEntries(values);
}

/** What stands under each name: a text, or a list of them. */
export function valuesByName(pairs: readonly Pair[]): ReadonlyMap<string, string | readonly string[]> {
  const groups = Map.groupBy(pairs, ({ name }) => name);
  return new Map(
    [...groups].map(([name, all]) => {
      const values = all.map(({ value }) => value);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

/** Names with brackets as a tree: `close[type]`, `ids[0]`, `ids[]`. Gives: undefined where they make no tree. */
export function nestedOf(pairs: readonly Pair[]): JsonObject | undefined {
  const root: Node = { value: undefined, members: new Map() };
  for (const { name, value } of pairs) {
    const steps = stepsOf(name);
    if (steps === undefined || steps.length > maxDepth) return undefined;
    if (!put(root, steps, value)) return undefined;
  }
  const tree = treeOf(root);
  return isObject(tree) ? tree : undefined;
}

/** Can brackets in these names be read in one way only? A name that stands twice is looked at once. */
export const isUnambiguous = (pairs: readonly Pair[]): boolean =>
  nestedOf([...new Map(pairs.map((pair) => [pair.name, pair])).values()]) !== undefined;

interface Node {
  value: string | undefined;
  readonly members: Map<string, Node>;
}

function stepsOf(name: string): string[] | undefined {
  const [, first, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  if (first === undefined) return undefined;
  const steps = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, step = '']) => step)];
  return steps.includes('__proto__') ? undefined : steps;
}

function put(root: Node, steps: readonly string[], value: string): boolean {
  let node = root;
  for (const step of steps) {
    if (node.value !== undefined) return false;
    const name = step === '' ? String(node.members.size) : step;
    let next = node.members.get(name);
    if (next === undefined) {
      next = { value: undefined, members: new Map() };
      node.members.set(name, next);
    }
    node = next;
  }
  if (node.value !== undefined || node.members.size > 0) return false;
  node.value = value;
  return true;
}

function treeOf({ value, members }: Node): Json | undefined {
  if (value !== undefined) return value;
  const names = [...members.keys()];
  const isIndexed = names.length > 0 && names.length <= maxItems && names.every((name, at) => name === String(at));
  const entries = [...members].map(([name, node]) => [name, treeOf(node) ?? null] as const);
  return isIndexed ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

/** A tree as pairs, in the manner of `nestedOf`. Gives: undefined where a value has no form (null, too deep). */
export function pairsOf(tree: JsonObject): Pair[] | undefined {
  const pairs: Pair[] = [];
  const walk = (name: string, value: Json, depth: number): boolean => {
    if (value === null || Number.isNaN(value) || depth > maxDepth) return false;
    if (isList(value)) return value.every((item, at) => walk(`${name}[${at}]`, item, depth + 1));
    if (isObject(value))
      return Object.entries(value).every(([inner, member]) => walk(`${name}[${inner}]`, member, depth + 1));
    pairs.push({ name, value: typeof value === 'number' ? exactDecimal(String(value)) : String(value) });
    return true;
  };
  return Object.entries(tree).every(([name, value]) => walk(name, value, 0)) ? pairs : undefined;
}

/** The same with each number as text that JavaScript would write with an exponent, which no form takes (0.0000001). */
export function writtenOut(value: Json): Json {
  if (typeof value === 'number') return String(value).includes('e') ? exactDecimal(String(value)) : value;
  if (isList(value)) return value.map(writtenOut);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, writtenOut(member)]))
    : value;
}

/** The same names with the same values; the order matters only among values of one name. */
export function samePairs(a: readonly Pair[], b: readonly Pair[]): boolean {
  if (a.length !== b.length) return false;
  const [first, second] = [grouped(a), grouped(b)];
  return first.size === second.size && [...first].every(([name, value]) => second.get(name) === value);
}

const grouped = (pairs: readonly Pair[]): Map<string, string> => {
  const groups = new Map<string, string>();
  for (const { name, value } of pairs) groups.set(name, `${groups.get(name) ?? ''}\u0000${value}`);
  return groups;
};

/** Lists written `a=1&a=2`, `a[]=1&a[]=2` and `a[0]=1&a[1]=2` alike. */
export const withoutIndices = (pairs: readonly Pair[]): Pair[] =>
  pairs.map(({ name, value }) => ({ name: name.replace(/\[\d*\]$/, ''), value }));

/** The same value of the same type; the order of names does not matter. */
export function sameJson(a: Json, b: Json): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, at) => sameJson(item, b[at] ?? null));
  if (!isObject(a) || !isObject(b)) return Object.is(a, b) || (a === 0 && b === 0);
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name] ?? null, b[name] ?? null))
  );
}

/** Objects put into one. Gives: undefined where a name stands in two of them with different values. */
export function merged(trees: readonly JsonObject[]): JsonObject | undefined {
  const all = new Map<string, Json>();
  for (const [name, value] of trees.flatMap((tree) => Object.entries(tree))) {
    const before = all.get(name);
    if (before !== undefined && !saysTheSame(before, value)) return undefined;
    all.set(name, before ?? value);
  }
  return Object.fromEntries(all);
}

/** A path knows only text, so `5` in it and a number in a body may be one. The first is kept. */
const saysTheSame = (a: Json, b: Json): boolean =>
  sameJson(a, b) || (!isObject(a) && !isObject(b) && !isList(a) && !isList(b) && String(a) === String(b));
