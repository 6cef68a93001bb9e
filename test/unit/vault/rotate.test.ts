import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { type SealedRecord, serialise } from '../../../electron/vault/envelope.ts';
import { keysOf } from '../../../electron/vault/manifest.ts';
import { prepareRotation } from '../../../electron/vault/rotate.ts';
import { openSlot, slotKeyOf } from '../../../electron/vault/slots.ts';
import { openVault } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import {
  alone,
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
  quickKdf,
  sealedAt,
} from './helpers.ts';

const three = { key_a: 'alpha', key_b: 'beta', bot_c: 'gamma' };
const hexOf = (secret: Secret | undefined): string | undefined => secret?.use((bytes) => bytes.toString('hex'));
const onlyFile = (fs: MemoryFs, path: string): MemoryFs => MemoryFs.of([[path, fs.files().get(path) ?? Buffer.of()]]);

async function rotated() {
  const made = await makeVault();
  const stateKey = hexOf(made.vault.subkey('state'));
  const before = sealedAt(made.fs, pathA);
  const answer = await made.vault.rotate(byPassphrase());
  return { ...made, ...answer, formerRecoveryKey: made.recoveryKey, stateKey, before };
}

describe('a rotation', () => {
  test('keeps every record, in memory and in both files, under the passphrase and a new recovery key', async () => {
    const { fs, vault, recoveryKey, records } = await rotated();
    expect(records).toBe(3);
    expect(contentsOf(vault)).toEqual(three);
    for (const path of [pathA, pathB]) {
      expect(contentsOf(await openOn(onlyFile(fs, path)))).toEqual(three);
      expect(contentsOf(await openOn(onlyFile(fs, path), byRecovery(recoveryKey)))).toEqual(three);
    }
    expect((await openOn(fs)).warnings).toEqual([]);
  });

  test('leaves nothing for the former recovery key and the keychain to open', async () => {
    const made = await makeVault();
    const held = Buffer.alloc(32, 7);
    await made.vault.setKeychainSlot(byPassphrase(), new Secret(Uint8Array.from(held)));
    const { recoveryKey } = await made.vault.rotate(byPassphrase());
    expect(recoveryKey).not.toBe(made.recoveryKey);
    expect(made.vault.hasSlot('keychain')).toBe(false);
    for (const path of [pathA, pathB]) {
      for (const unlock of [byRecovery(made.recoveryKey), byKeychain(held)])
        expect(await codeOf(() => openOn(onlyFile(made.fs, path), unlock))).toBe('PASSPHRASE_WRONG');
    }
  });

  test('seals each record, slot and the manifest anew, under another vault key and another salt', async () => {
    const { fs, before, vault, stateKey } = await rotated();
    const after = sealedAt(fs, pathA);
    expect(after.vaultId).toBe(before.vaultId);
    expect(after.kdf.salt).not.toBe(before.kdf.salt);
    expect(hexOf(vault.subkey('state'))).not.toBe(stateKey);
    const boxes = [...before.records, ...before.slots, before.manifest].flatMap(({ salt, ciphertext }) => [
      salt,
      ciphertext,
    ]);
    const text = serialise(after).toString();
    for (const box of boxes) expect(text).not.toContain(box);
    expect(after.records.every(({ revision }) => revision === after.generation)).toBe(true);
    // The former vault key opens nothing of the new file: an old slot put into it is no way in.
    const mixed = { ...after, kdf: before.kdf, slots: before.slots };
    expect(await codeOf(() => openOn(alone(mixed)))).toBe('VAULT_DAMAGED');
  });

  test('lets the vault go on: commits, a change of passphrase, another rotation', async () => {
    const { fs, vault, recoveryKey } = await rotated();
    await vault.commit([put('key_d', 'delta')]);
    await vault.changePassphrase(byRecovery(recoveryKey), Secret.ofText('fresh'));
    const again = await vault.rotate(byPassphrase('fresh'));
    expect(again.records).toBe(4);
    expect(await codeOf(() => openOn(fs, byRecovery(recoveryKey)))).toBe('PASSPHRASE_WRONG');
    expect(contentsOf(await openOn(fs, byRecovery(again.recoveryKey)))).toEqual({ ...three, key_d: 'delta' });
    expect(vault.pendingRecoveryKey()).toBe(again.recoveryKey);
  });

  test('needs the passphrase itself, and the right one', async () => {
    const { fs, vault, recoveryKey } = await makeVault();
    const before = fs.files();
    expect(await codeOf(() => vault.rotate(byPassphrase('wrong')))).toBe('PASSPHRASE_WRONG');
    expect(await codeOf(() => vault.rotate(byRecovery(recoveryKey)))).toBe('INPUT_INVALID');
    expect(await codeOf(() => vault.rotate(byKeychain(Buffer.alloc(32))))).toBe('INPUT_INVALID');
    expect(fs.files()).toEqual(before);
    vault.seal();
    expect(await codeOf(() => vault.rotate(byPassphrase()))).toBe('VAULT_SEALED');
  });

  test('measures the cost of Argon2id anew, where a change of passphrase keeps it', async () => {
    const { fs } = await makeVault();
    const dearer = { memoryKiB: 20480, passes: 3, lanes: 1 };
    const vault = await openVault({ ...depsOn(fs), kdfParams: dearer }, byPassphrase());
    await vault.changePassphrase(byPassphrase(), Secret.ofText('fresh'));
    expect(sealedAt(fs, pathA).kdf).toMatchObject(depsOn(fs).kdfParams ?? {});
    await vault.rotate(byPassphrase('fresh'));
    expect(sealedAt(fs, pathA).kdf).toMatchObject(dearer);
  });

  test('with a cost that is out of bounds changes nothing', async () => {
    const { fs } = await makeVault();
    const vault = await openVault(
      { ...depsOn(fs), kdfParams: { memoryKiB: 1024, passes: 2, lanes: 1 } },
      byPassphrase(),
    );
    const before = fs.files();
    expect(await codeOf(() => vault.rotate(byPassphrase()))).toBe('INPUT_INVALID');
    expect(fs.files()).toEqual(before);
  });

  test('loses no commit and no change of passphrase that is made at the same time', async () => {
    const { fs, vault } = await makeVault();
    const first = vault.commit([put('key_d', 'delta')]);
    const rotating = codeOf(() => vault.rotate(byPassphrase()));
    const changing = codeOf(() => vault.changePassphrase(byPassphrase(), Secret.ofText('fresh')));
    await first;
    const [code, changed] = [await rotating, await changing];
    await vault.commit([put('key_e', 'epsilon')], { both: true });
    // One of the two comes second and finds that what it was given opens the vault no more.
    expect([code, changed].sort()).toEqual(['PASSPHRASE_WRONG', undefined]);
    const unlock = byPassphrase(changed === undefined ? 'fresh' : undefined);
    expect(contentsOf(await openOn(fs, unlock))).toEqual({ ...three, key_d: 'delta', key_e: 'epsilon' });
  });

  test('of a vault that is sealed meanwhile ends on the disk and leaves no key in memory', async () => {
    const { fs, vault } = await makeVault();
    const save = fs.rename.bind(fs);
    fs.rename = (from, to) => {
      vault.seal();
      return save(from, to);
    };
    const { recoveryKey } = await vault.rotate(byPassphrase());
    expect(vault.isSealed).toBe(true);
    expect(await codeOf(() => vault.list())).toBe('VAULT_SEALED');
    expect(contentsOf(await openOn(fs.copy(), byRecovery(recoveryKey)))).toEqual(three);
  });
});

