import { AppError, type ErrorCode, type Sent } from '../../shared/errors.ts';
import type { Permission } from '../../shared/permissions.ts';
import { ccxtClassesOf } from './ccxt.ts';

/** What is known of the request that failed. */
export interface FailedRequest {
  readonly needs: Permission;
  /** May bytes of it have left the machine? */
  readonly handedOver: boolean;
}

/** Kraken's words and what they mean here. Source: Kraken's API reference, "API errors". */
const krakenWords: ReadonlyArray<readonly [string, ErrorCode]> = [
  ['EAPI:Invalid signature', 'SIGNATURE_REJECTED'],
  ['EAPI:Invalid key', 'KEY_REJECTED'],
  ['EAPI:Invalid nonce', 'NONCE_REJECTED'],
  ['EAPI:Bad request', 'KEY_REJECTED'],
  ['EAPI:Rate limit exceeded', 'RATE_LIMITED'],
  ['EOrder:Rate limit exceeded', 'RATE_LIMITED'],
  ['EGeneral:Too many requests', 'RATE_LIMITED'],
  ['EService:Throttled', 'RATE_LIMITED'],
  ['EGeneral:Temporary lockout', 'EXCHANGE_LOCKED_OUT'],
  ['EGeneral:Permission denied', 'EXCHANGE_PERMISSION_DENIED'],
  ['EAPI:Feature disabled', 'EXCHANGE_PERMISSION_DENIED'],
  // The order's own `deadline` was past when the exchange looked at it.
  ['EService:Deadline', 'EXCHANGE_REFUSED'],
  ['EService:Unavailable', 'EXCHANGE_UNAVAILABLE'],
  ['EService:Busy', 'EXCHANGE_UNAVAILABLE'],
  ['EService:Market in', 'EXCHANGE_UNAVAILABLE'],
];

/** How Kraken's words begin after which an order may stand all the same. */
const unsureWords = [
  'EGeneral:Internal error',
  'EService:Timeout',
  'EService:Connection',
  'EService:Unavailable',
  'EService:Busy',
];

const ccxtCodes: Readonly<Record<string, ErrorCode>> = {
  InvalidNonce: 'NONCE_REJECTED',
  PermissionDenied: 'EXCHANGE_PERMISSION_DENIED',
  AccountSuspended: 'KEY_REJECTED',
  AuthenticationError: 'KEY_REJECTED',
  RateLimitExceeded: 'RATE_LIMITED',
  DDoSProtection: 'RATE_LIMITED',
  NotSupported: 'METHOD_UNKNOWN',
  OnMaintenance: 'EXCHANGE_UNAVAILABLE',
  ExchangeNotAvailable: 'EXCHANGE_UNAVAILABLE',
  RequestTimeout: 'EXCHANGE_UNAVAILABLE',
  NetworkError: 'EXCHANGE_UNAVAILABLE',
  OperationFailed: 'EXCHANGE_UNAVAILABLE',
  BadResponse: 'EXCHANGE_UNAVAILABLE',
  ExchangeError: 'EXCHANGE_REFUSED',
  BaseError: 'EXCHANGE_REFUSED',
};

const retryAfterOfRateLimitMs = 5_000;

/** The refusals that count towards a lockout of the account. */
export const isCredentialRefusal = (code: ErrorCode): boolean =>
  code === 'SIGNATURE_REJECTED' ||
  code === 'KEY_REJECTED' ||
  code === 'CODE_REJECTED' ||
  code === 'EXCHANGE_LOCKED_OUT';

/**
 * Names what went wrong with a private request, or with a whole method of ccxt.
 * Gives: an AppError with ccxt's class, the exchange's words, and whether the exchange may have acted.
 */
export function nameFailure(fault: unknown, request: FailedRequest): AppError {
  if (fault instanceof AppError) return settleSent(fault, request);
  const classes = ccxtClassesOf(fault);
  if (classes.length === 0) return nameOwnFault(fault, request);
  const words = exchangeWords(fault);
  const code = codeOf(words, classes);
  const details = {
    ...(words === undefined && code === 'EXCHANGE_REFUSED' ? reasonOf(fault) : {}),
    ccxt: classes[0] ?? 'BaseError',
    ...(words === undefined ? {} : { exchange: words }),
    ...(code === 'RATE_LIMITED' ? { retryAfterMs: retryAfterOfRateLimitMs } : {}),
    cause: fault,
  };
  if (code === 'METHOD_UNKNOWN')
    return new AppError(code, { ...details, detail: 'The exchange, or ccxt for it, does not offer this method.' });
  const isUnsure = unsureWords.some((prefix) => words?.startsWith(prefix));
  if (code !== 'EXCHANGE_UNAVAILABLE' && !isUnsure) return new AppError(code, details);
  const isRefusal = !isUnsure && (isKnown(words) || (words !== undefined && classes.includes('OnMaintenance')));
  return lostAnswer(isRefusal ? 'no' : sentOf(fault, request), request, details);
}

