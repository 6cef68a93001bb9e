import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { fastify } from 'fastify';
import { maxBodyBytes } from '../../../shared/bot-api.ts';
import { AppError } from '../../../shared/errors.ts';
import type { RouteNeeds } from './admission.ts';
import { type Answer, asText, problemAnswer, send } from './answer.ts';
import { readBodies } from './body.ts';
import { Connections } from './connections.ts';
import { malformed } from './faults.ts';
import { refusalOf } from './gate.ts';
import type { DoorLimits } from './limits.ts';
import { forgiveOwnDelay } from './own-delay.ts';
import { keepRaw } from './resign.ts';
import { drain, refuse, registerRoutes } from './routes.ts';
import { isStream, serveStreams } from './stream.ts';

export type ListenerNeeds = Omit<RouteNeeds, 'connections' | 'drainMs'> & {
  readonly limits: DoorLimits;
  /** The exact Host values allowed, once it listens; undefined on a socket. */
  readonly hosts: () => readonly string[] | undefined;
};

/** One listener of the bots' door: a server that is ready to listen, and what it takes to end it. */
export interface Listener {
  readonly server: Server;
  /** Waits up to `closeMs` for what is in flight, then drops it. `mayUnlink` says whether the socket's path is still ours. */
  close(mayUnlink: boolean): Promise<void>;
}

/** Builds a listener around Fastify: whatever Fastify would answer by itself is answered here, as problem+json. */
export async function buildListener(needs: ListenerNeeds): Promise<Listener> {
  const { limits, clock, report } = needs;
  const connections = new Connections(limits.connections, limits.inFlightPerConnection);
  const routeNeeds: RouteNeeds = { ...needs, connections, drainMs: limits.drainMs };
  const made: { server?: Server } = {};
  const app = fastify({
    bodyLimit: maxBodyBytes,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    rewriteUrl: keepRaw,
    routerOptions: { maxParamLength: 1_000 },
    clientErrorHandler: (fault, socket) => refuseBare(malformed(fault), socket, connections, needs),
    frameworkErrors: (fault, request, reply) =>
      refuse(fault, request.raw, reply, { clock, report, drainMs: limits.drainMs }),
    serverFactory: (routed) => {
      made.server = serverOf(routed, connections, needs);
      return made.server;
    },
  });
  readBodies(app);
  registerRoutes(app, routeNeeds);
  await app.ready();
  const server = made.server ?? app.server;
  const endStreams = serveStreams(server, { ...routeNeeds, hosts: needs.hosts, lingerMs: limits.lingerMs });
  const closeAll = async (mayUnlink: boolean): Promise<void> => {
    endStreams();
    await close(server, connections, mayUnlink, needs);
    await app.close();
  };
  return { server, close: closeAll };
}

function serverOf(routed: RequestListener, connections: Connections, needs: ListenerNeeds): Server {
  const { limits, clock } = needs;
  const intervalMs = Math.min(250, limits.headersMs / 4);
  const server = createServer({
    // What lacks a Host is answered by the gate, not by a bare 400.
    requireHostHeader: false,
    shouldUpgradeCallback: isStream,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: intervalMs,
    keepAliveTimeout: limits.keepAliveMs,
  });
  forgiveOwnDelay(server, clock.monotonic, intervalMs);
  // Past a number of headers node:http would drop the rest, and the gate has to see them all; 16 KiB bounds them.
  server.maxHeadersCount = 0;
  server.on('connection', (socket: Socket) => connections.add(socket));
  const serve = (request: IncomingMessage, response: ServerResponse, go: () => void) => {
    if (!connections.begin(request, response)) return;
    const refusal = refusalOf(request, needs.hosts());
    if (refusal === undefined) return go();
    send(response, problemAnswer(refusal));
    if (!request.complete) void drain(request, { clock: needs.clock, drainMs: limits.drainMs });
  };
  server.on('request', (request, response) => serve(request, response, () => routed(request, response)));
  const unmet = problemAnswer(
    new AppError('BODY_INVALID', { detail: 'The Expect header asks for what is not known.' }),
  );
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    serve(request, response, () => send(response, unmet)),
  );
  server.on('connect', (request: IncomingMessage, socket: Duplex) =>
    endWith(socket, problemAnswer(refusalOf(request, needs.hosts()) ?? new AppError('ROUTE_UNKNOWN'))),
  );
  return server;
}

function refuseBare(error: AppError, socket: Socket, connections: Connections, { clock, limits }: ListenerNeeds): void {
  if (socket.destroyed || socket.writableEnded) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  if (!connections.mayAnswer(socket)) {
    connections.endAfterAnswers(socket);
    return;
  }
  endWith(socket, problemAnswer(error));
  void clock.sleep(limits.lingerMs).then(() => socket.destroy());
}

function endWith(socket: Duplex, answer: Answer): void {
  // A client that hung up meanwhile is no fault of anybody's.
  socket.on('error', () => socket.destroy());
  socket.end(asText(answer));
}

async function close(
  server: Server,
  connections: Connections,
  mayUnlink: boolean,
  { clock, limits }: ListenerNeeds,
): Promise<void> {
  if (!server.listening) return;
  if (!mayUnlink) {
    // Closing would unlink whatever stands at the path by now; unlistened, it ends with the process.
    server.unref();
    connections.dropAll();
    return;
  }
  const waited = new AbortController();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.endAll();
  await Promise.race([closed, clock.sleep(limits.closeMs, waited.signal)]);
  waited.abort();
  connections.dropAll();
  await closed;
}
