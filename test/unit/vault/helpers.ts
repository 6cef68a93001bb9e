/** What the vault's tests share: a clock that stands, a KDF that costs nothing, a vault with three records. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../../electron/base/clock.ts';
import { systemRandom } from '../../../electron/base/random.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { parse, type SealedVault, serialise } from '../../../electron/vault/envelope.ts';
import type { Kdf } from '../../../electron/vault/kdf.ts';
import {
  type Change,
  createVault,
  openVault,
  type Unlock,
  type Vault,
  type VaultDeps,
} from '../../../electron/vault/vault.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';

export const dir = '/data';
export const pathA = '/data/vault-a.json';
export const pathB = '/data/vault-b.json';
export const words = 'correct horse battery staple';

export const stillClock: Clock = { now: () => 1_785_000_000_000, monotonic: () => 0, sleep: async () => undefined };

/** Stands in for Argon2id where a test opens thousands of vaults; its result hangs on the same things. */
export const quickKdf: Kdf = async (passphrase, salt, { memoryKiB, passes, lanes }) =>
  passphrase.use(
    (bytes) =>
      new Secret(createHash('sha256').update(`${memoryKiB},${passes},${lanes};`).update(salt).update(bytes).digest()),
  );

export const depsOn = (fs: MemoryFs): VaultDeps => ({
  dir,
  fs,
  clock: stillClock,
  random: systemRandom,
  kdf: quickKdf,
  kdfParams: { memoryKiB: 19456, passes: 2, lanes: 1 },
});

export const byPassphrase = (text: string = words): Unlock => ({ kind: 'passphrase', secret: Secret.ofText(text) });
export const byKeychain = (bytes: Uint8Array): Unlock => ({
  kind: 'keychain',
  secret: new Secret(Uint8Array.from(bytes)),
});
export const byRecovery = (text: string): Unlock => ({ kind: 'recovery', secret: Secret.ofText(text) });

export const put = (id: string, text: string, type = 'key'): Change => ({
  put: { id, type, schema: 1, payload: Buffer.from(text) },
});

export const openOn = (fs: MemoryFs, unlock: Unlock = byPassphrase()): Promise<Vault> => openVault(depsOn(fs), unlock);

/** Every record's text by id. */
export const contentsOf = (vault: Vault): Record<string, string> =>
  Object.fromEntries(vault.list().map(({ id }) => [id, vault.useRecord(id, (plain) => plain.toString('utf8'))]));

/** A vault of generation 2 in vault-a.json, with generation 1 (no records) in vault-b.json. */
export async function makeVault(): Promise<{ fs: MemoryFs; vault: Vault; recoveryKey: string }> {
  const fs = MemoryFs.of([]);
  const { vault, recoveryKey } = await createVault(depsOn(fs), Secret.ofText(words));
  await vault.commit([put('key_a', 'alpha'), put('key_b', 'beta'), put('bot_c', 'gamma', 'bot')]);
  return { fs, vault, recoveryKey };
}

/** The parsed file at a path. */
export function sealedAt(fs: MemoryFs, path: string): SealedVault {
  const parsed = parse(fs.files().get(path) ?? new Uint8Array(0));
  if (parsed.kind !== 'vault') throw new Error(`${path} is ${parsed.kind}`);
  return parsed.sealed;
}

/** A disk with one file, changed. */
export const alone = (sealed: SealedVault): MemoryFs => MemoryFs.of([[pathA, serialise(sealed)]]);

/** The code that a promise or a function fails with; undefined where it doesn't. */
export async function codeOf(work: () => unknown): Promise<ErrorCode | undefined> {
  try {
    await work();
    return undefined;
  } catch (fault) {
    if (fault instanceof AppError) return fault.code;
    throw fault;
  }
}
