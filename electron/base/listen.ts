import { lstatSync, type Stats, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { AppError } from '../../shared/errors.ts';

const isPipe = (path: string): boolean => /^\\\\[.?]\\pipe\\/.test(path);

/**
 * Listens on a Unix socket with mode 0600 (a named pipe is taken as it is); the directory is the caller's care.
 * Gives: whether the path still leads to this listener.
 * Throws: AGENT_RUNNING where another one answers there, INPUT_INVALID where anything else stands in the way.
 */
export async function listenOnSocket(server: Server, path: string): Promise<() => boolean> {
  if (isPipe(path)) {
    await listening(server, path, () => server.listen(path));
    return () => true;
  }
  await clearStale(path);
  await listening(server, path, () => withUmask(0o177, () => server.listen(path)));
  const ours = statOf(path);
  return () => {
    const now = statOf(path);
    return now === undefined || (now.ino === ours?.ino && now.dev === ours.dev);
  };
}

/** Listens on 127.0.0.1 and gives the port; 0 takes any. Throws: INPUT_INVALID. */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await listening(server, `127.0.0.1:${port}`, () => server.listen({ port, host: '127.0.0.1', exclusive: true }));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Removes a socket of ours that nobody listens on; nothing else is ever removed. */
async function clearStale(path: string): Promise<void> {
  const stat = statOf(path);
  if (stat === undefined) return;
  if (!stat.isSocket())
    throw new AppError('INPUT_INVALID', { detail: `${path} is in the way: it is not a socket. Nothing was changed.` });
  if (stat.uid !== process.getuid?.()) {
    throw new AppError('INPUT_INVALID', {
      detail: `${path} is in the way: it belongs to another user. Nothing was changed.`,
    });
  }
  if (await isAnswered(path)) throw new AppError('AGENT_RUNNING', { detail: `Another agent answers on ${path}.` });
  try {
    unlinkSync(path);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT')
      throw new AppError('INPUT_INVALID', { detail: `${path} could not be removed (${codeOf(cause)}).`, cause });
  }
}

/** Only a refused connection proves that nobody listens; whoever keeps silent or is too busy is alive. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', (fault) => end(codeOf(fault) !== 'ECONNREFUSED' && codeOf(fault) !== 'ENOENT'));
  });
}

function listening(server: Server, place: string, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) => reject(refusal(place, cause));
    server.once('error', failed);
    server.once('listening', () => {
      server.removeListener('error', failed);
      resolve();
    });
    listen();
  });
}

function refusal(place: string, cause: Error): AppError {
  const code = codeOf(cause);
  if (code === 'EADDRINUSE' && !/:\d+$/.test(place))
    return new AppError('AGENT_RUNNING', { detail: `Another agent listens on ${place}.`, cause });
  const what = code === 'EADDRINUSE' ? 'another program listens there' : String(code);
  return new AppError('INPUT_INVALID', { detail: `Keybearer can't listen on ${place}: ${what}.`, cause });
}

/** The mode is right from the first moment; libuv binds a path before `listen` returns. */
function withUmask(mask: number, run: () => void): void {
  const before = process.umask(mask);
  try {
    run();
  } finally {
    process.umask(before);
  }
}

const statOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });
const codeOf = (fault: unknown): unknown => (fault instanceof Error ? Reflect.get(fault, 'code') : undefined);
