/** What both SDKs know of the agent, out of `shared/` and the installed ccxt, so that neither has a second copy by hand. */
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { botApiVersion, botRoutes } from '../../../shared/bot-api.ts';
import { type ErrorCode, errors } from '../../../shared/errors.ts';
import { methods } from '../../../shared/methods.ts';

/** The class of ccxt for a fault in which the agent names none. */
const classes = {
  TOKEN_MISSING: 'AuthenticationError',
  TOKEN_UNKNOWN: 'AuthenticationError',
  TOKEN_EXPIRED: 'AuthenticationError',
  BOT_PAUSED: 'PermissionDenied',
  PERMISSION_DENIED: 'PermissionDenied',
  SYMBOL_DENIED: 'PermissionDenied',
  APPROVAL_DENIED: 'PermissionDenied',
  APPROVAL_TIMEOUT: 'PermissionDenied',
  ORIGIN_DENIED: 'PermissionDenied',
  LIMIT_EXCEEDED: 'OperationRejected',
  CALLS_LIMIT_EXCEEDED: 'RateLimitExceeded',
  BODY_INVALID: 'BadRequest',
  BODY_TOO_LARGE: 'BadRequest',
  HOST_DENIED: 'BadRequest',
  METHOD_UNKNOWN: 'NotSupported',
  ROUTE_UNKNOWN: 'NotSupported',
  KEY_UNKNOWN: 'PermissionDenied',
  PAIRING_UNKNOWN: 'BadRequest',
  PAIRING_EXPIRED: 'BadRequest',
  PAIRING_LIMIT: 'BadRequest',
  IDEMPOTENCY_MISMATCH: 'BadRequest',
  VAULT_SEALED: 'ExchangeNotAvailable',
  CIRCUIT_OPEN: 'ExchangeNotAvailable',
  RATE_LIMITED: 'RateLimitExceeded',
  CODE_WAIT: 'RateLimitExceeded',
  DEADLINE_PASSED: 'RequestTimeout',
  CODE_REJECTED: 'AuthenticationError',
  SIGNATURE_REJECTED: 'AuthenticationError',
  KEY_REJECTED: 'AuthenticationError',
  EXCHANGE_PERMISSION_DENIED: 'PermissionDenied',
  EXCHANGE_LOCKED_OUT: 'AuthenticationError',
  NONCE_REJECTED: 'InvalidNonce',
  EXCHANGE_REFUSED: 'ExchangeError',
  EXCHANGE_UNAVAILABLE: 'ExchangeNotAvailable',
  // No NetworkError: bots repeat on that, and an order would stand twice.
  OUTCOME_UNKNOWN: 'OperationFailed',
  RESIGN_REFUSED: 'BadRequest',
  RECORD_FAILED: 'OperationFailed',
  DISK_FULL: 'OperationFailed',
  INTERNAL: 'OperationFailed',
  STREAM_GAP: 'OperationFailed',
  STREAM_LIMIT: 'OperationRejected',
  // Said by the SDKs themselves, where no agent answers or what the bot gave can't be used.
  AGENT_MISSING: 'ExchangeNotAvailable',
  INPUT_INVALID: 'BadRequest',
} as const satisfies Partial<Record<ErrorCode, string>>;

export interface Tables {
  /** Version of the API, as it stands in each route's path. */
  readonly api: string;
  /** Version of Keybearer that the SDKs were made with. */
  readonly version: string;
  readonly errors: readonly (readonly [
    code: string,
    sent: string,
    retryable: boolean,
    status: number,
    class_: string,
    text: string,
  ])[];
  /** Each class of ccxt's errors with the one above it; BaseError has none. Parents come first. */
  readonly classes: readonly (readonly [name: string, parent: string])[];
  readonly methods: readonly (readonly [name: string, kind: string, needs: string, args: string])[];
  readonly routes: readonly (readonly [name: string, method: string, path: string])[];
}

export async function readTables(): Promise<Tables> {
  const { version } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8'),
  );
  return {
    ...{ api: botApiVersion, version },
    errors: Object.entries(classes).map(([code, name]) => {
      const { sent, retryable, status, text } = errors[code as keyof typeof classes];
      return [code, sent, retryable, status, name, text];
    }),
    classes: flatten(await hierarchy(), ''),
    methods: Object.entries(methods).map(([name, { kind, needs, args }]) => [name, kind, needs, args.join(' ')]),
    routes: Object.entries(botRoutes).map(([name, { method, path }]) => [name, method, path]),
  };
}

interface Tree {
  readonly [name: string]: Tree;
}

/** ccxt's exports show only its root, so the file is found beside it. */
async function hierarchy(): Promise<Tree> {
  const file = new URL('./src/base/errorHierarchy.js', import.meta.resolve('ccxt'));
  const { default: tree } = (await import(pathToFileURL(fileURLToPath(file)).href)) as { default: Tree };
  return tree;
}

const flatten = (tree: Tree, parent: string): [string, string][] =>
  Object.entries(tree).flatMap(([name, below]) => [[name, parent], ...flatten(below, name)]);
