/** Opens calls.sqlite and puts in order what a former process left. */
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Clock } from '../base/clock.ts';
import { damaged, databaseFault, isDamage, openDatabase, setAside } from '../base/sqlite.ts';
import { fileIdOf } from './file-id.ts';
import { foldCall } from './fold.ts';
import { findCall } from './read/find.ts';
import type { EndEntry, EpochEntry } from './record.ts';
import { callsFile, upgrade } from './schema.ts';
import { lastMarker } from './write/closing.ts';
import { Ledger } from './write/ledger.ts';

/** The log was damaged or foreign and was moved to `to`; a new one was begun. */
export interface LogWarning {
  readonly kind: 'set-aside';
  readonly to: string;
  readonly why: string;
}

export interface OpenedLog {
  /** For reading: one thread alone writes. */
  readonly db: DatabaseSync;
  /** Names the file: only into this one may be written. */
  readonly fileId: string | undefined;
  /** The number of the last entry. */
  readonly head: number;
  /** Names the key in force. */
  readonly marker: EpochEntry | undefined;
  /** The calls that a former process left without an end: what became of them must be looked up. */
  readonly interrupted: readonly CallRecord[];
  readonly warnings: readonly LogWarning[];
}

export interface OpenOptions {
  readonly path: string;
  readonly clock: Clock;
}

/** Throws: VAULT_NEWER, DISK_FULL, RECORD_FAILED. */
export function openFile(options: OpenOptions): OpenedLog {
  const first = tryFile(options);
  if (first.kind === 'open') return { ...first, warnings: [] };
  const second = tryFile(options);
  if (second.kind === 'open') return { ...second, warnings: [first] };
  throw new AppError('RECORD_FAILED', { detail: `${options.path} could not be made anew: ${second.why}.`, sent: 'no' });
}

type Tried = LogWarning | ({ readonly kind: 'open' } & Omit<OpenedLog, 'warnings'>);

function tryFile({ path, clock }: OpenOptions): Tried {
  const opened = openDatabase(callsFile(path), clock);
  if (opened.kind === 'set-aside') return opened;
  const { db } = opened;
  try {
    upgrade(db);
    const { head, interrupted } = putInOrder(db, clock);
    db.exec('PRAGMA query_only = ON');
    return { kind: 'open', db, fileId: fileIdOf(path), head, interrupted, marker: lastMarker(db) };
  } catch (fault) {
    db.close();
    if (isDamage(fault)) return setAside(path, damaged, clock);
    throw databaseFault(fault, path);
  }
}

/** Makes the rows that are behind, and ends the calls that never ended. */
function putInOrder(db: DatabaseSync, clock: Clock): Pick<OpenedLog, 'head' | 'interrupted'> {
  const ledger = new Ledger(db, clock.now);
  ledger.recover();
  const left = ledger.unended();
  for (const call of left) ledger.take(canonicalJson(endOf(ledger, call, clock)));
  ledger.commitAll();
  const interrupted = left.map((id) => findCall(db, id)).filter((call) => call !== undefined);
  return { head: ledger.head.seq, interrupted };
}

function endOf(ledger: Ledger, call: string, clock: Clock): EndEntry {
  const { requests } = foldCall(ledger.calls.find(call)?.entries ?? []);
  const end = { call, at: clock.now(), mono: clock.monotonic(), kind: 'end' as const, status: 'interrupted' as const };
  return requests.some((request) => request.status === 'pending') ? { ...end, sent: 'unknown' } : end;
}
