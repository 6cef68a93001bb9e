/**
 * Hands entries to the writer's thread. An intent goes in this turn of the event loop, with all that waits; the rest may
 * wait a little. What the thread has not acknowledged is kept, and goes to the next one where it dies.
 */
import type { TransferListItem } from 'node:worker_threads';
import { AppError, asAppError } from '../../../shared/errors.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Anchor } from '../head.ts';
import type { KeyRing } from '../keys.ts';
import type { Entry } from '../record.ts';
import { Link, type LinkOptions } from './link.ts';
import { type Done, type FromThread, faultOf, type Order } from './messages.ts';
import type { Retention } from './prune.ts';

/** How many entries may wait while the disk takes none; past it no call begins. */
const maxWaiting = 20_000;
/** Outcomes and ends go along with the next intent, or after this long. */
const lazyMs = 25;

export interface WriterOptions extends LinkOptions {
  /** The last entry that is written. */
  readonly head: number;
  readonly retention?: Retention | undefined;
  /** Told up to which entry all is on the disk, entries and rows, and which records changed, as JSON. */
  readonly onWritten: (upTo: number, rows: number, records: readonly string[]) => void;
}

interface Waiter {
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (fault: AppError) => void;
}

interface Asker {
  readonly resolve: (done: Done) => void;
  readonly reject: (fault: AppError) => void;
}

