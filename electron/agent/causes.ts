import type { AppError, Cause } from '../../shared/errors.ts';
import { type DiagnoseInput, diagnose } from '../../shared/guidance/diagnose.ts';
import { findError } from '../../shared/guidance/exchange-words.ts';
import { ownCauseIn } from '../../shared/guidance/own-codes.ts';
import type { Key } from '../../shared/model.ts';
import { hideSecretShapes } from '../../shared/redact.ts';
import type { Opened } from './opened.ts';
import type { Session } from './sessions.ts';
import type { Venues } from './venues.ts';

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
export function causesOf(error: AppError, session: Session, nowMs: number, call: FailedCall = {}): AppError {
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
    ...evidenceOf(session.key, session, nowMs),
    ...call,
  });
  return error.with({ exchange: words, causes });
}

/** What is known of the call that failed; left out where nobody knows. */
export interface FailedCall {
  readonly codeSent?: boolean;
  /** Had the exchange taken the same code before? */
  readonly codeUsedBefore?: boolean;
}

/** What the agent knows of a key beside its configuration. */
function evidenceOf({ findings }: Key, session: Session | undefined, nowMs: number): Partial<DiagnoseInput> {
  const lockedForMs = session?.history.lockedForMs(nowMs) ?? 0;
  return {
    findings: findings.map(({ id }) => id),
    ...(session === undefined ? {} : { hasWorked: session.history.wasTaken }),
    ...(lockedForMs > 0 ? { lockedForMs } : {}),
  };
}

/** Where a key stands that an error was met with. */
export interface KeyInQuestion {
  /** Its label or id. */
  readonly ref: string;
  readonly opened: Opened;
  readonly venues: Venues;
  readonly nowMs: number;
}

/** What an error that somebody met may mean. Throws: KEY_UNKNOWN. */
export function explainError(error: string, about: KeyInQuestion | undefined): { error: string; causes: Cause[] } {
  const own = findError(error) === undefined ? ownCauseIn(error) : undefined;
  if (own !== undefined) return { error: own.id, causes: [own] };
  const known = about === undefined ? { exchange: 'kraken', twoFactor: undefined } : knownOf(about);
  return { error: findError(error) ?? error, causes: diagnose({ error, ...known }) };
}

function knownOf({ ref, opened, venues, nowMs }: KeyInQuestion): Omit<DiagnoseInput, 'error'> {
  const key = opened.inventory.key(ref);
  const { exchange, twoFactor, usedBy, endpoint } = key;
  const offset = venues.of(exchange, endpoint).knownOffset();
  return {
    ...{ exchange, twoFactor: twoFactor.kind, usedBy },
    ...evidenceOf(key, opened.sessions.ready(key.id), nowMs),
    ...(offset === undefined ? {} : { clockOffsetMs: offset.offsetMs }),
  };
}
