/** Faults and power cuts in the middle of a rotation. */
import { describe, expect, test } from 'vitest';
import { parse, serialise } from '../../../electron/vault/envelope.ts';
import type { Vault } from '../../../electron/vault/vault.ts';
import type { MemoryFs } from '../../fakes/memory-fs.ts';
import {
  byPassphrase,
  byRecovery,
  codeOf,
  contentsOf,
  makeVault,
  openOn,
  pathA,
  pathB,
  put,
  sealedAt,
} from './helpers.ts';

const three = { key_a: 'alpha', key_b: 'beta', bot_c: 'gamma' };

interface Ready {
  readonly fs: MemoryFs;
  readonly vault: Vault;
  readonly recoveryKey: string;
}

async function ready(): Promise<Ready> {
  const { fs, recoveryKey } = await makeVault();
  const disk = fs.copy();
  return { fs: disk, vault: await openOn(disk), recoveryKey };
}

async function callsOfRotation(): Promise<number> {
  const { fs, vault } = await ready();
  const first = fs.calls.length;
  await vault.rotate(byPassphrase());
  return fs.calls.length - first;
}

/** Both files of a vault that is opened hold one state, under the vault key of the newest, and no file is left beside them. */
async function expectOneKey(fs: MemoryFs, vault: Vault): Promise<void> {
  expect([...fs.files().keys()].filter((path) => !path.endsWith('.tmp')).sort()).toEqual([pathA, pathB]);
  for (const path of [pathA, pathB]) expect(vault.isWhole(fs.files().get(path) ?? Buffer.of())).toBe(true);
}

/** A disk on which the first file is rotated and the second is not. */
async function halfRotated(): Promise<Ready & { readonly newKey: string; readonly rotatedPath: string }> {
  const calls = await callsOfRotation();
  for (let at = calls - 1; at >= 0; at -= 1) {
    const { fs, vault, recoveryKey } = await ready();
    const before = fs.files();
    fs.failAt(at, 'EIO', 'before', true);
    await codeOf(() => vault.rotate(byPassphrase()));
    const changed = [pathA, pathB].filter((path) => !isSame(fs.files().get(path), before.get(path)));
    const [rotatedPath] = changed;
    const newKey = vault.pendingRecoveryKey();
    if (rotatedPath !== undefined && changed.length === 1 && newKey !== undefined)
      return { fs: fs.copy(), vault, recoveryKey, newKey, rotatedPath };
  }
  throw new Error('no call leaves one file rotated');
}

const isSame = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  Buffer.compare(a ?? Buffer.of(), b ?? Buffer.of()) === 0;

test.each(['ENOSPC', 'EIO', 'EPERM'])(
  '%s at any call of a rotation leaves a vault that goes on with the old keys or with the new ones',
  async (errno) => {
    const calls = await callsOfRotation();
    expect(calls).toBeGreaterThan(15);
    const seen = new Set<boolean>();
    for (let at = 0; at < calls; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const { fs, vault, recoveryKey } = await ready();
        fs.failAt(at, errno, when);
        expect(await codeOf(() => vault.rotate(byPassphrase()))).toBeDefined();
        const key = vault.pendingRecoveryKey();
        seen.add(key !== undefined);
        expect(contentsOf(vault)).toEqual(three);
        expect(contentsOf(await openOn(fs.copy()))).toEqual(three);
        expect(contentsOf(await openOn(fs.copy(), byRecovery(key ?? recoveryKey)))).toEqual(three);
        await vault.commit([put('next', 'yes')]);
        expect(contentsOf(await openOn(fs.copy(), byRecovery(key ?? recoveryKey)))).toEqual({ ...three, next: 'yes' });
        // The save after a rotation that stands in one file replaces the other.
        if (key !== undefined) await expectOneKey(fs, vault);
      }
    }
    expect(seen).toEqual(new Set([true, false]));
  },
);

test('a power cut at any moment of a rotation leaves every record, and one vault key after the next opening', async () => {
  const calls = await callsOfRotation();
  const found = { former: 0, rotated: 0, retired: 0 };
  for (let at = 0; at <= calls; at += 1) {
    const { fs, vault, recoveryKey } = await ready();
    if (at < calls) fs.failAt(at, 'EIO', 'before', true);
    const code = await codeOf(() => vault.rotate(byPassphrase()));
    expect(code === undefined).toBe(at === calls);
    for (const disk of fs.crashStates()) {
      const opened = await openOn(disk);
      expect(contentsOf(opened)).toEqual(three);
      const key = opened.pendingRecoveryKey();
      if (code === undefined) expect(key).toBeDefined();
      if (key === undefined) found.former += 1;
      else {
        found.rotated += 1;
        found.retired += opened.warnings.length;
        expect(opened.retiredStateKey()).toBeDefined();
        await expectOneKey(disk, opened);
      }
      const unlock = byRecovery(key ?? recoveryKey);
      await opened.commit([put('next', 'yes')]);
      expect(contentsOf(await openOn(disk.copy(), unlock))).toEqual({ ...three, next: 'yes' });
    }
  }
  expect(Math.min(found.former, found.rotated, found.retired)).toBeGreaterThan(0);
});

describe('where one file is rotated and the other is not', () => {
  test('opening by the passphrase or the new recovery key retires the other, aloud and without a trace', async () => {
    const { fs, newKey } = await halfRotated();
    for (const unlock of [byPassphrase(), byRecovery(newKey)]) {
      const disk = fs.copy();
      const opened = await openOn(disk, unlock);
      expect(contentsOf(opened)).toEqual(three);
      expect(opened.warnings).toHaveLength(1);
      await expectOneKey(disk, opened);
      expect((await openOn(disk, unlock)).warnings).toEqual([]);
    }
  });

  test('a disk that can not be written keeps the vault open, with a warning, and the next save retires the other', async () => {
    const { fs } = await halfRotated();
    fs.failAt(2, 'EROFS', 'before', true);
    const opened = await openOn(fs);
    expect(contentsOf(opened)).toEqual(three);
    expect(opened.warnings).toHaveLength(1);
    fs.fault = undefined;
    await opened.commit([put('next', 'yes')]);
    await expectOneKey(fs, opened);
  });

  test('the former recovery key does not undo the rotation', async () => {
    const { fs, recoveryKey } = await halfRotated();
    const before = fs.files();
    expect(await codeOf(() => openOn(fs, byRecovery(recoveryKey)))).toBe('PASSPHRASE_WRONG');
    expect(fs.files()).toEqual(before);
  });

  test('a rotated file that is damaged gives way to the other', async () => {
    const { fs, recoveryKey, rotatedPath } = await halfRotated();
    const bytes = fs.files().get(rotatedPath) ?? Buffer.of();
    fs.set(rotatedPath, bytes.subarray(0, 1000));
    for (const unlock of [byPassphrase(), byRecovery(recoveryKey)])
      expect(contentsOf(await openOn(fs.copy(), unlock))).toEqual(three);
  });

  test('a file that only claims to be rotated does not lock out the recovery key', async () => {
    const { fs, recoveryKey } = await makeVault();
    const sealed = sealedAt(fs, pathA);
    const generation = sealed.generation + 5;
    const claim = { ...sealed, generation, slots: sealed.slots.map((slot) => ({ ...slot, revision: generation })) };
    fs.set(pathB, serialise(sealed));
    fs.set(pathA, serialise(claim));
    expect(parse(serialise(claim)).kind).toBe('vault');
    expect(contentsOf(await openOn(fs, byRecovery(recoveryKey)))).toEqual(three);
  });
});