export class Writer {
  readonly #options: WriterOptions;
  readonly #link: Link;
  /** The bodies of all entries after `#written`. */
  readonly #unwritten: string[] = [];
  #written: number;
  #rows: number;
  #sent: number;
  #waiters: Waiter[] = [];
  readonly #askers = new Map<number, Asker>();
  #tickets = 0;
  #now: NodeJS.Immediate | undefined;
  #soon: NodeJS.Timeout | undefined;
  #fault: AppError | undefined;
  #ring: KeyRing | undefined;
  /** What the log was compared with when it got its keys: the next thread compares it again. */
  #anchors: readonly Anchor[] = [];
  #retention: Retention | undefined;
  #isClosed = false;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#retention = options.retention;
    this.#written = options.head;
    this.#rows = options.head;
    this.#sent = options.head;
    this.#link = new Link(options, {
      started: () => this.#greet(),
      heard: (message) => this.#hear(message),
      lost: (fault) => this.#lose(fault),
    });
  }

  /** Why the last write failed, as long as its entries wait to be written. */
  get fault(): AppError | undefined {
    return this.#fault;
  }

  /** The last entry that was appended. */
  get last(): number {
    return this.#written + this.#unwritten.length;
  }

  /** Entries and rows up to this one are written. */
  get settledUpTo(): number {
    return Math.min(this.#written, this.#rows);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Throws: RECORD_FAILED, DISK_FULL where nothing more can be taken. */
  refuseWhenFull(): void {
    if (this.#isClosed) throw closedFault();
    if (this.#unwritten.length >= maxWaiting) throw this.#fault ?? tooMuch();
    if (!this.#link.isUp && this.#fault !== undefined && !this.#link.mayStart) throw this.#fault;
  }

  /** Queues an entry. Gives: its number. Throws: TypeError on one that cannot be written. */
  append(entry: Entry): number {
    this.#unwritten.push(canonicalJson(entry));
    // A thread that is still to be started is started now: the call that begins will soon wait for it.
    this.#soon ??= setTimeout(() => this.#post(), this.#link.isUp ? lazyMs : 0);
    return this.last;
  }

  /** Resolves when all that was appended is on the disk. */
  committed(): Promise<void> {
    this.#now ??= setImmediate(() => this.#post());
    return new Promise((resolve, reject) => this.#waiters.push({ upTo: this.last, resolve, reject }));
  }

  /** Resolves when entries and rows are written, at once where they are. Throws: RECORD_FAILED, DISK_FULL. */
  async settled(): Promise<void> {
    if (this.#rows < this.last) await this.ask({ kind: 'settle' });
  }

  /** The same, standing still. */
  settle(): void {
    if (this.#rows < this.last) this.#askNow({ kind: 'settle' });
  }

  /**
   * Takes: the keys, its own from then on: they are lent to the next thread too, where this one dies; undefined forgets
   * them. Throws: RECORD_FAILED, DISK_FULL.
   */
  async setKeys(
    ring: KeyRing | undefined,
    anchors: readonly Anchor[],
    isRestored: boolean,
  ): Promise<Pick<Done, 'check'>> {
    if (ring === undefined && this.#ring === undefined) return {};
    this.#ring?.wipe();
    this.#ring = undefined;
    const keys = ring?.toBytes();
    const done = this.ask({ kind: 'keys', keys, anchors, isRestored }, movedOf(keys));
    this.#ring = ring;
    this.#anchors = anchors;
    return done;
  }

  setRetention(retention: Retention): void {
    this.#retention = retention;
    if (this.#link.isUp) this.#tell({ kind: 'retention', retention }, []);
  }

  /** Gives an order, after all that was appended. Throws: RECORD_FAILED, DISK_FULL. */
  ask(order: Order, moved: readonly TransferListItem[] = []): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.#askers.set(this.#order(order, false, moved), { resolve, reject });
      this.#hold();
    });
  }

  /** Writes what waits and ends the thread, standing still. Throws: RECORD_FAILED, DISK_FULL where entries are lost by that. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#soon);
    clearImmediate(this.#now);
    try {
      if (this.#link.isUp || this.#unwritten.length > 0) this.#askNow({ kind: 'close' });
    } finally {
      this.#ring?.wipe();
      this.#link.close();
    }
  }

  #askNow(order: Order): void {
    const { last } = this;
    const { fault } = this.#link.stand(this.#order(order, true, []));
    if (fault !== undefined) throw faultOf(fault);
    this.#advance(last, last, []);
  }

  #order(order: Order, isSync: boolean, moved: readonly TransferListItem[]): number {
    this.#post(true);
    const ticket = ++this.#tickets;
    this.#link.say({ kind: 'order', ticket, order, isSync, nowMs: this.#nowMs() }, moved);
    return ticket;
  }

  /** Sends what was not sent yet. */
  #post(isWanted = false): void {
    clearTimeout(this.#soon);
    clearImmediate(this.#now);
    this.#soon = undefined;
    this.#now = undefined;
    if (this.#sent === this.last) return;
    try {
      const bodies = this.#unwritten.slice(this.#sent - this.#written);
      // Whichever timer sends it: an intent that somebody waits for must not wait for company.
      const isUrgent = isWanted || (this.#waiters.at(-1)?.upTo ?? 0) > this.#sent;
      this.#link.say({ kind: 'entries', first: this.#sent + 1, bodies, isUrgent, nowMs: this.#nowMs() });
      this.#sent = this.last;
      this.#hold();
    } catch (fault) {
      this.#refuse(asAppError(fault));
    }
  }

  #nowMs(): number {
    return this.#options.clock.now();
  }

  /** What a new thread must know. */
  #greet(): void {
    if (this.#retention !== undefined) this.#tell({ kind: 'retention', retention: this.#retention }, []);
    const keys = this.#ring?.toBytes();
    const order = { kind: 'keys', keys, anchors: this.#anchors, isRestored: false } as const;
    if (keys !== undefined) this.#tell(order, movedOf(keys));
  }

  /** An order whose end nobody waits for. */
  #tell(order: Order, moved: readonly TransferListItem[]): void {
    this.#link.say({ kind: 'order', ticket: 0, order, isSync: false, nowMs: this.#nowMs() }, moved);
  }

  #hear(message: FromThread): void {
    if (message.kind === 'written') this.#advance(message.upTo, message.rows, message.records);
    else if (message.kind === 'failed') this.#refuse(faultOf(message.fault), message.upTo);
    else this.#answer(message);
  }

  #answer(message: Done): void {
    const asker = this.#askers.get(message.ticket);
    this.#askers.delete(message.ticket);
    this.#hold();
    if (message.fault === undefined) asker?.resolve(message);
    else asker?.reject(faultOf(message.fault));
  }

  #advance(upTo: number, rows: number, records: readonly string[]): void {
    this.#unwritten.splice(0, Math.max(0, upTo - this.#written));
    this.#written = Math.max(this.#written, upTo);
    this.#rows = Math.max(this.#rows, rows);
    this.#fault = undefined;
    const done = this.#waiters.filter((waiter) => waiter.upTo <= this.#written);
    this.#waiters = this.#waiters.filter((waiter) => waiter.upTo > this.#written);
    for (const { resolve } of done) resolve();
    this.#hold();
    this.#options.onWritten(this.#written, this.#rows, records);
  }

  /** Those who wait for entries up to this one hear why; the entries go on waiting. */
  #refuse(fault: AppError, upTo = Number.POSITIVE_INFINITY): void {
    this.#fault = fault;
    const refused = this.#waiters.filter((waiter) => waiter.upTo <= upTo);
    this.#waiters = this.#waiters.filter((waiter) => waiter.upTo > upTo);
    for (const { reject } of refused) reject(fault);
  }

  #lose(fault: AppError): void {
    this.#sent = this.#written;
    this.#refuse(fault);
    for (const { reject } of this.#askers.values()) reject(fault);
    this.#askers.clear();
    if (this.#unwritten.length > 0 && !this.#isClosed && this.#link.mayStart) this.#post();
  }

  #hold(): void {
    this.#link.hold(this.#askers.size > 0 || this.#waiters.length > 0 || this.#sent > this.#written);
  }
}

const movedOf = (keys: ReturnType<KeyRing['toBytes']> | undefined): TransferListItem[] =>
  keys?.keys.map(({ bytes }) => bytes.buffer) ?? [];

const closedFault = (): AppError =>
  new AppError('RECORD_FAILED', { detail: 'The call log is closed, since Keybearer is ending.', sent: 'no' });

const tooMuch = (): AppError =>
  new AppError('RECORD_FAILED', {
    detail: 'More calls are made than the disk can record. Let fewer bots call at a time.',
    sent: 'no',
  });
