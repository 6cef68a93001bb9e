import { AppError } from '../../shared/errors.ts';
import type { LogWarning } from '../calllog/open.ts';
import type { State, StateWarning } from '../state/store.ts';
import type { LogTrouble } from './log-record.ts';

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

/** A log is never begun anew in silence: that is how one would be made to disappear. */
export const logWarningsOf = ({ warnings }: { readonly warnings: readonly LogWarning[] }): readonly string[] =>
  warnings.map(({ why, to }) => `calls.sqlite could not be used (${why}) and was moved to ${to}. A new one was made.`);

const foreign = "looks like another vault's: it goes on under a key that this vault does not have";

/** What is refused while the call log can't be trusted, and what to do. */
export function troubleText({ result, at, isForeign }: LogTrouble): string {
  const where = at === null ? '' : ` at entry ${at}`;
  const fault = { altered: 'was altered', gap: 'has a gap', truncated: 'was cut off', unchecked: undefined }[result];
  const what = [fault && `${fault}${where}`, isForeign ? foreign : undefined].filter((part) => part !== undefined);
  return `The call log ${what.join(' and ')}. No bot places orders or moves funds until you have looked: keybearer log verify. To put it aside and go on with a new one: keybearer log accept.`;
}
