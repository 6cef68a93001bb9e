import { databaseFault } from '../../base/sqlite.ts';
import type { StartThread } from '../threads.ts';
import type { VerifyMessage, VerifySetup } from './messages.ts';
import type { LogCheck } from './verdict.ts';
import { unchecked } from './verify-file.ts';

/** Checks a log in a thread of its own, which ends with the check. Takes: keys, which are moved to it. */
export function verifyApart(
  startThread: StartThread,
  setup: VerifySetup,
  onProgress: ((seen: number, all: number) => void) | undefined,
): Promise<LogCheck> {
  const moved = setup.keys?.keys.map(({ bytes }) => bytes.buffer) ?? [];
  const worker = startThread(setup, moved);
  return new Promise((resolve) => {
    worker.on('message', (message: VerifyMessage) => {
      if (message.kind === 'progress') onProgress?.(message.seen, message.all);
      else resolve(message.check);
    });
    worker.once('error', (fault) => resolve(unchecked(databaseFault(fault, setup.path).message)));
    worker.once('exit', () => resolve(unchecked('The check ended before it was done. Try again.')));
  });
}
