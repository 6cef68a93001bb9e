/** The call log: what may happen is recorded before it does, chained, signed, found again, checked and exported. */
import type { LogQuery } from '../../shared/control-views.ts';
import type { AppError } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import { hideSecretShapes } from '../../shared/redact.ts';
import type { Clock } from '../base/clock.ts';
import { databaseFault } from '../base/sqlite.ts';
import { cleanEntry } from './clean-entry.ts';
import type { ExportFormat } from './export/call.ts';
import type { Anchor, Head } from './head.ts';
import type { LogKeys } from './keys.ts';
import { type LogWarning, type OpenedLog, openFile } from './open.ts';
import { entriesOf, oldestAt, readBodies } from './read/bodies.ts';
import type { ExportPlace, ExportQuery, ExportStep, ExportText } from './read/export-step.ts';
import type { FindQuery } from './read/filters.ts';
import {
  type BotCallsQuery,
  type CallPage,
  findBotCalls,
  findCall,
  findCalls,
  pageOf,
  parseRecord,
} from './read/find.ts';
import { Reader } from './read/reader.ts';
import type { LogStats, StatsQuery } from './read/stats.ts';
import type { BeginEntry, CallEntry, EndEntry, IntentEntry, NewEntry, OutcomeEntry } from './record.ts';
import { Signing, type VerifyWish } from './signing.ts';
import { type StartThread, sourceThread } from './threads.ts';
import type { LogCheck } from './verify/verdict.ts';
import { CallOrder } from './write/call-order.ts';
import { entriesOfASegment as usualEntriesOfASegment } from './write/closing.ts';
import type { Retention } from './write/prune.ts';
import { Writer } from './write/writer.ts';

export interface CallLogOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Hides secrets in every text that comes from a bot or an exchange; secret-shaped text is hidden besides. */
  readonly scrub?: (text: string) => string;
  /** Told where the chain stands, so that it is kept elsewhere, while there are keys. */
  readonly onHead?: (head: Head) => void;
  readonly retention?: Retention;
  /** What starts the log's threads; a bundle passes its own. */
  readonly startThread?: StartThread;
  /** How many entries a segment has at most. */
  readonly entriesOfASegment?: number;
}

/**
 * Opens the call log, or makes it. Calls that never ended are ended as `interrupted`. One process at a time may hold it.
 * A damaged or foreign file is set aside, and `warnings` says so.
 * Throws: RECORD_FAILED (locked, or not to be opened), VAULT_NEWER, DISK_FULL.
 */
export const openCallLog = (options: CallLogOptions): CallLog => new CallLog(openFile(options), options);

export class CallLog {
  readonly #opened: OpenedLog;
  readonly #options: CallLogOptions;
  readonly #scrub: (text: string) => string;
  readonly #writer: Writer;
  readonly #reader: Reader;
  readonly #order: CallOrder;
  readonly #listeners = new Set<(call: CallRecord) => void>();
  readonly #signing: Signing;

