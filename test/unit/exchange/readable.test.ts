import { describe, expect, it } from 'vitest';
import { readable } from '../../../electron/exchange/readable.ts';

describe('an answer that ccxt hands on', () => {
  it.each([{ result: {} }, [1], ' {"spaced": true}', '[]'])('%j is data', (answer) => {
    expect(readable(answer)).toBe(answer);
  });

  it.each(['', '<html></html>', ' \n<!doctype html>', 'Service busy', '{"cut'])('"%s" is none', (answer) => {
    expect(() => readable(answer)).toThrow(expect.objectContaining({ code: 'EXCHANGE_UNAVAILABLE' }));
  });
});
