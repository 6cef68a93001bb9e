import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { codeAt, stepEndsMs, stepOf } from '../../../electron/otp/code.ts';
import hotp from '../../vectors/rfc4226.json' with { type: 'json' };
import totp from '../../vectors/rfc6238.json' with { type: 'json' };

const algorithms = ['SHA1', 'SHA256', 'SHA512'] as const;
const lengths = [6, 7, 8] as const;
const ascii = (text: string): Secret => new Secret(Buffer.from(text, 'ascii'));

describe('the published vectors', () => {
  test.each(hotp.codes.map((code, counter) => [counter, code] as const))(
    'RFC 4226 counter %i gives %s',
    (counter, code) => {
      const timeMs = counter * 30_000;
      expect(codeAt(ascii(hotp.secretAscii), timeMs, { algorithm: 'SHA1', digits: 6, periodSec: 30 })).toBe(code);
    },
  );

  test.each(hotp.truncated.map((hex, counter) => [counter, hex] as const))(
    'RFC 4226 counter %i truncates to %s, cut to each length',
    (counter, hex) => {
      for (const digits of lengths) {
        const code = String(Number.parseInt(hex, 16) % 10 ** digits).padStart(digits, '0');
        expect(codeAt(ascii(hotp.secretAscii), counter * 30_000, { algorithm: 'SHA1', digits, periodSec: 30 })).toBe(
          code,
        );
      }
    },
  );

  const rows = totp.rows.flatMap((row) =>
    algorithms.flatMap((algorithm) =>
      lengths.map((digits) => [row.timeSec, algorithm, digits, row[algorithm].slice(-digits)] as const),
    ),
  );
  test.each(rows)('RFC 6238 at %i s with %s and %i digits gives %s', (timeSec, algorithm, digits, code) => {
    expect(
      codeAt(ascii(totp.seedsAscii[algorithm]), timeSec * 1000, { algorithm, digits, periodSec: totp.periodSec }),
    ).toBe(code);
  });
});

/** The algorithm written out once more from the RFCs, with nothing of what is tested. */
function independentCode(seed: Buffer, timeMs: number, algorithm: string, digits: number, periodSec: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Math.floor(timeMs / 1000) / periodSec)));
  const mac = createHmac(algorithm.toLowerCase(), seed).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return (number % 10 ** digits).toString().padStart(digits, '0');
}

test('any seed, time, hash, length and period gives the same code as an independent implementation', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 10, maxLength: 128 }),
      fc.integer({ min: 0, max: 20_000_000_000_000 }),
      fc.constantFrom(...algorithms),
      fc.constantFrom(...lengths),
      fc.integer({ min: 15, max: 120 }),
      (seed, timeMs, algorithm, digits, periodSec) => {
        const expected = independentCode(Buffer.from(seed), timeMs, algorithm, digits, periodSec);
        expect(codeAt(new Secret(Buffer.from(seed)), timeMs, { algorithm, digits, periodSec })).toBe(expected);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('making a code leaves the secret as it was', () => {
  const secret = ascii(hotp.secretAscii);
  codeAt(secret, 0, { algorithm: 'SHA512', digits: 8, periodSec: 30 });
  expect(secret.useText((text) => text)).toBe(hotp.secretAscii);
});

test.each([0, 9, 129])('a seed of %i bytes makes no code', (bytes) => {
  const make = () => codeAt(new Secret(Buffer.alloc(bytes, 1)), 0, { algorithm: 'SHA1', digits: 6, periodSec: 30 });
  expect(make).toThrow(expect.objectContaining({ code: 'CODE_SECRET_INVALID' }));
});

test('a step ends where the next begins', () => {
  expect(stepOf(59_999, 30)).toBe(1);
  expect(stepOf(60_000, 30)).toBe(2);
  expect(stepEndsMs(1, 30)).toBe(60_000);
  expect(stepOf(stepEndsMs(7, 45), 45)).toBe(8);
});
