import { describe, expect, test } from 'vitest';
import { causeIds } from '../../../../shared/guidance/causes.ts';
import { type DiagnoseInput, diagnose } from '../../../../shared/guidance/diagnose.ts';
import { findError, findRefusal, krakenRefusals } from '../../../../shared/guidance/exchange-words.ts';

const idsOf = (input: Partial<DiagnoseInput> & { error: string }): string[] =>
  diagnose({ exchange: 'kraken', twoFactor: undefined, ...input }).map(({ id }) => id);

describe('EAPI:Invalid signature', () => {
  const error = 'EAPI:Invalid signature';

  test('of a key without a second factor here likely means that the code is missing', () => {
    const ids = idsOf({ error, twoFactor: 'none', usedBy: ['bots'] });
    expect(ids[0]).toBe('code-missing');
    expect(ids).toContain('secret-mistyped');
    expect(ids).not.toContain('code-wrong');
  });

  test('of a key with codes likely means a wrong one', () => {
    const ids = idsOf({ error, twoFactor: 'totp', clockOffsetMs: 100 });
    expect(ids[0]).toBe('code-wrong');
    expect(ids).not.toContain('code-missing');
  });

  test('with a clock 40 s off likely means the clock', () => {
    expect(idsOf({ error, twoFactor: 'totp', clockOffsetMs: -40_000 })[0]).toBe('clock-off');
  });

  test('of a key with a fixed password is never the clock', () => {
    expect(idsOf({ error, twoFactor: 'password', clockOffsetMs: 60_000 })).not.toContain('clock-off');
  });

  test('where a code was configured and yet not sent, the code is missing all the same', () => {
    expect(idsOf({ error, twoFactor: 'totp', codeSent: false })[0]).toBe('code-missing');
  });

  test('of a key in the mobile app names the app', () => {
    expect(idsOf({ error, twoFactor: 'none', usedBy: ['kraken-pro-mobile'] }).slice(0, 2)).toContain(
      'app-without-2fa-support',
    );
    expect(idsOf({ error, twoFactor: 'totp', usedBy: ['kraken-pro-mobile'], codeSent: true })).not.toContain(
      'app-without-2fa-support',
    );
  });
});

test('EAPI:Invalid key after a code was sent may mean that the key has 2FA off', () => {
  expect(idsOf({ error: 'EAPI:Invalid key', twoFactor: 'totp' })[0]).toBe('code-sent-without-2fa');
  expect(idsOf({ error: 'EAPI:Invalid key', twoFactor: 'none' })[0]).toBe('key-deleted');
  expect(idsOf({ error: 'EAPI:Invalid key', twoFactor: 'none' })).not.toContain('code-sent-without-2fa');
});

test('EGeneral:Permission denied may mean a missing code as well as a missing permission', () => {
  const ids = idsOf({ error: 'EGeneral:Permission denied', twoFactor: 'none' });
  expect(ids[0]).toBe('permission-lacking');
  expect(ids).toEqual(expect.arrayContaining(['code-missing', 'address-not-allowed']));
});

test('EAPI:Invalid nonce likely means another program', () => {
  expect(idsOf({ error: 'EAPI:Invalid nonce', twoFactor: 'totp' })[0]).toBe('other-program');
});

test('EGeneral:Temporary lockout is a lockout first, and then what led to it', () => {
  const ids = idsOf({ error: 'EGeneral:Temporary lockout', twoFactor: 'totp' });
  expect(ids[0]).toBe('locked-out');
  expect(ids).toContain('code-wrong');
});

test('no cause of anything is ever certain, and each comes with its check, the likeliest first', () => {
  const kinds = [undefined, 'none', 'totp', 'password'] as const;
  const offsets = [undefined, 0, 5_000, -15_000, 90_000];
  for (const error of krakenRefusals)
    for (const twoFactor of kinds)
      for (const clockOffsetMs of offsets)
        for (const codeSent of [undefined, true, false]) {
          const causes = diagnose({
            error,
            exchange: 'kraken',
            twoFactor,
            ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
            ...(codeSent === undefined ? {} : { codeSent }),
          });
          expect(causes.length).toBeGreaterThan(0);
          const likelihoods = causes.map(({ likelihood }) => likelihood);
          expect(likelihoods).toEqual([...likelihoods].sort((a, b) => b - a));
          for (const { id, text, check, likelihood } of causes) {
            expect(causeIds).toContain(id);
            expect(likelihood).toBeGreaterThan(0);
            expect(likelihood).toBeLessThan(1);
            expect(text).toMatch(/likely/);
            expect(check).not.toBe('');
          }
        }
});

