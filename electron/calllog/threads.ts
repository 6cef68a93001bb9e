import { type TransferListItem, Worker } from 'node:worker_threads';
import type { ReadSetup } from './read/messages.ts';
import type { VerifySetup } from './verify/messages.ts';
import type { WriteSetup } from './write/messages.ts';

/** What a thread is started with. */
export type ThreadSetup = WriteSetup | ReadSetup | VerifySetup;

/** Starts a thread of the log. A bundle passes its own, since the source's path isn't in it. */
export type StartThread = (setup: ThreadSetup, moved?: readonly TransferListItem[]) => Worker;

export const sourceThread: StartThread = (setup, moved = []) =>
  new Worker(new URL('./log-worker.ts', import.meta.url), { workerData: setup, transferList: [...moved] });