  constructor(opened: OpenedLog, options: CallLogOptions) {
    const { path, clock, scrub = (text) => text, startThread = sourceThread, retention, onHead } = options;
    const { entriesOfASegment = usualEntriesOfASegment } = options;
    this.#opened = opened;
    this.#options = options;
    this.#scrub = (text) => hideSecretShapes(scrub(text));
    const isStored = opened.db.prepare('SELECT 1 FROM calls WHERE id = ?');
    this.#order = new CallOrder((call) => this.#tried(() => isStored.get(call) !== undefined));
    this.#reader = new Reader(path, startThread);
    this.#writer = new Writer({
      ...{ path, clock, startThread, entriesOfASegment, retention, head: opened.head, fileId: opened.fileId },
      onWritten: (upTo, rows, records) => this.#written(upTo, rows, records),
    });
    this.#signing = new Signing(
      { ...{ path, clock, startThread, entriesOfASegment, onHead, writer: this.#writer }, stamp: () => this.#stamp() },
      opened.marker,
    );
  }

  /** The calls that a former process left without an end: what became of them must be looked up. */
  get interrupted(): readonly CallRecord[] {
    return this.#opened.interrupted;
  }

  get warnings(): readonly LogWarning[] {
    return this.#opened.warnings;
  }

  /** A call begins. Throws: RECORD_FAILED, DISK_FULL where nothing could be written for long. */
  begin(entry: NewEntry<BeginEntry>): void {
    this.#writer.refuseWhenFull();
    this.#append({ ...entry, ...this.#stamp(), kind: 'begin' });
  }

  /**
   * A private request is about to leave. It may leave when the promise resolves: then the intent is on the disk.
   * Throws: RECORD_FAILED, DISK_FULL; the request must then end with an outcome that says so.
   */
  async intent(entry: NewEntry<IntentEntry>): Promise<void> {
    this.#writer.refuseWhenFull();
    this.#append({ ...entry, ...this.#stamp(), kind: 'intent' });
    await this.#writer.committed();
  }

  outcome(entry: NewEntry<OutcomeEntry>): void {
    this.#append({ ...entry, ...this.#stamp(), kind: 'outcome' });
  }

  /** A call ends; a denied one with `status: 'denied'` and its code. */
  end(entry: NewEntry<EndEntry>): void {
    this.#append({ ...entry, ...this.#stamp(), kind: 'end' });
  }

  /**
   * Newest first. For a few calls, at once: it stands still until what was appended is written. `find` is for all else.
   * Throws: INPUT_INVALID where `before` names no call.
   */
  query(query: LogQuery): CallRecord[] {
    return this.#read((db) => findCalls(db, query));
  }

  /** Stands still, as `query` does. */
  get(callId: string): CallRecord | undefined {
    return this.#read((db) => findCall(db, callId));
  }

  /** The private requests of a call, as they were meant; empty where there is no such call. Stands still, as `query` does. */
  intentsOf(callId: string): readonly IntentEntry[] {
    return this.#entriesNow(callId).filter((entry) => entry.kind === 'intent');
  }

  /**
   * When a call was answered, or found cut off, in Unix milliseconds: none of its requests left later but those that look
   * it up. Undefined where it is under way, or there is no such call. Stands still, as `query` does.
   */
  answeredAt(callId: string): number | undefined {
    return this.#entriesNow(callId).find((entry) => entry.kind === 'end')?.at;
  }

  /** When the oldest entry was written, in Unix milliseconds: of what was before it the log knows nothing. */
  beganAt = (): number | undefined => this.#read(oldestAt);

  /** Takes: a bot's id. Throws: BODY_INVALID where `since` is neither a time nor a `next`. */
  async botCalls(botId: string, query: BotCallsQuery): Promise<CallPage> {
    await this.#settled();
    return this.#read((db) => findBotCalls(db, botId, query));
  }

  /** Newest first, off the main thread. Throws: INPUT_INVALID where `before` or `next` leads nowhere. */
  async find(query: FindQuery): Promise<CallPage> {
    await this.#settled();
    return pageOf(await this.#reader.ask({ kind: 'find', query }));
  }

  /** Rates and latencies, off the main thread. Throws: INPUT_INVALID. */
  async stats(query: StatsQuery): Promise<LogStats> {
    await this.#settled();
    return this.#reader.ask({ kind: 'stats', query });
  }

  /** All entries of a call, with what was sent and came back, redacted; empty where there is no such call. */
  async entriesOf(callId: string): Promise<readonly CallEntry[]> {
    await this.#settled();
    return entriesOf(await this.#reader.ask({ kind: 'entries', call: callId }));
  }

  /** The text of an export, piece by piece, oldest call first; amounts are masked unless they are asked for. */
  async *export(format: ExportFormat, query: ExportQuery = {}, withAmounts = false): AsyncGenerator<string> {
    await this.#settled();
    let from: ExportPlace | undefined;
    do {
      const step: ExportText = await this.#reader.ask({ kind: 'export', step: { format, query, withAmounts, from } });
      yield step.text;
      from = step.next ?? undefined;
    } while (from !== undefined);
  }

  /** The same in steps, each beginning where the last one ended. */
  async exportStep(step: ExportStep): Promise<ExportText> {
    await this.#settled();
    return this.#reader.ask({ kind: 'export', step });
  }

  /**
   * Signs from now on with these keys, which stay the caller's; undefined closes what is open under the last and forgets
   * them. What was written without a key is signed only where it agrees with the anchors.
   * Takes: isRestored where the vault was just made from a copy: what it signed with keys that are not in the copy is taken over.
   * Gives: what came of that comparison; where it is not trusted, nothing is signed.
   * Throws: RECORD_FAILED, DISK_FULL.
   */
  setKeys(
    keys: LogKeys | undefined,
    anchors: readonly Anchor[] = [],
    isRestored = false,
  ): Promise<LogCheck | undefined> {
    return this.#signing.setKeys(keys, anchors, isRestored);
  }

  /** Where the log stands, once that outlives a power cut. Throws: RECORD_FAILED, DISK_FULL. */
  head(): Promise<Head> {
    return this.#signing.head();
  }

  /** Checks everything, in a thread of its own. */
  async verify(wish: VerifyWish = {}): Promise<LogCheck> {
    await this.#settled();
    return this.#signing.verify(wish);
  }

  /** What is kept from now on; nothing is pruned while there are no keys to sign with. */
  setRetention(retention: Retention): void {
    this.#writer.setRetention(retention);
  }

  /** Hands over the whole record of a call each time it changed and is written. Gives: how to stop that. */
  subscribe(listener: (call: CallRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Why the last write failed, as long as its entries wait to be written. */
  fault(): AppError | undefined {
    return this.#writer.fault;
  }

  /** Writes what waits, now, standing still. Throws: RECORD_FAILED, DISK_FULL; the entries go on waiting. */
  sync(): void {
    this.#writer.settle();
  }

  /** Makes the table of calls again from the entries. Throws: RECORD_FAILED, DISK_FULL. */
  async rebuild(): Promise<void> {
    await this.#writer.ask({ kind: 'rebuild' });
  }

  /** Writes what waits and closes the file, standing still. Throws: RECORD_FAILED, DISK_FULL where entries are lost by that. */
  close(): void {
    this.#signing.stop();
    this.#reader.close();
    try {
      this.#writer.close();
    } finally {
      if (this.#opened.db.isOpen) this.#opened.db.close();
    }
  }

  #entriesNow(callId: string): readonly CallEntry[] {
    return this.#read((db) => entriesOf(readBodies(db, callId)));
  }

  #append(entry: CallEntry): void {
    if (this.#writer.isClosed) return;
    const clean = cleanEntry(entry, this.#scrub);
    this.#order.check(clean);
    this.#order.add(clean, this.#writer.append(clean));
  }

  #stamp(): { at: number; mono: number } {
    const { clock } = this.#options;
    return { at: clock.now(), mono: Math.round(clock.monotonic() * 1000) / 1000 };
  }

  /** What keeps entries from the disk must not keep from reading what is there. */
  async #settled(): Promise<void> {
    await this.#writer.settled().catch(() => {});
  }

  #read<T>(work: (db: OpenedLog['db']) => T): T {
    try {
      this.#writer.settle();
    } catch {
      // The same.
    }
    return this.#tried(() => work(this.#opened.db));
  }

  #tried<T>(work: () => T): T {
    try {
      return work();
    } catch (fault) {
      throw databaseFault(fault, this.#options.path);
    }
  }

  #written(upTo: number, rows: number, records: readonly string[]): void {
    this.#order.stored(rows);
    this.#signing.wrote(upTo);
    if (this.#listeners.size === 0) return;
    for (const call of records.map(parseRecord)) {
      // In a task of its own: a listener that throws must not look like a log that failed.
      for (const listener of this.#listeners) queueMicrotask(() => listener(call));
    }
  }
}
