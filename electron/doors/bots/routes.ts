import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type BotRouteName, botRoutes } from '../../../shared/bot-api.ts';
import { AppError, asAppError, type Sent } from '../../../shared/errors.ts';
import type { Bot, Door } from '../../../shared/model.ts';
import type { BotService } from '../../agent/ports.ts';
import type { Clock } from '../../base/clock.ts';
import { type Answer, problemAnswer, resultAnswer, send } from './answer.ts';
import type { Connections } from './connections.ts';
import { faultOf } from './faults.ts';
import { type BotHandlers, botHandlers, type OpenHandlers, openHandlers } from './handlers.ts';
import { tokenHashOf, type WrongTokens } from './identify.ts';
import type { InFlight, Lease } from './in-flight.ts';

/** What the routes of one listener lean on. */
export interface RouteNeeds {
  readonly service: BotService;
  readonly clock: Clock;
  readonly version: string;
  readonly door: Door;
  readonly drainMs: number;
  readonly connections: Connections;
  readonly inFlight: InFlight;
  readonly wrongTokens: WrongTokens;
  /** Told of what the bot is told nothing about. */
  readonly report: (fault: unknown) => void;
}

interface Admission {
  readonly bot: Bot;
  readonly lease: Lease;
}

/** Registers every route of the table and no other, and turns every fault into problem+json. */
export function registerRoutes(app: FastifyInstance, needs: RouteNeeds): void {
  const open = openHandlers(needs.service, needs.version);
  const guarded = botHandlers(needs.service);
  const admissions = new WeakMap<FastifyRequest, Admission>();
  app.setErrorHandler((fault, request, reply) => refuse(fault, request.raw, reply, needs));
  app.addHook('onRequest', (request, _reply, done) => done(request.is404 ? new AppError('ROUTE_UNKNOWN') : undefined));
  for (const name of Object.keys(botRoutes).filter(isRouteName)) {
    const { method, path: url } = botRoutes[name];
    if (isOpen(name, open)) {
      app.route({ method, url, handler: (_request, reply) => answer(reply, resultAnswer(open[name]())) });
    } else if (isGuarded(name, guarded)) {
      const onRequest = async (request: FastifyRequest) => void admissions.set(request, await admit(request, needs));
      app.route({
        method,
        url,
        onRequest,
        handler: (request, reply) => serve(name, guarded, admissions.get(request), request, reply),
      });
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

async function admit(
  request: FastifyRequest,
  { service, door, inFlight, connections, wrongTokens }: RouteNeeds,
): Promise<Admission> {
  try {
    const bot = service.identify(tokenHashOf(request.headers.authorization), door);
    const lease = inFlight.enter(bot.id);
    connections.trust(request.raw);
    connections.whenEnded(request.raw, () => lease.drop());
    return { bot, lease };
  } catch (fault) {
    if (fault instanceof AppError && fault.code === 'TOKEN_UNKNOWN') await wrongTokens.wait();
    throw fault instanceof AppError ? fault : asAppError(fault);
  }
}

async function serve(
  name: keyof BotHandlers,
  handlers: BotHandlers,
  admission: Admission | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (admission === undefined) throw new AppError('TOKEN_MISSING');
  const { bot, lease } = admission;
  lease.hold();
  try {
    answer(reply, resultAnswer(await handlers[name](bot, request)));
  } catch (fault) {
    // What went wrong unforeseen in a call may have gone wrong after sending.
    const sent: Sent = name === 'keys.call' ? 'unknown' : 'no';
    throw asAppError(fault, sent);
  } finally {
    lease.drop();
  }
}

/** Writes past Fastify, which would add a charset to problem+json and go over the headers once more. */
function answer(reply: FastifyReply, ready: Answer): void {
  reply.hijack();
  send(reply.raw, ready);
}

const isRouteName = (name: string): name is BotRouteName => Object.hasOwn(botRoutes, name);
const isOpen = (name: BotRouteName, open: OpenHandlers): name is keyof OpenHandlers => Object.hasOwn(open, name);
const isGuarded = (name: BotRouteName, guarded: BotHandlers): name is keyof BotHandlers => Object.hasOwn(guarded, name);
