/** Passphrases and recovery keys out of files. */
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../base/secret.ts';

const maxBytes = 1024 * 1024;

/**
 * Reads a passphrase or recovery key from a file; one line end at its end is not part of it.
 * Takes: warn = told where others may read the file, too.
 * Throws: INPUT_INVALID where the file can't be read, is empty, too long or no text.
 */
export async function readSecretFile(path: string, warn?: (text: string) => void): Promise<Secret> {
  const bytes = await readBytes(path, warn);
  try {
    const end = bytes.at(-1) !== 0x0a ? bytes.length : bytes.at(-2) === 0x0d ? bytes.length - 2 : bytes.length - 1;
    const text = bytes.subarray(0, end);
    if (text.length === 0) throw new AppError('INPUT_INVALID', { detail: `${path} is empty.` });
    // The control door takes text; other bytes would open the vault with an agent and not without, or the reverse.
    if (!Buffer.from(text.toString('utf8')).equals(text)) {
      throw new AppError('INPUT_INVALID', { detail: `${path} holds no text in UTF-8.` });
    }
    return new Secret(text);
  } finally {
    bytes.fill(0);
  }
}

async function readBytes(path: string, warn: ((text: string) => void) | undefined): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      await tellIfOpen(file, path, warn);
      const bytes = await file.readFile();
      if (bytes.length <= maxBytes) return bytes;
    } finally {
      await file.close();
    }
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('INPUT_INVALID', { detail: `${path} can't be read (${why}).`, cause });
  }
  throw new AppError('INPUT_INVALID', { detail: `${path} holds more than 1 MiB.` });
}

async function tellIfOpen(file: FileHandle, path: string, warn: ((text: string) => void) | undefined): Promise<void> {
  if (warn === undefined || process.platform === 'win32') return;
  const stat = await file.stat();
  // A pipe's mode says nothing of who reads it.
  if (!stat.isFile() || (stat.mode & 0o077) === 0) return;
  const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
  warn(`warning: ${path} is open to other users (mode ${mode}). Close it with: chmod 600 '${path}'\n`);
}
