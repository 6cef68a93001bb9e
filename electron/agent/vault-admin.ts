import type { Secret } from '../base/secret.ts';
import { writeBackup } from '../vault/backup.ts';
import type { VaultDeps } from '../vault/vault.ts';
import type { Opened } from './opened.ts';
import type { VaultAdminService } from './ports.ts';

export interface VaultAdminDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly vaultDeps: Pick<VaultDeps, 'fs' | 'kdf'>;
}

/** What its owner does with the vault as a whole. */
export function makeVaultAdmin({ opened, vaultDeps: { fs, kdf } }: VaultAdminDeps): VaultAdminService {
  return {
    async changePassphrase(unlock, passphrase: Secret) {
      const { vault } = opened();
      await vault.changePassphrase(unlock, passphrase);
      return { vaultId: vault.vaultId };
    },
    async backup(unlock, path, passphrase) {
      const { vault, inventory } = opened();
      const counts = { keys: inventory.keys().length, bots: inventory.bots().length };
      const copy = await vault.copyUnder(unlock, passphrase);
      await writeBackup(fs, path, copy, passphrase, kdf);
      return { path, bytes: copy.length, ...counts };
    },
  };
}
