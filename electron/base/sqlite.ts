/** Opens our SQLite files: private, ours, of a version we know; a bad one is set aside, never deleted. */
import { chmodSync, closeSync, existsSync, lstatSync, openSync, renameSync, statfsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import { type Clock, isoTime } from './clock.ts';

export interface DatabaseFile {
  readonly path: string;
  /** Marks the file as ours (`PRAGMA application_id`); 31 bits. */
  readonly applicationId: number;
  /** The version of the tables; stands in `meta` as `schema`. */
  readonly schema: number;
  /** The SQL that makes the tables of a new file; `meta` is made for it. */
  readonly tables: string;
  /** Is it small enough to be checked from end to end whenever it is opened? */
  readonly isSmall: boolean;
}

export type OpenedFile =
  | { readonly kind: 'open'; readonly db: DatabaseSync }
  | { readonly kind: 'set-aside'; readonly to: string; readonly why: string };

export const damaged = 'it is damaged or no database';
/** How long another program may hold the file before we give up, in ms. The caller stands still meanwhile. */
const lockWaitMs = 1000;
const companions = ['', '-wal', '-shm'];
// Source: https://www.sqlite.org/rescode.html
const result = { busy: 5, locked: 6, ioError: 10, corrupt: 11, full: 13, notADatabase: 26 };

/**
 * Opens a file of ours in WAL mode with `synchronous=FULL`, or makes it; 0600 either way.
 * Gives: the database, or where a damaged or foreign file was moved (then another call makes a new one).
 * Throws: VAULT_NEWER, DISK_FULL, RECORD_FAILED (locked, or not to be opened).
 */
export function openDatabase(file: DatabaseFile, clock: Clock): OpenedFile {
  let db: DatabaseSync | undefined;
  try {
    makePrivate(file.path);
    db = new DatabaseSync(file.path, { timeout: lockWaitMs, defensive: true });
    const why = prepareFile(db, file);
    if (why === undefined) return { kind: 'open', db };
    db.close();
    return setAside(file.path, why, clock);
  } catch (fault) {
    db?.close();
    if (isDamage(fault)) return setAside(file.path, damaged, clock);
    throw databaseFault(fault, file.path);
  }
}

/** Runs `work` in one transaction; a fault undoes all of it and is thrown on. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    db.exec('COMMIT');
    return value;
  } catch (fault) {
    // SQLite undoes the transaction by itself on some faults, a full disk among them.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw fault;
  }
}

/** A fault of SQLite or of the disk as one of ours; `sent` is `no`. */
export function databaseFault(fault: unknown, path: string): AppError {
  if (fault instanceof AppError) return fault;
  const code = resultCode(fault);
  if (code === result.full || isFullDisk(fault) || (code === result.ioError && hasNoRoom(path))) {
    return new AppError('DISK_FULL', { detail: `The disk is full: ${path} could not be written.`, cause: fault });
  }
  return new AppError('RECORD_FAILED', { detail: explain(fault, code, path), sent: 'no', cause: fault });
}

function explain(fault: unknown, code: number | undefined, path: string): string {
  if (code === result.busy || code === result.locked) {
    return `${path} is locked by another program. End that program and try again.`;
  }
  if (isDamage(fault)) return `${path} is damaged. End Keybearer, move the file away and keep it, then start again.`;
  const reason = fault instanceof Error ? fault.message : 'unknown reason';
  return `${path} could not be used (${reason}). Check that it is a file of yours on a disk that can be written.`;
}

/** Where SQLite can't grow its shared memory it speaks of an I/O error; the disk itself tells whether it is full. */
function hasNoRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < leastRoomBytes;
  } catch {
    return false;
  }
}

const leastRoomBytes = 128 * 1024;

function makePrivate(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600));
  if (!lstatSync(path).isFile()) throw new Error('not a regular file');
  if (process.platform === 'win32') return;
  // SQLite gives -wal and -shm the mode of the main file; older ones may be wider.
  for (const name of companions.map((end) => path + end)) {
    if (existsSync(name) && (lstatSync(name).mode & 0o077) !== 0) chmodSync(name, 0o600);
  }
}

/** Gives: why the file is none of ours, or undefined when it is ready. */
function prepareFile(db: DatabaseSync, file: DatabaseFile): string | undefined {
  db.exec('PRAGMA trusted_schema = OFF');
  const mark = db.prepare('PRAGMA application_id').get()?.['application_id'];
  const isEmpty = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0;
  if (isEmpty && mark === 0) {
    setModes(db);
    makeTables(db, file);
    return undefined;
  }
  if (mark !== file.applicationId) return 'another program made it';
  const schema = schemaOf(db);
  if (schema === undefined) return 'its version cannot be read';
  if (schema > file.schema) {
    const name = basename(file.path);
    const detail = `${name} was written by a newer Keybearer (version ${schema}, this one knows ${file.schema}). Update Keybearer; nothing was changed.`;
    throw new AppError('VAULT_NEWER', { detail });
  }
  setModes(db);
  if (file.isSmall && db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') return damaged;
  return undefined;
}

function schemaOf(db: DatabaseSync): number | undefined {
  const hasMeta = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta'").get() !== undefined;
  if (!hasMeta) return undefined;
  const value = Number(db.prepare("SELECT value FROM meta WHERE name = 'schema'").get()?.['value']);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function setModes(db: DatabaseSync): void {
  // On macOS fsync alone leaves the data in the drive's cache. Source: https://www.sqlite.org/pragma.html#pragma_fullfsync
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 67108864',
  );
}

function makeTables(db: DatabaseSync, file: DatabaseFile): void {
  inTransaction(db, () => {
    db.exec(`PRAGMA application_id = ${file.applicationId}`);
    db.exec('CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
    db.exec(file.tables);
    db.prepare("INSERT INTO meta VALUES ('schema', ?)").run(String(file.schema));
  });
}

/** Moves a closed database out of the way. */
export function setAside(path: string, why: string, clock: Clock): Extract<OpenedFile, { kind: 'set-aside' }> {
  const stem = `${path}.corrupt-${isoTime(clock.now()).replaceAll(/[:.]/g, '-')}`;
  let to = stem;
  for (let n = 2; existsSync(to); n++) to = `${stem}-${n}`;
  try {
    // The -wal goes along: it may hold the newest entries, and must not meet the new file.
    for (const end of companions) if (existsSync(path + end)) renameSync(path + end, to + end);
  } catch (fault) {
    throw databaseFault(fault, path);
  }
  return { kind: 'set-aside', to, why };
}

/** Does SQLite say that the file itself is at fault? */
export const isDamage = (fault: unknown): boolean => {
  const code = resultCode(fault);
  return code === result.corrupt || code === result.notADatabase;
};

/** The primary result code: extended ones carry more above the low byte. */
function resultCode(fault: unknown): number | undefined {
  if (typeof fault !== 'object' || fault === null || !('errcode' in fault)) return undefined;
  return typeof fault.errcode === 'number' ? fault.errcode & 0xff : undefined;
}

const isFullDisk = (fault: unknown): boolean =>
  typeof fault === 'object' &&
  fault !== null &&
  'code' in fault &&
  (fault.code === 'ENOSPC' || fault.code === 'EDQUOT');
