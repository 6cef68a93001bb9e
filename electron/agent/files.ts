import { join } from 'node:path';
import type { CallRecord } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import { type CallLog, openCallLog } from '../calllog/store.ts';
import { openState, type State } from '../state/store.ts';

/** The files that go with a vault, open also while it is sealed. */
export interface Files {
  readonly state: State;
  readonly log: CallLog;
}

/** Throws: VAULT_NEWER, DISK_FULL, RECORD_FAILED. */
export function openFiles(dataDir: string, clock: Clock, onCall: (call: CallRecord) => void): Files {
  const state = openState({ path: join(dataDir, 'state.sqlite'), clock });
  try {
    const log = openCallLog({ path: join(dataDir, 'calls.sqlite'), clock });
    log.subscribe(onCall);
    return { state, log };
  } catch (fault) {
    state.close();
    throw fault;
  }
}

/** Throws: RECORD_FAILED, DISK_FULL where the last entries of the log could not be written. */
export function closeFiles({ state, log }: Files): void {
  try {
    log.close();
  } finally {
    state.close();
  }
}
