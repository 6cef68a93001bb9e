/** Speaks to a running agent's control door, after making sure whose it is. */
import { lstatSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { AppError, type ErrorCode, isErrorCode } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import { lineReader } from '../base/lines.ts';
import { type ControlPort, typedPort, type Unlock } from './control-port.ts';

const maxAnswerBytes = 64 * 1024 * 1024;
/** Wrong passphrases make the agent wait for up to a minute. */
const answerMs = 180_000;

/**
 * Connects to a control socket.
 * Gives: undefined where nobody listens there. Throws: INPUT_INVALID where the socket or its directory isn't ours alone.
 */
export async function connectControl(path: string): Promise<ControlPort | undefined> {
  if (!isOurs(path)) return undefined;
  const socket = await open(path);
  return socket === undefined ? undefined : portOn(socket);
}

/** Gives: is it there? Throws: INPUT_INVALID. */
function isOurs(path: string): boolean {
  if (process.getuid === undefined) return true;
  const uid = process.getuid();
  const dir = dirname(path);
  const [parentStat, dirStat, stat] = [dirname(dir), dir, path].map((at) => lstatSync(at, { throwIfNoEntry: false }));
  if (parentStat === undefined || dirStat === undefined || stat === undefined) return false;
  const refuse = (what: string): never => {
    throw new AppError('INPUT_INVALID', { detail: `${what}, so nothing was said to whoever listens there.` });
  };
  // Who owns the parent could put another directory in this one's place.
  if (parentStat.uid !== uid && parentStat.uid !== 0) refuse(`${dirname(dir)} belongs to another user`);
  if (!dirStat.isDirectory()) refuse(`${dir} is not a directory`);
  if (dirStat.uid !== uid) refuse(`${dir} belongs to another user`);
  if ((dirStat.mode & 0o077) !== 0) refuse(`${dir} is open to other users`);
  if (!stat.isSocket()) refuse(`${path} is not a socket`);
  if (stat.uid !== uid) refuse(`${path} belongs to another user`);
  if ((stat.mode & 0o077) !== 0) refuse(`${path} is open to other users`);
  return true;
}

function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (fault) => {
      const code = 'code' in fault ? fault.code : undefined;
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(undefined);
      else
        reject(new AppError('INPUT_INVALID', { detail: `${path} can't be reached (${String(code)}).`, cause: fault }));
    });
  });
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: AppError) => void;
}

function portOn(socket: Socket): ControlPort {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<number, (call: CallRecord) => void>();
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  receive(socket, waiting, listeners);
  let lastId = 0;
  const send = (call: string, params: object, unlock: Unlock | undefined): Promise<unknown> => {
    lastId += 1;
    const answered = answerOf(socket, waiting, lastId);
    socket.write(lineOf(lastId, call, params, unlock));
    return answered;
  };
  return typedPort({
    isLocal: false,
    ask: send,
    async follow(query, onCall) {
      listeners.set(lastId + 1, onCall);
      await send('log.follow', query, undefined);
      return { ended };
    },
    async close() {
      socket.destroy();
      await ended;
    },
  });
}

function answerOf(socket: Socket, waiting: Map<number, Waiting>, id: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      waiting.delete(id);
      socket.destroy();
      reject(new AppError('INTERNAL', { detail: 'The agent did not answer.', sent: 'unknown' }));
    }, answerMs);
    const settle =
      <T>(pass: (given: T) => void) =>
      (given: T) => {
        clearTimeout(late);
        waiting.delete(id);
        pass(given);
      };
    waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
    if (socket.destroyed) waiting.get(id)?.reject(gone());
  });
}

function lineOf(id: number, call: string, params: object, unlock: Unlock | undefined): string {
  const line = (secret: object) => `${JSON.stringify({ id, call, params, ...secret })}\n`;
  if (unlock === undefined) return line({});
  const { kind, secret } = unlock;
  try {
    return secret.useText((passphrase) => line({ passphrase, ...(kind === 'recovery' ? { recovery: true } : {}) }));
  } finally {
    secret.wipe();
  }
}

function receive(
  socket: Socket,
  waiting: ReadonlyMap<number, Waiting>,
  listeners: ReadonlyMap<number, (call: CallRecord) => void>,
): void {
  const lines = lineReader(maxAnswerBytes);
  const failAll = (fault: AppError): void => {
    for (const one of [...waiting.values()]) one.reject(fault);
  };
  socket.on('data', (chunk: Buffer) => {
    const { lines: whole, tooLong } = lines.push(chunk);
    for (const line of whole) {
      const message = readMessage(line);
      if (message.kind === 'event') listeners.get(message.id)?.(message.call);
      else if (message.kind === 'value') waiting.get(message.id)?.resolve(message.value);
      else if (message.id === null) failAll(message.error);
      else waiting.get(message.id)?.reject(message.error);
    }
    if (tooLong) socket.destroy();
  });
  // `close` follows and tells whoever waits.
  socket.on('error', () => undefined);
  socket.on('close', () => failAll(gone()));
}

const gone = (): AppError =>
  new AppError('AGENT_MISSING', {
    detail: 'The agent ended before it answered. Look whether it was done before you repeat it.',
  });

type Message =
  | { readonly kind: 'event'; readonly id: number; readonly call: CallRecord }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number | null; readonly error: AppError };

interface RawMessage {
  readonly id: number | null;
  readonly ok?: boolean;
  readonly value?: unknown;
  readonly event?: CallRecord;
  readonly error?: RemoteProblem;
}

/** The parser of the door's lines: our own agent wrote them, on a socket that is ours alone. */
function readMessage(line: string): Message {
  let message: RawMessage;
  try {
    message = JSON.parse(line) as RawMessage;
  } catch (cause) {
    return {
      kind: 'error',
      id: null,
      error: new AppError('INTERNAL', { detail: 'The agent gave no readable answer.', cause }),
    };
  }
  const { id, event, value, error } = message;
  if (id !== null && event !== undefined) return { kind: 'event', id, call: event };
  if (id !== null && message.ok === true) return { kind: 'value', id, value };
  return { kind: 'error', id, error: faultOf(error ?? {}) };
}

type RemoteProblem = Partial<
  Pick<AppError['details'], 'detail' | 'sent' | 'retryAfterMs' | 'ccxt' | 'exchange' | 'causes'>
> & { code?: string };

function faultOf({ code = '', detail, sent, retryAfterMs, ccxt, exchange, causes }: RemoteProblem): AppError {
  // A newer agent may have codes that this terminal doesn't know.
  const known: ErrorCode = isErrorCode(code) ? code : 'INTERNAL';
  return new AppError(known, {
    ...(detail === undefined ? {} : { detail }),
    ...(sent === undefined ? {} : { sent }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(ccxt === undefined ? {} : { ccxt }),
    ...(exchange === undefined ? {} : { exchange }),
    ...(causes === undefined ? {} : { causes }),
  });
}
