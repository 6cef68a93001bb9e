/** The one error table and the one error class. Codes are a promise to programs; sentences are not. */

/** Could the exchange have acted on the request? */
export type Sent = 'no' | 'yes' | 'unknown';

/** Who can put it right. */
export type Fix = 'bot' | 'user' | 'exchange' | 'us';

interface ErrorRow {
  /** HTTP status at the bots' door. */
  readonly status: number;
  readonly fix: Fix;
  /** `thrower` where only the place of the fault knows. */
  readonly sent: Sent | 'thrower';
  /** May a program try again by itself, provided `sent` is `no`? */
  readonly retryable: boolean;
  readonly text: string;
}

// biome-ignore format: a table is read row by row
export const errors = {
  TOKEN_MISSING: { status: 401, fix: 'bot', sent: 'no', retryable: false, text: 'Send the bot token as "Authorization: Bearer kb_…".' },
  TOKEN_UNKNOWN: { status: 401, fix: 'user', sent: 'no', retryable: false, text: 'No bot has this token. Make one with "keybearer bot add", or check what the bot was given.' },
  TOKEN_EXPIRED: { status: 401, fix: 'user', sent: 'no', retryable: false, text: 'This bot has expired. Revoke it and make it again.' },
  BOT_PAUSED: { status: 403, fix: 'user', sent: 'no', retryable: false, text: 'This bot is paused. Resume it to go on.' },
  PERMISSION_DENIED: { status: 403, fix: 'user', sent: 'no', retryable: false, text: 'This bot may not do that.' },
  SYMBOL_DENIED: { status: 403, fix: 'user', sent: 'no', retryable: false, text: 'This bot may not trade that symbol.' },
  APPROVAL_DENIED: { status: 403, fix: 'user', sent: 'no', retryable: false, text: 'The user refused this request.' },
  APPROVAL_TIMEOUT: { status: 403, fix: 'user', sent: 'no', retryable: false, text: 'Nobody answered the question in time, so the request was refused.' },
  ORIGIN_DENIED: { status: 403, fix: 'bot', sent: 'no', retryable: false, text: 'Requests from web pages are refused.' },
  LIMIT_EXCEEDED: { status: 403, fix: 'user', sent: 'thrower', retryable: false, text: 'This is past a limit of the bot.' },
  CALLS_LIMIT_EXCEEDED: { status: 429, fix: 'bot', sent: 'no', retryable: true, text: 'The bot makes more calls a minute than it may.' },
  BODY_INVALID: { status: 400, fix: 'bot', sent: 'no', retryable: false, text: 'The request could not be read.' },
  BODY_TOO_LARGE: { status: 413, fix: 'bot', sent: 'no', retryable: false, text: 'The request is larger than 256 KiB.' },
  HOST_DENIED: { status: 421, fix: 'bot', sent: 'no', retryable: false, text: 'The Host header must be 127.0.0.1 or localhost with the port of the agent.' },
  METHOD_UNKNOWN: { status: 404, fix: 'bot', sent: 'no', retryable: false, text: 'There is no such method.' },
  ROUTE_UNKNOWN: { status: 404, fix: 'bot', sent: 'no', retryable: false, text: 'There is no such route. GET /v1/openapi.json lists them.' },
  KEY_UNKNOWN: { status: 404, fix: 'user', sent: 'no', retryable: false, text: 'There is no such key, or this bot has no grant on it.' },
  PAIRING_UNKNOWN: { status: 404, fix: 'bot', sent: 'no', retryable: false, text: 'There is no such pairing.' },
  PAIRING_EXPIRED: { status: 410, fix: 'bot', sent: 'no', retryable: false, text: 'The pairing took too long. Begin again.' },
  PAIRING_LIMIT: { status: 429, fix: 'user', sent: 'no', retryable: false, text: 'Three pairings are waiting already. Answer one first.' },
  IDEMPOTENCY_MISMATCH: { status: 409, fix: 'bot', sent: 'no', retryable: false, text: 'This Idempotency-Key was used with another request.' },
  VAULT_SEALED: { status: 503, fix: 'user', sent: 'no', retryable: true, text: 'The vault is sealed. Open it to go on.' },
  CIRCUIT_OPEN: { status: 503, fix: 'user', sent: 'no', retryable: true, text: 'The exchange refused this key three times in a row, so it rests for a while to keep the account from being locked.' },
  RATE_LIMITED: { status: 429, fix: 'bot', sent: 'no', retryable: true, text: 'The budget of this key at the exchange is used up for now.' },
  CODE_WAIT: { status: 429, fix: 'bot', sent: 'no', retryable: true, text: 'The next one-time code is not there yet.' },
  DEADLINE_PASSED: { status: 504, fix: 'bot', sent: 'no', retryable: true, text: 'The deadline of the bot passed before anything was sent.' },
  CODE_REJECTED: { status: 502, fix: 'user', sent: 'no', retryable: false, text: 'The exchange refused the one-time code.' },
  SIGNATURE_REJECTED: { status: 502, fix: 'user', sent: 'no', retryable: false, text: 'The exchange refused the signature.' },
  KEY_REJECTED: { status: 502, fix: 'user', sent: 'no', retryable: false, text: 'The exchange refused the key.' },
  EXCHANGE_PERMISSION_DENIED: { status: 502, fix: 'user', sent: 'no', retryable: false, text: 'The exchange says that the key may not do that.' },
  EXCHANGE_LOCKED_OUT: { status: 502, fix: 'user', sent: 'no', retryable: false, text: 'The exchange locked the key for a while after too many refusals.' },
  NONCE_REJECTED: { status: 502, fix: 'user', sent: 'no', retryable: true, text: 'The exchange refused the nonce: another program seems to use this key.' },
  EXCHANGE_REFUSED: { status: 422, fix: 'bot', sent: 'no', retryable: false, text: 'The exchange refused the request.' },
  EXCHANGE_UNAVAILABLE: { status: 502, fix: 'exchange', sent: 'thrower', retryable: true, text: 'The exchange could not be reached, or gave no usable answer.' },
  OUTCOME_UNKNOWN: { status: 504, fix: 'user', sent: 'unknown', retryable: false, text: 'The answer was lost. The exchange may have acted: look before you repeat it.' },
  RESIGN_REFUSED: { status: 422, fix: 'bot', sent: 'no', retryable: false, text: 'The request could not be understood beyond doubt, so it was not signed.' },
  RECORD_FAILED: { status: 500, fix: 'us', sent: 'thrower', retryable: false, text: 'The call could not be recorded.' },
  DISK_FULL: { status: 507, fix: 'user', sent: 'no', retryable: false, text: 'The disk is full. Nothing was changed.' },
  INTERNAL: { status: 500, fix: 'us', sent: 'thrower', retryable: false, text: 'Something went wrong inside Keybearer.' },
  STREAM_GAP: { status: 200, fix: 'bot', sent: 'no', retryable: false, text: 'Some events were missed.' },
  STREAM_LIMIT: { status: 429, fix: 'bot', sent: 'no', retryable: false, text: 'Too many things are watched on one connection.' },
  PASSPHRASE_WRONG: { status: 403, fix: 'user', sent: 'no', retryable: false, text: 'This passphrase does not open the vault.' },
  PASSPHRASE_NEEDED: { status: 403, fix: 'user', sent: 'no', retryable: false, text: 'This needs the passphrase: give it with --passphrase-file, or run the command in a terminal.' },
  VAULT_MISSING: { status: 404, fix: 'user', sent: 'no', retryable: false, text: 'There is no vault yet. Make one with "keybearer init".' },
  VAULT_EXISTS: { status: 409, fix: 'user', sent: 'no', retryable: false, text: 'There is a vault already. It was not touched.' },
  VAULT_NEWER: { status: 409, fix: 'user', sent: 'no', retryable: false, text: 'This vault was written by a newer Keybearer. Update Keybearer; nothing was changed.' },
  VAULT_DAMAGED: { status: 500, fix: 'user', sent: 'no', retryable: false, text: 'Neither file of the vault can be read. Restore a backup.' },
  LABEL_TAKEN: { status: 409, fix: 'user', sent: 'no', retryable: false, text: 'This name is taken. Choose another.' },
  KEY_IN_USE: { status: 409, fix: 'user', sent: 'no', retryable: false, text: 'Bots still have grants on this key. Revoke them first.' },
  INPUT_INVALID: { status: 400, fix: 'user', sent: 'no', retryable: false, text: 'The input could not be used.' },
  CODE_SECRET_INVALID: { status: 400, fix: 'user', sent: 'no', retryable: false, text: 'The two-factor secret could not be used.' },
  AGENT_RUNNING: { status: 409, fix: 'user', sent: 'no', retryable: false, text: 'Another agent uses this data directory.' },
  AGENT_MISSING: { status: 503, fix: 'user', sent: 'no', retryable: false, text: 'No agent is running. Start one with "keybearer agent".' },
  WINDOW_LOCKED: { status: 403, fix: 'user', sent: 'no', retryable: false, text: 'The window is locked. Unlock it to go on.' },
  CONFIRMATION_NEEDED: { status: 409, fix: 'user', sent: 'no', retryable: false, text: 'This needs a yes: answer in a terminal, or pass --yes.' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errors;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errors, text);

/** A ranked guess at why something was refused. `likelihood` is 0..1. */
export interface Cause {
  readonly id: string;
  readonly text: string;
  readonly likelihood: number;
  /** What to look at to be sure. */
  readonly check: string;
}

export interface ErrorDetails {
  /** The sentence for this very case; the table's where left out. Never a secret. */
  readonly detail?: string;
  /** Needed where the table says `thrower`; ignored elsewhere. */
  readonly sent?: Sent;
  readonly retryAfterMs?: number;
  readonly callId?: string;
  /** The class of ccxt that stands for it, e.g. `InvalidNonce`. */
  readonly ccxt?: string;
  /** The exchange's own words, scrubbed. */
  readonly exchange?: string;
  readonly causes?: readonly Cause[];
  readonly cause?: unknown;
  /** How many events a stream left out; null where nobody can know. */
  readonly missed?: number | null;
  /** Is it the answer to an earlier request of the same Idempotency-Key? */
  readonly isReplay?: boolean;
}

/** Every fault of ours. Thrown at the fault, translated once at the door. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? errors[code].text, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }

  get sent(): Sent {
    const row = errors[this.code].sent;
    return row === 'thrower' ? (this.details.sent ?? 'unknown') : row;
  }

  get retryable(): boolean {
    return errors[this.code].retryable && this.sent === 'no';
  }

  /** The same fault with more said about it. */
  with(more: ErrorDetails): AppError {
    return new AppError(this.code, { ...this.details, ...more });
  }
}

