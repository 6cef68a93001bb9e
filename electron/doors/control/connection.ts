import type { Socket } from 'node:net';
import { ControlRequest } from '../../../shared/control-api.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { AppError, asAppError, toProblem } from '../../../shared/errors.ts';
import type { Agent, DoorPlaces } from '../../agent/ports.ts';
import { lineReader } from '../../base/lines.ts';
import { follow } from './follow.ts';
import { handle } from './handlers.ts';
import { readParams } from './read-params.ts';

/** A picture of 10 MiB in base64, and some more. */
const maxLineBytes = 15 * 1024 * 1024;
/** A reader that lets this much wait for it is given up. */
const maxBacklogBytes = 16 * 1024 * 1024;

/** A client that was told to stop and keeps sending is cut off after this long. */
const lingerMs = 2000;

export interface Connection {
  /** Ends it after the answer under way; what else was asked stays unanswered. */
  stop(): void;
}

/** Answers the lines of one connection, one after the other; a line that can't be read is answered with an error. */
export function serveConnection(socket: Socket, agent: Agent, doors: DoorPlaces): Connection {
  const stops: (() => void)[] = [];
  const next = inTurn(socket);
  let isDeaf = false;
  const finish = (): void => {
    isDeaf = true;
    next(() => endSoon(socket));
  };
  const lines = lineReader(maxLineBytes);
  const answer = (line: string) => next(() => answerLine(line, { socket, agent, doors, stops }));
  socket.on('data', (chunk: Buffer) => {
    if (isDeaf) return;
    const { lines: whole, tooLong } = lines.push(chunk);
    for (const line of whole) answer(line);
    if (!tooLong) return;
    next(() => send(socket, failure(null, new AppError('INPUT_INVALID', { detail: 'The line is over 2 MB.' }))));
    finish();
  });
  socket.on('end', () => {
    const rest = isDeaf ? '' : lines.rest();
    if (rest !== '') answer(rest);
    finish();
  });
  // A terminal that goes away in the middle of an answer is no fault of ours; `close` follows.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const stop of stops.splice(0)) stop();
  });
  return { stop: finish };
}

/** Runs steps one after the other. While any is owed nothing more is read, so a flood stays in the kernel. */
function inTurn(socket: Socket): (step: () => void | Promise<void>) => void {
  let turn = Promise.resolve();
  let owed = 0;
  return (step) => {
    owed += 1;
    socket.pause();
    turn = turn.then(step).then(() => {
      owed -= 1;
      if (owed === 0) socket.resume();
    });
  };
}

function endSoon(socket: Socket): void {
  if (!socket.destroyed) socket.end();
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

interface Served {
  readonly socket: Socket;
  readonly agent: Agent;
  readonly doors: DoorPlaces;
  readonly stops: (() => void)[];
}

async function answerLine(line: string, { socket, agent, doors, stops }: Served): Promise<void> {
  if (line.trim() === '') return;
  let id: number | null = null;
  try {
    const raw = parse(line);
    id = idOf(raw);
    const request = readParams(ControlRequest, raw);
    const value = await handle(agent, doors, request);
    // Followed from before the answer on: no call may fall between this and a look at the log.
    if (request.call === 'log.follow') stops.push(pushCalls(socket, agent, request));
    send(socket, { id, ok: true, value });
  } catch (fault) {
    send(socket, failure(id, asAppError(fault)));
  }
}

function pushCalls(socket: Socket, agent: Agent, { id, params }: ControlRequest): () => void {
  return follow(agent, readParams(LogQuery, params), (event) => send(socket, { id, event }));
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not kept as the cause: JSON.parse quotes the text, which may hold a secret.
    throw new AppError('INPUT_INVALID', { detail: 'The line is not JSON.' });
  }
}

function idOf(raw: unknown): number | null {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined;
  return typeof id === 'number' ? id : null;
}

const failure = (id: number | null, error: AppError): object => ({ id, ok: false, error: toProblem(error) });

function send(socket: Socket, message: object): void {
  if (socket.destroyed || socket.writableEnded) return;
  socket.write(`${JSON.stringify(message)}\n`);
  if (socket.writableLength > maxBacklogBytes) socket.destroy();
}
