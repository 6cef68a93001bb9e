import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { type BotRouteName, botRoutes } from '../../../shared/bot-api.ts';
import { AppError, asAppError } from '../../../shared/errors.ts';
import { type Admission, enter, type RouteNeeds } from './admission.ts';
import { answer, problemAnswer, resultAnswer } from './answer.ts';
import { faultOf } from './faults.ts';
import { type BotHandlers, botHandlers, type OpenHandlers, openHandlers } from './handlers.ts';
import { tokenHashOf } from './identify.ts';
import { registerResign } from './resign.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The bot that asks; null where the route needs none. */
    admission: Admission | null;
  }
}

/** Registers every route of the table and no other, and turns every fault into problem+json. */
export function registerRoutes(app: FastifyInstance, needs: RouteNeeds): void {
  const open = openHandlers(needs.service, needs.version, needs.door);
  const guarded = botHandlers(needs.service);
  app.decorateRequest('admission', null);
  app.setErrorHandler((fault, request, reply) => refuse(fault, request.raw, reply, needs));
  app.addHook('onRequest', (request, _reply, done) => done(request.is404 ? new AppError('ROUTE_UNKNOWN') : undefined));
  for (const name of Object.keys(botRoutes).filter(isRouteName)) {
    const { method, path: url } = botRoutes[name];
    if (method === 'ANY') registerResign(app, needs);
    else if (isOpen(name, open)) {
      app.route({ method, url, handler: (request, reply) => serveAll(open[name], request, reply) });
    } else if (isGuarded(name, guarded)) {
      const onRequest: onRequestHookHandler = (request, _reply, done) => admit(request, needs, done);
      app.route({ method, url, onRequest, handler: (request, reply) => serveBot(name, guarded, request, reply) });
    }
  }
}

/** Answers a fault, and lets the rest of a refused body come in for a while, else the client would meet a reset. */
export function refuse(
  fault: unknown,
  request: IncomingMessage,
  reply: FastifyReply,
  needs: Pick<RouteNeeds, 'clock' | 'drainMs' | 'report'>,
): void {
  const error = faultOf(fault);
  if (error.code === 'INTERNAL') needs.report(fault);
  answer(reply, problemAnswer(error));
  if (!request.complete) void drain(request, needs);
}

/** Drops a connection whose refused request still sends after `drainMs`. */
export async function drain(
  request: IncomingMessage,
  { clock, drainMs }: Pick<RouteNeeds, 'clock' | 'drainMs'>,
): Promise<void> {
  const gone = new AbortController();
  request.once('close', () => gone.abort());
  request.once('end', () => gone.abort());
  await clock.sleep(drainMs, gone.signal);
  if (!request.complete) request.socket.destroy();
}

function admit(request: FastifyRequest, needs: RouteNeeds, done: (fault?: Error) => void): void {
  try {
    request.admission = enter(needs, request.raw, tokenHashOf(request.headers.authorization));
  } catch (fault) {
    const error = asAppError(fault);
    if (error.code === 'TOKEN_UNKNOWN') void needs.wrongTokens.wait().then(() => done(error));
    else done(error);
    return;
  }
  done();
}

async function serveAll(
  handler: OpenHandlers[keyof OpenHandlers],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  try {
    answer(reply, resultAnswer(await handler(request)));
  } catch (fault) {
    throw asAppError(fault);
  }
}

async function serveBot(
  name: keyof BotHandlers,
  handlers: BotHandlers,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (request.admission === null) throw new AppError('TOKEN_MISSING');
  const { bot, lease } = request.admission;
  lease.hold();
  try {
    answer(reply, resultAnswer(await handlers[name](bot, request)));
  } catch (fault) {
    // What went wrong unforeseen in a call may have gone wrong after sending.
    throw asAppError(fault, name === 'keys.call' ? 'unknown' : 'no');
  } finally {
    lease.drop();
  }
}

const isRouteName = (name: string): name is BotRouteName => Object.hasOwn(botRoutes, name);
const isOpen = (name: BotRouteName, open: OpenHandlers): name is keyof OpenHandlers => Object.hasOwn(open, name);
const isGuarded = (name: BotRouteName, guarded: BotHandlers): name is keyof BotHandlers => Object.hasOwn(guarded, name);
