/** Requests that a bot believes to send to its exchange. Source: design/resign.md. */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { resignMethods } from '../../../shared/bot-api.ts';
import { asAppError } from '../../../shared/errors.ts';
import type { ResignAnswer, ResignAsk } from '../../agent/resign-port.ts';
import { enter, type RouteNeeds } from './admission.ts';
import { answer } from './answer.ts';
import { waitsOf } from './handlers.ts';
import { hashOf } from './identify.ts';

/** Where a router would stop reading: what it decodes may mean something else to the exchange. */
const place = '/v1/resign';

/** Has every address below the route go to one handler, which reads the raw one. */
export const keepRaw = ({ url = '/' }: { readonly url?: string | undefined }): string =>
  url.startsWith(`${place}/`) ? place : url;

/** Registers the route, in whose bodies anything may stand. */
export function registerResign(app: FastifyInstance, needs: RouteNeeds): void {
  void app.register(async (own) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
    own.route({
      method: [...resignMethods],
      url: place,
      handler: (request, reply) => serve(needs, request, reply),
    });
  });
}

async function serve(needs: RouteNeeds, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { resign } = needs.service;
  const ask = askOf(request);
  const token = resign.tokenIn(ask);
  if (token === undefined) return give(reply, await resign.read(ask));
  const { bot, lease } = await enterOrWait(needs, request.raw, hashOf(token));
  lease.hold();
  try {
    give(reply, await resign.send(bot, ask));
  } catch (fault) {
    // What went wrong unforeseen may have gone wrong after sending.
    throw asAppError(fault, 'unknown');
  } finally {
    lease.drop();
  }
}

async function enterOrWait(needs: RouteNeeds, request: IncomingMessage, tokenHash: string) {
  try {
    return enter(needs, request, tokenHash);
  } catch (fault) {
    const error = asAppError(fault);
    if (error.code === 'TOKEN_UNKNOWN') await needs.wrongTokens.wait();
    throw error;
  }
}

/** The request as it came: its raw address, and its headers with those that stand there twice. */
function askOf({ method, originalUrl, raw, headers, body }: FastifyRequest): ResignAsk {
  return {
    method,
    url: originalUrl,
    headers: pairsOf(raw.rawHeaders),
    body: body instanceof Uint8Array ? body : new Uint8Array(),
    deadlineMs: waitsOf({ 'keybearer-deadline-ms': headers['keybearer-deadline-ms'] }).deadlineMs,
  };
}

function pairsOf(raw: readonly string[]): [name: string, value: string][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : []));
}

/** No header of ours stands in the exchange's place but those that keep its answer out of caches. */
function give(reply: FastifyReply, { status, headers, body, callId }: ResignAnswer): void {
  const own = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'keybearer-call-id': callId };
  answer(reply, { status, headers: { ...headers, ...own }, body });
}
