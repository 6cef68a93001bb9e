/** Opens a sealed vault just to read the log's keys, and closes it again; nobody is served meanwhile. */
import { readAnchor } from '../vault/anchor.ts';
import { openVault, type Vault, type VaultDeps } from '../vault/vault.ts';
import { keysIn, readLogHead, readLogRecord } from './log-record.ts';
import type { LentKeys } from './log-service.ts';
import type { Unlock } from './ports.ts';

/** Throws: PASSPHRASE_WRONG, VAULT_NEWER, VAULT_DAMAGED, and the disk's faults. */
export async function lendLogKeys(deps: VaultDeps, unlock: Unlock): Promise<LentKeys> {
  const vault = await openVault(deps, unlock);
  try {
    const { vaultId } = vault;
    const record = readLogRecord(vault);
    const anchors = [readLogHead(vault), await headInAnchor(deps, vault)].filter((head) => head !== undefined);
    return { keys: record && { vaultId, ...keysIn(record) }, anchors };
  } finally {
    vault.seal();
  }
}

async function headInAnchor({ dir, fs }: VaultDeps, vault: Vault) {
  const key = vault.subkey('anchor');
  try {
    return (await readAnchor({ dir, fs, vaultId: vault.vaultId, key }))?.log ?? undefined;
  } finally {
    key.wipe();
  }
}
