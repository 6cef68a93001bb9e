/** A file that the user names: written beside its place and moved there when it is whole. */
import { lstat, open, rename, rm } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { Context } from '../command.ts';
import { needYes } from '../question.ts';

/** Writes parts to a new file, 0600. Asks where there is one. Throws: CONFIRMATION_NEEDED, DISK_FULL, INPUT_INVALID. */
export async function writeOut(context: Context, path: string, parts: AsyncIterable<string>): Promise<number> {
  if (await isThere(path)) await needYes(context, `${path} is there already. Replace it?`);
  const temporary = `${path}.part-${process.pid}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    let bytes = 0;
    try {
      for await (const part of parts) {
        await file.writeFile(part);
        bytes += Buffer.byteLength(part);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return bytes;
  } catch (fault) {
    await rm(temporary, { force: true });
    throw outFault(fault, path);
  }
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

function outFault(fault: unknown, path: string): unknown {
  const errno: unknown = Object(fault).code;
  if (fault instanceof AppError || typeof errno !== 'string') return fault;
  if (errno === 'ENOSPC' || errno === 'EDQUOT')
    return new AppError('DISK_FULL', { detail: `The disk is full: ${path} was not written.`, cause: fault });
  return new AppError('INPUT_INVALID', { detail: `${path} can't be written (${errno}).`, cause: fault });
}
