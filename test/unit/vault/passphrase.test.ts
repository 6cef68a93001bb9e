import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byPassphrase, byRecovery, codeOf, contentsOf, makeVault, openOn, pathA, pathB, put } from './helpers.ts';

const fresh = 'a fresh one, with spaces';

describe('a changed passphrase', () => {
  test('opens the vault with everything in it; the old one does not, in neither file; the recovery key still does', async () => {
    const { fs, vault, recoveryKey } = await makeVault();
    const before = contentsOf(vault);
    await vault.changePassphrase(byPassphrase(), Secret.ofText(fresh));
    expect(contentsOf(vault)).toEqual(before);
    for (const path of [pathA, pathB]) {
      const bytes = fs.files().get(path);
      const alone = MemoryFs.of(bytes === undefined ? [] : [[path, Buffer.from(bytes)]]);
      expect(await codeOf(() => openOn(alone))).toBe('PASSPHRASE_WRONG');
      expect(contentsOf(await openOn(alone, byPassphrase(fresh)))).toEqual(before);
      expect(contentsOf(await openOn(alone, byRecovery(recoveryKey)))).toEqual(before);
    }
  });

  test('may be set by the recovery key, and set again', async () => {
    const { fs, vault, recoveryKey } = await makeVault();
    await vault.changePassphrase(byRecovery(recoveryKey), Secret.ofText(fresh));
    await vault.changePassphrase(byPassphrase(fresh), Secret.ofText('a third one'));
    expect(await codeOf(() => openOn(fs, byPassphrase(fresh)))).toBe('PASSPHRASE_WRONG');
    await (await openOn(fs, byPassphrase('a third one'))).commit([put('key_d', 'delta')]);
    expect(contentsOf(await openOn(fs, byPassphrase('a third one')))['key_d']).toBe('delta');
  });

  test('is not taken with a wrong old one, nor an empty new one, and nothing changes then', async () => {
    const { fs, vault } = await makeVault();
    const before = fs.files();
    expect(await codeOf(() => vault.changePassphrase(byPassphrase('wrong'), Secret.ofText(fresh)))).toBe(
      'PASSPHRASE_WRONG',
    );
    expect(await codeOf(() => vault.changePassphrase(byPassphrase(), Secret.ofText('')))).toBe('INPUT_INVALID');
    expect(fs.files()).toEqual(before);
    vault.seal();
    expect(await codeOf(() => vault.changePassphrase(byPassphrase(), Secret.ofText(fresh)))).toBe('VAULT_SEALED');
  });

  test('keeps what is committed at the same time', async () => {
    const { fs, vault } = await makeVault();
    await Promise.all([
      vault.commit([put('key_d', 'delta')]),
      vault.changePassphrase(byPassphrase(), Secret.ofText(fresh)),
      vault.commit([put('key_e', 'epsilon')]),
    ]);
    expect(contentsOf(await openOn(fs, byPassphrase(fresh)))).toMatchObject({ key_d: 'delta', key_e: 'epsilon' });
  });
});
