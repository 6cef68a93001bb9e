import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Secret } from '../../../electron/base/secret.ts';
import { readSecret } from '../../../electron/otp/read-secret.ts';
import { readTwoFactor } from '../../../electron/otp/read-two-factor.ts';
import { readUri } from '../../../electron/otp/read-uri.ts';
import { TwoFactorInput } from '../../../shared/control-views.ts';
import { AppError } from '../../../shared/errors.ts';

const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const seedText = '12345678901234567890';
const textOf = (secret: Secret | undefined): string | undefined => secret?.useText((text) => text);

function refusal(run: () => unknown): AppError {
  try {
    run();
  } catch (fault) {
    if (fault instanceof AppError) return fault;
    throw fault;
  }
  throw new Error('nothing was refused');
}

describe('a typed set-up key', () => {
  test.each([
    seed,
    seed.toLowerCase(),
    'gezd gnbv gy3t qojq gezd gnbv gy3t qojq',
    'GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ',
    '  GEZDGNBV GY3TQOJQ\n\tGEZDGNBV\u00a0GY3TQOJQ\u200b ',
    'GEZD\u2013GNBVGY3TQOJQGEZDGNBVGY3TQOJQ======',
  ])('%j is read as the same secret', (typed) => {
    const { secret, warnings } = readSecret(typed);
    expect(textOf(secret)).toBe(seedText);
    expect(warnings).toEqual([]);
  });

  test('every seed of 10 to 128 bytes survives base32, with or without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 128 }), fc.boolean(), (bytes, padded) => {
        const { secret } = readSecret(base32(bytes, padded));
        expect(secret.use((read) => Buffer.from(read).equals(bytes))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['0', '1', '8', '9'])('a %s is refused and not guessed', (typo) => {
    const typed = `${seed.slice(0, -1)}${typo}`;
    expect(refusal(() => readSecret(typed)).code).toBe('CODE_SECRET_INVALID');
  });

  test.each([
    ['', 'an empty one'],
    ['=====', 'padding alone'],
    ['GEZDGNBVGY3TQOJ', 'one of 9 bytes'],
    ['GEZDGNBVGY3TQOJQG', 'one with a character too many'],
    ['A'.repeat(208), 'one of 130 bytes'],
    ['GEZD!GNBVGY3TQOJQGEZDGNBV', 'one with other characters'],
    ['ſEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'one with a letter that only becomes one by changing case'],
    ['GEZDGNBV=GY3TQOJQGEZDGNBV', 'padding in the middle'],
  ])('%j is refused: %s', (typed) => {
    expect(refusal(() => readSecret(typed)).code).toBe('CODE_SECRET_INVALID');
  });

  test('10 to 15 bytes are taken with a warning, 16 without', () => {
    expect(readSecret('JBSWY3DPEHPK3PXP').warnings).toHaveLength(1);
    expect(readSecret('A'.repeat(24)).warnings).toHaveLength(1);
    expect(readSecret('A'.repeat(26)).warnings).toEqual([]);
  });

  test('no refusal repeats a part of what was typed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9!]{12,60}$/), (typed) => {
        try {
          readSecret(typed).secret.wipe();
        } catch (fault) {
          const said = JSON.stringify([String(fault), fault instanceof AppError ? fault.details : null]);
          expect(said.includes(typed.slice(0, 8)) || said.includes(typed.slice(-8))).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('an otpauth URI', () => {
  test('is read with the settings that authenticator apps assume, and with its own', () => {
    const plain = readUri(`otpauth://totp/Kraken:me%40example.com?secret=${seed}&issuer=Kraken`);
    expect(plain.settings).toEqual({ algorithm: 'SHA1', digits: 6, periodSec: 30 });
    expect(textOf(plain.secret)).toBe(seedText);
    const own = readUri(`  OTPAUTH://TOTP/x?SECRET=${seed.toLowerCase()}&Algorithm=sha-512&digits=8&period=60 `);
    expect(own.settings).toEqual({ algorithm: 'SHA512', digits: 8, periodSec: 60 });
    expect(textOf(own.secret)).toBe(seedText);
  });

  const good = `otpauth://totp/x?secret=${seed}`;
  test.each([
    [`otpauth://hotp/x?secret=${seed}&counter=1`, 'HOTP'],
    [`otpauth://steam/x?secret=${seed}`, 'another kind'],
    [`https://totp/x?secret=${seed}`, 'another scheme'],
    ['otpauth-migration://offline?data=AAAA', 'an export of Google Authenticator'],
    ['not a uri', 'no URI'],
    ['', 'nothing'],
    ['otpauth://totp/x', 'no secret'],
    ['otpauth://totp/x?secret=', 'an empty secret'],
    [`${good}&secret=${seed}`, 'a secret twice'],
    [`${good}&Secret=AAAAAAAAAAAAAAAA`, 'a secret twice in another case'],
    [`${good}&digits=6&digits=8`, 'digits twice'],
    [`${good}&digits=99`, 'digits=99'],
    [`${good}&digits=5`, 'digits=5'],
    [`${good}&digits=`, 'digits without a value'],
    [`${good}&digits=6.0`, 'digits that are no whole number'],
    [`${good}&period=14`, 'a period of 14 s'],
    [`${good}&period=121`, 'a period of 121 s'],
    [`${good}&period=0`, 'a period of 0'],
    [`${good}&period=1e2`, 'a period with an exponent'],
    [`${good}&algorithm=MD5`, 'MD5'],
    [`${good}&algorithm=`, 'a hash without a value'],
    ['otpauth://totp/x?secret=GEZDGNBVGY3TQOJ', 'a short secret'],
  ])('%s is refused: %s', (uri) => {
    const fault = refusal(() => readUri(uri));
    expect(fault.code).toBe('CODE_SECRET_INVALID');
    expect(JSON.stringify([fault.message, fault.stack, fault.details])).not.toContain(seed.slice(0, 8));
  });

  test('whatever text comes, it is read or refused with its code', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('otpauth://', 'totp/', '?secret=', '&digits=', '&period=', '%', '&', seed, '=', '#'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        try {
          readUri(pieces.join(''));
        } catch (fault) {
          expect(fault).toMatchObject({ code: 'CODE_SECRET_INVALID' });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the second factor of key.json', () => {
  const read = (input: unknown) => readTwoFactor(TwoFactorInput.parse(input));

  test('none has no secret', () => {
    expect(read({ kind: 'none' })).toEqual({ twoFactor: { kind: 'none' }, secret: undefined, warnings: [] });
  });

  test('a secret takes its settings from beside it', () => {
    const reading = read({ kind: 'totp', secret: seed, digits: 8, period: 60, algorithm: 'sha256' });
    expect(reading.twoFactor).toEqual({ kind: 'totp', algorithm: 'SHA256', digits: 8, periodSec: 60 });
    expect(textOf(reading.secret)).toBe(seedText);
  });

  test('a URI takes its settings from itself, and others beside it must agree', () => {
    const uri = `otpauth://totp/x?secret=${seed}&digits=8`;
    expect(read({ kind: 'totp', uri }).twoFactor).toMatchObject({ digits: 8 });
    expect(read({ kind: 'totp', uri, digits: 8, algorithm: 'SHA1' }).twoFactor).toMatchObject({ digits: 8 });
    expect(refusal(() => read({ kind: 'totp', uri, digits: 6 })).code).toBe('INPUT_INVALID');
  });

  test('a secret and a URI together, or neither, are refused', () => {
    expect(refusal(() => read({ kind: 'totp' })).code).toBe('INPUT_INVALID');
    expect(refusal(() => read({ kind: 'totp', secret: seed, uri: `otpauth://totp/x?secret=${seed}` })).code).toBe(
      'INPUT_INVALID',
    );
  });

  test.each([{ digits: 9 }, { digits: -6 }, { period: 5 }, { algorithm: 'SHA384' }])(
    'settings %j are refused',
    (settings) => {
      expect(refusal(() => read({ kind: 'totp', secret: seed, ...settings })).code).toBe('CODE_SECRET_INVALID');
    },
  );

  test('a fixed password is kept as typed', () => {
    const reading = read({ kind: 'password', password: 'corréct horse ' });
    expect(reading.twoFactor).toEqual({ kind: 'password' });
    expect(textOf(reading.secret)).toBe('corréct horse ');
    expect(reading.warnings).toHaveLength(1);
  });
});

function base32(bytes: Uint8Array, padded: boolean): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{1,5}/g) ?? [];
  const text = letters
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
  return padded ? text.padEnd(Math.ceil(text.length / 8) * 8, '=') : text;
}
