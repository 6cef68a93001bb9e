import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../electron/base/secret.ts';
import { PasswordNeeded } from '../../../../electron/otp/import/account.ts';
import { qrReader } from '../../../../electron/otp/import/picture.ts';
import { type ImportPorts, readImport } from '../../../../electron/otp/import/read-import.ts';
import { argon2idKdf } from '../../../../electron/vault/kdf.ts';
import {
  aegisEncrypted,
  aegisPlain,
  base32Bytes,
  bitwardenEncrypted,
  bitwardenPlain,
  bitwardenTable,
  type Made,
  migrationOf,
  png,
  qrPicture,
  qrRow,
  some,
  twoFasEncrypted,
  twoFasPlain,
  uriOf,
} from '../../../fakes/authenticator.ts';

const ports: ImportPorts = { readPicture: qrReader(), argon2id: argon2idKdf() };
const password = 'correct horse';
const read = (file: Buffer | string | object, secret?: string) => {
  const bytes = Buffer.isBuffer(file) ? file : Buffer.from(typeof file === 'string' ? file : JSON.stringify(file));
  return readImport(bytes, secret === undefined ? undefined : Secret.ofText(secret), ports);
};

const madeOf = ({ issuer, name, secret, algorithm = 'SHA1', digits = 6, period = 30 }: Made) => ({
  ...{ issuer, name, settings: { algorithm, digits, periodSec: period }, seed: base32Bytes(secret).toString('hex') },
});
const readOf = async (...args: Parameters<typeof read>) => {
  const { format, accounts, refused } = await read(...args);
  const plain = accounts.map(({ issuer, name, settings, secret }) => ({
    ...{ issuer, name, settings, seed: secret.use((bytes) => bytes.toString('hex')) },
  }));
  return { format, accounts: plain, refused };
};
const expected = (format: string, made: readonly Made[] = some) => ({
  format,
  accounts: made.map(madeOf),
  refused: [],
});
const counting: Made = { issuer: 'Old', name: 'counter', secret: 'JBSWY3DPEHPK3PXP', type: 'hotp' };

describe('an import reads', () => {
  test('addresses, one a line', async () => {
    expect(await readOf(some.map(uriOf).join('\r\n'))).toEqual(expected('otpauth'));
    expect(await readOf(`\ufeff${some.map(uriOf).join('\n')}\n\n`)).toEqual(expected('otpauth'));
  });

  test('a set-up key as it stands', async () => {
    const { format, accounts } = await readOf('jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp\n');
    expect([format, accounts[0]?.seed]).toEqual(['set-up key', base32Bytes(some[0]?.secret ?? '').toString('hex')]);
  });

  test('an export of Google Authenticator, its parts in any order and twice', async () => {
    const many = Array.from({ length: 25 }, (_, n) => ({ ...some[n % 2], name: `key ${n}` }) as Made);
    const parts = migrationOf(many);
    expect(parts).toHaveLength(3);
    const order = [parts[2], parts[0], parts[1], parts[0]].join('\n');
    expect(await readOf(order)).toEqual(expected('google', many));
  });

  test('Aegis, plain and encrypted', async () => {
    expect(await readOf(aegisPlain(some))).toEqual(expected('aegis'));
    expect(await readOf(aegisEncrypted(some, password), password)).toEqual(expected('aegis'));
  });

  test('2FAS, plain and encrypted', async () => {
    expect(await readOf(twoFasPlain(some))).toEqual(expected('2fas'));
    expect(await readOf(twoFasEncrypted(some, password), password)).toEqual(expected('2fas'));
  });

  test('Bitwarden: JSON, a table, and encrypted with either KDF', async () => {
    expect(await readOf(bitwardenPlain(some))).toEqual(expected('bitwarden'));
    expect(await readOf(bitwardenTable(some))).toEqual(expected('bitwarden'));
    expect(await readOf(await bitwardenEncrypted(some, password, 'pbkdf2'), password)).toEqual(expected('bitwarden'));
    expect(await readOf(await bitwardenEncrypted(some, password, 'argon2id'), password)).toEqual(expected('bitwarden'));
  });

  test('a file that an editor saved in UTF-16', async () => {
    const text = JSON.stringify(twoFasPlain(some));
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(await readOf(little)).toEqual(expected('2fas'));
    expect(await readOf(Buffer.from(little).swap16())).toEqual(expected('2fas'));
  });

  test('a picture with one QR code', async () => {
    const [first] = some;
    if (first === undefined) throw new Error('none');
    expect(await readOf(await qrPicture(uriOf(first)))).toEqual(expected('otpauth', [first]));
  });

  test('a picture with two, both of which are shown to choose from', async () => {
    const { format, accounts, refused } = await readOf(await qrRow(some.map(uriOf)));
    expect([format, accounts.length, refused]).toEqual(['otpauth', 2, []]);
    expect(new Set(accounts.map(({ issuer }) => issuer))).toEqual(new Set(['Kraken', 'Deribit']));
  });

  test('a picture with the parts of an export', async () => {
    expect(await readOf(await qrRow(migrationOf(some, 1)))).toEqual(expected('google'));
  });
});

