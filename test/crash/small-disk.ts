/** A real disk of a few pages, where root may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk extends Disposable {
  readonly dir: string;
  /** Fills it until only so many bytes, rounded down to pages, are left. */
  fill(leftBytes: number): void;
  /** Takes the filling away. */
  empty(): void;
  makeReadOnly(isReadOnly: boolean): void;
}

/** Linux, and root of a machine or container that lets it mount? Tried once, since neither can be told beforehand. */
export const canMount: boolean = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mountSmallDisk(16)[Symbol.dispose]();
    return true;
  } catch {
    return false;
  }
})();

export function mountSmallDisk(kiB: number): SmallDisk {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-disk-'));
  const filling = join(dir, 'filling');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kiB}k,mode=0700`, 'tmpfs', dir], { stdio: 'pipe' });
  } catch (fault) {
    rmSync(dir, { recursive: true, force: true });
    throw fault;
  }
  return {
    dir,
    fill: (leftBytes) => {
      const { bavail, bsize } = statfsSync(dir);
      writeFileSync(filling, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes), 1));
    },
    empty: () => rmSync(filling, { force: true }),
    makeReadOnly: (isReadOnly) =>
      void execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, dir], { stdio: 'pipe' }),
    [Symbol.dispose]: () => {
      execFileSync('umount', [dir], { stdio: 'pipe' });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
