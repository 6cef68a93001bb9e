import { describe, expect, test } from 'vitest';
import { systemRandom } from '../../../electron/base/random.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { type SealedVault, serialise } from '../../../electron/vault/envelope.ts';
import { keysOf, withManifest } from '../../../electron/vault/manifest.ts';
import { makeSlot, newKdfSection, openSlot, slotKeyOf } from '../../../electron/vault/slots.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import {
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
const rubbish = Buffer.from('rubbish');
const bytesAt = (fs: MemoryFs, path: string): Uint8Array => fs.files().get(path) ?? new Uint8Array(0);

/** The same vault in the next generation, under a new passphrase. */
async function withPassphrase(sealed: SealedVault, text: string): Promise<SealedVault> {
  const oldKey = await slotKeyOf(byPassphrase(), sealed.kdf, quickKdf);
  const vaultKey = openSlot(sealed, 'passphrase', oldKey) ?? new Secret(new Uint8Array(32));
  const kdf = newKdfSection(sealed.kdf, systemRandom);
  const generation = sealed.generation + 1;
  const place = { vaultId: sealed.vaultId, kdf, revision: generation };
  const slot = makeSlot(
    'passphrase',
    await slotKeyOf(byPassphrase(text), kdf, quickKdf),
    vaultKey,
    place,
    systemRandom,
  );
  const slots = sealed.slots.map((each) => (each.kind === 'passphrase' ? slot : each));
  const { manifest: _old, ...contents } = sealed;
  return withManifest({ ...contents, kdf, slots, generation }, keysOf(vaultKey), systemRandom);
}

describe('one bad file', () => {
  test.each([
    ['the newer file', pathA, {}, 1],
    ['the older file', pathB, three, 2],
  ])('%s is set aside, said aloud, and made again from the good one', async (_name, path, contents, generation) => {
    const { fs } = await makeVault();
    fs.set(path, rubbish);
    const vault = await openOn(fs);
    expect(contentsOf(vault)).toEqual(contents);
    expect(vault.generation).toBe(generation);
    expect(vault.warnings).toHaveLength(1);
    const aside = `${path}.corrupt-20260725T172000.000Z`;
    expect(vault.warnings[0]).toContain(aside.slice('/data/'.length));
    expect(fs.files().get(aside)).toEqual(new Uint8Array(rubbish));
    expect(bytesAt(fs, pathA)).toEqual(bytesAt(fs, pathB));
    expect((await openOn(fs)).warnings).toEqual([]);
  });

  test.each(['', '{', '[]', 'null', '{"magic":"keybearer-vault"}', '\ufeff{}', '['.repeat(100_000)])(
    'a file that holds %j is a bad one',
    async (text) => {
      const { fs } = await makeVault();
      fs.set(pathB, Buffer.from(text));
      expect(contentsOf(await openOn(fs))).toEqual(three);
      expect(await codeOf(() => openOn(MemoryFs.of([[pathA, Buffer.from(text)]])))).toBe('VAULT_DAMAGED');
    },
  );

  test('a missing file is made again', async () => {
    const { fs } = await makeVault();
    fs.delete(pathB);
    const vault = await openOn(fs);
    expect(contentsOf(vault)).toEqual(three);
    expect(vault.warnings).toHaveLength(1);
    expect(bytesAt(fs, pathB)).toEqual(bytesAt(fs, pathA));
  });

  test('a file cut off at any of 200 places does not keep the vault closed', async () => {
    const { fs } = await makeVault();
    const whole = bytesAt(fs, pathA);
    for (let part = 0; part < 200; part += 1) {
      const disk = fs.copy();
      disk.set(pathA, whole.subarray(0, Math.floor((whole.length * part) / 200)));
      expect(contentsOf(await openOn(disk))).toEqual({});
    }
  });

  test('two bad files are VAULT_DAMAGED and stay where they are', async () => {
    const fs = MemoryFs.of([
      [pathA, rubbish],
      [pathB, rubbish],
    ]);
    expect(await codeOf(() => openOn(fs))).toBe('VAULT_DAMAGED');
    expect([...fs.files().keys()]).toEqual([pathA, pathB]);
  });

  test('a wrong passphrase moves no file, not even a bad one', async () => {
    const { fs } = await makeVault();
    fs.set(pathB, rubbish);
    const before = fs.files();
    expect(await codeOf(() => openOn(fs, byPassphrase('wrong')))).toBe('PASSPHRASE_WRONG');
    expect(fs.files()).toEqual(before);
  });

  test('where the disk can not be written the vault opens all the same, with a warning', async () => {
    const { fs } = await makeVault();
    fs.set(pathB, rubbish);
    fs.failAt(2, 'EROFS', 'before', true);
    const vault = await openOn(fs);
    expect(contentsOf(vault)).toEqual(three);
    expect(vault.warnings).toHaveLength(1);
    expect(await codeOf(() => vault.commit([put('x', 'x')]))).toBe('INPUT_INVALID');
    expect(contentsOf(vault)).toEqual(three);
  });

  test('a file that can not be read for now is not taken for lost', async () => {
    const { fs } = await makeVault();
    const before = fs.files();
    fs.failAt(0, 'EACCES');
    expect(await codeOf(() => openOn(fs))).toBe('INPUT_INVALID');
    expect(fs.files()).toEqual(before);
    fs.failAt(0, 'EIO');
    expect(contentsOf(await openOn(fs))).toEqual({});
  });
});

