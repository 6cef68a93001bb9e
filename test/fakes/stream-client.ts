/** A bot's WebSocket to a bots' door, with what came over it. */
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

export interface Told {
  readonly id?: number | string;
  readonly event?: unknown;
  readonly error?: {
    readonly code: string;
    readonly missed?: number | null;
    readonly detail: string;
    readonly sent: string;
  };
}

export interface StreamBot extends Disposable {
  readonly socket: WebSocket;
  /** All that came, oldest first. */
  readonly told: Told[];
  /** When each came, by the monotonic clock. */
  readonly atMs: number[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string; readonly atMs: number }>;
  send(message: unknown): void;
  watch(id: number | string, method: string, ...args: readonly unknown[]): void;
  /** The next message that fits, also of those that came already; each is given once. */
  next(fits?: (told: Told) => boolean): Promise<Told>;
}

const longestMs = 5_000;

/** Opens a stream. Throws: StreamRefused where the door says no. */
export async function openStream(
  socketPath: string,
  key: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<StreamBot> {
  const socket = new WebSocket(`ws+unix:${socketPath}:/v1/keys/${key}/stream`, {
    headers: { Authorization: `Bearer ${token}`, ...headers },
    perMessageDeflate: false,
  });
  const told: Told[] = [];
  const atMs: number[] = [];
  const left: Told[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    const message: Told = JSON.parse(String(data));
    told.push(message);
    atMs.push(performance.now());
    left.push(message);
    for (const look of waiting) look();
  });
  const closed = new Promise<Awaited<StreamBot['closed']>>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason), atMs: performance.now() })),
  );
  await opening(socket);
  socket.on('error', () => {});
  return {
    socket,
    told,
    atMs,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    watch: (id, method, ...args) => socket.send(JSON.stringify({ id, watch: method, args })),
    next: (fits = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`no such message among ${told.length}: ${JSON.stringify(told.slice(-5)).slice(0, 800)}`));
        }, longestMs);
        const look = () => {
          const at = left.findIndex(fits);
          const [found] = at === -1 ? [] : left.splice(at, 1);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

export class StreamRefused extends Error {
  readonly status: number;
  readonly code: unknown;

  constructor(status: number, code: unknown) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

const opening = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const isProblem = response.headers['content-type'] === 'application/problem+json';
        reject(new StreamRefused(response.statusCode ?? 0, isProblem ? JSON.parse(text).code : undefined));
      });
    });
  });
