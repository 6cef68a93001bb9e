/** What somebody may put in the place of a vault, and the sentence that each gets. */
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { restoreVault } from '../../../electron/vault/backup.ts';
import { applyChanges } from '../../../electron/vault/changes.ts';
import { serialise } from '../../../electron/vault/envelope.ts';
import { argon2idKdf } from '../../../electron/vault/kdf.ts';
import { keysOf } from '../../../electron/vault/manifest.ts';
import { createVault, openVault, type VaultDeps } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import {
  alone,
  byPassphrase,
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
const bytesAt = (fs: MemoryFs, path: string): Buffer => Buffer.from(fs.files().get(path) ?? []);
const on = (a: Uint8Array, b: Uint8Array): MemoryFs =>
  MemoryFs.of([
    [pathA, a],
    [pathB, b],
  ]);

/** The code and the sentence of a failure. */
const faultOf = async (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => 'none',
    (fault: { code: string; message: string }) => `${fault.code}: ${fault.message}`,
  );

describe('two files', () => {
  test('cut off, both, are damaged and say that a backup is needed', async () => {
    const { fs } = await makeVault();
    const cut = on(bytesAt(fs, pathA).subarray(0, 700), bytesAt(fs, pathB).subarray(0, 300));
    expect(await faultOf(() => openOn(cut))).toBe(
      'VAULT_DAMAGED: Neither file of the vault can be read. Restore a backup.',
    );
  });

  test('with their names swapped are the same vault', async () => {
    const { fs } = await makeVault();
    const swapped = on(bytesAt(fs, pathB), bytesAt(fs, pathA));
    const vault = await openOn(swapped);
    expect([vault.generation, vault.warnings, contentsOf(vault)]).toEqual([2, [], three]);
    await vault.commit([put('key_d', 'delta')]);
    expect(sealedAt(swapped, pathA).generation).toBe(3);
  });

  test('that are one file twice are the same vault', async () => {
    const { fs } = await makeVault();
    for (const path of [pathA, pathB]) {
      const vault = await openOn(on(bytesAt(fs, path), bytesAt(fs, path)));
      expect(vault.warnings).toEqual([]);
      expect(contentsOf(vault)).toEqual(path === pathA ? three : {});
    }
  });

  test('of two vaults under one passphrase are named, and neither is chosen', async () => {
    const [ours, theirs] = [await makeVault(), await makeVault()];
    expect(await faultOf(() => openOn(on(bytesAt(ours.fs, pathA), bytesAt(theirs.fs, pathA))))).toMatch(
      /^VAULT_DAMAGED: vault-[ab]\.json and vault-[ab]\.json are of two different vaults\. Move away the one/,
    );
  });

  test('that are both from before open as what they are, with the generation to tell', async () => {
    const { fs, vault } = await makeVault();
    const before = fs.copy();
    await vault.commit([{ remove: 'key_a' }], { both: true });
    const old = await openOn(before);
    expect([old.generation, contentsOf(old)]).toEqual([2, three]);
    expect(vault.generation).toBe(3);
  });

  test('of which one is from a newer Keybearer are left to it', async () => {
    const { fs } = await makeVault();
    fs.set(pathB, Buffer.from('{"magic":"keybearer-vault","v":7}'));
    expect(await faultOf(() => openOn(fs))).toBe(
      'VAULT_NEWER: This vault was written by a newer Keybearer. Update Keybearer; nothing was changed.',
    );
  });

  test('of which one fails while the passphrase is worked out for the second open nothing', async () => {
    const [one, other] = [await makeVault(), await makeVault()];
    const fs = on(bytesAt(one.fs, pathA), bytesAt(other.fs, pathA));
    let runs = 0;
    const kdf: VaultDeps['kdf'] = (...given) => {
      runs += 1;
      return runs === 1 ? quickKdf(...given) : Promise.reject(new Error('no memory'));
    };
    await expect(openVault({ ...depsOn(fs), kdf }, byPassphrase())).rejects.toThrow('no memory');
    expect(runs).toBe(2);
  });
});

describe('a hostile KDF section', () => {
  test.each([
    ['64 GiB of memory', { memoryKiB: 64 * 1024 * 1024 }],
    ['a memory past every number', { memoryKiB: 1e308 }],
    ['a million passes', { passes: 1_000_000 }],
    ['2 GiB of memory times passes, and a little', { memoryKiB: 1024 * 1024, passes: 3 }],
    ['a thousand lanes', { lanes: 1000 }],
    ['less than a passphrase deserves', { memoryKiB: 8, passes: 1 }],
  ])('that asks for %s is refused before anything is worked out', async (_what, change) => {
    const { fs } = await makeVault();
    const sealed = sealedAt(fs, pathA);
    let runs = 0;
    const kdf: VaultDeps['kdf'] = (...given) => quickKdf(...given).finally(() => (runs += 1));
    const file = serialise({ ...sealed, kdf: { ...sealed.kdf, ...change } });
    const disk = MemoryFs.of([[pathA, file]]);
    expect(await codeOf(() => openVault({ ...depsOn(disk), kdf }, byPassphrase()))).toBe('VAULT_DAMAGED');
    const empty = { ...depsOn(MemoryFs.of([])), kdf };
    expect(await faultOf(() => restoreVault(empty, file, byPassphrase()))).toBe(
      'INPUT_INVALID: This is no whole copy of a vault: it has a wrong field (kdf).',
    );
    expect(runs).toBe(0);
  });
});

describe('a passphrase', () => {
  const of = (length: number): Secret => new Secret(Buffer.alloc(length, 'a'));

  test('of exactly 1 MiB opens the vault that it made, with the real Argon2id', async () => {
    const fs = MemoryFs.of([]);
    const deps = { ...depsOn(fs), kdf: argon2idKdf() };
    await createVault(deps, of(1024 * 1024));
    const unlock = { kind: 'passphrase', secret: of(1024 * 1024) } as const;
    expect((await openVault(deps, unlock)).generation).toBe(1);
    const shorter = { kind: 'passphrase', secret: of(1024 * 1024 - 1) } as const;
    expect(await codeOf(() => openVault(deps, shorter))).toBe('PASSPHRASE_WRONG');
  });

  test('of one byte more is refused everywhere, and what to do is said', async () => {
    const { vault } = await makeVault();
    const longer = () => of(1024 * 1024 + 1);
    const sentence = 'INPUT_INVALID: The passphrase is longer than 1 MiB. Choose a shorter one.';
    for (const work of [
      () => createVault(depsOn(MemoryFs.of([])), longer()),
      () => vault.changePassphrase(byPassphrase(), longer()),
      () => vault.copyUnder(byPassphrase(), longer()),
      () => vault.rotate({ kind: 'passphrase', secret: longer() }),
      () => vault.confirm({ kind: 'passphrase', secret: longer() }),
    ])
      expect(await faultOf(work)).toBe(sentence);
  });
});

describe('a vault that is full', () => {
  test('takes no record past 10,000, and none less', async () => {
    const { fs } = await makeVault();
    const sealed = sealedAt(fs, pathA);
    const [record] = sealed.records;
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...(record ?? expect.fail()), id: `n${index}` }));
    const keys = keysOf(new Secret(Buffer.alloc(32)));
    const sealing = { keys, generation: 3, random: depsOn(fs).random };
    const added = (length: number) => applyChanges({ ...sealed, records: many.slice(0, length) }, [putOne()], sealing);
    const putOne = () => ({ id: 'x', put: { type: 'key', schema: 1, payload: Secret.ofText('x') } });
    expect(added(9_999)).toHaveLength(10_000);
    expect(await codeOf(() => added(10_000))).toBe('INPUT_INVALID');
  });

  test('does not grow over 64 MiB, and goes on as it was', async () => {
    const { fs, vault } = await makeVault();
    const before = fs.files();
    const big = 'x'.repeat(1024 * 1024);
    const many = Array.from({ length: 48 }, (_, index) => put(`n${index}`, big));
    expect(await faultOf(() => vault.commit(many))).toBe('INPUT_INVALID: The vault would grow over 64 MiB.');
    expect(fs.files()).toEqual(before);
    await vault.commit([put('key_d', 'delta')]);
    expect(contentsOf(await openOn(fs))).toEqual({ ...three, key_d: 'delta' });
  });
});

test('a full disk in the middle of a save says that nothing was changed, and nothing is', async () => {
  const { fs } = await makeVault();
  const disk = alone(sealedAt(fs, pathA));
  const vault = await openOn(disk);
  const before = disk.files();
  disk.failAt(2, 'ENOSPC');
  expect(await faultOf(() => vault.commit([put('key_d', 'delta')]))).toMatch(
    /^DISK_FULL: The disk is full: .*vault-[ab]\.json could not be written\. Nothing was changed\.$/,
  );
  expect(disk.files()).toEqual(before);
});
