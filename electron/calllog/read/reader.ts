import type { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import type { StartThread } from '../threads.ts';
import { faultOf } from '../write/messages.ts';
import type { ReadAnswer, ReadAnswers, ReadQuestion } from './messages.ts';

/** A thread takes memory, so one that nobody asks ends. */
const idleMs = 30_000;

type AnyAnswer = ReadAnswers[keyof ReadAnswers];

interface Asker {
  readonly resolve: (answer: AnyAnswer) => void;
  readonly reject: (fault: AppError) => void;
}

/** Asks a thread of its own, started when it is first needed. */
export class Reader {
  readonly #path: string;
  readonly #startThread: StartThread;
  readonly #askers = new Map<number, Asker>();
  #worker: Worker | undefined;
  #tickets = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(path: string, startThread: StartThread) {
    this.#path = path;
    this.#startThread = startThread;
  }

  /** Throws: INPUT_INVALID; RECORD_FAILED where the log can't be read. */
  async ask<K extends ReadQuestion['kind']>(
    question: Extract<ReadQuestion, { readonly kind: K }>,
  ): Promise<ReadAnswers[K]> {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    const ticket = ++this.#tickets;
    this.#worker.postMessage({ ticket, question });
    const answer = await new Promise<AnyAnswer>((resolve, reject) => this.#askers.set(ticket, { resolve, reject }));
    // The thread answers what it was asked.
    return answer as ReadAnswers[K];
  }

  close(): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#forget(undefined);
  }

  #start(): Worker {
    const worker = this.#startThread({ role: 'read', path: this.#path });
    let why: unknown;
    worker.on('message', (answer: ReadAnswer) => this.#hear(answer));
    worker.once('error', (fault) => {
      why = fault;
    });
    worker.once('exit', () => this.#lose(worker, why));
    return worker;
  }

  #hear({ ticket, answer, fault }: ReadAnswer): void {
    const asker = this.#askers.get(ticket);
    this.#askers.delete(ticket);
    if (fault !== undefined) asker?.reject(faultOf(fault));
    else if (answer !== undefined) asker?.resolve(answer);
    if (this.#askers.size > 0) return;
    this.#worker?.unref();
    this.#idle = setTimeout(() => this.close(), idleMs).unref();
  }

  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker === worker) this.#forget(cause);
  }

  #forget(cause: unknown): void {
    this.#worker = undefined;
    const detail = 'The thread that reads the call log ended unexpectedly. Try again.';
    const fault = new AppError('RECORD_FAILED', { detail, sent: 'no', cause });
    for (const { reject } of this.#askers.values()) reject(fault);
    this.#askers.clear();
  }
}
