import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../electron/base/canonical-json.ts';

it('says the same of the same value, in whatever order its members were set', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
    }),
  );
});

it('is JSON that reads back to the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('sorts members, drops those that are undefined and keeps lists as they are', () => {
  expect(canonicalJson({ b: [2, 1], a: { d: undefined, c: null } })).toBe('{"a":{"c":null},"b":[2,1]}');
});

it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [1n], [() => 0], [Symbol('a')], [[undefined]]])(
  'refuses what JSON cannot hold',
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  },
);
