import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { restoreVault } from '../../../electron/vault/backup.ts';
import { createVault, openVault, type VaultDeps } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byPassphrase, codeOf, depsOn, makeVault, openOn, pathA, pathB, put, sealedAt, words } from './helpers.ts';

/** Tells of every acknowledged save. */
function heard(fs: MemoryFs): { readonly deps: VaultDeps; readonly generations: number[] } {
  const generations: number[] = [];
  return { deps: { ...depsOn(fs), onSaved: (generation) => generations.push(generation) }, generations };
}

describe('each acknowledged save is told', () => {
  test('that of a new vault, of a commit, of a passphrase, of a slot, of a rotation', async () => {
    const { deps, generations } = heard(MemoryFs.of([]));
    const { vault } = await createVault(deps, Secret.ofText(words));
    await vault.commit([put('x', 'x')]);
    await vault.changePassphrase(byPassphrase(), Secret.ofText('fresh'));
    await vault.setKeychainSlot(byPassphrase('fresh'), new Secret(Buffer.alloc(32, 1)));
    await vault.rotate(byPassphrase('fresh'));
    await vault.recoveryKeyKept();
    expect(generations).toEqual([1, 2, 3, 4, 5, 6]);
    expect(vault.generation).toBe(6);
  });

  test('that of a restored vault, but not the opening of one', async () => {
    const { vault } = await makeVault();
    const fs = MemoryFs.of([]);
    const { deps, generations } = heard(fs);
    await restoreVault(deps, vault.bytes(), byPassphrase());
    await openVault(deps, byPassphrase());
    expect(generations).toEqual([3]);
  });

  test('one that failed is not, nor one that stands in one file where both were asked for', async () => {
    const { fs } = await makeVault();
    const { deps, generations } = heard(fs);
    const vault = await openVault(deps, byPassphrase());
    fs.failAt(0, 'ENOSPC');
    expect(await codeOf(() => vault.commit([put('x', 'x')]))).toBe('DISK_FULL');
    const first = fs.calls.length;
    await vault.commit([put('x', 'x')], { both: true });
    const calls = fs.calls.length - first;
    expect(generations).toEqual([4]);
    fs.failAt(calls - 1, 'EIO');
    expect(await codeOf(() => vault.commit([put('y', 'y')], { both: true }))).toBe('INTERNAL');
    expect([vault.generation, ...generations]).toEqual([5, 4]);
  });
});

describe('a vault that is raised', () => {
  test('saves above what was seen elsewhere, and not before there is something to save', async () => {
    const { fs, vault } = await makeVault();
    const before = fs.files();
    vault.raiseTo(40);
    expect(vault.generation).toBe(2);
    expect(fs.files()).toEqual(before);
    await vault.commit([put('x', 'x')]);
    expect(vault.generation).toBe(41);
    expect((await openOn(fs)).generation).toBe(41);
    expect([sealedAt(fs, pathA).generation, sealedAt(fs, pathB).generation].sort()).toEqual([2, 41]);
  });

  test('never goes back', async () => {
    const { vault } = await makeVault();
    vault.raiseTo(9);
    vault.raiseTo(1);
    await vault.commit([put('x', 'x')]);
    expect(vault.generation).toBe(10);
  });

  test('refuses what no generation can be, and a sealed one refuses at all', async () => {
    const { vault } = await makeVault();
    for (const generation of [-1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER, 2 ** 60])
      expect(await codeOf(() => vault.raiseTo(generation))).toBe('INPUT_INVALID');
    vault.raiseTo(Number.MAX_SAFE_INTEGER - 1);
    await vault.commit([put('x', 'x')]);
    expect(vault.generation).toBe(Number.MAX_SAFE_INTEGER);
    vault.seal();
    expect(await codeOf(() => vault.raiseTo(1))).toBe('VAULT_SEALED');
  });
});

describe('a restored vault', () => {
  test.each([
    [undefined, 3],
    [0, 3],
    [2, 3],
    [900, 901],
  ])('above %s goes on with generation %i', async (above, generation) => {
    const { vault } = await makeVault();
    const restored = await restoreVault(
      depsOn(MemoryFs.of([])),
      vault.bytes(),
      byPassphrase(),
      above === undefined ? {} : { above },
    );
    expect(restored.generation).toBe(generation);
    await restored.commit([put('x', 'x')]);
    expect(restored.generation).toBe(generation + 1);
  });

  test('is not made above what no generation can be', async () => {
    const { vault } = await makeVault();
    const fs = MemoryFs.of([]);
    for (const above of [-1, 0.5, Number.MAX_SAFE_INTEGER])
      expect(await codeOf(() => restoreVault(depsOn(fs), vault.bytes(), byPassphrase(), { above }))).toBe(
        'INPUT_INVALID',
      );
    expect(fs.files().size).toBe(0);
  });
});
