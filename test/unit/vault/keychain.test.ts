import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { restoreVault } from '../../../electron/vault/backup.ts';
import { serialise } from '../../../electron/vault/envelope.ts';
import type { Vault } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import {
  byKeychain,
  byPassphrase,
  byRecovery,
  codeOf,
  contentsOf,
  depsOn,
  makeVault,
  openOn,
  pathA,
  pathB,
  put,
  sealedAt,
} from './helpers.ts';

const held = Buffer.alloc(32, 7);
const other = Buffer.alloc(32, 8);
const secretOf = (bytes: Uint8Array): Secret => new Secret(Uint8Array.from(bytes));

async function withKeychain() {
  const made = await makeVault();
  await made.vault.setKeychainSlot(byPassphrase(), secretOf(held));
  return made;
}

const kindsAt = (fs: MemoryFs, path: string): string[] => sealedAt(fs, path).slots.map(({ kind }) => kind);
const onlyFile = (fs: MemoryFs, path: string): MemoryFs => MemoryFs.of([[path, fs.files().get(path) ?? Buffer.of()]]);

describe('the keychain slot', () => {
  test('opens the vault from either file, beside the passphrase and the recovery key', async () => {
    const { fs, vault, recoveryKey } = await withKeychain();
    expect(vault.hasSlot('keychain')).toBe(true);
    for (const path of [pathA, pathB]) {
      for (const unlock of [byKeychain(held), byPassphrase(), byRecovery(recoveryKey)]) {
        const opened = await openOn(onlyFile(fs, path), unlock);
        expect(contentsOf(opened)).toEqual(contentsOf(vault));
        expect(opened.hasSlot('keychain')).toBe(true);
      }
    }
    expect(await vault.confirm(byKeychain(held))).toBe(true);
    expect(await vault.confirm(byKeychain(other))).toBe(false);
  });

  test('is not there until it is asked for', async () => {
    const { fs, vault } = await makeVault();
    expect([vault.hasSlot('keychain'), vault.hasSlot('passphrase'), vault.hasSlot('recovery')]).toEqual([
      false,
      true,
      true,
    ]);
    expect(await codeOf(() => openOn(fs, byKeychain(held)))).toBe('PASSPHRASE_WRONG');
  });

  test('is replaced by another, and the former key opens nothing more', async () => {
    const { fs, vault } = await withKeychain();
    await vault.setKeychainSlot(byKeychain(held), secretOf(other));
    for (const path of [pathA, pathB]) {
      expect(await codeOf(() => openOn(onlyFile(fs, path), byKeychain(held)))).toBe('PASSPHRASE_WRONG');
      expect(kindsAt(fs, path)).toEqual(['keychain', 'passphrase', 'recovery']);
    }
    expect(contentsOf(await openOn(fs, byKeychain(other)))).toEqual(contentsOf(vault));
  });

  test('that was taken away opens nothing by the older file that has it still, nor by one that lies about its age', async () => {
    const { fs, vault } = await withKeychain();
    const older = sealedAt(fs, pathA);
    await vault.setKeychainSlot(byPassphrase(), undefined);
    for (const generation of [older.generation, 99]) {
      fs.set(pathB, serialise({ ...older, generation }));
      expect(await codeOf(() => openOn(fs, byKeychain(held)))).toBe('PASSPHRASE_WRONG');
    }
    expect(contentsOf(await openOn(fs))).toEqual(contentsOf(vault));
  });

  test('is taken away from both files', async () => {
    const { fs, vault } = await withKeychain();
    await vault.setKeychainSlot(byPassphrase(), undefined);
    for (const path of [pathA, pathB]) expect(kindsAt(fs, path)).toEqual(['passphrase', 'recovery']);
    expect(vault.hasSlot('keychain')).toBe(false);
    await vault.setKeychainSlot(byPassphrase(), undefined);
    expect(await codeOf(() => openOn(fs, byKeychain(held)))).toBe('PASSPHRASE_WRONG');
  });

  test('is not changed by what does not open the vault, nor to a key of another length', async () => {
    const { fs, vault } = await withKeychain();
    const before = fs.files();
    for (const slotKey of [secretOf(other), undefined])
      expect(await codeOf(() => vault.setKeychainSlot(byPassphrase('wrong'), slotKey))).toBe('PASSPHRASE_WRONG');
    expect(await codeOf(() => vault.setKeychainSlot(byKeychain(other), undefined))).toBe('PASSPHRASE_WRONG');
    expect(await codeOf(() => vault.setKeychainSlot(byPassphrase(), secretOf(Buffer.alloc(31))))).toBe('INPUT_INVALID');
    expect(fs.files()).toEqual(before);
    vault.seal();
    expect(await codeOf(() => vault.setKeychainSlot(byPassphrase(), secretOf(other)))).toBe('VAULT_SEALED');
  });

  test('a keychain that gives something else is told from a wrong passphrase', async () => {
    const { fs } = await withKeychain();
    const sentenceOf = async (bytes: Uint8Array): Promise<string> =>
      openOn(fs, byKeychain(bytes)).then(
        () => 'it opened',
        (fault: Error) => fault.message,
      );
    for (const bytes of [other, Buffer.alloc(0), Buffer.alloc(16, 7), Buffer.alloc(33, 7)])
      expect(await sentenceOf(bytes)).toMatch(/^The system's keychain no longer opens the vault\./);
  });

  test('stays over commits and over a change of the passphrase, which it may allow', async () => {
    const { fs, vault } = await withKeychain();
    await vault.commit([put('key_d', 'delta')]);
    await vault.changePassphrase(byKeychain(held), Secret.ofText('fresh'));
    expect(contentsOf(await openOn(fs, byKeychain(held)))['key_d']).toBe('delta');
    expect(contentsOf(await openOn(fs, byPassphrase('fresh')))['key_d']).toBe('delta');
  });
});

test('the slot is dropped without the passphrase, from both files, and no former file brings it back', async () => {
  const { fs, vault } = await withKeychain();
  await vault.dropKeychainSlot();
  expect([vault.hasSlot('keychain'), ...[pathA, pathB].map((path) => kindsAt(fs, path).includes('keychain'))]).toEqual([
    false,
    false,
    false,
  ]);
  expect(await codeOf(() => openOn(fs, byKeychain(held)))).toBe('PASSPHRASE_WRONG');
  expect(contentsOf(await openOn(fs))).toEqual(contentsOf(vault));
});

test('a sealed vault drops no slot', async () => {
  const { fs, vault } = await withKeychain();
  vault.seal();
  expect(await codeOf(() => vault.dropKeychainSlot())).toBe('VAULT_SEALED');
  expect(kindsAt(fs, pathA)).toContain('keychain');
});

describe('a copy of the vault', () => {
  const restored = (copy: Uint8Array, unlock = byPassphrase('own')): Promise<Vault> =>
    restoreVault(depsOn(MemoryFs.of([])), copy, unlock);

  test('under a passphrase of its own does not carry the keychain slot', async () => {
    const { vault } = await withKeychain();
    const copy = await vault.copyUnder(byPassphrase(), Secret.ofText('own'));
    expect(copy.toString()).not.toContain('keychain');
    expect(await codeOf(() => restored(copy, byKeychain(held)))).toBe('PASSPHRASE_WRONG');
    expect(contentsOf(await restored(copy))).toEqual(contentsOf(vault));
  });

  test('that was made by itself carries it, but the vault that is restored from it does not', async () => {
    const { vault } = await withKeychain();
    expect(vault.bytes().toString()).toContain('keychain');
    expect((await restored(vault.bytes(), byPassphrase())).hasSlot('keychain')).toBe(false);
  });
});

test('what opened the vault when a change began must still open it when it is saved', async () => {
  const { fs, vault } = await withKeychain();
  const late = codeOf(() => vault.setKeychainSlot(byPassphrase(), secretOf(other)));
  const first = vault.changePassphrase(byKeychain(held), Secret.ofText('fresh'));
  const codes = [await late, await codeOf(() => first)];
  // Whichever was first, the vault opens by its passphrase and by the keychain's key that was acknowledged last.
  expect(codes).toContain(undefined);
  const passphrase = codes[1] === undefined ? 'fresh' : undefined;
  const key = codes[0] === undefined ? other : held;
  expect(contentsOf(await openOn(fs, byPassphrase(passphrase)))).toEqual(contentsOf(vault));
  expect(contentsOf(await openOn(fs, byKeychain(key)))).toEqual(contentsOf(vault));
});
