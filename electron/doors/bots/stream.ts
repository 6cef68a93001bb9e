/** The WebSockets of the bots' door: every check of its HTTP comes before the 101. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AppError, asAppError } from '../../../shared/errors.ts';
import type { RouteNeeds } from './admission.ts';
import { asText, problemAnswer } from './answer.ts';
import { refusalOf } from './gate.ts';
import { keyOf } from './handlers.ts';
import { tokenHashOf } from './identify.ts';
import { StreamSession } from './stream-session.ts';

/** What a bot may send at once, in bytes. */
export const maxMessageBytes = 64 * 1024;

const place = /^\/v1\/keys\/([^/?#]+)\/stream(?:\?.*)?$/;

export type StreamNeeds = RouteNeeds & {
  readonly hosts: () => readonly string[] | undefined;
  readonly lingerMs: number;
};

/** Every other request stays HTTP, whatever it would like to become. */
export const isStream = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && place.test(url);

/** Serves what `isStream` lets through. Gives: what ends every stream with 1001, since the agent ends. */
export function serveStreams(server: Server, needs: StreamNeeds): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  const open = new Set<StreamSession>();
  const refuse = (socket: Duplex, error: AppError) => {
    // Fetched or not, the connection ends.
    void needs.clock.sleep(needs.lingerMs).then(() => socket.destroy());
    socket.end(asText(problemAnswer(error)));
  };
  sockets.on('wsClientError', (_fault, socket) => refuse(socket, new AppError('BODY_INVALID', { detail: unshaken })));
  server.on('upgrade', (request, socket, head) => {
    // A client that hung up meanwhile is no fault of anybody's.
    socket.on('error', () => socket.destroy());
    if (!needs.connections.upgrade(request)) return;
    admit(needs, request).then(
      (begin) =>
        sockets.handleUpgrade(request, socket, head, (ws) => {
          const session = new StreamSession(ws, { clock: needs.clock, begin, ended: () => void open.delete(session) });
          open.add(session);
        }),
      (fault: unknown) => {
        const error = asAppError(fault);
        if (error.code === 'INTERNAL') needs.report(fault);
        refuse(socket, error);
      },
    );
  });
  return () => {
    for (const session of open) session.goAway();
  };
}

const unshaken = "This is no WebSocket's handshake. Source: RFC 6455 section 4.2.1.";

/** In the order of the other routes: the request itself, whose it is, what it may. Throws: AppError. */
async function admit(needs: StreamNeeds, request: IncomingMessage) {
  const refusal = refusalOf(request, needs.hosts());
  if (refusal !== undefined) throw refusal;
  try {
    const bot = needs.service.identify(tokenHashOf(request.headers.authorization), needs.door);
    takePlace(needs, request, bot.id);
    return needs.service.streams.admit(bot, keyOf({ key: place.exec(request.url ?? '')?.[1] }));
  } catch (fault) {
    const error = asAppError(fault);
    if (error.code === 'TOKEN_UNKNOWN') await needs.wrongTokens.wait();
    throw error;
  }
}

/** One among the bot's requests in flight, as long as the connection lives, however the handshake goes. */
function takePlace({ connections, inFlight }: StreamNeeds, { socket }: IncomingMessage, botId: string): void {
  const lease = inFlight.enter(botId);
  connections.trustSocket(socket);
  if (socket.closed) lease.drop();
  else socket.once('close', () => lease.drop());
}
