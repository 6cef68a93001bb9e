import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { type BotRouteName, botRoutes } from '../../../shared/bot-api.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Bot, type Door, keyIdPattern, labelPattern } from '../../../shared/model.ts';
import { openApiDocument } from '../../../shared/openapi.ts';
import type { BotService, CallInput } from '../../agent/ports.ts';
import { checkAmounts } from './amounts.ts';
import { Replay } from './answer.ts';

/** What a handler reads of a request; nothing of it is checked yet. */
export interface Asked {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

type NeedsNothing = {
  [Name in BotRouteName]: (typeof botRoutes)[Name]['needs'] extends 'nothing' ? Name : never;
}[BotRouteName];
/** Routes for everybody. A route that needs a token can't stand here, nor one of these among the others. */
export type OpenHandlers = Readonly<Record<NeedsNothing, (asked: Asked) => unknown>>;
export type BotHandlers = Readonly<
  Record<Exclude<BotRouteName, NeedsNothing | 'resign'>, (bot: Bot, asked: Asked) => unknown>
>;

const deadlineForm = /^[1-9]\d{0,8}$/;
const idempotencyForm = /^[\x20-\x7e]{1,64}$/;

export function openHandlers(service: BotService, version: string, door: Door): OpenHandlers {
  const document = openApiDocument(version);
  return {
    health: () => ({ ok: true, vault: service.vault() === 'open' ? 'open' : 'sealed', version }),
    openapi: () => document,
    'pair.begin': ({ body }) => service.pair(checked(botRoutes['pair.begin'].body, body), door),
    'pair.look': ({ params }) => service.pairing(checked(z.object({ pairing: z.string().max(100) }), params).pairing),
  };
}

export function botHandlers(service: BotService): BotHandlers {
  return {
    me: (bot) => service.me(bot),
    'keys.list': (bot) => ({ keys: service.keys(bot) }),
    'key.exchange': (bot, { params }) => service.exchange(bot, keyOf(params)),
    'keys.call': async (bot, { params, body, headers }) => {
      const { method, args } = checked(botRoutes['keys.call'].body, body);
      const key = keyOf(params);
      const { result, callId, isReplay } = await service.call(bot, key, {
        method,
        // JSON has no undefined, and ccxt takes null for a value.
        args: checkAmounts(method, args).map((arg) => arg ?? undefined),
        ...waitsOf(headers),
      });
      const answer = { result: result === undefined ? null : result, callId };
      return isReplay === true ? new Replay(answer) : answer;
    },
    'key.heartbeat': (bot, { params, body }) =>
      service.heartbeat(bot, keyOf(params), checked(botRoutes['key.heartbeat'].body, body ?? {}).seconds),
    stream: () => {
      throw new AppError('BODY_INVALID', { detail: 'A stream is a WebSocket: it begins with "Upgrade: websocket".' });
    },
    'code.show': (bot, { params, body }) => {
      if (body !== undefined) checked(z.strictObject({}), body);
      return service.code(bot, keyOf(params));
    },
    'calls.list': (bot, { query }) => service.calls(bot, checked(botRoutes['calls.list'].query, query)),
  };
}

/** Throws: BODY_INVALID with the places and the rules; what the bot wrote is not quoted, since it may be a token. */
function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  const rules = outcome.error.issues.slice(0, 5).map(({ code, path, message }) => {
    const place = path.length === 0 ? 'The request' : path.join('.');
    return `${place}: ${code === 'unrecognized_keys' ? 'has a member that is not known' : message}`;
  });
  throw new AppError('BODY_INVALID', { detail: `${rules.join('; ')}.` });
}

/** Throws: KEY_UNKNOWN; what can't be an id or a label is no key. */
export function keyOf(params: unknown): string {
  const key = typeof params === 'object' && params !== null ? Reflect.get(params, 'key') : undefined;
  if (typeof key !== 'string' || !(keyIdPattern.test(key) || labelPattern.test(key))) throw new AppError('KEY_UNKNOWN');
  return key;
}

export function waitsOf(headers: IncomingHttpHeaders): Pick<CallInput, 'deadlineMs' | 'idempotencyKey'> {
  const deadline = headers['keybearer-deadline-ms'];
  const idempotencyKey = headers['idempotency-key'];
  if (deadline === undefined && idempotencyKey === undefined) return {};
  if (deadline !== undefined && (typeof deadline !== 'string' || !deadlineForm.test(deadline))) {
    throw new AppError('BODY_INVALID', {
      detail: 'Keybearer-Deadline-Ms must be a whole number of milliseconds, 1 to 999999999.',
    });
  }
  if (idempotencyKey !== undefined && (typeof idempotencyKey !== 'string' || !idempotencyForm.test(idempotencyKey))) {
    throw new AppError('BODY_INVALID', { detail: 'Idempotency-Key must be 1 to 64 printable characters of ASCII.' });
  }
  return {
    ...(deadline !== undefined && { deadlineMs: Number(deadline) }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
}
