import { lstatSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { AppError } from '../../../shared/errors.ts';

/**
 * Listens on a path with mode 0600 from the first moment; a socket of ours that nobody answers on gives way.
 * Throws: AGENT_RUNNING, INPUT_INVALID.
 */
export async function listenPrivately(server: Server, path: string): Promise<void> {
  await clearStale(path);
  await new Promise<void>((resolve, reject) => {
    const failed = (cause: Error) =>
      reject(new AppError('INPUT_INVALID', { detail: `Keybearer can't listen on ${path} (${codeOf(cause)}).`, cause }));
    server.once('error', failed);
    server.once('listening', () => {
      server.removeListener('error', failed);
      resolve();
    });
    // libuv binds a path before `listen` returns, so the mask need not last longer.
    const mask = process.umask(0o177);
    try {
      server.listen(path);
    } finally {
      process.umask(mask);
    }
  });
}

async function clearStale(path: string): Promise<void> {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  const ours = stat.isSocket() && (process.getuid === undefined || stat.uid === process.getuid());
  if (!ours) {
    const what = stat.isSocket() ? 'it belongs to another user' : 'it is not a socket';
    throw new AppError('INPUT_INVALID', { detail: `${path} is in the way: ${what}. Nothing was changed.` });
  }
  if (await isAnswered(path)) throw new AppError('AGENT_RUNNING', { detail: `Another agent answers on ${path}.` });
  unlinkSync(path);
}

/** Only a refused connection proves that nobody listens. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', (fault) => end(!['ECONNREFUSED', 'ENOENT'].includes(codeOf(fault))));
  });
}

const codeOf = (fault: Error): string => ('code' in fault ? String(fault.code) : 'unknown');