/** What ccxt itself has against a request, at most 300 characters. An address in it could hold a signature, so then nothing. */
function reasonOf(fault: unknown): { readonly detail?: string } {
  if (!(fault instanceof Error) || fault.message.includes('://')) return {};
  return { detail: `ccxt refused the request: ${fault.message.replace(/^[a-z0-9]+ /, '').slice(0, 300)}` };
}

/** Can a request that needs this make the exchange act? */
export const changesSomething = (needs: Permission): boolean =>
  needs === 'orders.create' || needs === 'orders.cancel' || needs === 'raw' || needs.startsWith('funds.');

/** A read cannot have made the exchange act, whatever became of its answer. */
function sentOf(fault: unknown, request: FailedRequest): Sent {
  if (!request.handedOver || !changesSomething(request.needs)) return 'no';
  return isNeverConnected(fault) ? 'no' : 'unknown';
}

/**
 * Does a fault say that there never was a connection, so that nothing can have been sent?
 * Judged by what Node and undici say of the socket; an exchange's own words prove nothing of that kind.
 */
export function isNeverConnected(fault: unknown): boolean {
  for (let at: unknown = fault, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof AggregateError && at.errors.length > 0 && at.errors.every(isNeverConnected)) return true;
    const code = 'code' in at ? String(at.code) : '';
    const syscall = 'syscall' in at ? String(at.syscall) : '';
    if (connecting.has(syscall) || code === 'UND_ERR_CONNECT_TIMEOUT' || badCertificate.test(code)) return true;
    if (ccxtSaysSo.test(at.message)) return true;
  }
  return false;
}

const connecting: ReadonlySet<string> = new Set(['connect', 'getaddrinfo']);
const badCertificate = /CERT|^UNABLE_TO_(GET|VERIFY)_/;
const ccxtSaysSo = /^\S+ [A-Z]+ \S+ fetch failed: (connect|getaddrinfo) E[A-Z_]+\b/;

function lostAnswer(sent: Sent, request: FailedRequest, details: ConstructorParameters<typeof AppError>[1]): AppError {
  const isOrder = request.needs === 'orders.create' || request.needs.startsWith('funds.');
  if (sent === 'unknown' && isOrder) return new AppError('OUTCOME_UNKNOWN', details);
  return new AppError('EXCHANGE_UNAVAILABLE', { ...details, sent });
}

function settleSent(fault: AppError, request: FailedRequest): AppError {
  if (fault.code !== 'EXCHANGE_UNAVAILABLE') return fault;
  return lostAnswer(sentOf(fault, request), request, { ...fault.details, detail: fault.message });
}

/** ccxt throws plain TypeErrors on arguments of a wrong type, before anything is sent. */
function nameOwnFault(fault: unknown, request: FailedRequest): AppError {
  if (!request.handedOver)
    return new AppError('BODY_INVALID', { detail: 'The arguments do not fit this method.', cause: fault });
  // Whatever it was, a broken connection or an answer that ccxt could not read: what became of the request is not known.
  return lostAnswer(sentOf(fault, request), request, { cause: fault });
}

const isKnown = (words: string | undefined): boolean => krakenWords.some(([prefix]) => words?.startsWith(prefix));

function codeOf(words: string | undefined, classes: readonly string[]): ErrorCode {
  const known = krakenWords.find(([prefix]) => words?.startsWith(prefix));
  if (known !== undefined) return known[1];
  for (const name of classes) {
    const code = ccxtCodes[name];
    if (code !== undefined) return code;
  }
  return 'EXCHANGE_REFUSED';
}

/** The exchange's own words: the first of Kraken's list, else the answer as ccxt quotes it, at most 300 characters. */
function exchangeWords(fault: unknown): string | undefined {
  const quoted =
    fault instanceof Error ? /^[a-z0-9]+ (?:\w+\(\) error )?([[{].*)$/s.exec(fault.message)?.[1] : undefined;
  if (quoted === undefined) return undefined;
  return firstError(quoted) ?? quoted.slice(0, 300);
}

function firstError(json: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(json);
    const list = read(answer, 'error');
    const first: unknown = Array.isArray(list) ? list[0] : undefined;
    return typeof first === 'string' ? first : errorInBatch(read(read(answer, 'result'), 'orders'));
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

/** Kraken's batch says of each order by itself what was wrong. */
function errorInBatch(orders: unknown): string | undefined {
  const errors = Array.isArray(orders) ? orders.map((order: unknown) => read(order, 'error')) : [];
  return errors.find((error) => typeof error === 'string');
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
