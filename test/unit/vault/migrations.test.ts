import { describe, expect, test } from 'vitest';
import { restoreVault } from '../../../electron/vault/backup.ts';
import { type Migration, openVault, type Vault } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byPassphrase, codeOf, contentsOf, depsOn, makeVault, openOn, pathA, pathB, put } from './helpers.ts';

const three = { key_a: 'alpha', key_b: 'beta', bot_c: 'gamma' };
const kept = '/data/vault-before-migration-g2.json';

const append = (type: string, from: number, text: string): Migration => ({
  type,
  from,
  migrate: (plain) => Buffer.concat([plain, Buffer.from(text)]),
});
// Out of order on purpose: it is the schemas that make the order.
const twice = [append('key', 2, '+3'), append('key', 1, '+2'), append('other', 1, 'never')];
const after = { key_a: 'alpha+2+3', key_b: 'beta+2+3', bot_c: 'gamma' };

const openWith = (fs: MemoryFs, migrations: readonly Migration[], schemas = {}): Promise<Vault> =>
  openVault({ ...depsOn(fs), migrations, schemas }, byPassphrase());

const bytesAt = (fs: MemoryFs, path: string): Buffer => Buffer.from(fs.files().get(path) ?? []);

describe('a migration', () => {
  test('brings every record of its type to the newest schema, step by step, in both files', async () => {
    const { fs } = await makeVault();
    const vault = await openWith(fs, twice, { key: 3, bot: 1 });
    expect(contentsOf(vault)).toEqual(after);
    expect(vault.list().map(({ id, schema, revision }) => `${id} ${schema} ${revision}`)).toEqual([
      'bot_c 1 2',
      'key_a 3 3',
      'key_b 3 3',
    ]);
    expect(bytesAt(fs, pathA)).toEqual(bytesAt(fs, pathB));
    expect(contentsOf(await openOn(fs))).toEqual(after);
  });

  test('keeps the file from before, says so, and does not run again', async () => {
    const { fs } = await makeVault();
    const before = bytesAt(fs, pathA);
    const vault = await openWith(fs, twice);
    expect(bytesAt(fs, kept)).toEqual(before);
    expect(vault.warnings).toHaveLength(1);
    expect(vault.warnings[0]).toContain('vault-before-migration-g2.json');
    const again = await openWith(fs, twice);
    expect([again.generation, again.warnings]).toEqual([3, []]);
    expect(contentsOf(await openOn(MemoryFs.of([[pathA, bytesAt(fs, kept)]])))).toEqual(three);
  });

  test('tells of its save', async () => {
    const { fs } = await makeVault();
    const generations: number[] = [];
    const migrations = [append('bot', 1, '!')];
    const deps = { ...depsOn(fs), migrations, onSaved: (generation: number) => generations.push(generation) };
    await openVault(deps, byPassphrase());
    expect(generations).toEqual([3]);
  });

  test('wipes what it was given and what it gave', async () => {
    const { fs } = await makeVault();
    const seen: Buffer[] = [];
    const keeping: Migration = {
      type: 'bot',
      from: 1,
      migrate: (plain) => {
        const made = plain.subarray(1);
        seen.push(plain, made);
        return made;
      },
    };
    const vault = await openWith(fs, [keeping]);
    expect(contentsOf(vault)['bot_c']).toBe('amma');
    expect(seen).toEqual([Buffer.alloc(5), Buffer.alloc(4)]);
  });

  test('that throws, or makes too much, is VAULT_DAMAGED with the id of the record, and changes nothing', async () => {
    const failing: Migration = {
      type: 'key',
      from: 2,
      migrate: (plain) => {
        throw new SyntaxError(`Unexpected token in ${plain.toString()}`);
      },
    };
    const growing: Migration = { type: 'key', from: 2, migrate: () => Buffer.alloc(1024 * 1024 + 1) };
    for (const last of [failing, growing]) {
      const { fs } = await makeVault();
      const before = fs.files();
      const fault = await openWith(fs, [append('key', 1, '+2'), last]).catch((caught: unknown) => caught);
      expect(fault).toMatchObject({ code: 'VAULT_DAMAGED', message: expect.stringContaining('key_a') });
      expect(JSON.stringify([fault, String(fault), Object(fault).cause])).not.toContain('alpha');
      expect(fs.files()).toEqual(before);
      expect(contentsOf(await openOn(fs))).toEqual(three);
    }
  });

  test('does not run on a vault that may only be read', async () => {
    const { fs, vault } = await makeVault();
    await vault.commit([{ put: { id: 'bot_d', type: 'bot', schema: 9, payload: Buffer.from('later') } }], {
      both: true,
    });
    const before = fs.files();
    const opened = await openWith(fs, twice, { bot: 1 });
    expect([opened.isReadOnly, contentsOf(opened)]).toEqual([true, three]);
    expect(fs.files()).toEqual(before);
  });

  test('does not reach the records of a rotation', async () => {
    const { fs, vault } = await makeVault();
    const { recoveryKey } = await vault.rotate(byPassphrase());
    const opened = await openWith(fs, [append('rotation', 1, 'x'), append('bot', 1, '!')]);
    expect(opened.pendingRecoveryKey()).toBe(recoveryKey);
    expect(contentsOf(opened)['bot_c']).toBe('gamma!');
  });

  test('brings the records of a restored copy up to date, and a failing one makes no vault of it', async () => {
    const { vault } = await makeVault();
    const fs = MemoryFs.of([]);
    const failing: Migration = {
      type: 'bot',
      from: 1,
      migrate: () => {
        throw new Error('no');
      },
    };
    const restore = (migrations: readonly Migration[]) =>
      restoreVault({ ...depsOn(fs), migrations }, vault.bytes(), byPassphrase());
    expect(await codeOf(() => restore([failing]))).toBe('VAULT_DAMAGED');
    expect(fs.files().size).toBe(0);
    const restored = await restore(twice);
    expect([restored.generation, contentsOf(restored)]).toEqual([3, after]);
    expect(contentsOf(await openOn(fs))).toEqual(after);
    expect([...fs.files().keys()].sort()).toEqual([pathA, pathB]);
  });
});

