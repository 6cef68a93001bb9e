/** A disk that really is full or read-only, where one can be mounted. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../electron/base/secret.ts';
import { restoreVault, writeBackup } from '../../electron/vault/backup.ts';
import { nodeFs } from '../../electron/vault/node-fs.ts';
import { createVault, openVault, type VaultDeps } from '../../electron/vault/vault.ts';
import { AppError } from '../../shared/errors.ts';
import { MemoryFs } from '../fakes/memory-fs.ts';
import { byPassphrase, codeOf, contentsOf, depsOn, put, quickKdf, words } from '../unit/vault/helpers.ts';
import { canMount, mountSmallDisk } from './small-disk.ts';

const fresh = 'a fresh passphrase';
const pageBytes = 4096;
const big = (id: string) => put(id, 'x'.repeat(20_000));
const depsAt = (dir: string): VaultDeps => ({ ...depsOn(MemoryFs.of([])), fs: nodeFs, dir });
const temporary = (dir: string): string[] => readdirSync(dir).filter((name) => name.endsWith('.tmp'));

/** The code and the sentence that the work ends with. */
async function told(work: () => Promise<unknown>): Promise<readonly [string, string]> {
  try {
    await work();
    return ['done', ''];
  } catch (fault) {
    if (fault instanceof AppError) return [fault.code, fault.message];
    throw fault;
  }
}

/** Every page more that is left lets the work come a little further before the disk is full. */
const pagesLeft = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16];

if (canMount) describe('on a real disk (a tmpfs of a few pages)', onRealDisk);
else
  test(
    'a full disk, on the fake alone since no small disk can be mounted here: a save is refused, and works with room',
    onFake,
  );

function onRealDisk(): void {
  test('that is full after any number of pages a save is refused with its file named, nothing is lost, and it works once there is room', async () => {
    using disk = mountSmallDisk(512);
    const deps = depsAt(disk.dir);
    await createVault(deps, Secret.ofText(words));
    let refused = 0;
    for (const both of [false, true]) {
      for (const pages of pagesLeft) {
        const vault = await openVault(deps, byPassphrase());
        const before = contentsOf(vault);
        disk.fill(pages * pageBytes);
        const [code, sentence] = await told(() => vault.commit([big('big')], { both }));
        if (code !== 'done') {
          refused += 1;
          expect([code, sentence.includes(disk.dir)]).toEqual(['DISK_FULL', true]);
          expect(contentsOf(await openVault(deps, byPassphrase()))).toEqual(before);
        }
        expect(temporary(disk.dir)).toEqual([]);
        disk.empty();
        await vault.commit([put('next', `${pages} ${String(both)}`), { remove: 'big' }], { both });
        const after = contentsOf(await openVault(deps, byPassphrase()));
        expect([after['next'], after['big']]).toEqual([`${pages} ${String(both)}`, undefined]);
      }
    }
    expect(refused).toBeGreaterThan(8);
  });

  test('that is full no vault is made and no half of one is left; with room it is made', async () => {
    for (const pages of [0, 1]) {
      using disk = mountSmallDisk(64);
      disk.fill(pages * pageBytes);
      const [code, sentence] = await told(() => createVault(depsAt(disk.dir), Secret.ofText(words)));
      expect([code, sentence.includes(disk.dir)]).toEqual(['DISK_FULL', true]);
      disk.empty();
      expect(readdirSync(disk.dir)).toEqual([]);
      await createVault(depsAt(disk.dir), Secret.ofText(words));
      expect(contentsOf(await openVault(depsAt(disk.dir), byPassphrase()))).toEqual({});
    }
  });

  test('that is full the passphrase stays as it was, and a backup or a restore is refused with the reason', async () => {
    using disk = mountSmallDisk(512);
    const deps = depsAt(disk.dir);
    const { vault } = await createVault(deps, Secret.ofText(words));
    await vault.commit([big('big')]);
    const copy = await vault.copyUnder(byPassphrase(), Secret.ofText(fresh));
    const out = join(disk.dir, 'copy.json');
    disk.fill(2 * pageBytes);
    expect((await told(() => vault.changePassphrase(byPassphrase(), Secret.ofText(fresh))))[0]).toBe('DISK_FULL');
    const [code, sentence] = await told(() => writeBackup(nodeFs, out, copy, Secret.ofText(fresh), quickKdf));
    expect([code, sentence.includes(out)]).toEqual(['DISK_FULL', true]);
    expect(await codeOf(() => openVault(deps, byPassphrase(fresh)))).toBe('PASSPHRASE_WRONG');
    expect(Object.keys(contentsOf(await openVault(deps, byPassphrase())))).toEqual(['big']);
    using other = mountSmallDisk(64);
    other.fill(2 * pageBytes);
    expect((await told(() => restoreVault(depsAt(other.dir), copy, byPassphrase(fresh))))[0]).toBe('DISK_FULL');
    other.empty();
    expect(readdirSync(other.dir)).toEqual([]);
  });

  test('that became read-only the vault opens, and a save says why it is refused', async () => {
    using disk = mountSmallDisk(512);
    const deps = depsAt(disk.dir);
    await createVault(deps, Secret.ofText(words));
    disk.makeReadOnly(true);
    const vault = await openVault(deps, byPassphrase());
    const [code, sentence] = await told(() => vault.commit([put('a', 'b')]));
    expect([code, sentence.includes(disk.dir)]).toEqual(['INPUT_INVALID', true]);
    expect(sentence).toContain("can't be written");
    disk.makeReadOnly(false);
    await vault.commit([put('a', 'b')]);
    expect(contentsOf(await openVault(deps, byPassphrase()))).toEqual({ a: 'b' });
  });
}

async function onFake(): Promise<void> {
  const fs = MemoryFs.of([]);
  const deps = depsOn(fs);
  const { vault } = await createVault(deps, Secret.ofText(words));
  fs.failAt(2, 'ENOSPC', 'before', true);
  expect(await codeOf(() => vault.commit([big('big')]))).toBe('DISK_FULL');
  fs.fault = undefined;
  expect(contentsOf(await openVault(deps, byPassphrase()))).toEqual({});
  await vault.commit([big('big')]);
  expect(Object.keys(contentsOf(await openVault(deps, byPassphrase())))).toEqual(['big']);
}
