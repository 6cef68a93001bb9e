import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import { setAside } from '../base/sqlite.ts';
import type { Head } from '../calllog/head.ts';
import { type CallLog, openCallLog } from '../calllog/store.ts';
import { openState, type State } from '../state/store.ts';
import { logWarningsOf, toStandardError } from './report.ts';

/** The files that go with a vault, open also while it is sealed. */
export interface Files {
  readonly state: State;
  readonly log: CallLog;
}

export interface FileHolderOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly onCall: (call: CallRecord) => void;
  /** Told where the log's chain stands, while it has keys. */
  readonly onHead: (head: Head) => void;
}

/** The files of a data directory: opened once there is a vault. */
export class FileHolder {
  readonly #dataDir: string;
  readonly #clock: Clock;
  readonly #onCall: (call: CallRecord) => void;
  readonly #onHead: (head: Head) => void;
  #files: Files | undefined;

  constructor({ dataDir, clock, onCall, onHead }: FileHolderOptions) {
    this.#dataDir = dataDir;
    this.#clock = clock;
    this.#onCall = onCall;
    this.#onHead = onHead;
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
    this.#files = openFiles({ dataDir: this.#dataDir, clock: this.#clock, onCall: this.#onCall, onHead: this.#onHead });
    return this.#files;
  }

  /** Puts the log aside, whole, and begins a new one. Gives: where the old one is. Throws: RECORD_FAILED, DISK_FULL. */
  renewLog(): { readonly log: CallLog; readonly to: string } {
    const { state, log } = this.need();
    log.close();
    const { to } = setAside(join(this.#dataDir, logName), 'its owner took it as it was', this.#clock);
    const fresh = openLog({ dataDir: this.#dataDir, clock: this.#clock, onCall: this.#onCall, onHead: this.#onHead });
    this.#files = { state, log: fresh };
    return { log: fresh, to };
  }

  /** Throws: RECORD_FAILED, DISK_FULL where the last entries of the log could not be written. */
  close(): void {
    const files = this.#files;
    this.#files = undefined;
    if (files !== undefined) closeFiles(files);
  }
}

const logName = 'calls.sqlite';

/** Throws: VAULT_NEWER, DISK_FULL, RECORD_FAILED. */
function openFiles(options: FileHolderOptions): Files {
  const state = openState({ path: join(options.dataDir, 'state.sqlite'), clock: options.clock });
  try {
    return { state, log: openLog(options) };
  } catch (fault) {
    state.close();
    throw fault;
  }
}

function openLog({ dataDir, clock, onCall, onHead }: FileHolderOptions): CallLog {
  const log = openCallLog({ path: join(dataDir, logName), clock, onHead });
  log.subscribe(onCall);
  for (const detail of logWarningsOf(log)) toStandardError(new AppError('RECORD_FAILED', { detail, sent: 'no' }));
  return log;
}

/** Throws: RECORD_FAILED, DISK_FULL where the last entries of the log could not be written. */
function closeFiles({ state, log }: Files): void {
  try {
    log.close();
  } finally {
    state.close();
  }
}
