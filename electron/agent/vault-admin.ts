import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Secret } from '../base/secret.ts';
import type { State } from '../state/store.ts';
import { writeBackup } from '../vault/backup.ts';
import type { VaultDeps } from '../vault/vault.ts';
import { keepNonces } from './kept-nonces.ts';
import type { Opened } from './opened.ts';
import { waitsUntilMs } from './passphrase-tries.ts';
import type { VaultAdminService } from './ports.ts';

export interface VaultAdminDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly vaultDeps: Pick<VaultDeps, 'fs' | 'kdf'> & { readonly clock: Clock };
  readonly state: () => State;
  /** The vault has new keys. */
  readonly rekeyed: () => Promise<void>;
  readonly acceptLog: () => Promise<string | undefined>;
}

/** What its owner does with the vault as a whole. */
export function makeVaultAdmin({
  opened,
  state,
  rekeyed,
  acceptLog,
  vaultDeps: { fs, kdf, clock },
}: VaultAdminDeps): VaultAdminService {
  return {
    async changePassphrase(unlock, passphrase: Secret) {
      const { vault } = opened();
      await vault.changePassphrase(unlock, passphrase);
      return { vaultId: vault.vaultId };
    },
    async backup(unlock, path, passphrase) {
      const { vault, inventory } = opened();
      const counts = { keys: inventory.keys().length, bots: inventory.bots().length };
      await keepNonces(
        vault,
        state(),
        inventory.keys().map(({ id }) => id),
      );
      const copy = await vault.copyUnder(unlock, passphrase);
      await writeBackup(fs, path, copy, passphrase, kdf);
      return { path, bytes: copy.length, ...counts };
    },
    async rotate(unlock) {
      const { vault } = opened();
      const pending = vault.pendingRecoveryKey();
      // Cut off before its owner had the new key: it is shown again, and nothing is done twice.
      if (pending !== undefined) {
        if (!(await vault.confirm(unlock))) throw new AppError('PASSPHRASE_WRONG');
        return { vaultId: vault.vaultId, recoveryKey: pending, records: vault.list().length, isResumed: true };
      }
      try {
        return { vaultId: vault.vaultId, ...(await vault.rotate(unlock)), isResumed: false };
      } finally {
        // Also where the disk failed with the new keys standing in one file.
        if (vault.pendingRecoveryKey() !== undefined) await rekeyed();
      }
    },
    waitsUntil: () => waitsUntilMs(state(), clock.now()),
    async recoveryKept() {
      await opened().vault.recoveryKeyKept();
    },
    async acceptLog() {
      opened();
      return { keptAs: (await acceptLog()) ?? null };
    },
  };
}
