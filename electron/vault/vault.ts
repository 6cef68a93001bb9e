/** Makes and opens the vault: sealed records on disk. Source: docs/vault-format.md. */
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../base/secret.ts';
import { newVault } from './create.ts';
import { Current, isWholeBy } from './current.ts';
import type { VaultDeps } from './deps.ts';
import { diskFault } from './disk-fault.ts';
import { serialise } from './envelope.ts';
import { load } from './load.ts';
import { type Contents, type Keys, wipeKeys, withManifest } from './manifest.ts';
import { migrateVault } from './migrations.ts';
import { Vault } from './opened.ts';
import type { Unlock } from './slots.ts';
import { fileNames, Store } from './store.ts';

export type { Change } from './changes.ts';
export type { Migration, VaultDeps } from './deps.ts';
export type { UnreadRecord } from './newer.ts';
export type { RecordView, Vault } from './opened.ts';
export type { Unlock } from './slots.ts';

/** Is there a vault, of whatever state or version? */
export async function vaultExists({ dir, fs }: Pick<VaultDeps, 'dir' | 'fs'>): Promise<boolean> {
  try {
    for (const name of fileNames) if (await fs.exists(join(dir, name))) return true;
    return false;
  } catch (fault) {
    throw diskFault(fault, dir, 'Nothing was changed.');
  }
}

/** Opens the vault, and migrates it. Throws: VAULT_MISSING, PASSPHRASE_WRONG, VAULT_NEWER, VAULT_DAMAGED, INPUT_INVALID, DISK_FULL. */
export async function openVault(deps: VaultDeps, unlock: Unlock): Promise<Vault> {
  const { warnings, ...loaded } = await load(deps, unlock);
  const current = new Current({ deps, ...loaded });
  try {
    return new Vault(current, [...warnings, ...(await migrateVault(current))]);
  } catch (fault) {
    current.wipe();
    throw fault;
  }
}

/**
 * Makes a vault in both files. The recovery key is given here and never again.
 * Throws: VAULT_EXISTS, INPUT_INVALID (an empty passphrase, a KDF out of bounds), DISK_FULL.
 */
export async function createVault(deps: VaultDeps, passphrase: Secret): Promise<{ vault: Vault; recoveryKey: string }> {
  if (await vaultExists(deps)) throw new AppError('VAULT_EXISTS');
  const { contents, keys, recoveryKey } = await newVault(deps, passphrase);
  return { vault: await saveFirst(deps, contents, keys), recoveryKey };
}

/** Writes a vault that was not there, in both files. Throws: DISK_FULL; INTERNAL, then nothing was made. */
export async function saveFirst(deps: VaultDeps, contents: Contents, keys: Keys): Promise<Vault> {
  try {
    const { generation } = contents;
    const sealed = withManifest(contents, keys, deps.random);
    const store = new Store(deps, []);
    const bytes = serialise(sealed);
    const fault = await store.save({ bytes, generation, both: true, isWhole: isWholeBy(keys, generation) });
    const vault = new Vault(new Current({ deps, sealed, keys, store }), fault === undefined ? [] : [fault.message]);
    deps.onSaved?.(generation);
    return vault;
  } catch (fault) {
    wipeKeys(keys);
    throw fault;
  }
}
