import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import { type CallLog, openCallLog } from '../calllog/store.ts';
import { openState, type State } from '../state/store.ts';
import { toStandardError } from './report.ts';

/** The files that go with a vault, open also while it is sealed. */
export interface Files {
  readonly state: State;
  readonly log: CallLog;
}

/** The files of a data directory: opened once there is a vault. */
export class FileHolder {
  readonly #dataDir: string;
  readonly #clock: Clock;
  readonly #onCall: (call: CallRecord) => void;
  #files: Files | undefined;

  constructor(dataDir: string, clock: Clock, onCall: (call: CallRecord) => void) {
    this.#dataDir = dataDir;
    this.#clock = clock;
    this.#onCall = onCall;
  }

  get now(): Files | undefined {
    return this.#files;
  }

  /** Throws: VAULT_MISSING where they are not open. */
  need(): Files {
    if (this.#files === undefined) throw new AppError('VAULT_MISSING');
    return this.#files;
  }

  /** Throws: VAULT_NEWER, DISK_FULL, RECORD_FAILED. */
  open(): Files {
    this.#files = openFiles(this.#dataDir, this.#clock, this.#onCall);
    return this.#files;
  }

  /** Throws: RECORD_FAILED, DISK_FULL where the last entries of the log could not be written. */
  close(): void {
    const files = this.#files;
    this.#files = undefined;
    if (files !== undefined) closeFiles(files);
  }
}

/** Throws: VAULT_NEWER, DISK_FULL, RECORD_FAILED. */
function openFiles(dataDir: string, clock: Clock, onCall: (call: CallRecord) => void): Files {
  const state = openState({ path: join(dataDir, 'state.sqlite'), clock });
  try {
    const log = openCallLog({ path: join(dataDir, 'calls.sqlite'), clock });
    log.subscribe(onCall);
    // A log is never begun anew in silence: that is how one would be made to disappear.
    for (const { to, why } of log.warnings)
      toStandardError(new AppError('RECORD_FAILED', { detail: begunAnew(why, to), sent: 'no' }));
    return { state, log };
  } catch (fault) {
    state.close();
    throw fault;
  }
}

const begunAnew = (why: string, to: string): string =>
  `calls.sqlite could not be used (${why}) and was moved to ${to}. A new one was made.`;

/** Throws: RECORD_FAILED, DISK_FULL where the last entries of the log could not be written. */
function closeFiles({ state, log }: Files): void {
  try {
    log.close();
  } finally {
    state.close();
  }
}