test.each([
  ['kraken', 'EOrder:Insufficient funds'],
  ['kraken', ''],
  ['kraken', 'the dog ate it'],
  ['binance', 'EAPI:Invalid signature'],
])('on %s, %j has no cause that we know', (exchange, error) => {
  expect(idsOf({ exchange, error })).toEqual(['unknown']);
});

describe("Kraken's words", () => {
  test.each([
    ['kraken {"error":["EAPI:Invalid nonce"]}', 'EAPI:Invalid nonce'],
    ['ExchangeError: kraken {"error":["EAPI:Invalid signature"],"result":{}} at line 3', 'EAPI:Invalid signature'],
    ['eapi: invalid key', 'EAPI:Invalid key'],
    ['2026-11-22 [ERROR] EGeneral:Permission\n denied', 'EGeneral:Permission denied'],
    ['it says invalid signature', 'EAPI:Invalid signature'],
    ['Invalid key? No: EAPI:Invalid nonce', 'EAPI:Invalid nonce'],
  ])('are found in %j', (text, words) => {
    expect(findError(text)).toBe(words);
    expect(findRefusal(text)).toBe(words);
  });

  test('are found also where we do not know what they mean', () => {
    expect(findError('kraken {"error":["EOrder:Insufficient funds"]}')).toBe('EOrder:Insufficient funds');
    expect(findRefusal('kraken {"error":["EOrder:Insufficient funds"]}')).toBeUndefined();
    expect(findError('all is well')).toBeUndefined();
  });
});

describe('what is known of the key and the call', () => {
  const about = (error: string, more: object) =>
    diagnose({ error, exchange: 'kraken', twoFactor: 'totp', codeSent: true, ...more });
  const first = (error: string, more: object) => about(error, more)[0]?.id;
  const weightOf = (id: string, error: string, more: object) =>
    about(error, more).find((cause) => cause.id === id)?.likelihood ?? 0;
  const signature = 'EAPI:Invalid signature';

  test('puts what the last test found first', () => {
    expect(first(signature, { findings: ['second-factor-off'] })).toBe('code-sent-without-2fa');
    expect(first(signature, { findings: ['code-refused'] })).toBe('code-wrong');
    expect(first('EAPI:Invalid nonce', { findings: ['used-elsewhere'] })).toBe('other-program');
    expect(first('EAPI:Invalid key', { findings: ['expired'] })).toBe('key-deleted');
    expect(first(signature, { codeSent: false, twoFactor: 'none', findings: ['code-missing'] })).toBe('code-missing');
  });

  test('makes nothing certain, and nothing of a finding that the words cannot mean', () => {
    const causes = about(signature, { findings: ['used-elsewhere', 'expired', 'may-withdraw', 'no such finding'] });
    expect(causes.map(({ id }) => id)).not.toContain('other-program');
    expect(Math.max(...causes.map(({ likelihood }) => likelihood))).toBeLessThan(1);
  });

  test('does not blame what was typed once the key has worked', () => {
    for (const id of ['secret-mistyped', 'code-wrong'])
      expect(weightOf(id, signature, { hasWorked: true })).toBeLessThan(
        weightOf(id, signature, { hasWorked: false }) / 2,
      );
  });

  test('says that a code was used up only where one was sent again', () => {
    expect(first(signature, { hasWorked: true, codeUsedBefore: true })).toBe('code-used-up');
    expect(weightOf('code-used-up', signature, { codeUsedBefore: false })).toBe(0);
    expect(weightOf('code-used-up', signature, { codeSent: false, codeUsedBefore: true })).toBe(0);
  });

  test('says how long a lockout lasts, where that is known', () => {
    const locked = 'EGeneral:Temporary lockout';
    expect(about(locked, { lockedForMs: 400_000 })[0]?.text).toContain('About 7 minutes are left.');
    expect(about(locked, { lockedForMs: 1 })[0]?.text).toContain('About 1 minute is left.');
    expect(about(locked, {})[0]?.text).not.toContain('left.');
  });
});