describe('versions', () => {
  test('a newer version in either file is refused and nothing is touched', async () => {
    for (const path of [pathA, pathB]) {
      const { fs } = await makeVault();
      fs.set(path, Buffer.from('{"v":2,"magic":"keybearer-vault","shape":"unknown"}'));
      const before = fs.files();
      expect(await codeOf(() => openOn(fs))).toBe('VAULT_NEWER');
      expect(fs.files()).toEqual(before);
    }
  });
});

describe('two files that disagree', () => {
  test('an old passphrase does not come back by way of the older file', async () => {
    const { fs, recoveryKey } = await makeVault();
    fs.set(pathB, serialise(await withPassphrase(sealedAt(fs, pathA), 'new')));
    const before = fs.files();
    expect(await codeOf(() => openOn(fs))).toBe('PASSPHRASE_WRONG');
    expect(fs.files()).toEqual(before);
    expect(contentsOf(await openOn(fs, byPassphrase('new')))).toEqual(three);
    expect(contentsOf(await openOn(fs, byRecovery(recoveryKey)))).toEqual(three);
  });

  test('an old slot put into the newer file is found out', async () => {
    const { fs } = await makeVault();
    const old = sealedAt(fs, pathA);
    const changed = await withPassphrase(old, 'new');
    const mixed = { ...changed, kdf: old.kdf, slots: old.slots };
    expect(await codeOf(() => openOn(MemoryFs.of([[pathA, serialise(mixed)]])))).toBe('VAULT_DAMAGED');
  });

  test('a newer file whose content is broken still proves its passphrase', async () => {
    const { fs } = await makeVault();
    const changed = await withPassphrase(sealedAt(fs, pathA), 'new');
    fs.set(pathB, serialise({ ...changed, records: [] }));
    expect(contentsOf(await openOn(fs.copy(), byPassphrase('new')))).toEqual(three);
  });

  test('another vault in the place of one file is set aside', async () => {
    const { fs } = await makeVault();
    const foreign = await makeVault();
    const changed = await withPassphrase(sealedAt(foreign.fs, pathA), 'theirs');
    fs.set(pathB, serialise(changed));
    const vault = await openOn(fs);
    expect(contentsOf(vault)).toEqual(three);
    expect(vault.warnings).toHaveLength(1);
  });

  test('two whole vaults under one passphrase are not chosen between', async () => {
    const { fs } = await makeVault();
    const foreign = await makeVault();
    await foreign.vault.commit([put('x', 'x')], { both: true });
    fs.set(pathB, bytesAt(foreign.fs, pathB));
    const before = fs.files();
    expect(await codeOf(() => openOn(fs))).toBe('VAULT_DAMAGED');
    expect(fs.files()).toEqual(before);
  });

  test('the KDF runs once for both files', async () => {
    const { fs } = await makeVault();
    let runs = 0;
    const counting = {
      ...depsOn(fs),
      kdf: (...given: Parameters<typeof quickKdf>) => quickKdf(...given).finally(() => (runs += 1)),
    };
    const { openVault } = await import('../../../electron/vault/vault.ts');
    await openVault(counting, byPassphrase());
    expect(runs).toBe(1);
  });
});