describe('the file from before', () => {
  test('is never written over: the same one serves again, another one keeps its name', async () => {
    const { fs } = await makeVault();
    const before = bytesAt(fs, pathA);
    const same = fs.copy();
    same.set(kept, before);
    await openWith(same, twice);
    expect([...same.files().keys()].sort()).toEqual([pathA, pathB, kept]);
    fs.set(kept, Buffer.from('of another time'));
    await openWith(fs, twice);
    expect(bytesAt(fs, kept).toString()).toBe('of another time');
    expect(bytesAt(fs, '/data/vault-before-migration-g2-2.json')).toEqual(before);
  });

  test('that finds no name keeps the vault closed and unchanged', async () => {
    const { fs } = await makeVault();
    fs.set(kept, Buffer.from('x'));
    for (let number = 2; number <= 20; number += 1)
      fs.set(`/data/vault-before-migration-g2-${number}.json`, Buffer.from('x'));
    const before = fs.files();
    expect(await codeOf(() => openWith(fs, twice))).toBe('INPUT_INVALID');
    expect(fs.files()).toEqual(before);
  });
});

describe('faults and power cuts', () => {
  /** How many calls come before the migration, and how many there are with it. */
  async function callsOf(): Promise<{ first: number; all: number }> {
    const { fs } = await makeVault();
    const [plain, migrated] = [fs.copy(), fs.copy()];
    await openOn(plain);
    await openWith(migrated, twice);
    return { first: plain.calls.length, all: migrated.calls.length };
  }

  test('a full disk at any call leaves the old records, or the new ones with the old file kept', async () => {
    const { first, all } = await callsOf();
    expect(all - first).toBeGreaterThan(20);
    let opened = 0;
    for (let at = first; at < all; at += 1) {
      const { fs } = await makeVault();
      const disk = fs.copy();
      const before = bytesAt(fs, pathA);
      disk.failAt(at, 'ENOSPC');
      const found = await openWith(disk, twice).catch(() => undefined);
      disk.fault = undefined;
      if (found !== undefined) {
        // The new state stands in one file only, which is said.
        opened += 1;
        expect(found.warnings).toHaveLength(2);
        expect(contentsOf(found)).toEqual(after);
        expect(bytesAt(disk, kept)).toEqual(before);
      } else expect(contentsOf(await openOn(disk.copy()))).toEqual(three);
      const again = await openWith(disk, twice);
      expect(contentsOf(again)).toEqual(after);
      await again.commit([put('next', 'yes')]);
    }
    expect(opened).toBeGreaterThan(0);
  });

  test('a power cut at any call leaves a vault that migrates the next time, and the old file whole', async () => {
    const { first, all } = await callsOf();
    for (let at = first; at <= all; at += 1) {
      const { fs } = await makeVault();
      const disk = fs.copy();
      const before = bytesAt(fs, pathA);
      if (at < all) disk.failAt(at, 'EIO', 'before', true);
      await openWith(disk, twice).catch(() => undefined);
      for (const left of disk.crashStates()) {
        expect(contentsOf(await openWith(left, twice))).toEqual(after);
        expect(bytesAt(left, kept)).toEqual(before);
      }
    }
  });
});
