import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { nodeFs, nodeFsOn } from '../../../electron/vault/node-fs.ts';
import { createVault, openVault, type VaultDeps, vaultExists } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byPassphrase, codeOf, contentsOf, depsOn, put, words } from './helpers.ts';

let dir = '';
let deps: VaultDeps;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vault-'));
  deps = { ...depsOn(MemoryFs.of([])), dir, fs: nodeFs };
});
afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true });
});

const isRoot = process.geteuid?.() === 0;
const nobody = isRoot ? 65534 : (process.geteuid?.() ?? 0);

/** Modes stop everybody but root, so root steps down meanwhile. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  if (!isRoot) return work();
  process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('on a real disk', () => {
  test('a vault is saved and opened, and its files are closed to others whatever the umask', async () => {
    const umask = process.umask(0);
    const { vault } = await createVault(deps, Secret.ofText(words));
    await vault.commit([put('key_a', 'alpha')]);
    process.umask(umask);
    expect(readdirSync(dir).sort()).toEqual(['vault-a.json', 'vault-b.json']);
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    expect(contentsOf(await openVault(deps, byPassphrase()))).toEqual({ key_a: 'alpha' });
  });

  test('a folder that is not there is an error that says so', async () => {
    const gone = { ...deps, dir: join(dir, 'gone') };
    expect(await vaultExists(gone)).toBe(false);
    expect(await codeOf(() => createVault(gone, Secret.ofText(words)))).toBe('INPUT_INVALID');
  });

  test('a folder that can not be written keeps the vault readable', async () => {
    const { vault } = await createVault(deps, Secret.ofText(words));
    for (const path of [dir, ...readdirSync(dir).map((name) => join(dir, name))]) chownSync(path, nobody, nobody);
    chmodSync(dir, 0o500);
    await asNobody(async () => {
      expect(await codeOf(() => vault.commit([put('key_a', 'alpha')]))).toBe('INPUT_INVALID');
      expect(contentsOf(await openVault(deps, byPassphrase()))).toEqual({});
    });
  });

  test('a folder or a pipe in the place of a file does not hang the vault', async () => {
    const { vault } = await createVault(deps, Secret.ofText(words));
    await vault.commit([put('key_a', 'alpha')], { both: true });
    rmSync(join(dir, 'vault-b.json'));
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [join(dir, 'vault-b.json')]);
    const opened = await openVault(deps, byPassphrase());
    expect(contentsOf(opened)).toEqual({ key_a: 'alpha' });
    expect(opened.warnings).toHaveLength(1);
    expect((await openVault(deps, byPassphrase())).warnings).toEqual([]);
  });

  test('a link planted at the temporary name is not written through', async () => {
    const { vault } = await createVault(deps, Secret.ofText(words));
    const victim = join(dir, 'victim');
    writeFileSync(victim, 'mine');
    for (const name of ['vault-a.json.tmp', 'vault-b.json.tmp']) symlinkSync(victim, join(dir, name));
    await vault.commit([put('key_a', 'alpha')], { both: true });
    expect(statSync(victim).size).toBe(4);
    symlinkSync(join(dir, 'nowhere'), join(dir, 'vault-a.json.tmp'));
    await vault.commit([], { both: true });
    expect(readdirSync(dir).sort()).toEqual(['vault-a.json', 'vault-b.json', 'victim']);
  });

  test('a directory that can not be synced at all is passed over, and on Windows none is opened', async () => {
    // Linux answers EINVAL for /proc, as some network file systems do for all they have.
    if (process.platform === 'linux') await nodeFs.syncDir('/proc');
    await expect(nodeFs.syncDir(join(dir, 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
    await nodeFsOn('win32').syncDir(join(dir, 'gone'));
  });

  test('a folder is listed and made once, and only where its parent is', async () => {
    const place = join(dir, 'a');
    expect(await nodeFs.list(place)).toEqual([]);
    await nodeFs.makeDir(place);
    await nodeFs.makeDir(place);
    writeFileSync(join(place, 'x'), '');
    expect(await nodeFs.list(place)).toEqual(['x']);
    await expect(nodeFs.list(join(place, 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(nodeFs.makeDir(join(place, 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(nodeFs.makeDir(join(dir, 'b', 'c'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a file over the limit is not read into memory', async () => {
    writeFileSync(join(dir, 'big'), 'x'.repeat(11));
    await expect(nodeFs.read(join(dir, 'big'), 10)).rejects.toMatchObject({ code: 'EFBIG' });
    expect(await nodeFs.read(join(dir, 'none'), 10)).toBeUndefined();
  });
});
