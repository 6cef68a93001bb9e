/** Vaults and records that a newer Keybearer wrote. */
import { describe, expect, test } from 'vitest';
import { systemRandom } from '../../../electron/base/random.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { restoreVault } from '../../../electron/vault/backup.ts';
import { type SealedVault, serialise } from '../../../electron/vault/envelope.ts';
import { keysOf, openRecord, recordLabel, withManifest } from '../../../electron/vault/manifest.ts';
import { seal } from '../../../electron/vault/seal.ts';
import { makeSlot, openSlot, slotKeyOf } from '../../../electron/vault/slots.ts';
import { openVault, type Vault } from '../../../electron/vault/vault.ts';
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

/** The same vault as a later version of the format would have written it, had it kept this shape. */
async function inVersion(sealed: SealedVault, v: number, generation = sealed.generation): Promise<SealedVault> {
  const { kdf, vaultId } = sealed;
  const slotKey = await slotKeyOf(byPassphrase(), kdf, quickKdf);
  const vaultKey = openSlot(sealed, 'passphrase', slotKey) ?? new Secret(new Uint8Array(32));
  const keys = keysOf(vaultKey);
  const slot = makeSlot('passphrase', slotKey, vaultKey, { v, vaultId, kdf, revision: 1 }, systemRandom);
  const records = sealed.records.map((record) => ({
    ...record,
    ...openRecord(sealed, record, keys).use((plain) =>
      seal(keys.records, recordLabel({ v, vaultId }, record), plain, systemRandom),
    ),
  }));
  const { manifest: _old, ...contents } = sealed;
  return withManifest({ ...contents, v, generation, slots: [slot], records }, keys, systemRandom);
}

async function newerVault() {
  const { fs, vault } = await makeVault();
  const newer = await inVersion(sealedAt(fs, pathA), 2);
  return { fs: alone(newer), newer, older: fs, vault };
}

/** Everything that saves is refused, all that reads works, and the disk stays as it is. */
async function expectReadOnly(fs: MemoryFs, vault: Vault): Promise<void> {
  const before = fs.files();
  expect(vault.isReadOnly).toBe(true);
  expect(vault.warnings.length).toBeGreaterThan(0);
  expect(await vault.confirm(byPassphrase())).toBe(true);
  expect(vault.subkey('state').use(({ length }) => length)).toBe(32);
  expect(vault.bytes().length).toBeGreaterThan(0);
  const saves = [
    () => vault.commit([put('x', 'x')]),
    () => vault.commit([], { both: true }),
    () => vault.changePassphrase(byPassphrase(), Secret.ofText('fresh')),
    () => vault.setKeychainSlot(byPassphrase(), new Secret(Buffer.alloc(32))),
    () => vault.setKeychainSlot(byPassphrase(), undefined),
    () => vault.rotate(byPassphrase()),
    () => vault.recoveryKeyKept(),
    () => vault.forgetRetiredStateKey(),
    () => vault.copyUnder(byPassphrase(), Secret.ofText('own')),
  ];
  for (const save of saves) expect(await codeOf(save)).toBe('VAULT_NEWER');
  expect(fs.files()).toEqual(before);
  vault.seal();
  expect(await codeOf(() => vault.commit([]))).toBe('VAULT_SEALED');
}

