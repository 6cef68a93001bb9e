import { AppError } from '../../shared/errors.ts';
import { readStrictJson } from '../base/strict-json.ts';
import type { Io } from './io.ts';

/** Reads a JSON object from standard input. Throws: INPUT_INVALID, saying where, and never what stands there. */
export async function readObject(io: Io, what: string): Promise<Record<string, unknown>> {
  if (io.isInTerminal)
    io.err(`Type or paste ${what}, then press Ctrl-D on a line of its own. --help shows an example.\n`);
  const bytes = await io.readInput();
  try {
    if (bytes.toString('utf8').trim() === '')
      throw new AppError('INPUT_INVALID', { detail: `Standard input is empty: give ${what} there.` });
    const value = readJson(bytes, what);
    if (isRecord(value)) return value;
    throw new AppError('INPUT_INVALID', { detail: `${what} must be an object { … }.` });
  } finally {
    bytes.fill(0);
  }
}

/** Throws: INPUT_INVALID, saying where, and never what stands there. */
export function readJson(bytes: Buffer, what: string): unknown {
  try {
    return readStrictJson(bytes);
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    throw new AppError('INPUT_INVALID', { detail: fault.message.replace(/^The body/, what) });
  }
}

/** A list of grants, an object that has one, or one grant; undefined where standard input is a terminal or empty. */
export async function readGrants(io: Io): Promise<unknown> {
  if (io.isInTerminal) return undefined;
  const bytes = await io.readInput();
  if (bytes.toString('utf8').trim() === '') return undefined;
  const value = readJson(bytes, 'The grants');
  if (!isRecord(value)) return value;
  return Object.hasOwn(value, 'grants') ? value['grants'] : [value];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
