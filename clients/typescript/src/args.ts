/** A call's arguments: what of them is ccxt's, what the SDK's, and how they are written. */
import { Trouble } from './errors.ts';
import { methods } from './tables.ts';
import type { CallOptions } from './types.ts';

export interface CallParts {
  readonly args: readonly unknown[];
  readonly options: CallOptions;
}

const optionNames: ReadonlySet<string> = new Set(['idempotencyKey', 'deadlineMs'] satisfies (keyof CallOptions)[]);
const idempotencyForm = /^[\x20-\x7e]{1,64}$/;
const maxDeadlineMs = 999_999_999;

/**
 * Takes the options off, which stand after the last argument that ccxt knows (`params`).
 * Throws: INPUT_INVALID, also where they stand among ccxt's own, since they would go to the exchange as parameters.
 */
export function splitArgs(method: string, given: readonly unknown[]): CallParts {
  // An implicit method has one argument, its parameters.
  const count = methods[method]?.[2].split(' ').length ?? 1;
  const [args, rest] = [given.slice(0, count), given.slice(count)];
  if (rest.length > 1) throw invalid(`${method} takes ${count} arguments, and call options after them.`);
  for (const arg of args) {
    const wrong = isPlain(arg) ? Object.keys(arg).find((name) => optionNames.has(name)) : undefined;
    if (wrong !== undefined)
      throw invalid(
        `${wrong} is no parameter of ${method}. Options of a call stand after it, as argument ${count + 1}.`,
      );
  }
  return { args, options: checkOptions(method, rest[0]) };
}

export function checkOptions(method: string, options: unknown): CallOptions {
  if (options === undefined || options === null) return {};
  if (!isPlain(options)) throw invalid(`${method}: argument ${String(options)} is one too many.`);
  for (const name of Object.keys(options))
    if (!optionNames.has(name))
      throw invalid(`${name} is no option of a call. There are idempotencyKey and deadlineMs.`);
  const { idempotencyKey, deadlineMs } = options;
  if (idempotencyKey !== undefined && !(typeof idempotencyKey === 'string' && idempotencyForm.test(idempotencyKey)))
    throw invalid('idempotencyKey must be 1 to 64 printable characters of ASCII.');
  if (
    deadlineMs !== undefined &&
    !(Number.isInteger(deadlineMs) && Number(deadlineMs) > 0 && Number(deadlineMs) <= maxDeadlineMs)
  )
    throw invalid('deadlineMs must be a whole number of milliseconds, 1 to 999999999.');
  return options as CallOptions;
}

/**
 * The arguments as JSON. Numbers are written with the digits that they print with, big integers with all of theirs.
 * Throws: INPUT_INVALID for what JSON would quietly turn into something else: NaN into no price at all.
 */
export function writeBody(method: string, args: readonly unknown[]): string {
  let end = args.length;
  while (end > 0 && args[end - 1] === undefined) end -= 1;
  const body = JSON.stringify({ method, args: args.slice(0, end) }, (name, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'number' && !Number.isFinite(value))
      throw invalid(
        `${method}: ${value} is no number that can be sent${name === '' || /^\d+$/.test(name) ? '' : ` as ${name}`}.`,
      );
    if (typeof value === 'function' || typeof value === 'symbol')
      throw invalid(`${method}: a ${typeof value} can't be sent.`);
    return value;
  });
  return body;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (detail: string): Trouble =>
  new Trouble({ code: 'INPUT_INVALID', detail: `${detail} Nothing was sent.` });
