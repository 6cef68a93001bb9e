/** What is done to a vault's files, and what must be true of them at every moment of it. */
import { Secret } from '../../electron/base/secret.ts';
import { restoreVault, writeBackup } from '../../electron/vault/backup.ts';
import { createVault, type Unlock } from '../../electron/vault/vault.ts';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { MemoryFs } from '../fakes/memory-fs.ts';
import {
  byPassphrase,
  byRecovery,
  codeOf,
  contentsOf,
  depsOn,
  dir,
  makeVault,
  openOn,
  pathA,
  pathB,
  put,
  quickKdf,
  words,
} from '../unit/vault/helpers.ts';

/** One disk and one thing to do on it. */
export interface Staged {
  readonly fs: MemoryFs;
  /** Gives: what the user is warned of. */
  act(): Promise<readonly string[]>;
  /** Does it again, or the next of its kind, in the same process after a fault. */
  again(): Promise<unknown>;
  /** A file that must not be left behind by a deed that was refused. */
  readonly target?: string;
  /** Takes: a disk as it may be afterwards, and whether the deed was acknowledged. Gives: what is wrong with it. */
  wrongWith(disk: MemoryFs, isAcknowledged: boolean): Promise<string | undefined>;
}

export interface Deed {
  readonly name: string;
  stage(): Promise<Staged>;
}

const fresh = 'a fresh passphrase';
const backupPath = `${dir}/copy.json`;
const before = { key_a: 'alpha', key_b: 'beta', bot_c: 'gamma' };
const after = { key_a: 'alpha 2', key_b: 'beta', key_n: 'nu' };
const change = [put('key_a', 'alpha 2'), { remove: 'bot_c' }, put('key_n', 'nu')] as const;

/** The vault's contents as text, or the code that it is refused with. */
export async function foundOn(disk: MemoryFs, unlock: Unlock = byPassphrase()): Promise<string | ErrorCode> {
  try {
    const vault = await openOn(disk, unlock);
    const text = textOf(contentsOf(vault));
    vault.seal();
    return text;
  } catch (fault) {
    if (fault instanceof AppError) return fault.code;
    throw fault;
  }
}

export const textOf = (contents: Record<string, string>): string =>
  JSON.stringify(Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Gives: what is wrong, where `found` is none of what may be. */
const unless = (found: string, ...allowed: readonly string[]): string | undefined =>
  allowed.includes(found) ? undefined : `found ${found} instead of ${allowed.join(' or ')}`;

async function first(...checks: readonly (() => Promise<string | undefined>)[]): Promise<string | undefined> {
  for (const check of checks) {
    const wrong = await check();
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Does the vault go on from here? Opens it, saves once to each file, and opens it again; no half-written file stays. */
async function goesOn(disk: MemoryFs, unlock: () => Unlock): Promise<string | undefined> {
  const left = disk.copy();
  const vault = await openOn(left, unlock());
  const expected = { ...contentsOf(vault), next: 'yes', last: 'too' };
  await vault.commit([put('next', 'yes')]);
  await vault.commit([put('last', 'too')]);
  const names = [...left.files().keys()].filter((path) => path.endsWith('.tmp'));
  return unless(await foundOn(left.copy(), unlock()), textOf(expected)) ?? unless(names.join(), '');
}

/** A vault that stands already is not made again. */
async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  const code = await codeOf(make);
  if (code !== undefined && code !== 'VAULT_EXISTS') throw new Error(`the second try ended in ${code}`);
}

/** With either file lost, too, for what stands in both. */
async function withEitherLost(disk: MemoryFs, check: (left: MemoryFs) => Promise<string | undefined>) {
  for (const lost of [pathA, pathB]) {
    const left = disk.copy();
    left.set(lost, Buffer.from('rubbish'));
    const wrong = await check(left);
    if (wrong !== undefined) return `${wrong}, with ${lost} lost`;
  }
  return undefined;
}

/** A vault opened on a disk without history. */
async function opened(spoil: (fs: MemoryFs) => void = () => undefined) {
  const made = await makeVault();
  const fs = made.fs.copy();
  spoil(fs);
  return { ...made, fs, vault: await openOn(fs) };
}

function saving(name: string, both: boolean, spoil?: (fs: MemoryFs) => void): Deed {
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
            async () => goesOn(disk, byPassphrase),
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

const making: Deed = {
  name: 'making a vault',
  stage: async () => {
    const fs = MemoryFs.of([]);
    return {
      fs,
      act: async () => (await createVault(depsOn(fs), Secret.ofText(words))).vault.warnings,
      again: () => unlessThere(() => createVault(depsOn(fs), Secret.ofText(words))),
      wrongWith: async (disk, isAcknowledged) => {
        const found = await foundOn(disk.copy());
        if (found !== 'VAULT_MISSING') return unless(found, textOf({})) ?? goesOn(disk, byPassphrase);
        if (isAcknowledged) return 'the vault is gone';
        // Then it is made at the second try.
        await createVault(depsOn(disk), Secret.ofText(words));
        return unless(await foundOn(disk), textOf({}));
      },
    };
  },
};

const restoring: Deed = {
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
        if (found !== 'VAULT_MISSING') return unless(found, textOf(before)) ?? goesOn(disk, byPassphrase);
        if (isAcknowledged) return 'the vault is gone';
        await restoreVault(depsOn(disk), copy, byPassphrase());
        return unless(await foundOn(disk), textOf(before));
      },
    };
  },
};

const changingPassphrase: Deed = {
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

const mending: Deed = {
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
          async () => goesOn(disk, byPassphrase),
        ),
    };
  },
};

const backingUp: Deed = {
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

export const deeds: readonly Deed[] = [
  saving('a save', false),
  saving('a save to both files', true),
  saving('a save after one that was cut off', false, (fs) => fs.set(`${pathB}.tmp`, Buffer.from('half'))),
  making,
  changingPassphrase,
  restoring,
  mending,
  backingUp,
];
