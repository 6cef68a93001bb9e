import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { databaseFault } from '../../base/sqlite.ts';
import { applicationId, schema } from '../schema.ts';
import type { LogCheck } from './verdict.ts';
import { type VerifyOptions, verifyLog } from './verify.ts';

const lockWaitMs = 1000;

/** Checks a file, whatever it may be; where that can't be done the result is `unchecked`, with why. */
export function verifyFile(path: string, options: VerifyOptions): LogCheck {
  let db: DatabaseSync | undefined;
  try {
    if (!existsSync(path)) return unchecked(`There is no ${path}.`);
    db = new DatabaseSync(path, { readOnly: true, timeout: lockWaitMs });
    const why = strangeness(db);
    return why === undefined ? verifyLog(db, options) : unchecked(`${path} ${why}`);
  } catch (fault) {
    return unchecked(databaseFault(fault, path).message);
  } finally {
    db?.close();
  }
}

function strangeness(db: DatabaseSync): string | undefined {
  if (db.prepare('PRAGMA application_id').get()?.['application_id'] !== applicationId) return 'is no call log.';
  const version = Number(db.prepare("SELECT value FROM meta WHERE name = 'schema'").get()?.['value']);
  if (version === schema) return undefined;
  if (version > schema) return `was written by a newer Keybearer (version ${version}). Update Keybearer.`;
  return 'was written by an older Keybearer. Start this one once; it brings the log up to date.';
}

export const unchecked = (why: string): LogCheck => ({
  ...{ result: 'unchecked', entries: 0, epoch: 0, at: null, why, isForeign: false },
});
