import { AppError } from '../../shared/errors.ts';
import type { State, StateWarning } from '../state/store.ts';
import type { Vault } from '../vault/vault.ts';

/** Our own errors hold no secret; of any other only the name is said. */
export function toStandardError(fault: unknown): void {
  const what =
    fault instanceof AppError
      ? `${fault.code}: ${fault.message}`
      : `INTERNAL: ${fault instanceof Error ? fault.name : 'fault'}`;
  process.stderr.write(`warning ${what}\n`);
}

/** A file that was set aside is said aloud: the user may want to know what became of it. */
export function tellOfFiles(report: (fault: unknown) => void, vault: Vault, state: State): void {
  for (const warning of vault.warnings) report(new AppError('VAULT_DAMAGED', { detail: warning }));
  for (const warning of state.warnings())
    report(new AppError('RECORD_FAILED', { detail: sentenceOf(warning), sent: 'no' }));
}

function sentenceOf(warning: StateWarning): string {
  if (warning.kind === 'set-aside')
    return `state.sqlite could not be used (${warning.why}) and was moved to ${warning.to}. A new one was made.`;
  return `The nonces kept for ${warning.keyId} were not written by this vault and are ignored.`;
}
