/** Saves, the first one among them, and copies. */
import type { Clock } from '../../electron/base/clock.ts';
import { Secret } from '../../electron/base/secret.ts';
import { restoreVault, writeBackup } from '../../electron/vault/backup.ts';
import { keepCopies } from '../../electron/vault/copies.ts';
import { createVault } from '../../electron/vault/vault.ts';
import { MemoryFs } from '../fakes/memory-fs.ts';
import {
  byPassphrase,
  codeOf,
  depsOn,
  dir,
  makeVault,
  openOn,
  pathB,
  quickKdf,
  stillClock,
  words,
} from '../unit/vault/helpers.ts';
import {
  after,
  before,
  change,
  type Deed,
  first,
  foundOn,
  fresh,
  goesOn,
  opened,
  textOf,
  unless,
  withEitherLost,
} from './deed.ts';

const backupPath = `${dir}/copy.json`;

export function saving(name: string, both: boolean, spoil?: (fs: MemoryFs) => void): Deed {
  return {
    name,
    stage: async () => {
      const { fs, vault } = await opened(spoil);
      return {
        fs,
        act: () => vault.commit(change, { both }).then(() => []),
        again: () => vault.commit(change, { both }),
        wrongWith: async (disk, isAcknowledged) => {
          const allowed = isAcknowledged ? [textOf(after)] : [textOf(before), textOf(after)];
          return first(
            async () => unless(await foundOn(disk.copy()), ...allowed),
            async () => goesOn(disk),
            async () =>
              both && isAcknowledged
                ? withEitherLost(disk, async (left) => unless(await foundOn(left), textOf(after)))
                : undefined,
          );
        },
      };
    },
  };
}

export const making: Deed = {
  name: 'making a vault',
  stage: async () => {
    const fs = MemoryFs.of([]);
    return {
      fs,
      act: async () => (await createVault(depsOn(fs), Secret.ofText(words))).vault.warnings,
      again: () => unlessThere(() => createVault(depsOn(fs), Secret.ofText(words))),
      wrongWith: async (disk, isAcknowledged) => {
        const found = await foundOn(disk.copy());
        if (found !== 'VAULT_MISSING') return unless(found, textOf({})) ?? goesOn(disk);
        if (isAcknowledged) return 'the vault is gone';
        // Then it is made at the second try.
        await createVault(depsOn(disk), Secret.ofText(words));
        return unless(await foundOn(disk), textOf({}));
      },
    };
  },
};

export const restoring: Deed = {
  name: 'a restore',
  stage: async () => {
    const { vault } = await makeVault();
    const copy = await vault.copyUnder(byPassphrase(), Secret.ofText(words));
    const fs = MemoryFs.of([]);
    return {
      fs,
      act: async () => (await restoreVault(depsOn(fs), copy, byPassphrase())).warnings,
      again: () => unlessThere(() => restoreVault(depsOn(fs), copy, byPassphrase())),
      wrongWith: async (disk, isAcknowledged) => {
        const found = await foundOn(disk.copy());
        if (found !== 'VAULT_MISSING') return unless(found, textOf(before)) ?? goesOn(disk);
        if (isAcknowledged) return 'the vault is gone';
        await restoreVault(depsOn(disk), copy, byPassphrase());
        return unless(await foundOn(disk), textOf(before));
      },
    };
  },
};

export const mending: Deed = {
  name: 'opening a vault with one bad file',
  stage: async () => {
    const { fs } = await makeVault();
    const spoiled = fs.copy();
    spoiled.set(pathB, Buffer.from('rubbish'));
    return {
      fs: spoiled,
      act: async () => (await openOn(spoiled)).warnings,
      again: () => openOn(spoiled),
      wrongWith: async (disk) =>
        first(
          async () => unless(await foundOn(disk.copy()), textOf(before)),
          async () => goesOn(disk),
        ),
    };
  },
};

export const backingUp: Deed = {
  name: 'a backup',
  stage: async () => {
    const { fs, vault } = await opened();
    const copy = await vault.copyUnder(byPassphrase(), Secret.ofText(fresh));
    return {
      fs,
      target: backupPath,
      act: () => writeBackup(fs, backupPath, copy, Secret.ofText(fresh), quickKdf).then(() => []),
      // Where a disk that failed for good kept a half-written one, under another name.
      again: () => {
        const path = fs.files().has(backupPath) ? `${dir}/second.json` : backupPath;
        return writeBackup(fs, path, copy, Secret.ofText(fresh), quickKdf);
      },
      wrongWith: async (disk, isAcknowledged) => {
        const written = disk.files().get(backupPath);
        const restored = async (): Promise<string | undefined> => {
          const to = MemoryFs.of([]);
          await restoreVault(depsOn(to), written ?? new Uint8Array(0), byPassphrase(fresh));
          return unless(await foundOn(to, byPassphrase(fresh)), textOf(before));
        };
        return first(
          async () => unless(await foundOn(disk.copy()), textOf(before)),
          async () => (isAcknowledged ? restored() : undefined),
        );
      },
    };
  },
};

/** A week old copy is there, and goes only when today's stands. */
export const keepingCopies: Deed = {
  name: 'keeping the copies of the day and of the week',
  stage: async () => {
    const { fs, vault } = await opened();
    const weekAgo = { now: () => stillClock.now() - 9 * 86_400_000 };
    const keep = (clock: Pick<Clock, 'now'>) =>
      keepCopies({ dir, fs, clock }, vault.bytes(), (bytes) => vault.isWhole(bytes));
    await keep(weekAgo);
    return {
      fs,
      // An old copy that can't be read is simply made again.
      maySucceed: true,
      act: () => keep(stillClock).then(() => []),
      again: () => keep(stillClock),
      wrongWith: async (disk, isAcknowledged) => {
        const copies = [...disk.files()].filter(
          ([path]) => path.startsWith(`${dir}/backups/`) && path.endsWith('.json'),
        );
        const whole = copies.filter(([, bytes]) => vault.isWhole(bytes)).length;
        return first(
          async () => unless(await foundOn(disk.copy()), textOf(before)),
          async () => goesOn(disk),
          async () => (whole === copies.length ? undefined : 'a copy is not whole'),
          // Before it was done two old ones are there, of a day and a week; afterwards those of today with the week's.
          async () => (whole >= (isAcknowledged ? 3 : 2) ? undefined : `${whole} copies are left`),
        );
      },
    };
  },
};

/** A vault that stands already is not made again. */
async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  const code = await codeOf(make);
  if (code !== undefined && code !== 'VAULT_EXISTS') throw new Error(`the second try ended in ${code}`);
}
