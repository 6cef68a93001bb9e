/** Writes a file of the user's that is there whole or not at all, and that only the user can read. */
import { type FileHandle, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Context } from '../command.ts';
import { needYes } from '../question.ts';

export interface OutFile {
  readonly path: string;
  write(text: string): Promise<void>;
  /** From then on the file is there, in the place of the one before. */
  finish(): Promise<void>;
  /** Leaves nothing. After `finish` it does nothing. */
  drop(): Promise<void>;
}

/**
 * Begins a file beside its place. Takes: a path as the user typed it; where a file is already, the user is asked.
 * Throws: CONFIRMATION_NEEDED; INPUT_INVALID where nothing can be written there.
 */
export async function beginFile(context: Pick<Context, 'io' | 'options'>, typed: string): Promise<OutFile> {
  const path = await placeOf(context, resolve(typed));
  const temporary = `${path}.${context.io.random(6).toString('hex')}.part`;
  const file = await asInput(path, () => open(temporary, 'wx', 0o600));
  let isOver = false;
  const drop = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
  };
  return {
    path,
    drop,
    write: (text) => asInput(path, () => writeAll(file, text)),
    finish: async () => {
      await asInput(path, async () => {
        await file.sync();
        await file.close();
        await rename(temporary, path);
      });
      isOver = true;
    },
  };
}

/** A small file at once. Throws: as `beginFile`. */
export async function writeFile(
  context: Pick<Context, 'io' | 'options'>,
  typed: string,
  text: string,
): Promise<string> {
  const file = await beginFile(context, typed);
  try {
    await file.write(text);
    await file.finish();
    return file.path;
  } finally {
    await file.drop();
  }
}

/** Where a link leads, since it is the file behind it that is meant. */
async function placeOf(context: Pick<Context, 'io' | 'options'>, path: string): Promise<string> {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) return path;
  const place = there.isSymbolicLink() ? await realpath(path).catch(() => path) : path;
  const stat = place === path ? there : await lstat(place);
  if (!stat.isFile())
    throw new AppError('INPUT_INVALID', { detail: `${path} is no plain file. Name a file, new or to be replaced.` });
  await needYes(context, `${path} is there already. Replace it?`);
  return place;
}

const writeAll = async (file: FileHandle, text: string): Promise<void> => void (await file.writeFile(text));

async function asInput<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new AppError('DISK_FULL', { detail: `The disk is full: ${path} was not written.`, cause });
    throw new AppError('INPUT_INVALID', { detail: `${path} can't be written (${code}).`, cause });
  }
}
