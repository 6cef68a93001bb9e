/** Files below a directory, and their sums. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Gives: paths below `dir`, with slashes, sorted. */
export const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

export const sumOf = (path: string, algorithm = 'sha256'): string =>
  createHash(algorithm).update(readFileSync(path)).digest('hex');

/** The files that are not alike in two directories, of those that both have. */
export const differing = (one: string, other: string, files: readonly string[]): string[] =>
  files.filter((file) => !readFileSync(join(one, file)).equals(readFileSync(join(other, file))));

/** A second tree of the same files. A file of it is to be replaced, never written into. */
export function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

export function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Of two disks a file can't be one.
    copyFileSync(source, target);
  }
}

/** Puts a new file in the place of what may be one file of two trees. */
export function replaceFile(path: string, bytes: string | Uint8Array, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  writeFileSync(path, bytes, mode === undefined ? {} : { mode });
}
