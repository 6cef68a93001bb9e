import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { restoreVault, writeBackup } from '../../../electron/vault/backup.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byPassphrase, byRecovery, codeOf, contentsOf, depsOn, makeVault, openOn, put, quickKdf } from './helpers.ts';

const own = 'the backup has its own';
const path = '/stick/copy.json';

async function backedUp() {
  const made = await makeVault();
  const copy = await made.vault.copyUnder(byPassphrase(), Secret.ofText(own));
  return { ...made, copy };
}

describe('a backup', () => {
  test('makes the vault again in an empty place, by its own passphrase or the recovery key, one generation later', async () => {
    const { vault, copy, recoveryKey } = await backedUp();
    for (const unlock of [() => byPassphrase(own), () => byRecovery(recoveryKey)]) {
      const fs = MemoryFs.of([]);
      const restored = await restoreVault(depsOn(fs), copy, unlock());
      expect(contentsOf(restored)).toEqual(contentsOf(vault));
      expect([restored.vaultId, restored.generation]).toEqual([vault.vaultId, vault.generation + 1]);
      await restored.commit([put('key_d', 'delta')]);
      expect(contentsOf(await openOn(fs, byPassphrase(own)))['key_d']).toBe('delta');
    }
  });

  test('does not open with the passphrase of the vault, and leaves the vault as it was', async () => {
    const { fs, copy } = await backedUp();
    expect(await codeOf(() => restoreVault(depsOn(MemoryFs.of([])), copy, byPassphrase()))).toBe('PASSPHRASE_WRONG');
    expect(contentsOf(await openOn(fs))).toHaveProperty('key_a');
  });

  test('is not made for a wrong passphrase, nor under an empty one', async () => {
    const { vault } = await makeVault();
    expect(await codeOf(() => vault.copyUnder(byPassphrase('wrong'), Secret.ofText(own)))).toBe('PASSPHRASE_WRONG');
    expect(await codeOf(() => vault.copyUnder(byPassphrase(), Secret.ofText('')))).toBe('INPUT_INVALID');
  });

  test('is written to a new file alone, and opened to see that it is good', async () => {
    const { copy } = await backedUp();
    const fs = MemoryFs.of([]);
    await writeBackup(fs, path, copy, Secret.ofText(own), quickKdf);
    expect(Buffer.from(fs.files().get(path) ?? [])).toEqual(copy);
    expect(await codeOf(() => writeBackup(fs, path, copy, Secret.ofText(own), quickKdf))).toBe('INPUT_INVALID');
    expect(await codeOf(() => writeBackup(fs, '/stick/b.json', copy, Secret.ofText('x'), quickKdf))).toBe(
      'PASSPHRASE_WRONG',
    );
  });

  test('that the disk failed on is not left behind, so that the same name can be used again', async () => {
    const { copy } = await backedUp();
    const good = MemoryFs.of([]);
    await writeBackup(good, path, copy, Secret.ofText(own), quickKdf);
    for (let at = 0; at < good.calls.length; at += 1) {
      const fs = MemoryFs.of([]);
      fs.failAt(at, 'ENOSPC');
      expect(await codeOf(() => writeBackup(fs, path, copy, Secret.ofText(own), quickKdf))).toBe('DISK_FULL');
      expect(fs.files().size).toBe(0);
      await writeBackup(fs, path, copy, Secret.ofText(own), quickKdf);
    }
    expect(await codeOf(() => writeBackup(good, '/stick/b.json', copy, Secret.ofText('x'), quickKdf))).toBe(
      'PASSPHRASE_WRONG',
    );
    expect([...good.files().keys()]).toEqual([path]);
  });

  test('that is gone when it is read back is none', async () => {
    const { copy } = await backedUp();
    const fs = MemoryFs.of([]);
    fs.read = async () => undefined;
    expect(await codeOf(() => writeBackup(fs, path, copy, Secret.ofText(own), quickKdf))).toBe('INPUT_INVALID');
  });

  test('of another vault than the one expected is told from a damaged one', async () => {
    const { copy, vault } = await backedUp();
    const other = await backedUp();
    const fs = MemoryFs.of([]);
    const expecting = (bytes: Uint8Array, expected: string) =>
      restoreVault(depsOn(fs), bytes, byPassphrase(own), { expected });
    expect(await codeOf(() => expecting(other.copy, vault.vaultId))).toBe('INPUT_INVALID');
    await expect(expecting(other.copy, vault.vaultId)).rejects.toThrow('This backup is of another vault');
    expect(fs.files().size).toBe(0);
    expect((await expecting(copy, vault.vaultId)).vaultId).toBe(vault.vaultId);
  });

  test('is not restored over a vault', async () => {
    const { fs, copy } = await backedUp();
    const before = fs.files();
    expect(await codeOf(() => restoreVault(depsOn(fs), copy, byPassphrase(own)))).toBe('VAULT_EXISTS');
    expect(fs.files()).toEqual(before);
  });

  test('that is cut off, changed at any place, or of a newer version makes no vault', async () => {
    const { copy } = await backedUp();
    const into = (bytes: Uint8Array) => codeOf(() => restoreVault(depsOn(MemoryFs.of([])), bytes, byPassphrase(own)));
    expect(await into(copy.subarray(0, copy.length - 5))).toBe('INPUT_INVALID');
    expect(await into(Buffer.from('{}'))).toBe('INPUT_INVALID');
    expect(await into(Buffer.from(copy.toString().replace('"v":1', '"v":2')))).toBe('VAULT_NEWER');
    for (let at = 0; at < copy.length; at += 7) {
      const bytes = Buffer.from(copy);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(['INPUT_INVALID', 'PASSPHRASE_WRONG', 'VAULT_DAMAGED', 'VAULT_NEWER']).toContain(await into(bytes));
    }
  });
});
