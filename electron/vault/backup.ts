/** A copy of the vault in a file of the user's, and the vault that is made from one. */
import { dirname } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../base/secret.ts';
import { applyChanges, type Prepared, wipePrepared } from './changes.ts';
import { checkGeneration } from './current.ts';
import { diskFault, errnoOf } from './disk-fault.ts';
import { maxFileBytes, type SealedVault } from './envelope.ts';
import type { VaultFs } from './fs.ts';
import type { Kdf } from './kdf.ts';
import { openCopy, parseCopy } from './load.ts';
import { type Contents, type Keys, wipeKeys } from './manifest.ts';
import { migratedOf } from './migrations.ts';
import { readOnlyReason, refuseChange } from './newer.ts';
import { withSlot } from './rewrap.ts';
import type { Unlock } from './slots.ts';
import { saveFirst, type Vault, type VaultDeps, vaultExists } from './vault.ts';
import { cleared, writeNew } from './write-file.ts';

const nothing = 'No backup was made.';

/**
 * Writes a copy to a new file, reads it back and opens it with its passphrase: a backup that does not open is none.
 * Throws: INPUT_INVALID where the file is there already, or its directory is not; DISK_FULL; VAULT_DAMAGED.
 */
export async function writeBackup(
  fs: VaultFs,
  path: string,
  copy: Uint8Array,
  passphrase: Secret,
  kdf: Kdf,
): Promise<void> {
  try {
    await writeNew(fs, path, copy);
    await fs.syncDir(dirname(path));
    const written = (await fs.read(path, maxFileBytes)) ?? new Uint8Array(0);
    const { keys } = await openCopy(written, { kind: 'passphrase', secret: passphrase }, kdf);
    wipeKeys(keys);
  } catch (fault) {
    if (errnoOf(fault) === 'EEXIST')
      throw new AppError('INPUT_INVALID', { detail: `${path} is there already. Name a new file.` });
    throw diskFault(await cleared(fs, [path], fault), path, nothing);
  }
}

export interface RestoreOptions {
  /** The id of the vault that it should be, where that is known. */
  readonly expected?: string;
  /** The generation last seen of that vault; the restored one goes on above it. */
  readonly above?: number;
}

/**
 * Makes a vault again from a copy, in both files, one generation later and without its keychain slot.
 * Throws: VAULT_EXISTS, PASSPHRASE_WRONG, VAULT_NEWER, INPUT_INVALID (no copy of a vault, or of another), VAULT_DAMAGED, DISK_FULL.
 */
export async function restoreVault(
  deps: VaultDeps,
  copy: Uint8Array,
  unlock: Unlock,
  { expected, above = 0 }: RestoreOptions = {},
): Promise<Vault> {
  checkGeneration(above);
  if (await vaultExists(deps)) throw new AppError('VAULT_EXISTS');
  const parsed = parseCopy(copy);
  if (expected !== undefined && parsed.vaultId !== expected) {
    const detail = `This backup is of another vault (${parsed.vaultId}), not of ${expected}. Choose another backup.`;
    throw new AppError('INPUT_INVALID', { detail });
  }
  refuseChange(readOnlyReason(parsed, deps.schemas) !== undefined);
  const { sealed, keys } = await openCopy(copy, unlock, deps.kdf);
  const contents = restoredOf(sealed, keys, Math.max(sealed.generation, above) + 1, deps);
  return saveFirst(deps, contents, keys);
}

/** Without the keychain's slot, which belongs to the machine that it was made on; with its records brought up to date. Wipes the keys where it throws. */
function restoredOf(sealed: SealedVault, keys: Keys, generation: number, { random, migrations }: VaultDeps): Contents {
  const { manifest: _old, slots, ...contents } = sealed;
  let changes: readonly Prepared[] = [];
  try {
    changes = migratedOf(sealed, keys, migrations);
    const records = applyChanges(sealed, changes, { keys, generation, random });
    return { ...contents, slots: withSlot(slots, 'keychain', undefined), generation, records };
  } catch (fault) {
    wipeKeys(keys);
    throw fault;
  } finally {
    wipePrepared(changes);
  }
}
