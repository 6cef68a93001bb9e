import { AppError, asAppError, type ErrorCode } from '../../shared/errors.ts';
import { besideLikelihood } from '../../shared/guidance/likelihood.ts';
import { fold } from './flow.ts';
import type { Io } from './io.ts';
import { likelihoodWord } from './likelihood.ts';
import { clean } from './print.ts';

/** What to do where the sentence alone doesn't say it to somebody at a terminal. */
const advice: Partial<Record<ErrorCode, string>> = {
  VAULT_SEALED: 'Open it with "keybearer unseal" where an agent runs; else give --passphrase-file.',
  AGENT_RUNNING: 'Stop it first (SIGTERM, or Ctrl-C in its terminal), or name another directory with --data.',
  INTERNAL: 'Please report it, with what you did and the output of "keybearer --version".',
};

const diskFaults = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'EISDIR', 'EIO'];

/** A fault as lines for standard error: `error CODE: sentence`, then causes and what to do, indented. */
export function faultLines(fault: unknown): string {
  const error = nameFault(fault);
  const { causes, exchange } = error.details;
  const lines = [`error ${error.code}: ${clean(error.message)}`];
  if (exchange !== undefined) lines.push(`  The exchange said: ${clean(exchange)}`);
  for (const cause of causes ?? []) {
    lines.push(
      `  ${likelihoodWord(cause.likelihood)}: ${clean(besideLikelihood(cause.text))}`,
      `    ${clean(cause.check)}`,
    );
  }
  const todo = advice[error.code];
  if (todo !== undefined) lines.push(`  ${todo}`);
  return `${lines.join('\n')}\n`;
}

/** Says it on standard error. A program that reads it finds one line a thing. */
export function sayFault(fault: unknown, io: Pick<Io, 'err' | 'isErrTerminal' | 'columns'>): void {
  const lines = faultLines(fault);
  io.err(io.isErrTerminal ? fold(lines, { columns: io.columns, hasColour: false }) : lines);
}

/** The same for whoever runs an agent, with the place of an unforeseen fault; its message may hold anything and stays out. */
export function reportLines(fault: unknown): string {
  const error = asAppError(fault);
  const inner = error.cause ?? fault;
  if (error.code !== 'INTERNAL' || !(inner instanceof Error)) return faultLines(fault);
  const frames = (inner.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return `${faultLines(fault)}${[`  ${inner.name}`, ...frames].join('\n')}\n`;
}

/** Disks fail in ways that the user can mend; those are no fault of ours. */
function nameFault(fault: unknown): AppError {
  const error = asAppError(fault);
  const inner = error.code === 'INTERNAL' ? (error.cause ?? fault) : undefined;
  if (!(inner instanceof Error) || !('code' in inner) || !diskFaults.includes(String(inner.code))) return error;
  const path = 'path' in inner && typeof inner.path === 'string' ? inner.path : 'A file';
  return new AppError('INPUT_INVALID', { detail: `${path} can't be used (${String(inner.code)}).`, cause: inner });
}
