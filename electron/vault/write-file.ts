import { dirname } from 'node:path';
import { errnoOf } from './disk-fault.ts';
import type { VaultFs } from './fs.ts';

/** Writes a file that is not there yet, to last once its name does. Throws: errno faults, EEXIST where it is there. */
export async function writeNew(fs: VaultFs, path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.create(path);
  try {
    await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes the temporary file of a path, over what an interrupted write left there. Gives: its path. Throws: errno faults. */
export async function writeTemporary(fs: VaultFs, path: string, bytes: Uint8Array): Promise<string> {
  const temporary = temporaryOf(path);
  if (await fs.exists(temporary)) await fs.unlink(temporary);
  await writeNew(fs, temporary, bytes);
  return temporary;
}

/** Puts a file in place whole or not at all, and reads it back. Throws: errno faults; then the temporary file is gone, if the disk lets it. */
export async function putWhole(fs: VaultFs, path: string, bytes: Uint8Array): Promise<void> {
  try {
    await fs.rename(await writeTemporary(fs, path, bytes), path);
    await fs.syncDir(dirname(path));
    const written = await fs.read(path, bytes.length);
    if (written === undefined || !isSame(written, bytes)) throw otherBytes();
  } catch (fault) {
    throw await cleared(fs, [temporaryOf(path)], fault);
  }
}

/** Removes files after a fault, where they are there. Gives: the fault, with what else went wrong. */
export async function cleared(fs: VaultFs, paths: readonly string[], fault: unknown): Promise<unknown> {
  try {
    for (const path of paths) if (await fs.exists(path)) await fs.unlink(path);
    return fault;
  } catch (second) {
    return Object.assign(new AggregateError([fault, second]), { code: errnoOf(fault) });
  }
}

export const temporaryOf = (path: string): string => `${path}.tmp`;

export const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export const otherBytes = (): Error =>
  Object.assign(new Error('the disk gave back other bytes than were written'), { code: 'EIO' });
