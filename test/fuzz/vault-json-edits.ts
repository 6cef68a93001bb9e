/** Spoils a vault's file as one who knows its format would: the JSON stays canonical and the lists sorted, mostly. */
import { canonicalJson } from '../../electron/base/canonical-json.ts';
import { below, type Draw, pick } from './draw.ts';

type Holder = Record<string, unknown> | unknown[];

/** A member of an object or an element of a list. */
interface Place {
  readonly holder: Holder;
  readonly name: string;
  readonly value: unknown;
}

type Edit = (places: readonly Place[], draw: Draw) => void;

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value);

/** Gives: the file as it was where it is no JSON. */
export function onJson(file: Buffer, draw: Draw, edit: Edit): Buffer {
  const root = parsed(file);
  if (!isObject(root)) return file;
  const places = placesOf(root);
  if (places.length === 0) return file;
  edit(places, draw);
  return written(root, draw);
}

export const changeValue: Edit = (places, draw) => {
  const place = pick(draw, places);
  put(place, otherValue(place.value, draw));
};

export const changeStructure: Edit = (places, draw) => {
  const place = pick(draw, places);
  const { holder, value } = place;
  const how = below(draw, 4);
  if (how === 0) drop(place);
  else if (how === 1) add(holder, structuredClone(value), draw);
  else if (how === 2) exchange(place, pick(draw, siblingsOf(places, place)));
  else if (isList(value) || isObject(value)) put(place, isList(value) ? [] : {});
  else add(holder, null, draw);
};

/** A value of one place also stands in another of the same name, e.g. one record's nonce in another. */
export const copyWithin: Edit = (places, draw) => {
  const place = pick(draw, places);
  const alike = places.filter(({ name, value }) => name === place.name && value !== place.value);
  put(place, structuredClone(pick(draw, alike.length === 0 ? places : alike).value));
};

/** Puts members, records, slots or parts of records of another file in. */
export function transplant(file: Buffer, other: Buffer, draw: Draw): Buffer {
  const [ours, theirs] = [parsed(file), parsed(other)];
  if (!isObject(ours) || !isObject(theirs)) return file;
  const how = below(draw, 3);
  if (how === 0) {
    for (const name of Object.keys(theirs)) if (draw() < 0.4) ours[name] = theirs[name];
    return written(ours, draw);
  }
  const list = how === 1 || draw() < 0.5 ? 'records' : 'slots';
  const [into, from] = [ours[list], theirs[list]];
  if (!isList(into) || !isList(from) || from.length === 0) return file;
  if (how === 1) insertOf(into, from, draw);
  else graft(into, from, draw);
  return written(ours, draw);
}

/** A whole element: in the place of one, or beside the others. */
function insertOf(into: unknown[], from: readonly unknown[], draw: Draw): void {
  const given = structuredClone(pick(draw, from));
  const same = into.findIndex((one) => isObject(one) && isObject(given) && one['id'] === given['id']);
  if (same >= 0 && draw() < 0.7) into[same] = given;
  else if (into.length > 0 && draw() < 0.5) into[below(draw, into.length)] = given;
  else into.push(given);
}

/** Some members of one element of theirs go into one of ours. */
function graft(into: unknown[], from: readonly unknown[], draw: Draw): void {
  if (into.length === 0) return;
  const [target, source] = [pick(draw, into), pick(draw, from)];
  if (!isObject(target) || !isObject(source)) return;
  for (const name of Object.keys(source)) if (draw() < 0.5) target[name] = source[name];
}

function parsed(file: Buffer): unknown {
  try {
    return JSON.parse(file.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Canonical and sorted, so that the form alone gives nothing away; sometimes not. */
function written(root: Record<string, unknown>, draw: Draw): Buffer {
  if (draw() < 0.8)
    for (const [list, by] of [
      ['records', 'id'],
      ['slots', 'kind'],
    ] as const)
      sortBy(root[list], by);
  return Buffer.from(draw() < 0.9 ? canonicalJson(root) : JSON.stringify(root), 'utf8');
}

function sortBy(list: unknown, name: string): void {
  const key = (one: unknown): string => (isObject(one) ? String(one[name]) : '');
  if (isList(list)) list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function placesOf(holder: Holder): Place[] {
  return Object.entries(holder).flatMap(([name, value]) => [
    { holder, name, value },
    ...(isList(value) || isObject(value) ? placesOf(value) : []),
  ]);
}

const siblingsOf = (places: readonly Place[], { holder }: Place): readonly Place[] =>
  places.filter((each) => each.holder === holder);

function put({ holder, name }: Place, value: unknown): void {
  if (isList(holder)) holder[Number(name)] = value;
  else holder[name] = value;
}

function drop({ holder, name }: Place): void {
  if (isList(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
}

function add(holder: Holder, value: unknown, draw: Draw): void {
  if (isList(holder)) holder.splice(below(draw, holder.length + 1), 0, value);
  else holder[pick(draw, ['note', 'id', 'kdf', 'type', 'v', 'nonce', '__proto__'])] = value;
}

function exchange(a: Place, b: Place): void {
  put(a, b.value);
  put(b, a.value);
}

function otherValue(value: unknown, draw: Draw): unknown {
  if (draw() < 0.1) return pick(draw, [null, true, 0, '', [], {}]);
  if (typeof value === 'number') return otherNumber(value, draw);
  if (typeof value === 'string') return otherText(value, draw);
  return pick(draw, [value, null, [value], { value }]);
}

const otherNumber = (value: number, draw: Draw): number =>
  pick(draw, [value + 1, value - 1, value * 2, -value, value + 0.5, 0, 1, 2 ** 53, below(draw, 1e6), below(draw, 100)]);

function otherText(text: string, draw: Draw): string {
  const bytes = Buffer.from(text, 'base64');
  const how = below(draw, 4);
  // As base64: one bit, or another length of the bytes inside; as text: one character, or none of it.
  if (how === 0 && bytes.length > 0) {
    const at = below(draw, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(draw, 8));
    return bytes.toString('base64');
  }
  if (how === 1) return bytes.subarray(below(draw, 2), bytes.length - below(draw, 13)).toString('base64');
  if (how === 2) return text.slice(0, below(draw, text.length + 1));
  const at = below(draw, text.length + 1);
  return text.slice(0, at) + pick(draw, ['a', 'b', '0', 'f', 'A', '_', '.', 'é', '']) + text.slice(at + 1);
}
