import { statSync } from 'node:fs';

/** Names the file that a path leads to now; another one put in its place has another name. Undefined where there is none. */
export function fileIdOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}
