import { describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { createVault, vaultExists } from '../../../electron/vault/vault.ts';
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
  sealedAt,
  words,
} from './helpers.ts';

const three = { key_a: 'alpha', key_b: 'beta', bot_c: 'gamma' };

describe('making and opening', () => {
  test('what was put in comes out after opening by passphrase and by recovery key', async () => {
    const { fs, recoveryKey } = await makeVault();
    for (const unlock of [
      byPassphrase(),
      byRecovery(recoveryKey),
      byRecovery(recoveryKey.toLowerCase().replaceAll('-', ' ')),
    ]) {
      const vault = await openOn(fs, unlock);
      expect(contentsOf(vault)).toEqual(three);
      expect(vault.warnings).toEqual([]);
      expect(vault.generation).toBe(2);
    }
  });

  test('a new vault stands in both files at once', async () => {
    const fs = MemoryFs.of([]);
    await createVault(depsOn(fs), Secret.ofText(words));
    expect([...fs.files().keys()].sort()).toEqual([pathA, pathB]);
    expect(sealedAt(fs, pathA)).toEqual(sealedAt(fs, pathB));
  });

  test('a second vault is not made over the first', async () => {
    const { fs } = await makeVault();
    const before = fs.files();
    expect(await vaultExists(depsOn(fs))).toBe(true);
    expect(await codeOf(() => createVault(depsOn(fs), Secret.ofText('other')))).toBe('VAULT_EXISTS');
    expect(fs.files()).toEqual(before);
  });

  test('a damaged vault still counts as a vault, so that init does not replace it', async () => {
    const fs = MemoryFs.of([[pathB, Buffer.from('rubbish')]]);
    expect(await codeOf(() => createVault(depsOn(fs), Secret.ofText('other')))).toBe('VAULT_EXISTS');
  });

  test('a folder without a vault says so', async () => {
    expect(await vaultExists(depsOn(MemoryFs.of([])))).toBe(false);
    expect(await codeOf(() => openOn(MemoryFs.of([])))).toBe('VAULT_MISSING');
  });

  test('a wrong passphrase and the recovery key of another vault are told from a typing error', async () => {
    const { fs, recoveryKey } = await makeVault();
    const other = await makeVault();
    expect(await codeOf(() => openOn(fs, byPassphrase('wrong')))).toBe('PASSPHRASE_WRONG');
    expect(await codeOf(() => openOn(fs, byRecovery(other.recoveryKey)))).toBe('PASSPHRASE_WRONG');
    const typo = (recoveryKey.startsWith('7') ? '8' : '7') + recoveryKey.slice(1);
    expect(await codeOf(() => openOn(fs, byRecovery(typo)))).toBe('INPUT_INVALID');
  });

  test('nothing of a record, the passphrase or the recovery key stands readable in a file', async () => {
    const { fs, recoveryKey } = await makeVault();
    const all = Buffer.concat([...fs.files().values()]).toString('utf8');
    for (const secret of [...Object.values(three), words, recoveryKey, recoveryKey.replaceAll('-', '')]) {
      for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')])
        expect(all).not.toContain(form);
    }
  });
});

describe('passphrases', () => {
  test('an empty one, one over 1 MiB and one that is not text are refused', async () => {
    const bad = [new Uint8Array(0), new Uint8Array(1024 * 1024 + 1).fill(97), Uint8Array.of(0xff, 0xfe)];
    for (const bytes of bad) {
      const fs = MemoryFs.of([]);
      expect(await codeOf(() => createVault(depsOn(fs), new Secret(Uint8Array.from(bytes))))).toBe('INPUT_INVALID');
      expect(fs.files().size).toBe(0);
    }
    const { fs } = await makeVault();
    expect(await codeOf(() => openOn(fs, byPassphrase('')))).toBe('INPUT_INVALID');
  });

  test('the same characters typed on another system open the vault', async () => {
    const fs = MemoryFs.of([]);
    await createVault(depsOn(fs), Secret.ofText('Zu\u0308rich\u00a0\uff11'));
    await openOn(fs, byPassphrase('Z\u00fcrich 1'));
    expect(await codeOf(() => openOn(fs, byPassphrase('z\u00fcrich 1')))).toBe('PASSPHRASE_WRONG');
    expect(await codeOf(() => openOn(fs, byPassphrase('Z\u00fcrich 1 ')))).toBe('PASSPHRASE_WRONG');
  });

  test('the passphrase of the open vault is confirmed, another is not', async () => {
    const { vault, recoveryKey } = await makeVault();
    expect(await vault.confirm(byPassphrase())).toBe(true);
    expect(await vault.confirm(byPassphrase('wrong'))).toBe(false);
    expect(await vault.confirm(byRecovery(recoveryKey))).toBe(true);
    expect(await codeOf(() => vault.confirm(byPassphrase('')))).toBe('INPUT_INVALID');
  });

  test('a KDF cheaper or dearer than allowed makes no vault', async () => {
    for (const kdfParams of [
      { memoryKiB: 19455, passes: 2, lanes: 1 },
      { memoryKiB: 1_048_577, passes: 2, lanes: 1 },
    ]) {
      const deps = { ...depsOn(MemoryFs.of([])), kdfParams };
      expect(await codeOf(() => createVault(deps, Secret.ofText(words)))).toBe('INPUT_INVALID');
    }
  });
});

