import { type FileHandle, lstat, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { errnoOf } from './disk-fault.ts';
import type { VaultFile, VaultFs } from './fs.ts';

/** The disk of this machine. */
export const nodeFs = nodeFsOn(process.platform);

export function nodeFsOn(platform: NodeJS.Platform): VaultFs {
  return {
    read: readFile,
    exists: async (path) => (await orMissing(lstat(path))) !== undefined,
    create: async (path) => fileOf(await open(path, 'wx', 0o600)),
    list: async (path) => (await orMissing(readdir(path))) ?? [],
    makeDir,
    rename,
    unlink,
    // Windows has no way to open a directory for this; NTFS journals its names by itself.
    syncDir: platform === 'win32' ? async () => undefined : syncDir,
  };
}

const fileOf = (handle: FileHandle): VaultFile => ({
  write: (bytes) => handle.writeFile(bytes),
  sync: () => handle.sync(),
  close: () => handle.close(),
});

async function readFile(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  // Looked at first: opening a pipe that somebody put there would wait for ever.
  const seen = await orMissing(stat(path));
  if (seen === undefined) return undefined;
  if (!seen.isFile()) throw fault('EISDIR', `${path} is not a file`);
  // Somebody may have taken it away since.
  return orMissing(readOpened(path, maxBytes));
}

async function readOpened(path: string, maxBytes: number): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    if ((await handle.stat()).size > maxBytes) throw fault('EFBIG', `${path} is too large`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function makeDir(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    passOver(error, 'EEXIST');
    // Not through a link: the copies would lie who knows where.
    if (!(await lstat(path)).isDirectory()) throw fault('ENOTDIR', `${path} is not a folder`);
  }
}

async function syncDir(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network and FUSE file systems can't: then there is nothing better to do.
    passOver(error, 'EINVAL', 'ENOTSUP');
  } finally {
    await handle.close();
  }
}

async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    passOver(error, 'ENOENT');
    return undefined;
  }
}

function passOver(error: unknown, ...codes: readonly string[]): void {
  if (!codes.some((code) => code === errnoOf(error))) throw error;
}

const fault = (code: string, message: string): Error => Object.assign(new Error(message), { code });
