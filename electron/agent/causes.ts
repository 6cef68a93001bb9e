import type { AppError } from '../../shared/errors.ts';
import { diagnose } from '../../shared/guidance/diagnose.ts';
import { hideSecretShapes } from '../../shared/redact.ts';
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
