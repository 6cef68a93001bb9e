import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { readRecoveryKey, writeRecoveryKey } from '../../../electron/vault/recovery-key.ts';
import { AppError } from '../../../shared/errors.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const hexOf = (secret: Secret): string => secret.use((bytes) => bytes.toString('hex'));
const read = (text: string): string => hexOf(readRecoveryKey(Secret.ofText(text)));
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

function codeOf(text: string): string {
  try {
    return read(text);
  } catch (fault) {
    return fault instanceof AppError ? fault.code : String(fault);
  }
}

describe('the recovery key on paper', () => {
  test('it is 14 groups of 4 characters without I, L, O and U', () => {
    const text = writeRecoveryKey(new Secret(Buffer.alloc(32, 0xff)));
    expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(text.startsWith('ZZZZ-ZZZZ-')).toBe(true);
  });

  test('any key that is written is read back, however it is typed', () => {
    fc.assert(
      fc.property(key, (bytes) => {
        const hex = Buffer.from(bytes).toString('hex');
        const text = writeRecoveryKey(new Secret(bytes));
        expect(read(text)).toBe(hex);
        expect(read(` ${text.toLowerCase().replaceAll('-', ' \n')} `)).toBe(hex);
        expect(read(text.replaceAll('-', '\u2013').replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(hex);
        expect(read(text.replaceAll('-', '').replaceAll('1', 'I'))).toBe(hex);
      }),
    );
  });

  test('one wrong character, or two neighbours swapped, is called a typing error', () => {
    let missed = 0;
    let tried = 0;
    fc.assert(
      fc.property(key, fc.nat(55), fc.integer({ min: 1, max: 31 }), (bytes, at, step) => {
        const text = writeRecoveryKey(new Secret(bytes)).replaceAll('-', '');
        const wrong = alphabet[(alphabet.indexOf(text[at] ?? '') + step) % 32];
        const swapped = text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
        for (const typed of [text.slice(0, at) + wrong + text.slice(at + 1), swapped]) {
          if (typed === text) continue;
          tried += 1;
          if (codeOf(typed) !== 'INPUT_INVALID') missed += 1;
        }
      }),
      { numRuns: 2000 },
    );
    // The check has 20 bits: one typing error in a million passes it.
    expect(tried).toBeGreaterThan(3000);
    expect(missed).toBeLessThan(2);
  });

  test.each([
    '',
    'ABCD',
    'A'.repeat(57),
    'U'.repeat(56),
    '\u{1F600}'.repeat(28),
    'A'.repeat(1_000_000),
    '\ufffd'.repeat(56),
  ])('what is no recovery key is a typing error (%#)', (text) => {
    expect(codeOf(text)).toBe('INPUT_INVALID');
  });

  test('the error names no part of the key', () => {
    const text = writeRecoveryKey(new Secret(Buffer.alloc(32, 7)));
    try {
      read(`${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`);
      expect.unreachable();
    } catch (fault) {
      expect(text.split('-').filter((group) => String(fault).includes(group))).toEqual([]);
    }
  });
});
