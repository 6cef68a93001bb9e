/** Errors: ccxt's own classes where the bot has ccxt, else classes of the same names; each says what became of the request. */
import { classes as parents, errors as rows } from './tables.ts';

export type Sent = 'no' | 'yes' | 'unknown';

export interface Cause {
  readonly id: string;
  readonly text: string;
  /** 0 to 1. */
  readonly likelihood: number;
  readonly check?: string;
}

/** What every error of the SDK has besides its message. */
export interface Details {
  /** Stable: docs/bot-api.md lists them. */
  readonly code: string;
  /** Could the exchange have acted? */
  readonly sent: Sent;
  /** May it be tried again, provided that `sent` is `no`? */
  readonly retryable: boolean;
  readonly causes: readonly Cause[];
  /** The call's id in the agent's log. */
  readonly callId?: string;
  readonly retryAfterMs?: number;
  /** The exchange's own words. */
  readonly exchange?: string;
}

/** What is known of a fault before it has a class. */
export interface Told extends Partial<Omit<Details, 'code'>> {
  readonly code: string;
  readonly detail?: string;
  /** The class of ccxt that the agent names. */
  readonly ccxt?: string;
  readonly cause?: unknown;
}

export type ErrorClass = new (message: string) => Error;

const brand = Symbol.for('keybearer.error');

/** Any error of the SDK, whichever class of ccxt it has. */
export abstract class KeybearerError extends Error implements Details {
  abstract readonly code: string;
  abstract readonly sent: Sent;
  abstract readonly retryable: boolean;
  abstract readonly causes: readonly Cause[];
  abstract readonly callId?: string;
  abstract readonly retryAfterMs?: number;
  abstract readonly exchange?: string;

  static override [Symbol.hasInstance](value: unknown): value is KeybearerError {
    return kindOf(value) !== undefined;
  }
}

/** The name of its class of ccxt; undefined where it is no error of the SDK. */
const kindOf = (value: unknown): string | undefined => {
  const kind = value instanceof Error ? Reflect.get(value, brand) : undefined;
  return typeof kind === 'string' ? kind : undefined;
};

/**
 * Classes by ccxt's names, for `instanceof`: they know an error of the SDK also where it is of ccxt's own class.
 * They stand below one another as in ccxt.
 */
export const errors: Readonly<Record<string, ErrorClass>> = ownClasses();

function ownClasses(): Record<string, ErrorClass> {
  const made: Record<string, ErrorClass> = {};
  for (const [name, parent] of Object.entries(parents)) {
    const above = made[parent] ?? Error;
    const named = {
      [name]: class extends above {
        constructor(message: string) {
          super(message);
          this.name = name;
        }

        static override [Symbol.hasInstance](value: unknown): boolean {
          const kind = kindOf(value);
          return kind === undefined ? false : lineOf(kind).includes(name);
        }
      },
    };
    made[name] = named[name] ?? above;
  }
  return made;
}

/** A class and those above it. */
function lineOf(name: string): string[] {
  const line: string[] = [];
  for (let at = name; at !== ''; at = parents[at] ?? '') line.push(at);
  return line;
}

/** Takes: ccxt = the bot's own classes by name, where there are any. */
export function makeError(told: Told, ccxt: Readonly<Record<string, unknown>> | undefined): KeybearerError {
  const row = rows[told.code] ?? rows['INTERNAL'];
  const [sent, retryable, , class_ = 'OperationFailed', text = ''] = row ?? [];
  const details: Details = {
    code: told.code,
    sent: told.sent ?? (sent === 'thrower' || sent === undefined ? 'unknown' : sent),
    retryable: told.retryable ?? retryable ?? false,
    causes: told.causes ?? [],
    ...pick(told, 'callId', 'retryAfterMs', 'exchange'),
  };
  const kind = told.ccxt !== undefined && Object.hasOwn(parents, told.ccxt) ? told.ccxt : class_;
  const words = told.exchange === undefined ? told.code : `${told.code}, ${told.exchange}`;
  const error = new (classFor(kind, ccxt))(`${told.detail ?? text} (${words})`);
  Object.defineProperty(error, brand, { value: kind });
  if (told.cause !== undefined) Object.defineProperty(error, 'cause', { value: told.cause, configurable: true });
  return Object.assign(error, details) as KeybearerError;
}

/** The nearest class that this ccxt has: an older one may lack the newest. */
function classFor(kind: string, ccxt: Readonly<Record<string, unknown>> | undefined): ErrorClass {
  for (const name of ccxt === undefined ? [] : lineOf(kind)) {
    const found = ccxt?.[name];
    if (typeof found === 'function' && found.prototype instanceof Error) return found as ErrorClass;
  }
  return errors[kind] ?? Error;
}

function pick<K extends keyof Told>(told: Told, ...names: readonly K[]): Pick<Told, K> {
  return Object.fromEntries(names.flatMap((name) => (told[name] === undefined ? [] : [[name, told[name]]]))) as Pick<
    Told,
    K
  >;
}

/** Makes what is thrown to the bot out of what was thrown inside. */
export type Fail = (fault: unknown) => Promise<unknown>;

/** Thrown inside the SDK until the bot's classes are known. */
export class Trouble extends Error {
  readonly told: Told;

  constructor(told: Told) {
    super(told.detail ?? told.code);
    this.told = told;
  }
}

/** Is it the text of an agent's problem document? Gives: what it tells, else undefined. */
export function readProblem(value: unknown): Told | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const member = (name: string): unknown => Reflect.get(value, name);
  const text = (name: string): string | undefined => {
    const found = member(name);
    return typeof found === 'string' ? found : undefined;
  };
  const code = text('code');
  if (code === undefined) return undefined;
  const [sent, after, causes] = [member('sent'), member('retryAfterMs'), member('causes')];
  return defined({
    code,
    detail: text('detail'),
    ccxt: text('ccxt'),
    exchange: text('exchange'),
    callId: text('callId'),
    sent: sent === 'no' || sent === 'yes' ? sent : 'unknown',
    retryable: member('retryable') === true,
    retryAfterMs: typeof after === 'number' && after >= 0 ? after : undefined,
    causes: Array.isArray(causes) ? (causes as readonly Cause[]) : undefined,
  });
}

/** Leaves out what is undefined. */
function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