describe('accounts that are of no use are named with why', () => {
  test.each([
    ['addresses', [some[0], counting].map((made) => uriOf(made as Made)).join('\n')],
    ['google', migrationOf([some[0] as Made, counting]).join('\n')],
    ['aegis', aegisPlain([some[0] as Made, counting])],
    ['2fas', twoFasPlain([some[0] as Made, counting])],
    ['bitwarden', bitwardenPlain([some[0] as Made, counting])],
  ])('in %s', async (_, file) => {
    const { accounts, refused } = await readOf(file);
    expect(accounts.map(({ issuer }) => issuer)).toEqual(['Kraken']);
    expect(refused).toEqual([{ issuer: 'Old', name: 'counter', reason: expect.stringContaining('HOTP') }]);
  });

  test('codes of Steam', async () => {
    for (const file of [bitwardenPlain, twoFasPlain, aegisPlain].map((make) =>
      make([{ ...counting, type: 'steam' }]),
    )) {
      const { accounts, refused } = await readOf(file);
      expect([accounts.length, refused.length]).toEqual([0, 1]);
    }
  });
});

describe('a password', () => {
  const encrypted = async () => [
    aegisEncrypted(some, password),
    twoFasEncrypted(some, password),
    await bitwardenEncrypted(some, password, 'pbkdf2'),
  ];

  test('that is missing is asked for, and a wrong one is said to be wrong', async () => {
    for (const file of await encrypted()) {
      await expect(read(file)).rejects.toBeInstanceOf(PasswordNeeded);
      await expect(read(file, 'Correct horse')).rejects.toMatchObject({
        ...{ code: 'CODE_SECRET_INVALID', message: expect.stringContaining('does not open') },
      });
    }
  });

  test('that would cost a machine its memory or its day is not tried', async () => {
    const aegis = aegisEncrypted(some, password);
    const slot = aegis.header.slots[1];
    for (const cost of [{ n: 2 ** 30 }, { r: 2 ** 20 }, { p: 10_000 }, { n: 3 }, { n: 0 }, { n: -2 }, { n: 1.5 }]) {
      const header = { ...aegis.header, slots: [{ ...slot, ...cost }] };
      await expect(read({ ...aegis, header }, password)).rejects.toMatchObject({ code: 'CODE_SECRET_INVALID' });
    }
    const bitwarden = await bitwardenEncrypted(some, password, 'pbkdf2');
    const costs = [
      { kdfIterations: 1e12 },
      { kdfIterations: 0 },
      { kdfType: 1, kdfIterations: 3, kdfMemory: 2 ** 30, kdfParallelism: 1 },
    ];
    for (const cost of [...costs, { kdfType: 1, kdfIterations: 3 }])
      await expect(read({ ...bitwarden, ...cost }, password)).rejects.toMatchObject({ code: 'CODE_SECRET_INVALID' });
  });

  test('cannot open what only the account opens', async () => {
    const file = { encrypted: true, encKeyValidation_DO_NOT_EDIT: '2.a|b|c', data: '2.a|b|c' };
    await expect(read(file, password)).rejects.toMatchObject({
      message: expect.stringContaining('Password protected'),
    });
  });
});

describe('refused with a sentence', () => {
  const bomb = png(30_000, 30_000, Buffer.alloc(1000));
  const [first = ''] = migrationOf(some, 1);
  test.each([
    ['an empty file', '', 'empty'],
    ['a part that is missing', first, 'part 2 is missing'],
    ['parts of different exports', [first, ...migrationOf(some, 1, 99)].join('\n'), 'different exports'],
    ['a picture of 30,000 x 30,000 pixels', bomb, '30000 x 30000'],
    ['a picture that is cut off', bomb.subarray(0, 20), 'cut off'],
    ['a picture without a code', png(50, 50, Buffer.alloc(51 * 50)), 'No QR code'],
    ['a damaged picture', Buffer.concat([bomb.subarray(0, 16), Buffer.alloc(8, 1), Buffer.alloc(100)]), 'too large'],
    ['bytes that are nothing', Buffer.from([0x80, 0x81, 0, 1]), 'neither text nor a picture'],
    ['JSON of something else', '{"a":1}', 'no export'],
    ['JSON that is cut off', '{"services":[', 'cut off'],
    ['JSON that is very deep', `${'['.repeat(100_000)}`, 'nested too deeply'],
    ['a text', 'Dear diary,\nnothing', 'no file that'],
    ['an address and a text', `${uriOf(some[0] as Made)}\nhello`, 'some are not'],
    ['a web address', 'https://example.org/', 'set-up key'],
    ['a table with a broken row', 'name,login_totp\n"a', 'damaged'],
    ['an export without accounts', twoFasPlain([]), 'no second factor'],
    ['a file of 11 MiB', Buffer.alloc(11 * 1024 * 1024, 65), 'larger than 10 MiB'],
  ])('%s', async (_, file, words) => {
    await expect(read(file)).rejects.toMatchObject({
      code: 'CODE_SECRET_INVALID',
      message: expect.stringContaining(words),
    });
  });

  test('a QR code of something else, whose text stays unsaid', async () => {
    const fault = await read(await qrPicture('https://example.org/?token=HIDDEN')).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'CODE_SECRET_INVALID' });
    expect(String(fault)).not.toContain('HIDDEN');
  });
});
