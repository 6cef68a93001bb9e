/** A thread of the call log: it writes, reads or checks; see threads.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadSetup } from './threads.ts';

const setup: ThreadSetup = workerData;
if (parentPort !== null) {
  // Each loads only what it needs, since it takes its memory beside the agent's.
  if (setup.role === 'write') (await import('./write/write-thread.ts')).writeLog(parentPort, setup);
  if (setup.role === 'read') (await import('./read/read-thread.ts')).readLog(parentPort, setup);
  if (setup.role === 'verify') (await import('./verify/verify-thread.ts')).checkLog(parentPort, setup);
}
