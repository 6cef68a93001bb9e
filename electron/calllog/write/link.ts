import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type TransferListItem,
  type Worker,
} from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { StartThread } from '../threads.ts';
import type { Done, FromThread, ToThread } from './messages.ts';

/** How long a caller stands still at most. */
const standMs = 10_000;
/** A thread that dies is started again so often in so long. */
const restarts = { most: 5, withinMs: 60_000 };

export interface LinkOptions {
  readonly path: string;
  /** Names the file that was opened there. */
  readonly fileId: string | undefined;
  readonly clock: Clock;
  readonly startThread: StartThread;
  readonly entriesOfASegment: number;
}

export interface LinkEvents {
  /** A new thread is there; what this says comes first. */
  started(): void;
  heard(message: FromThread): void;
  lost(fault: AppError): void;
}

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly bell: Int32Array;
}

/** The way to the writer's thread: started when it is first needed, and again where it dies, a few times. */
export class Link {
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;
  #thread: Thread | undefined;
  #deaths: number[] = [];

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options;
    this.#events = events;
  }

  get isUp(): boolean {
    return this.#thread !== undefined;
  }

  get mayStart(): boolean {
    const nowMs = this.#options.clock.monotonic();
    this.#deaths = this.#deaths.filter((atMs) => nowMs - atMs < restarts.withinMs);
    return this.#deaths.length < restarts.most;
  }

  /** Starts the thread where there is none. Throws: RECORD_FAILED where it died too often. */
  need(): Thread {
    if (this.#thread !== undefined) return this.#thread;
    if (!this.mayStart) throw goneFault();
    this.#thread = this.#start();
    this.#events.started();
    return this.#thread;
  }

  /** Throws: RECORD_FAILED. */
  say(message: ToThread, moved: readonly TransferListItem[] = []): void {
    this.need().worker.postMessage(message, moved);
  }

  /** Stands still until an order is done. Throws: RECORD_FAILED where that takes too long. */
  stand(ticket: number): Done {
    const { bell, port } = this.need();
    const until = performance.now() + standMs;
    for (let rung = Atomics.load(bell, 0); rung !== ticket; rung = Atomics.load(bell, 0)) {
      const leftMs = Math.max(0, until - performance.now());
      if (Atomics.wait(bell, 0, rung, leftMs) === 'timed-out') throw goneFault();
    }
    for (let heard = receiveMessageOnPort(port); heard !== undefined; heard = receiveMessageOnPort(port)) {
      const done: Done = heard.message;
      if (done.ticket === ticket) return done;
    }
    throw goneFault();
  }

  /** Keeps the process alive while something is on its way to the disk. */
  hold(isBusy: boolean): void {
    if (isBusy) this.#thread?.worker.ref();
    else this.#thread?.worker.unref();
  }

  /** Lets go of a thread that ends by itself. */
  close(): void {
    this.#thread?.port.close();
    this.#thread?.worker.unref();
    this.#thread = undefined;
  }

  #start(): Thread {
    const { path, fileId, entriesOfASegment, startThread } = this.#options;
    const { port1, port2 } = new MessageChannel();
    const bell = new SharedArrayBuffer(4);
    const worker = startThread({ role: 'write', path, fileId, port: port2, bell, entriesOfASegment }, [port2]);
    worker.unref();
    let why: unknown;
    worker.on('message', (message: FromThread) => this.#events.heard(message));
    worker.once('error', (fault) => {
      why = fault;
    });
    worker.once('exit', () => this.#lose(worker, why));
    return { worker, port: port1, bell: new Int32Array(bell) };
  }

  #lose(worker: Worker, why: unknown): void {
    if (this.#thread?.worker !== worker) return;
    this.#thread.port.close();
    this.#thread = undefined;
    this.#deaths.push(this.#options.clock.monotonic());
    this.#events.lost(goneFault(why));
  }
}

function goneFault(cause?: unknown): AppError {
  const detail = 'The thread that writes the call log ended unexpectedly. If it happens again, start Keybearer anew.';
  return new AppError('RECORD_FAILED', { detail, sent: 'no', ...(cause === undefined ? {} : { cause }) });
}
