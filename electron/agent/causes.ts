import type { AppError, Cause } from '../../shared/errors.ts';
import { diagnose } from '../../shared/guidance/diagnose.ts';
import { findError } from '../../shared/guidance/exchange-words.ts';
import type { Key } from '../../shared/model.ts';
import { hideSecretShapes } from '../../shared/redact.ts';
import type { ClockEstimate } from '../otp/clock-offset.ts';
import type { Session } from './sessions.ts';

/** The refusals that say something about the key; the doctor has a word to them. */
const aboutTheKey: ReadonlySet<string> = new Set([
  'CODE_REJECTED',
  'SIGNATURE_REJECTED',
  'KEY_REJECTED',
  'EXCHANGE_PERMISSION_DENIED',
  'EXCHANGE_LOCKED_OUT',
  'NONCE_REJECTED',
]);

/** The same error with its likely causes, and without any secret of the key in the exchange's words. */
export function causesOf(error: AppError, session: Session, codeSent: boolean | undefined): AppError {
  const { exchange } = error.details;
  if (exchange === undefined || error.details.causes !== undefined) return error;
  const words = hideSecretShapes(session.scrub(exchange));
  if (!aboutTheKey.has(error.code)) return error.with({ exchange: words });
  const offset = session.venue.knownOffset();
  const causes = diagnose({
    error: words,
    exchange: session.key.exchange,
    twoFactor: session.key.twoFactor.kind,
    usedBy: session.key.usedBy,
    ...(offset === undefined ? {} : { clockOffsetMs: offset.offsetMs }),
    ...(codeSent === undefined ? {} : { codeSent }),
  });
  return error.with({ exchange: words, causes });
}

/** What an error that somebody met may mean; `key` and the offset of its exchange's clock where they are known. */
export function explainError(
  error: string,
  key: Key | undefined,
  offset: ClockEstimate | undefined,
): { error: string; causes: Cause[] } {
  const causes = diagnose({
    error,
    exchange: key?.exchange ?? 'kraken',
    twoFactor: key?.twoFactor.kind,
    ...(key === undefined ? {} : { usedBy: key.usedBy }),
    ...(offset === undefined ? {} : { clockOffsetMs: offset.offsetMs }),
  });
  return { error: findError(error) ?? error, causes };
}