/** RFC 9457 `application/problem+json`, with Keybearer's own members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly sent: Sent;
  readonly callId?: string;
  readonly retryAfterMs?: number;
  readonly ccxt?: string;
  readonly exchange?: string;
  readonly causes?: readonly Cause[];
  readonly missed?: number | null;
}

/** The document that every door answers with. Source: RFC 9457 section 3. */
export function toProblem(error: AppError): Problem {
  const { detail: _detail, sent: _sent, cause: _cause, isReplay: _isReplay, ...members } = error.details;
  return {
    type: `urn:keybearer:error:${error.code}`,
    title: errors[error.code].text,
    status: errors[error.code].status,
    detail: error.message,
    code: error.code,
    retryable: error.retryable,
    sent: error.sent,
    // "After retryAfterMs" must have a value wherever a program may try again.
    ...(error.retryable ? { retryAfterMs: defaultRetryAfterMs } : {}),
    ...members,
  };
}

const defaultRetryAfterMs = 1000;

/** What went wrong as one of ours; anything unforeseen becomes INTERNAL and keeps its cause. */
export function asAppError(fault: unknown, sent: Sent = 'no'): AppError {
  if (fault instanceof AppError) return fault;
  const code = errnoOf(fault);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('DISK_FULL', { cause: fault });
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new AppError('INPUT_INVALID', { detail: closedTo(fault), cause: fault });
  return new AppError('INTERNAL', { cause: fault, sent });
}

/** A path of the user's own is no secret, and without it nobody knows what to open. */
function closedTo(fault: unknown): string {
  const path = typeof fault === 'object' && fault !== null && 'path' in fault ? fault.path : undefined;
  const what = typeof path === 'string' ? path : 'A file or folder';
  return `${what} cannot be read or written. Check its owner and mode, and whether its disk is read-only.`;
}

function errnoOf(fault: unknown): unknown {
  return typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : undefined;
}
