import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWholeJson } from '../../../electron/exchange/json-shape.ts';

const whole = (text: string) => isWholeJson(Buffer.from(text));

describe('the shape of an answer', () => {
  it('any JSON of usual depth is whole', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => whole(JSON.stringify(value))));
  });

  it('any part of an object is not', () => {
    const text = JSON.stringify({ error: [], result: { 'a"\\': ['}', '\\"', { b: 1 }], c: 'ü]' } });
    const bytes = Buffer.from(text);
    for (let end = 1; end < bytes.length; end += 1) expect(isWholeJson(bytes.subarray(0, end)), `${end}`).toBe(false);
    expect(isWholeJson(bytes)).toBe(true);
  });

  it('64 levels are taken and 65 are not', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(whole(nested(64))).toBe(true);
    expect(whole(nested(65))).toBe(false);
    expect(whole(nested(1_000_000))).toBe(false);
  });

  it('what does not begin like JSON is not judged', () => {
    for (const text of ['', ' ', 'ok', '"[', '<html>{</html>', '1']) expect(whole(text)).toBe(true);
  });
});
