import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import { ensureDataDir, ensurePrivateDir } from './paths.ts';

export interface DataLock {
  release(): void;
}

/** Kept here, since a database that nobody refers to is collected, and its lock is lost with it. */
const held = new Set<DatabaseSync>();
const sqliteBusy = 5;
const sqliteFull = 13;

/**
 * Takes the one writer's lock of a data directory. The system frees it when the process ends, however it ends.
 * Throws: AGENT_RUNNING where another holds it, INPUT_INVALID where the directory can't be used, DISK_FULL.
 */
export function acquireLock(dataDir: string): DataLock {
  ensureDataDir(dataDir);
  ensurePrivateDir(join(dataDir, 'run'));
  const path = join(dataDir, 'run', 'lock.sqlite');
  let database: DatabaseSync | undefined;
  // Not by making the file first: closing a second handle on it would drop a lock that this process holds.
  // Source: fcntl(2), advisory record locking.
  const mask = process.umask(0o077);
  try {
    database = new DatabaseSync(path);
    // The transaction stays open for good: its file lock is the lock. Nothing is ever written.
    database.exec(
      'PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE',
    );
  } catch (fault) {
    closeQuietly(database);
    throw lockFault(fault, path);
  } finally {
    process.umask(mask);
  }
  const taken = database;
  held.add(taken);
  return {
    release: () => {
      closeQuietly(taken);
      held.delete(taken);
    },
  };
}

function closeQuietly(database: DatabaseSync | undefined): void {
  if (database?.isOpen) database.close();
}

function lockFault(fault: unknown, path: string): AppError {
  const errcode = typeof fault === 'object' && fault !== null && 'errcode' in fault ? Number(fault.errcode) : 0;
  // The low byte is the primary code. Source: https://sqlite.org/rescode.html
  const primary = errcode & 0xff;
  if (primary === sqliteBusy) return new AppError('AGENT_RUNNING', { cause: fault });
  if (primary === sqliteFull) return new AppError('DISK_FULL', { cause: fault });
  return new AppError('INPUT_INVALID', {
    detail: `The lock file ${path} can't be used. Is its folder writable?`,
    cause: fault,
  });
}
