import type { Unlock, VaultAdminService } from '../../electron/agent/ports.ts';

export interface FakeVault {
  /** What was done, for asserting. */
  readonly done: string[];
  readonly recoveryKey: string;
  /** Was it rotated, and the new recovery key not yet kept? */
  isRotated: boolean;
  readonly check: (unlock: Unlock) => void;
  readonly needOpen: () => void;
}

/** The vault of the fake agent as a whole. */
export const fakeVaultAdmin = (vault: FakeVault): VaultAdminService => ({
  changePassphrase: async (unlock, secret) => {
    secret.useText((text) => vault.done.push(`passphrase ${unlock.kind} ${text}`));
    return { vaultId: 'v' };
  },
  backup: async (_unlock, path) => ({ path, bytes: 1, keys: 1, bots: 1 }),
  rotate: async (unlock) => {
    vault.check(unlock);
    vault.done.push(vault.isRotated ? 'rotate again' : 'rotate');
    const isResumed = vault.isRotated;
    vault.isRotated = true;
    return { vaultId: 'v', recoveryKey: vault.recoveryKey, records: 3, isResumed };
  },
  recoveryKept: async () => {
    vault.needOpen();
    vault.done.push('recovery kept');
    vault.isRotated = false;
  },
  waitsUntil: () => null,
  acceptLog: async () => {
    vault.needOpen();
    vault.done.push('log accepted');
    return { keptAs: '/nowhere/calls.sqlite.corrupt' };
  },
});