describe('what a rotation must not lose', () => {
  test('the new recovery key is there until its owner has kept it, in both files', async () => {
    const { fs, vault, recoveryKey } = await rotated();
    expect(vault.pendingRecoveryKey()).toBe(recoveryKey);
    const again = await openOn(fs);
    expect(again.pendingRecoveryKey()).toBe(recoveryKey);
    await again.recoveryKeyKept();
    expect(again.pendingRecoveryKey()).toBeUndefined();
    for (const path of [pathA, pathB]) {
      expect((await openOn(onlyFile(fs, path))).pendingRecoveryKey()).toBeUndefined();
      expect(contentsOf(await openOn(onlyFile(fs, path), byRecovery(recoveryKey)))).toEqual(three);
    }
  });

  test('the former key of the state is there until it is forgotten, in both files', async () => {
    const { fs, vault, stateKey } = await rotated();
    expect(hexOf(vault.retiredStateKey())).toBe(stateKey);
    const again = await openOn(fs);
    expect(hexOf(again.retiredStateKey())).toBe(stateKey);
    await again.forgetRetiredStateKey();
    expect(again.retiredStateKey()).toBeUndefined();
    expect(again.pendingRecoveryKey()).toBeDefined();
    for (const path of [pathA, pathB]) expect((await openOn(onlyFile(fs, path))).retiredStateKey()).toBeUndefined();
  });

  test('without a rotation there is nothing, and forgetting it saves nothing', async () => {
    const { vault } = await makeVault();
    expect([vault.pendingRecoveryKey(), vault.retiredStateKey()]).toEqual([undefined, undefined]);
    await vault.recoveryKeyKept();
    await vault.forgetRetiredStateKey();
    expect(vault.generation).toBe(2);
  });

  test('its records are shown to nobody and changed by nobody else', async () => {
    const { vault } = await rotated();
    expect(vault.list().map(({ id }) => id)).toEqual(['bot_c', 'key_a', 'key_b']);
    for (const id of ['rotation.recovery-key', 'rotation.state-key']) {
      expect(await codeOf(() => vault.useRecord(id, () => 0))).toBe('KEY_UNKNOWN');
      expect(await codeOf(() => vault.commit([{ remove: id }]))).toBe('INPUT_INVALID');
      expect(await codeOf(() => vault.commit([put(id, 'x')]))).toBe('INPUT_INVALID');
    }
    expect(await codeOf(() => vault.commit([put('other', 'x', 'rotation')]))).toBe('INPUT_INVALID');
  });

  test('a vault that has no room for them is not rotated, and one that just has is', async () => {
    const { fs } = await makeVault();
    const sealed = sealedAt(fs, pathA);
    const slotKey = await slotKeyOf(byPassphrase(), sealed.kdf, quickKdf);
    const keys = keysOf(openSlot(sealed, 'passphrase', slotKey) ?? new Secret(new Uint8Array(32)));
    const rotation = await prepareRotation(sealed, byPassphrase(), depsOn(fs));
    const record = sealed.records[0] ?? expect.fail('there is no record');
    // Records that do not open, since it would take long to seal so many: the first that is opened ends it.
    const many = Array.from({ length: 9_999 }, (_, index) => ({ ...record, id: `n${index}` }));
    const codeWith = (records: SealedRecord[]) =>
      codeOf(() => rotation.at({ sealed: { ...sealed, records }, keys, generation: 9 }));
    expect(await codeWith(many)).toBe('INPUT_INVALID');
    expect(await codeWith(many.slice(1))).toBe('VAULT_DAMAGED');
  });
});
