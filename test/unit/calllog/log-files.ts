import { DatabaseSync } from 'node:sqlite';
import { type CallLog, type CallLogOptions, openCallLog } from '../../../electron/calllog/store.ts';
import type { LogCheck } from '../../../electron/calllog/verify/verdict.ts';
import { beginOf, id, intentOf, outcomeOf, type TestClock, testClock, testDir } from './fixture.ts';

/** Logs of a test file, each in a file of its own, and what somebody else might do to it. */
export class LogFiles {
  readonly #dir = testDir();
  readonly #open: CallLog[] = [];
  #files = 0;
  #calls = 0;
  path = '';
  clock: TestClock = testClock();

  /** Begins with a new file. */
  next(): void {
    this.path = this.#dir.path(`calls-${this.#files++}.sqlite`);
    this.clock = testClock();
  }

  openLog(options: Partial<CallLogOptions> = {}): CallLog {
    const log = openCallLog({ path: this.path, clock: this.clock, entriesOfASegment: 10, ...options });
    this.#open.push(log);
    return log;
  }

  nextCall(): string {
    return id('call', ++this.#calls);
  }

  /** So many calls of four entries each. */
  async record(log: CallLog, count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const call = this.nextCall();
      log.begin(beginOf(call));
      await log.intent(intentOf(call));
      log.outcome(outcomeOf(call));
      log.end({ call, status: 'ok' });
    }
    log.sync();
  }

  /** The values of each row. */
  select(sql: string): unknown[][] {
    const db = new DatabaseSync(this.path, { readOnly: true });
    const rows = db.prepare(sql).all();
    db.close();
    return rows.map((row) => Object.values(row));
  }

  edit(sql: string): void {
    const db = new DatabaseSync(this.path);
    db.exec(sql);
    db.close();
  }

  drop(): void {
    for (const log of this.#open) log.close();
    this.#dir.drop();
  }
}

export const found = ({ result, at }: LogCheck): unknown[] => [result, at];
