import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { argon2idKdf, defaultKdfParams, isWithinBounds, type KdfParams } from '../../../electron/vault/kdf.ts';
import { codeOf } from './helpers.ts';

const least: KdfParams = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };
const salt = Buffer.from('somesalt');
const hexOf = async (secret: Promise<Secret>): Promise<string> => (await secret).use((bytes) => bytes.toString('hex'));

describe('Argon2id', () => {
  test('it gives the published result', async () => {
    // Source: phc-winner-argon2, src/test.c, Argon2id version 19: t=2, m=2^16, p=1.
    const key = argon2idKdf()(Secret.ofText('password'), salt, { memoryKiB: 65536, passes: 2, lanes: 1 });
    expect(await hexOf(key)).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
  });

  test('the passphrase lent to it is still there afterwards', async () => {
    const passphrase = Secret.ofText('password');
    const first = await hexOf(argon2idKdf()(passphrase, salt, least));
    expect(await hexOf(argon2idKdf()(passphrase, salt, least))).toBe(first);
  });

  test('a passphrase of 1 MiB works', async () => {
    expect(await hexOf(argon2idKdf()(new Secret(Buffer.alloc(1024 * 1024, 97)), salt, least))).toHaveLength(64);
  });

  test('the main thread goes on while it works', async () => {
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 5);
    await argon2idKdf()(Secret.ofText('password'), salt, defaultKdfParams);
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(5);
  });

  test.each<[string, Partial<KdfParams>]>([
    ['under 19 MiB', { memoryKiB: 19 * 1024 - 1 }],
    ['over 1 GiB', { memoryKiB: 1024 * 1024 + 1 }],
    ['one pass', { passes: 1 }],
    ['21 passes', { passes: 21 }],
    ['no lane', { lanes: 0 }],
    ['nine lanes', { lanes: 9 }],
    ['1 GiB thrice', { memoryKiB: 1024 * 1024, passes: 3 }],
    ['no number', { memoryKiB: Number.NaN }],
    ['a fraction', { passes: 2.5 }],
  ])('%s is refused before a worker is started', async (_name, changes) => {
    let started = 0;
    const kdf = argon2idKdf(() => {
      started += 1;
      return new Worker('', { eval: true });
    });
    expect(await codeOf(() => kdf(Secret.ofText('password'), salt, { ...least, ...changes }))).toBe('INPUT_INVALID');
    expect(started).toBe(0);
  });

  test('the bounds themselves are allowed', () => {
    for (const changes of [{}, { memoryKiB: 1024 * 1024 }, { passes: 20 }, { lanes: 8 }])
      expect(isWithinBounds({ ...least, ...changes })).toBe(true);
    expect(isWithinBounds(defaultKdfParams)).toBe(true);
  });

  test.each([
    ['ends early', 'process.exit(3)'],
    ['throws', 'throw new Error("no memory")'],
    [
      'answers nonsense',
      'require("node:worker_threads").parentPort.once("message", () => require("node:worker_threads").parentPort.postMessage("x"))',
    ],
    ['does not answer and ends', ''],
  ])('a worker that %s is an error, not a wait', async (_name, source) => {
    const kdf = argon2idKdf(() => new Worker(source, { eval: true }));
    expect(await codeOf(() => kdf(Secret.ofText('password'), salt, least))).toBe('INTERNAL');
  });
});
