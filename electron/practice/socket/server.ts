import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Exchange } from '../exchange.ts';
import { Session } from './session.ts';

/** Kraken's public and private addresses have the same path, and a client changes only scheme and host: both are one here. */
const path = '/v2';
const maxMessageBytes = 64 * 1024;
const tickMs = 1000;

export interface Sockets {
  /** Lets open sockets know that time has passed. */
  tick(): void;
  /** Ends all of them at once. */
  end(): void;
}

interface Open {
  readonly session: Session;
  readonly leave: () => void;
}

/** Serves Kraken's WebSocket version 2 on the practice exchange's own server. */
export function serveSockets(server: Server, exchange: () => Exchange, now: () => number): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  const open = new Map<WebSocket, Open>();
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    exchange().book.settle(now());
    for (const { session } of open.values()) session.tick();
  };
  const close = (socket: WebSocket): void => {
    open.get(socket)?.leave();
    open.delete(socket);
    if (open.size === 0) clearInterval(timer);
  };
  const begin = (socket: WebSocket): void => {
    const current = exchange();
    const session = new Session(current, now, (message) => socket.send(JSON.stringify(message)));
    if (open.size === 0) timer = setInterval(tick, tickMs).unref();
    open.set(socket, { session, leave: current.book.watch((event) => session.hear(event)) });
    socket.on('message', (data, isBinary) => session.receive(isBinary ? '' : String(data)));
    socket.on('close', () => close(socket));
    // Too large a message ends the socket with 1009; there is nobody else to tell.
    socket.on('error', () => close(socket));
  };
  server.on('upgrade', (request, stream, head) => {
    if (request.url?.split('?')[0] !== path) {
      stream.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, begin);
  });
  const end = (): void => {
    for (const socket of open.keys()) socket.terminate();
  };
  return { tick, end };
}
