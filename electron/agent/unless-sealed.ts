import { AppError } from '../../shared/errors.ts';
import type { Vault } from '../vault/vault.ts';

/** Reports what a writer in the background failed with; that the vault was sealed before it came to its end is no fault. */
export const unlessSealed =
  (vault: Pick<Vault, 'isSealed'>, report: (fault: unknown) => void) =>
  (fault: unknown): void => {
    if (vault.isSealed && fault instanceof AppError && fault.code === 'VAULT_SEALED') return;
    report(fault);
  };
