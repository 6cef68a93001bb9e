import { access, constants, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** The largest file that a vault has. */
const maxBytes = 64 * 1024 * 1024;

/** Throws: INPUT_INVALID where the file can't be read or is too large for a backup. */
export async function readBackup(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size <= maxBytes) return await readFile(path);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('INPUT_INVALID', { detail: `${path} can't be read (${why}).`, cause });
  }
  throw new AppError('INPUT_INVALID', { detail: `${path} is larger than any backup.` });
}

/**
 * Why a running agent made no backup at a path where we could: systemd shuts a service off from most of the disk.
 * Gives: the fault, with what to do where that is why.
 */
export async function shutOff(fault: unknown, path: string, dataDir: string): Promise<unknown> {
  if (!(fault instanceof AppError && fault.code === 'INPUT_INVALID')) return fault;
  const couldWe = (await may(dirname(path), constants.W_OK)) && !(await may(path, constants.F_OK));
  if (!couldWe) return fault;
  const todo = `The agent runs as a service, which may not write there: name a file below ${dataDir}, and move it.`;
  return fault.with({ detail: `${fault.message} ${todo}` });
}

const may = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );
