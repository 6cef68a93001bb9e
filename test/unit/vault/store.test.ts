/** Faults and power cuts in the middle of a save. */
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { type Change, createVault, type Vault } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byRecovery, codeOf, contentsOf, depsOn, makeVault, openOn, pathA, pathB, put, words } from './helpers.ts';

const change: readonly Change[] = [put('key_a', 'alpha 2'), { remove: 'bot_c' }, put('key_n', 'nu')];
const before = { key_a: 'alpha', key_b: 'beta', bot_c: 'gamma' };
const after = { key_a: 'alpha 2', key_b: 'beta', key_n: 'nu' };
const passphrase = (): Secret => Secret.ofText(words);

/** A vault opened on a disk whose calls begin at 0, and how many calls a save makes. */
async function ready(both: boolean): Promise<{ fs: MemoryFs; vault: Vault; calls: number }> {
  const made = await makeVault();
  const trial = made.fs.copy();
  const vault = await openOn(trial);
  const first = trial.calls.length;
  await vault.commit(change, { both });
  const calls = trial.calls.length - first;
  const fs = made.fs.copy();
  return { fs, vault: await openOn(fs), calls };
}

const codesOf: Record<string, string> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EROFS: 'INPUT_INVALID',
  EPERM: 'INPUT_INVALID',
  EIO: 'INTERNAL',
  EBUSY: 'INTERNAL',
};

describe.each([false, true])('a fault in a save (both files: %s)', (both) => {
  test.each(Object.entries(codesOf))(
    '%s at any call leaves memory and disk agreeing, and the next save works',
    async (errno, code) => {
      const { calls } = await ready(both);
      expect(calls).toBeGreaterThan(both ? 15 : 7);
      for (let at = 0; at < calls; at += 1) {
        for (const when of ['before', 'after'] as const) {
          const { fs, vault } = await ready(both);
          fs.failAt(at, errno, when);
          expect(await codeOf(() => vault.commit(change, { both }))).toBe(code);
          const inMemory = contentsOf(vault);
          expect([before, after]).toContainEqual(inMemory);
          if (!both) expect(inMemory).toEqual(before);
          expect(contentsOf(await openOn(fs.copy()))).toEqual(inMemory);
          expect([...fs.files().keys()].sort().filter((path) => path.endsWith('.tmp'))).toEqual([]);
          await vault.commit([put('next', 'yes')]);
          expect(contentsOf(await openOn(fs.copy()))).toEqual({ ...inMemory, next: 'yes' });
        }
      }
    },
  );

  test('a disk that fails for good leaves memory as it was and one state or the other on the disk', async () => {
    const { calls } = await ready(both);
    for (let at = 0; at < calls; at += 1) {
      const { fs, vault } = await ready(both);
      fs.failAt(at, 'EIO', 'before', true);
      expect(await codeOf(() => vault.commit(change, { both }))).toBe('INTERNAL');
      expect([before, after]).toContainEqual(contentsOf(vault));
      expect([before, after]).toContainEqual(contentsOf(await openOn(fs.copy())));
    }
  });

  test('a power cut at any moment of a save loses nothing that was acknowledged', async () => {
    const { calls } = await ready(both);
    let states = 0;
    for (let at = 0; at <= calls; at += 1) {
      const { fs, vault } = await ready(both);
      if (at < calls) fs.failAt(at, 'EIO', 'before', true);
      const code = await codeOf(() => vault.commit(change, { both }));
      expect(code === undefined).toBe(at === calls);
      for (const disk of fs.crashStates()) {
        states += 1;
        const found = contentsOf(await openOn(disk));
        if (code === undefined) expect(found).toEqual(after);
        else expect([before, after]).toContainEqual(found);
        // The vault goes on from there: the next save is as good as any.
        const again = await openOn(disk);
        await again.commit([put('next', 'yes')]);
        expect(contentsOf(await openOn(disk.copy()))).toEqual({ ...found, next: 'yes' });
      }
    }
    expect(states).toBeGreaterThan(15);
  });
});

test('a power cut after a narrowing change can not bring the authority back, even if one file is lost', async () => {
  const { fs, vault } = await ready(true);
  await vault.commit(change, { both: true });
  for (const disk of fs.crashStates()) {
    for (const lost of [pathA, pathB]) {
      const left = disk.copy();
      left.set(lost, Buffer.from('rubbish'));
      expect(contentsOf(await openOn(left))).toEqual(after);
    }
  }
});

test.each(['sync', 'syncDir'])('the model of the disk is strict enough to miss %s', async (missing) => {
  const { fs, vault } = await ready(false);
  if (missing === 'syncDir') fs.syncDir = async () => undefined;
  const create = fs.create.bind(fs);
  if (missing === 'sync') fs.create = async (path) => ({ ...(await create(path)), sync: async () => undefined });
  await vault.commit(change);
  const found = await Promise.all([...fs.crashStates()].map(async (disk) => contentsOf(await openOn(disk))));
  expect(found).toContainEqual(before);
});

test('a save cut off leaves a temporary file, which does not hinder the next', async () => {
  const { fs } = await ready(false);
  fs.set('/data/vault-b.json.tmp', Buffer.from('half'));
  const vault = await openOn(fs);
  await vault.commit(change);
  expect(contentsOf(await openOn(fs.copy()))).toEqual(after);
  expect(fs.files().has('/data/vault-b.json.tmp')).toBe(false);
});

test('a disk that gives back other bytes than were written is found out before the acknowledgement', async () => {
  const { fs, vault } = await ready(false);
  const honest = fs.read.bind(fs);
  let isLying = true;
  fs.read = async (path, max) => {
    const bytes = await honest(path, max);
    if (isLying && bytes) bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1;
    isLying = false;
    return bytes;
  };
  expect(await codeOf(() => vault.commit(change))).toBe('INTERNAL');
  expect(contentsOf(vault)).toEqual(before);
  expect(contentsOf(await openOn(fs.copy()))).toEqual(before);
});

describe('making a vault', () => {
  test('a fault at any call leaves no vault, or one that its passphrase and recovery key open', async () => {
    const calls = await createCalls();
    for (let at = 0; at < calls; at += 1) {
      const fs = MemoryFs.of([]);
      fs.failAt(at, 'ENOSPC');
      let recoveryKey: string | undefined;
      const code = await codeOf(async () => {
        recoveryKey = (await createVault(depsOn(fs), passphrase())).recoveryKey;
      });
      if (recoveryKey === undefined) {
        expect(code).toBe('DISK_FULL');
        expect(fs.files().size).toBe(0);
      } else {
        expect(contentsOf(await openOn(fs.copy()))).toEqual({});
        expect(contentsOf(await openOn(fs.copy(), byRecovery(recoveryKey)))).toEqual({});
      }
    }
  });

  test('a power cut leaves no vault or one that opens', async () => {
    const calls = await createCalls();
    for (let at = 2; at <= calls; at += 1) {
      const fs = MemoryFs.of([]);
      if (at < calls) fs.failAt(at, 'EIO', 'before', true);
      const code = await codeOf(() => createVault(depsOn(fs), passphrase()));
      for (const disk of fs.crashStates()) {
        const opened = await codeOf(() => openOn(disk));
        expect(code === undefined ? [undefined] : [undefined, 'VAULT_MISSING']).toContain(opened);
      }
    }
  });
});

async function createCalls(): Promise<number> {
  const fs = MemoryFs.of([]);
  await createVault(depsOn(fs), passphrase());
  return fs.calls.length;
}
