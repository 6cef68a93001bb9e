/** Changes of what opens a vault, and of all that stands in it. */
import { Secret } from '../../electron/base/secret.ts';
import { type Migration, openVault } from '../../electron/vault/vault.ts';
import { MemoryFs } from '../fakes/memory-fs.ts';
import {
  byKeychain,
  byPassphrase,
  byRecovery,
  contentsOf,
  depsOn,
  makeVault,
  openOn,
  pathA,
} from '../unit/vault/helpers.ts';
import { before, type Deed, first, foundOn, fresh, goesOn, opened, textOf, unless, withEitherLost } from './deed.ts';

export const changingPassphrase: Deed = {
  name: 'a change of the passphrase',
  stage: async () => {
    const { fs, vault, recoveryKey } = await opened();
    const ways = (disk: MemoryFs) =>
      Promise.all([byPassphrase(), byPassphrase(fresh)].map((unlock) => foundOn(disk.copy(), unlock)));
    return {
      fs,
      act: () => vault.changePassphrase(byPassphrase(), Secret.ofText(fresh)).then(() => []),
      // By the recovery key, since a fault may leave either passphrase.
      again: () => vault.changePassphrase(byRecovery(recoveryKey), Secret.ofText(fresh)),
      wrongWith: async (disk, isAcknowledged) => {
        const only = async (left: MemoryFs): Promise<string | undefined> =>
          unless((await ways(left)).join(' '), `PASSPHRASE_WRONG ${textOf(before)}`);
        // Exactly one of the two opens it; the recovery key always does.
        const either = [`${textOf(before)} PASSPHRASE_WRONG`, `PASSPHRASE_WRONG ${textOf(before)}`];
        return first(
          async () => (isAcknowledged ? only(disk) : unless((await ways(disk)).join(' '), ...either)),
          async () => (isAcknowledged ? withEitherLost(disk, only) : undefined),
          async () => unless(await foundOn(disk.copy(), byRecovery(recoveryKey)), textOf(before)),
          async () => goesOn(disk, () => byRecovery(recoveryKey)),
        );
      },
    };
  },
};

export const rotating: Deed = {
  name: 'a rotation of everything',
  stage: async () => {
    const { fs, vault, recoveryKey } = await opened();
    /** The new recovery key, which the vault holds until it was confirmed, opens it; the former one opens nothing. */
    const isRotated = async (disk: MemoryFs): Promise<string | undefined> => {
      const pending = (await openOn(disk.copy())).pendingRecoveryKey();
      if (pending === undefined) return 'it is not rotated';
      return first(
        async () => unless(await foundOn(disk.copy(), byRecovery(pending)), textOf(before)),
        async () => unless(await foundOn(disk.copy(), byRecovery(recoveryKey)), 'PASSPHRASE_WRONG'),
      );
    };
    const isAsBefore = async (disk: MemoryFs): Promise<string | undefined> =>
      (await openOn(disk.copy())).pendingRecoveryKey() === undefined
        ? unless(await foundOn(disk.copy(), byRecovery(recoveryKey)), textOf(before))
        : 'it is rotated';
    return {
      fs,
      act: () => vault.rotate(byPassphrase()).then(() => []),
      again: () => vault.rotate(byPassphrase()),
      wrongWith: async (disk, isAcknowledged) =>
        first(
          async () => unless(await foundOn(disk.copy()), textOf(before)),
          async () => (isAcknowledged ? isRotated(disk) : (await isAsBefore(disk)) && isRotated(disk)),
          async () => (isAcknowledged ? withEitherLost(disk, isRotated) : undefined),
          async () => goesOn(disk),
        ),
    };
  },
};

const slotKey = Buffer.alloc(32, 7);

/** Narrows: what the keychain holds must not open either file any more. */
export const takingKeychain: Deed = {
  name: 'taking the keychain its slot',
  stage: async () => {
    const made = await makeVault();
    await made.vault.setKeychainSlot(byPassphrase(), new Secret(Buffer.from(slotKey)));
    const fs = made.fs.copy();
    const vault = await openOn(fs);
    const shut = async (disk: MemoryFs): Promise<string | undefined> =>
      unless(await foundOn(disk.copy(), byKeychain(slotKey)), 'PASSPHRASE_WRONG');
    return {
      fs,
      act: () => vault.setKeychainSlot(byPassphrase(), undefined).then(() => []),
      again: () => vault.setKeychainSlot(byPassphrase(), undefined),
      wrongWith: async (disk, isAcknowledged) =>
        first(
          async () => unless(await foundOn(disk.copy()), textOf(before)),
          async () => (isAcknowledged ? shut(disk) : undefined),
          async () => (isAcknowledged ? withEitherLost(disk, shut) : undefined),
          async () => goesOn(disk),
        ),
    };
  },
};

const migrations: readonly Migration[] = [
  { type: 'key', from: 1, migrate: (plain) => Buffer.concat([plain, Buffer.from(', migrated')]) },
];
const migrated = { key_a: 'alpha, migrated', key_b: 'beta, migrated', bot_c: 'gamma' };

export const migrating: Deed = {
  name: 'opening a vault with records of an earlier schema',
  stage: async () => {
    const { fs, vault } = await makeVault();
    await vault.commit([], { both: true });
    const old = fs.copy();
    const newer = (disk: MemoryFs) => openVault({ ...depsOn(disk), schemas: { key: 2 }, migrations }, byPassphrase());
    return {
      fs: old,
      act: async () => (await newer(old)).warnings,
      again: () => newer(old),
      wrongWith: async (disk) =>
        first(
          async () => unless(textOf(contentsOf(await newer(disk.copy()))), textOf(migrated)),
          async () => unless(await foundOn(disk.copy()), textOf(before), textOf(migrated)),
          async () => ((await foundOn(disk.copy())) === textOf(migrated) ? stateBefore(disk) : undefined),
          async () => goesOn(disk, byPassphrase, newer),
        ),
    };
  },
};

/** Is the file from before still there, and whole? */
async function stateBefore(disk: MemoryFs): Promise<string | undefined> {
  const kept = [...disk.files()].filter(([path]) => path.includes('before-migration') && path.endsWith('.json'));
  const found = await Promise.all(kept.map(([, bytes]) => foundOn(aloneOf(bytes))));
  return found.includes(textOf(before)) ? undefined : `the state before is not kept: ${found.join()}`;
}

const aloneOf = (bytes: Uint8Array): MemoryFs => MemoryFs.of([[pathA, bytes]]);
