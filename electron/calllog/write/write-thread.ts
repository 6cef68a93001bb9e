/** The writer's thread: it alone writes to the log while the agent runs. */
import { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { databaseFault } from '../../base/sqlite.ts';
import { hexOf } from '../chain.ts';
import { fileIdOf } from '../file-id.ts';
import type { Head } from '../head.ts';
import { KeyRing } from '../keys.ts';
import { isTrusted, type LogCheck } from '../verify/verdict.ts';
import { verifyTail } from '../verify/verify.ts';
import { Ledger } from './ledger.ts';
import {
  type Done,
  type EntriesMessage,
  type FromThread,
  type KeysOrder,
  type OrderMessage,
  plainFault,
  type ToThread,
  type WriteSetup,
} from './messages.ts';
import { lastToPrune, pruneSlice, type Retention } from './prune.ts';

/** Nobody waits for outcomes, ends and rows: they are written after this long, entries with the next intent if that is sooner. */
const lazyMs = 50;
/** Entries that could not be written are tried again after this long at the latest. */
const retryMs = 1000;
/** On a full disk not every intent tries to write all that waits. */
const restMs = 100;
/** An intent waits for so many rows at most. */
const rowsAtOnce = 8;
const lockWaitMs = 1000;

export function writeLog(port: MessagePort, setup: WriteSetup): void {
  const thread = new WriteThread(port, setup);
  port.on('message', (message: ToThread) => thread.hear(message));
}

class WriteThread {
  readonly #port: MessagePort;
  readonly #setup: WriteSetup;
  #db: DatabaseSync | undefined;
  #ledger: Ledger | undefined;
  #ring: KeyRing | undefined;
  #retention: Retention = {};
  /** The last entry that is to be pruned. */
  #pruneTo = 0;
  #segments = 0;
  #now: NodeJS.Immediate | undefined;
  #soon: NodeJS.Timeout | undefined;
  #more: NodeJS.Immediate | undefined;
  #failedMs = Number.NEGATIVE_INFINITY;
  #lastFault: unknown;
  #nowMs = 0;
  /** The last entry that was taken. */
  #taken = 0;
  /** Entries that came before the file could be opened. */
  #early: EntriesMessage[] = [];

  constructor(port: MessagePort, setup: WriteSetup) {
    this.#port = port;
    this.#setup = setup;
  }

  hear(message: ToThread): void {
    this.#nowMs = message.nowMs;
    if (message.kind === 'order') this.#obey(message);
    else this.#queue(message);
  }

  #queue(message: EntriesMessage): void {
    this.#early.push(message);
    if (message.isUrgent) this.#now ??= setImmediate(() => this.#commit());
    else this.#later(lazyMs);
  }

  #later(ms: number): void {
    this.#soon ??= setTimeout(() => this.#rest(), ms);
  }

  /** The entries, for those who wait. */
  #commit(): void {
    this.#now = undefined;
    if (performance.now() - this.#failedMs < restMs) this.#fail(this.#lastFault);
    else this.#try((ledger) => this.#commitTo(ledger));
  }

  #commitTo(ledger: Ledger): void {
    ledger.commit();
    this.#tell(ledger, []);
    this.#later(lazyMs);
  }

  /** The entries and some rows; then more of them, with room in between for intents. */
  #rest(): void {
    this.#soon = undefined;
    this.#try((ledger) => {
      ledger.commit();
      // The more are behind, the more at once, so that they don't fall behind for good.
      this.#tell(ledger, ledger.commitRows(rowsAtOnce + Math.floor(ledger.behind / 8)));
      const isMore = ledger.behind > 0 || this.#prune(ledger);
      if (isMore) this.#more ??= setImmediate(() => this.#goOn());
    });
  }

  #goOn(): void {
    this.#more = undefined;
    this.#rest();
  }

  #try(work: (ledger: Ledger) => void): void {
    try {
      this.#needInPlace();
      work(this.#open());
      this.#failedMs = Number.NEGATIVE_INFINITY;
    } catch (fault) {
      this.#failedMs = performance.now();
      this.#lastFault = databaseFault(fault, this.#setup.path);
      this.#fail(this.#lastFault);
      this.#later(retryMs);
    }
  }

  #fail(fault: unknown): void {
    const last = this.#early.at(-1);
    const upTo = last === undefined ? this.#taken : last.first + last.bodies.length - 1;
    this.#say({ kind: 'failed', upTo, fault: plainFault(fault) });
  }

  #tell(ledger: Ledger, records: readonly string[]): void {
    this.#say({ kind: 'written', upTo: ledger.head.seq, rows: ledger.rows, records });
  }

  /** What goes into a file that has no name any more is lost with this process. Throws: RECORD_FAILED. */
  #needInPlace(): void {
    const { path, fileId } = this.#setup;
    if (fileIdOf(path) === fileId) return;
    const detail = `${path} was moved away or replaced while Keybearer ran, so nothing can be recorded. Put it back, or end Keybearer and start it again: the log that lies there is checked then.`;
    throw new AppError('RECORD_FAILED', { detail, sent: 'no' });
  }

  /** The ledger, with all that came. */
  #open(): Ledger {
    const { path } = this.#setup;
    this.#db ??= new DatabaseSync(path, { timeout: lockWaitMs, defensive: true });
    this.#ledger ??= this.#openLedger(this.#db);
    this.#taken ||= this.#ledger.head.seq;
    for (const { first, bodies } of this.#early) this.#take(this.#ledger, first, bodies);
    this.#early = [];
    return this.#ledger;
  }

  /** A thread before this one may have died between entries and their rows. */
  #openLedger(db: DatabaseSync): Ledger {
    const ledger = new Ledger(db, () => this.#nowMs, this.#setup.entriesOfASegment);
    ledger.recover();
    return ledger;
  }

  #take(ledger: Ledger, first: number, bodies: readonly string[]): void {
    for (const [at, body] of bodies.entries()) {
      if (first + at !== this.#taken + 1) continue;
      ledger.take(body);
      this.#taken += 1;
    }
  }

  #obey({ ticket, order, isSync }: OrderMessage): void {
    let done: Done = { kind: 'done', ticket };
    try {
      done = { ...done, ...this.#do(order) };
    } catch (fault) {
      done = { ...done, fault: plainFault(databaseFault(fault, this.#setup.path)) };
    }
    this.#say(done);
    if (!isSync) return;
    this.#setup.port.postMessage(done);
    const bell = new Int32Array(this.#setup.bell);
    Atomics.store(bell, 0, ticket);
    Atomics.notify(bell, 0);
  }

  #do(order: OrderMessage['order']): Partial<Done> {
    if (order.kind === 'close') return this.#close();
    if (order.kind === 'keys') return this.#setKeys(order);
    this.#needInPlace();
    const ledger = this.#settle();
    if (order.kind === 'rebuild') ledger.rebuild();
    if (order.kind === 'head') return { head: this.#head(ledger) };
    if (order.kind === 'retention') {
      this.#retention = order.retention;
      this.#planPruning(ledger);
    }
    return {};
  }

  /** Writes all that waits. */
  #settle(): Ledger {
    const ledger = this.#open();
    this.#tell(ledger, ledger.commitAll());
    return ledger;
  }

  #setKeys({ keys, ...known }: KeysOrder): Partial<Done> {
    this.#sealOff();
    if (keys === undefined) return {};
    const ring = KeyRing.ofBytes(keys);
    this.#ring = ring;
    this.#needInPlace();
    return { check: this.#trust(this.#settle(), ring, known) };
  }

  /** Closes what is open under the key, and forgets the key. */
  #sealOff(): void {
    const ring = this.#ring;
    if (ring === undefined) return;
    try {
      this.#settle().close('open');
    } finally {
      this.#ledger?.closing.use(undefined);
      this.#ring = undefined;
      ring.wipe();
    }
  }

  /** What was written without a key is signed only where it is what it was when it was last seen. */
  #trust(ledger: Ledger, ring: KeyRing, { anchors, isRestored }: Omit<KeysOrder, 'keys'>): LogCheck {
    const { entriesOfASegment } = this.#setup;
    const known = { ring, anchors, isRestored, settled: ledger.head.seq, entriesOfASegment };
    const check = verifyTail(this.#need(), known);
    if (!isTrusted(check)) return check;
    ledger.closing.use(ring);
    ledger.close('full');
    this.#planPruning(ledger);
    return check;
  }

  #need(): DatabaseSync {
    if (this.#db === undefined) throw new Error('the log is not open');
    return this.#db;
  }

  #head(ledger: Ledger): Head {
    ledger.makeDurable();
    const { seq, hash } = ledger.head;
    const { count, open } = ledger.closing;
    return { entry: seq, hash: hexOf(hash), epoch: open.marker?.epoch ?? 0, count };
  }

  #planPruning(ledger: Ledger): void {
    this.#pruneTo = lastToPrune(this.#need(), ledger, this.#retention, this.#nowMs);
    this.#segments = ledger.closing.count;
    if (this.#pruneTo > 0) this.#later(lazyMs);
  }

  /** A slice of it. Gives: is there more? */
  #prune(ledger: Ledger): boolean {
    if (ledger.closing.count !== this.#segments) this.#planPruning(ledger);
    if (this.#pruneTo === 0) return false;
    const isMore = pruneSlice(this.#need(), ledger, this.#pruneTo, this.#nowMs);
    if (!isMore) this.#pruneTo = 0;
    return isMore;
  }

  #close(): Partial<Done> {
    clearTimeout(this.#soon);
    clearImmediate(this.#now);
    clearImmediate(this.#more);
    try {
      if (this.#early.length > 0 || this.#ledger !== undefined) this.#settle();
      this.#sealOff();
      return {};
    } finally {
      this.#db?.close();
      this.#port.close();
    }
  }

  #say(message: FromThread): void {
    this.#port.postMessage(message);
  }
}
