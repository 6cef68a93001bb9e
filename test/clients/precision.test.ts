/** Amounts and prices come out as from ccxt itself. */
import { kraken } from 'ccxt';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toPrecision } from '../../clients/typescript/src/precision.ts';

const truncate = 0;
const round = 1;
const noPadding = 5;
const exchange = new kraken();
const ccxtSays = (value: string, rounding: number, step: number, mode: number): string =>
  (exchange as unknown as { decimalToPrecision(...args: unknown[]): string }).decimalToPrecision(
    value,
    rounding,
    step,
    mode,
    noPadding,
  );

const value = fc
  .tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 0, max: 9_999_999 }))
  .map(([whole, part]) => `${whole}.${String(part).padStart(7, '0')}`);

test('by tick size, as most exchanges have it', () => {
  const steps = fc.constantFrom(0.1, 0.01, 0.5, 0.25, 1e-8, 1e-5, 1, 0.0025);
  fc.assert(
    fc.property(value, steps, (text, step) => {
      expect(toPrecision(text, step, 4, true)).toBe(ccxtSays(text, truncate, step, 4));
      expect(toPrecision(text, step, 4, false)).toBe(ccxtSays(text, round, step, 4));
    }),
    { numRuns: 300 },
  );
});

test('by decimal places and by significant digits', () => {
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 8 }), (text, digits) => {
      expect(toPrecision(text, digits, 2, true)).toBe(ccxtSays(text, truncate, digits, 2));
      expect(toPrecision(text, digits, 2, false)).toBe(ccxtSays(text, round, digits, 2));
      expect(toPrecision(text, digits, 3, true)).toBe(ccxtSays(text, truncate, digits, 3));
    }),
    { numRuns: 200 },
  );
});

test('what is no number, or nothing at all, is refused', () => {
  expect(toPrecision(1e-7, 1e-8, 4, true)).toBe('0.0000001');
  expect(toPrecision('1e3', 0.1, 4, true)).toBe('1000');
  for (const bad of ['', 'abc', '0x10', 'Infinity', '1,5', Number.NaN])
    expect(() => toPrecision(bad, 0.1, 4, true)).toThrow('is no number');
  expect(() => toPrecision('0.00001', 0.1, 4, true)).toThrow('less than the least step');
});
