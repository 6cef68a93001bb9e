import { readFile, stat } from 'node:fs/promises';
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