describe('a file of a later version that keeps this shape', () => {
  test('opens for reading, and nothing of it can be changed', async () => {
    const { fs } = await newerVault();
    const before = fs.files();
    const vault = await openOn(fs);
    expect(contentsOf(vault)).toEqual(three);
    expect(vault.generation).toBe(2);
    expect(fs.files()).toEqual(before);
    await expectReadOnly(fs, vault);
  });

  test.each([pathA, pathB])('beside an older file it is the one that opens, when it is %s', async (path) => {
    const { older } = await newerVault();
    // The older file has a later generation, and is not believed for it.
    const fs = MemoryFs.of([...older.files()]);
    fs.set(path === pathA ? pathB : pathA, serialise(sealedAt(older, pathA)));
    fs.set(path, serialise(await inVersion(sealedAt(older, pathA), 3, 1)));
    const vault = await openOn(fs);
    expect([vault.generation, vault.isReadOnly]).toEqual([1, true]);
    await expectReadOnly(fs, vault);
  });

  test('beside a damaged or missing file it opens, and the other is left as it is', async () => {
    for (const other of [Buffer.from('rubbish'), undefined]) {
      const { fs } = await newerVault();
      if (other !== undefined) fs.set(pathB, other);
      const vault = await openOn(fs);
      expect(contentsOf(vault)).toEqual(three);
      expect(vault.warnings).toHaveLength(2);
      await expectReadOnly(fs, vault);
    }
  });

  test('of two the later version opens, then the later generation, never the other', async () => {
    const { newer, older } = await newerVault();
    const [low, high] = [await inVersion(sealedAt(older, pathA), 2, 9), await inVersion(sealedAt(older, pathA), 3, 4)];
    const both = (a: SealedVault, b: SealedVault): MemoryFs =>
      MemoryFs.of([
        [pathA, serialise(a)],
        [pathB, serialise(b)],
      ]);
    expect((await openOn(both(low, high))).generation).toBe(4);
    expect((await openOn(both(newer, low))).generation).toBe(9);
    expect((await openOn(both(newer, newer))).generation).toBe(2);
    expect(await codeOf(() => openOn(both(newer, { ...low, records: [] })))).toBe('VAULT_NEWER');
    expect(contentsOf(await openOn(both({ ...newer, records: [] }, newer)))).toEqual(three);
  });

  test('is refused for a wrong passphrase as such, since its slot does not open', async () => {
    const { fs } = await newerVault();
    const before = fs.files();
    expect(await codeOf(() => openOn(fs, byPassphrase('wrong')))).toBe('PASSPHRASE_WRONG');
    expect(await codeOf(() => openOn(fs, byKeychain(Buffer.alloc(32))))).toBe('PASSPHRASE_WRONG');
    expect(fs.files()).toEqual(before);
  });

  test('is VAULT_NEWER where it does not prove genuine, even with our own vault beside it', async () => {
    const { newer, older } = await newerVault();
    const ours = sealedAt(older, pathA);
    const forged: SealedVault[] = [
      { ...newer, generation: 3 },
      { ...newer, records: newer.records.slice(1) },
      { ...newer, v: 3 },
      // Ours with another number written on it: its slot opens under our version, and nothing else fits.
      { ...ours, v: 2 },
    ];
    for (const file of forged) {
      for (const fs of [alone(file), MemoryFs.of([...older.files(), [pathB, serialise(file)]])]) {
        const before = fs.files();
        const code = await codeOf(() => openOn(fs));
        expect(code).toBe(file.v === 3 ? 'PASSPHRASE_WRONG' : 'VAULT_NEWER');
        expect(fs.files()).toEqual(before);
      }
    }
  });

  test('is VAULT_NEWER where it has another shape, also beside one that opens', async () => {
    const { newer } = await newerVault();
    for (const text of [
      '{"v":2,"magic":"keybearer-vault","shape":"unknown"}',
      serialise(newer).toString().replace('"v":2', '"v":2,"vaultId2":1'),
      `${serialise(newer).toString()}\n`,
      serialise({ ...newer, kdf: { ...newer.kdf, passes: 21 } }).toString(),
    ]) {
      expect(await codeOf(() => openOn(MemoryFs.of([[pathA, Buffer.from(text)]])))).toBe('VAULT_NEWER');
      const beside = MemoryFs.of([
        [pathA, serialise(newer)],
        [pathB, Buffer.from(text)],
      ]);
      expect(await codeOf(() => openOn(beside))).toBe('VAULT_NEWER');
    }
  });

  test('is not restored: a program that can not write it makes nothing of it', async () => {
    const { newer } = await newerVault();
    const fs = MemoryFs.of([]);
    expect(await codeOf(() => restoreVault(depsOn(fs), serialise(newer), byPassphrase()))).toBe('VAULT_NEWER');
    expect(fs.files().size).toBe(0);
  });
});

describe('a record of a later schema', () => {
  const later = { put: { id: 'key_z', type: 'key', schema: 3, payload: Buffer.from('zeta') } };
  const knowing = (fs: MemoryFs, schemas: Record<string, number>) =>
    openVault({ ...depsOn(fs), schemas }, byPassphrase());

  async function withLater() {
    const made = await makeVault();
    await made.vault.commit([later], { both: true });
    return made;
  }

  test('makes the vault read-only, is named, and is left out of the list', async () => {
    const { fs } = await withLater();
    const vault = await knowing(fs, { key: 2, bot: 1 });
    expect(vault.unread()).toEqual([{ id: 'key_z', type: 'key', schema: 3 }]);
    expect(contentsOf(vault)).toEqual(three);
    await expectReadOnly(fs, vault);
  });

  test('is said of several together', async () => {
    const { fs } = await withLater();
    const vault = await knowing(fs, { key: 0, bot: 1 });
    expect(vault.unread().map(({ id }) => id)).toEqual(['key_a', 'key_b', 'key_z']);
    expect(vault.warnings).toHaveLength(1);
  });

  test('leaves a bad file beside it as it is', async () => {
    const { fs } = await withLater();
    fs.set(pathB, Buffer.from('rubbish'));
    const vault = await knowing(fs, { key: 2 });
    expect(vault.warnings).toHaveLength(2);
    await expectReadOnly(fs, vault);
  });

  test('is none where its schema or its type is known well enough, or nothing is said of schemas', async () => {
    const { fs } = await withLater();
    for (const schemas of [{ key: 3, bot: 1 }, { key: 4 }, { bot: 1 }, {}]) {
      const vault = await knowing(fs, schemas);
      expect([vault.isReadOnly, vault.unread(), vault.list().length]).toEqual([false, [], 4]);
    }
    const { vault } = await makeVault();
    expect(vault.isReadOnly).toBe(false);
    expect((await openOn(fs)).isReadOnly).toBe(false);
  });

  test('keeps a copy of the vault from being restored', async () => {
    const { vault } = await withLater();
    const fs = MemoryFs.of([]);
    const restoring = () => restoreVault({ ...depsOn(fs), schemas: { key: 2 } }, vault.bytes(), byPassphrase());
    expect(await codeOf(restoring)).toBe('VAULT_NEWER');
    expect(fs.files().size).toBe(0);
  });

  test('among the records of a rotation is not taken for a recovery key', async () => {
    const { fs, vault } = await makeVault();
    const { recoveryKey } = await vault.rotate(byPassphrase());
    const sealed = sealedAt(fs, pathA);
    const slotKey = await slotKeyOf(byRecovery(recoveryKey), sealed.kdf, quickKdf);
    const keys = keysOf(openSlot(sealed, 'recovery', slotKey) ?? new Secret(new Uint8Array(32)));
    const records = sealed.records.map((record) => {
      if (record.type !== 'rotation') return record;
      const head = { ...record, schema: 2 };
      return { ...head, ...seal(keys.records, recordLabel(sealed, head), Buffer.from('another shape'), systemRandom) };
    });
    const { manifest: _old, ...contents } = sealed;
    const opened = await openOn(alone(withManifest({ ...contents, records }, keys, systemRandom)));
    expect([opened.isReadOnly, opened.pendingRecoveryKey(), opened.retiredStateKey()]).toEqual([
      true,
      undefined,
      undefined,
    ]);
    expect(opened.unread().map(({ id }) => id)).toEqual(['rotation.recovery-key', 'rotation.state-key']);
  });
});
