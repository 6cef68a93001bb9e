import { AppError } from '../../shared/errors.ts';
import type { State, StateWarning } from '../state/store.ts';

/** Our own errors hold no secret; of any other only the name is said. */
export function toStandardError(fault: unknown): void {
  const what =
    fault instanceof AppError
      ? `${fault.code}: ${fault.message}`
      : `INTERNAL: ${fault instanceof Error ? fault.name : 'fault'}`;
  process.stderr.write(`warning ${what}\n`);
}

/** What became of state.sqlite, as sentences. */
export const warningsOf = (state: State): readonly string[] => state.warnings().map(sentenceOf);

function sentenceOf(warning: StateWarning): string {
  if (warning.kind === 'set-aside')
    return `state.sqlite could not be used (${warning.why}) and was moved to ${warning.to}. A new one was made.`;
  return `The nonces kept for ${warning.keyId} were not written by this vault and are ignored.`;
}