describe('changes', () => {
  test('a commit puts, replaces and removes together, and counts one generation', async () => {
    const { fs, vault } = await makeVault();
    await vault.commit([put('key_a', 'alpha 2'), { remove: 'key_b' }, put('log', 'delta', 'log'), { remove: 'never' }]);
    const expected = { key_a: 'alpha 2', bot_c: 'gamma', log: 'delta' };
    expect(vault.generation).toBe(3);
    expect(contentsOf(vault)).toEqual(expected);
    expect(contentsOf(await openOn(fs))).toEqual(expected);
    expect(vault.list().map(({ id, type, revision }) => `${id} ${type} ${revision}`)).toEqual([
      'bot_c bot 2',
      'key_a key 3',
      'log log 3',
    ]);
  });

  test('commits made at once are saved one after the other, in order', async () => {
    const { fs, vault } = await makeVault();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => vault.commit([put('counter', `${index}`), put(`n${index}`, 'x')])),
    );
    expect(vault.generation).toBe(22);
    expect(contentsOf(await openOn(fs))['counter']).toBe('19');
    expect(vault.list()).toHaveLength(24);
  });

  test('a caller may wipe its payload as soon as it has called', async () => {
    const { vault } = await makeVault();
    const payload = Buffer.from('secret');
    const saving = vault.commit([{ put: { id: 'key_z', type: 'key', schema: 1, payload } }]);
    payload.fill(0);
    await saving;
    expect(contentsOf(vault)['key_z']).toBe('secret');
  });

  test('a change that makes no sense is refused and changes nothing', async () => {
    const { fs, vault } = await makeVault();
    const before = fs.files();
    const big = { put: { id: 'big', type: 'key', schema: 1, payload: new Uint8Array(1024 * 1024 + 1) } };
    const odd = { put: { id: 'x', type: 'key', schema: 0, payload: new Uint8Array(1) } };
    for (const changes of [[put('a b', 'x')], [put('x', 'x', 'Key')], [big], [odd], [put('x', '1'), { remove: 'x' }]]) {
      expect(await codeOf(() => vault.commit(changes))).toBe('INPUT_INVALID');
    }
    expect(fs.files()).toEqual(before);
  });

  test('a narrowing change stands in both files before it is acknowledged', async () => {
    const { fs, vault } = await makeVault();
    await vault.commit([{ remove: 'bot_c' }], { both: true });
    for (const path of [pathA, pathB]) {
      const left = MemoryFs.of([[path, fs.files().get(path) ?? new Uint8Array(0)]]);
      expect(contentsOf(await openOn(left))).toEqual({ key_a: 'alpha', key_b: 'beta' });
    }
  });

  test('another change stands in one file, and the other keeps the state before', async () => {
    const { fs, vault } = await makeVault();
    await vault.commit([put('key_d', 'delta')]);
    expect([sealedAt(fs, pathA).generation, sealedAt(fs, pathB).generation].sort()).toEqual([2, 3]);
  });

  test('a record of 1 MiB and an empty one both come back', async () => {
    const { fs, vault } = await makeVault();
    await vault.commit([put('big', 'x'.repeat(1024 * 1024)), put('nothing', '')]);
    const contents = contentsOf(await openOn(fs));
    expect([contents['big']?.length, contents['nothing']]).toEqual([1024 * 1024, '']);
  });
});

describe('records and subkeys', () => {
  test('a record is wiped as soon as its callback ends, even by an error', async () => {
    const { vault } = await makeVault();
    let kept: Buffer = Buffer.alloc(0);
    const keep = (plain: Buffer) => {
      kept = plain;
      throw new RangeError('mine');
    };
    expect(() => vault.useRecord('key_a', keep)).toThrow(RangeError);
    expect(kept).toEqual(Buffer.alloc(5));
  });

  test('a record that is not there is an error with a code', async () => {
    const { vault } = await makeVault();
    expect(await codeOf(() => vault.useRecord('key_q', () => 0))).toBe('KEY_UNKNOWN');
  });

  test('the subkeys are the same at each opening, and differ from one another', async () => {
    const { fs, vault } = await makeVault();
    const again = await openOn(fs);
    const hex = (secret: Secret) => secret.use((bytes) => bytes.toString('hex'));
    expect(hex(again.subkey('state'))).toBe(hex(vault.subkey('state')));
    expect(hex(vault.subkey('anchor'))).not.toBe(hex(vault.subkey('state')));
    vault.subkey('state').wipe();
    expect(hex(vault.subkey('state'))).toHaveLength(64);
  });
});

describe('sealing', () => {
  test('a sealed vault refuses every use with VAULT_SEALED', async () => {
    const { vault } = await makeVault();
    vault.seal();
    vault.seal();
    const uses = [
      () => vault.list(),
      () => vault.useRecord('key_a', () => 0),
      () => vault.commit([put('x', 'x')]),
      () => vault.confirm(byPassphrase()),
      () => vault.subkey('state'),
    ];
    for (const use of uses) expect(await codeOf(use)).toBe('VAULT_SEALED');
    expect(vault.isSealed).toBe(true);
  });

  test('sealing lets the save under way end and refuses those behind it', async () => {
    const { fs, vault } = await makeVault();
    const first = vault.commit([put('key_d', 'delta')]);
    const second = codeOf(() => vault.commit([put('key_e', 'epsilon')]));
    await Promise.resolve();
    vault.seal();
    await first;
    expect(await second).toBe('VAULT_SEALED');
    expect(contentsOf(await openOn(fs))).toEqual({ ...three, key_d: 'delta' });
  });

  test('sealing while a passphrase is being checked ends in VAULT_SEALED', async () => {
    const { vault } = await makeVault();
    const asked = codeOf(() => vault.confirm(byPassphrase()));
    vault.seal();
    expect(await asked).toBe('VAULT_SEALED');
  });

  test('an open vault prints no key', async () => {
    const { vault } = await makeVault();
    expect(JSON.stringify(vault)).toBe('{"warnings":[]}');
  });
});
