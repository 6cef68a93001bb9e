import { Worker } from 'node:worker_threads';
import type { StartThread } from '../../../electron/calllog/threads.ts';

export interface WatchedThread {
  readonly startThread: StartThread;
  /** How many pages the file may have. */
  limit(pages: number): void;
  /** The highest `synchronous` of SQLite at a commit since this was asked last: 1 is NORMAL, 2 is FULL. */
  synchronous(): number;
}

export function watchThread(pages = 1_000_000): WatchedThread {
  const watched = new Int32Array(new SharedArrayBuffer(8));
  watched[0] = pages;
  return {
    startThread: (setup, moved = []) =>
      new Worker(new URL('./watched-worker.ts', import.meta.url), {
        workerData: { ...setup, watched: watched.buffer },
        transferList: [...moved],
      }),
    limit: (most) => void Atomics.store(watched, 0, most),
    synchronous: () => Atomics.exchange(watched, 1, 0),
  };
}
