import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { codeAt as ours } from '../../../electron/otp/code.ts';
import { codeAt as theirs } from '../../../electron/practice/code.ts';

/** `npm run prove:codes` takes a million. */
const runs = Number(process.env['PROVE_RUNS'] ?? 20_000);
const hashes = [
  ['SHA1', 'sha1'],
  ['SHA256', 'sha256'],
  ['SHA512', 'sha512'],
] as const;
const lengths = [6, 7, 8] as const;

/** Bytes that a failure can be found again by: the n-th are always the same. */
function* randomBytes(): Generator<Buffer, never> {
  for (let n = 0; ; n += 1) yield createHash('sha512').update(`codes ${n}`).digest();
}

test(`${runs.toLocaleString('en')} codes of random times, secrets, hashes, lengths and periods agree with an implementation of its own`, () => {
  const random = randomBytes();
  const next = (): Buffer => random.next().value;
  for (let n = 0; n < runs; n += 1) {
    const bytes = next();
    const [algorithm, hash] = hashes[bytes.readUInt8(0) % 3] ?? hashes[0];
    const digits = lengths[bytes.readUInt8(1) % 3] ?? 6;
    const periodSec = 15 + (bytes.readUInt8(2) % 106);
    // From 1970 to the year 2242.
    const timeMs = bytes.readUIntBE(4, 6) % 8_600_000_000_000;
    const seed = Buffer.concat([bytes, next(), next()]).subarray(10, 10 + 10 + (bytes.readUInt8(3) % 119));
    const code = ours(new Secret(Buffer.from(seed)), timeMs, { algorithm, digits, periodSec });
    const step = Math.floor(timeMs / 1000 / periodSec);
    if (code !== theirs(seed, step, digits, hash)) expect.fail(`run ${n}: ${code}`);
  }
}, 600_000);
