import { isObject, type Json, valuesByName } from './trees.ts';
import type { View } from './view.ts';

/** Where the parts of a request stand. */
export const carrierParts = ['query', 'body', 'payload', 'headers'] as const;
export type CarrierPart = (typeof carrierParts)[number];

/** What stands there by its name at the first level. A name that stands twice holds a list. */
export function partsOf(view: View, part: CarrierPart): ReadonlyMap<string, Json> {
  if (part === 'headers') return view.headers;
  if (part === 'query') return valuesByName(view.query);
  if (part === 'payload') return new Map(Object.entries(view.payload ?? {}));
  if (view.body.kind === 'form') return valuesByName(view.body.pairs);
  return new Map(view.body.kind === 'json' && isObject(view.body.value) ? Object.entries(view.body.value) : []);
}
