/** What of a body may be written: an allow-list in the form of the body. */
export type Shape =
  /** A plain value as it is. */
  | { readonly kind: 'show' }
  /** An object of which these members are looked at. */
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, Shape> }
  /** An object whose names are assets, ids and the like: every member is looked at alike. */
  | { readonly kind: 'each'; readonly each: Shape }
  | { readonly kind: 'list'; readonly each: Shape };

export const show: Shape = { kind: 'show' };
export const each = (shape: Shape): Shape => ({ kind: 'each', each: shape });
export const list = (shape: Shape): Shape => ({ kind: 'list', each: shape });

/** Takes: names that are shown, separated by spaces, and those that have a form of their own. */
export const fields = (names: string, inner: Readonly<Record<string, Shape>> = {}): Shape => ({
  kind: 'fields',
  fields: new Map([
    ...(names === '' ? [] : names.split(' ')).map((name): [string, Shape] => [name, show]),
    ...Object.entries(inner),
  ]),
});
