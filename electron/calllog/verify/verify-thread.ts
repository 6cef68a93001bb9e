/** A thread for one check of the whole log. */
import type { MessagePort } from 'node:worker_threads';
import { KeyRing } from '../keys.ts';
import type { VerifyMessage, VerifySetup } from './messages.ts';
import { verifyFile } from './verify-file.ts';

export function checkLog(port: MessagePort, { keys, path, ...rest }: VerifySetup): void {
  const say = (message: VerifyMessage): void => port.postMessage(message);
  const ring = keys === undefined ? undefined : KeyRing.ofBytes(keys);
  try {
    const onProgress = (seen: number, all: number) => say({ kind: 'progress', seen, all });
    say({ kind: 'done', check: verifyFile(path, { ...rest, ring, onProgress }) });
  } finally {
    ring?.wipe();
  }
}
