/** A copy of the vault in a file of the user's, and the vault that is made from one. */
import { dirname } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../base/secret.ts';
import { checkGeneration } from './current.ts';
import { diskFault, errnoOf } from './disk-fault.ts';
import { maxFileBytes } from './envelope.ts';
import type { VaultFs } from './fs.ts';
import type { Kdf } from './kdf.ts';
import { openCopy, parseCopy } from './load.ts';
import { wipeKeys } from './manifest.ts';
import { readOnlyReason, refuseChange } from './newer.ts';
import { withSlot } from './rewrap.ts';
import type { Unlock } from './slots.ts';
import { saveFirst, type Vault, type VaultDeps, vaultExists } from './vault.ts';

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
    const file = await fs.create(path);
    try {
      await file.write(copy);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.syncDir(dirname(path));
  } catch (fault) {
    if (errnoOf(fault) === 'EEXIST')
      throw new AppError('INPUT_INVALID', { detail: `${path} is there already. Name a new file.` });
    throw diskFault(fault, path, nothing);
  }
  const written = (await fs.read(path, maxFileBytes)) ?? new Uint8Array(0);
  const { keys } = await openCopy(written, { kind: 'passphrase', secret: passphrase }, kdf);
  wipeKeys(keys);
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
  const { manifest: _old, slots, ...contents } = sealed;
  const generation = Math.max(sealed.generation, above) + 1;
  return saveFirst(deps, { ...contents, slots: withSlot(slots, 'keychain', undefined), generation }, keys);
}
