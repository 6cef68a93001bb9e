/** Damaged and made-up files: never anything but a sentence, never a part of the file in it, never for long. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Secret } from '../../electron/base/secret.ts';
import { qrReader } from '../../electron/otp/import/picture.ts';
import { type ImportPorts, readImport } from '../../electron/otp/import/read-import.ts';
import { AppError } from '../../shared/errors.ts';
import {
  aegisEncrypted,
  aegisPlain,
  bitwardenEncrypted,
  bitwardenPlain,
  bitwardenTable,
  migrationOf,
  qrPicture,
  some,
  twoFasEncrypted,
  twoFasPlain,
  uriOf,
} from '../fakes/authenticator.ts';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 3_000);
const maxMs = 1_000;
const password = 'correct horse';
const ports: ImportPorts = {
  readPicture: qrReader(),
  argon2id: () => Promise.reject(new AppError('INPUT_INVALID')),
};

/** Real files; encrypted ones are dear to open, so that their damage is tried less often. */
let cheap: Buffer[];
let dear: Buffer[];
beforeAll(async () => {
  const bytes = (file: object | string) => Buffer.from(typeof file === 'string' ? file : JSON.stringify(file));
  const plain = [aegisPlain(some), twoFasPlain(some), bitwardenPlain(some), bitwardenTable(some)];
  cheap = [...some.map(uriOf), migrationOf(some).join('\n'), migrationOf(some, 1).join('\n'), ...plain].map(bytes);
  const light = { n: 2 ** 10, r: 8, p: 1 };
  dear = [
    aegisEncrypted(some, password, light),
    twoFasEncrypted(some, password),
    await bitwardenEncrypted(some, password, 'pbkdf2'),
  ].map(bytes);
});

async function survives(file: Buffer): Promise<void> {
  const begun = performance.now();
  try {
    const found = await readImport(Buffer.from(file), Secret.ofText(password), ports);
    expect(found.accounts.length + found.refused.length).toBeGreaterThan(0);
    for (const { reason } of found.refused) saysNothingOf(reason, file);
  } catch (fault) {
    expect(fault).toBeInstanceOf(AppError);
    if (fault instanceof AppError) saysNothingOf(`${fault.code} ${fault.message}`, file);
  }
  expect(performance.now() - begun).toBeLessThan(maxMs);
}

/** No run of 12 characters of the file that isn't of our own words either. */
function saysNothingOf(sentence: string, file: Buffer): void {
  for (const { secret } of some) expect(sentence).not.toContain(secret.slice(0, 8));
  for (const run of file.toString('latin1').match(/[A-Za-z0-9+/=]{16,}/g) ?? []) expect(sentence).not.toContain(run);
}

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('flip', 'cut', 'repeat', 'insert', 'replace'),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
});

function edited(file: Buffer, { at, kind, bytes }: typeof edit extends fc.Arbitrary<infer T> ? T : never): Buffer {
  const place = Math.floor(at * file.length);
  const [before, after] = [file.subarray(0, place), file.subarray(place)];
  if (kind === 'cut') return Buffer.concat([before, after.subarray(bytes.length)]);
  if (kind === 'repeat') return Buffer.concat([before, after.subarray(0, bytes.length), after]);
  if (kind === 'insert') return Buffer.concat([before, bytes, after]);
  if (kind === 'replace') return Buffer.concat([before, bytes, after.subarray(bytes.length)]);
  const copy = Buffer.from(file);
  copy.writeUInt8((copy[place] ?? 0) ^ 1, Math.min(place, copy.length - 1));
  return copy;
}

test('damaged addresses and exports', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(edit, { minLength: 1, maxLength: 4 }), async (which, edits) => {
      const file = cheap[which % cheap.length] ?? Buffer.alloc(1);
      await survives(edits.reduce(edited, file));
    }),
    { numRuns },
  );
}, 120_000);

test('damaged encrypted exports', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(edit, { minLength: 1, maxLength: 2 }), async (which, edits) => {
      const file = dear[which % dear.length] ?? Buffer.alloc(1);
      await survives(edits.reduce(edited, file));
    }),
    { numRuns: Math.ceil(numRuns / 10) },
  );
}, 120_000);

test('migrations of random bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (data) => {
      const base64 = encodeURIComponent(Buffer.from(data).toString('base64'));
      await survives(Buffer.from(`otpauth-migration://offline?data=${base64}`));
    }),
    { numRuns },
  );
}, 120_000);

test('addresses of random parts', async () => {
  const part = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom('secret', 'totp', 'JBSWY3DPEHPK3PXP', '%', '&&', '=='),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      await survives(Buffer.from(`otpauth://${parts.join(parts.length % 2 === 0 ? '&' : '=')}`));
    }),
    { numRuns },
  );
}, 120_000);

test('JSON of random shapes', async () => {
  const names = fc.constantFrom(
    'db',
    'header',
    'version',
    'services',
    'schemaVersion',
    'encrypted',
    'items',
    'entries',
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, fc.jsonValue()), async (value) =>
      survives(Buffer.from(JSON.stringify(value))),
    ),
    { numRuns },
  );
}, 120_000);

test('damaged pictures', async () => {
  const picture = await qrPicture(uriOf(some[0] ?? { issuer: '', name: '', secret: '' }));
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      await survives(edits.reduce(edited, picture));
    }),
    { numRuns: Math.ceil(numRuns / 50) },
  );
}, 120_000);
