/** The bots' contract: every route a bot may call. What does not stand here does not exist. */
import { z } from 'zod';
import { BotName, CallRecord, CallStatus, Grant, GrantInput, HealthItem, Time, TwoFactorKind } from './model.ts';
import { permissions } from './permissions.ts';

export const botApiVersion = '1';
export const maxBodyBytes = 256 * 1024;
export const tokenPattern = /^kb_[A-Za-z0-9_-]{43}$/;

export const KeyView = z.object({
  id: z.string(),
  label: z.string(),
  title: z.string(),
  exchange: z.string(),
  twoFactor: TwoFactorKind,
  may: z.array(z.enum(permissions)),
  health: z.array(HealthItem),
});

export const MeView = z.object({
  id: z.string(),
  name: z.string(),
  paused: z.boolean(),
  expires: Time.nullable(),
  grants: z.array(Grant.extend({ left: z.record(z.string(), z.unknown()) })),
});

/** What a program that is shaped like a ccxt exchange has to know of one. `methods`: what it has and the grant allows. */
export const ExchangeFacts = z.object({
  exchange: z.string(),
  name: z.string(),
  has: z.record(z.string(), z.union([z.boolean(), z.literal('emulated')]).nullable()),
  methods: z.array(z.string()),
  timeframes: z.record(z.string(), z.union([z.string(), z.number()])),
  precisionMode: z.number().int(),
});

/** `args` are the method's positional arguments as ccxt documents them. */
export const CallBody = z.strictObject({
  method: z.string().min(1).max(200),
  args: z.array(z.unknown()).max(20).default([]),
});
export const CallResult = z.object({ result: z.unknown(), callId: z.string() });
export const CodeView = z.object({ code: z.string(), expiresAt: Time });

export const CallsQuery = z.strictObject({
  since: z.string().max(100).optional(),
  status: CallStatus.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** A bot introduces itself: its name, and the grants that it would like. */
export const PairBody = z.strictObject({ name: BotName, wants: z.array(GrantInput).max(20) });
export type PairBody = z.infer<typeof PairBody>;

/** Within how many seconds the bot will come again. Source: Kraken's API reference: 60 s, asked for every 15 to 30 s, is usual. */
export const HeartbeatBody = z.strictObject({ seconds: z.number().int().min(5).max(86_400).default(60) });

/** By what a bot tells apart what it watches over one connection. */
const StreamId = z.union([z.number().int().safe(), z.string().min(1).max(64)]);
/** What a bot sends over a stream: begin, and end. */
export const StreamWatch = z.strictObject({
  id: StreamId,
  watch: z.string().min(1).max(200),
  args: z.array(z.unknown()).max(20).default([]),
});
export const StreamStop = z.strictObject({ id: StreamId, stop: z.literal(true) });
/** What it receives: events as ccxt gives them, and errors (RFC 9457), which have no `id` where they are about all of it. */
export const StreamMessage = z.object({
  id: StreamId.optional(),
  event: z.unknown().optional(),
  error: z.object({ code: z.string(), missed: z.number().int().nullable().optional() }).loose().optional(),
});

/** The HTTP methods that exchanges are asked by. */
export const resignMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface BotRoute {
  /** `ANY`: each of `resignMethods`. */
  readonly method: 'GET' | 'POST' | 'ANY';
  /** `:name` marks a part that the bot fills in. */
  readonly path: string;
  readonly summary: string;
  /** `nothing`: no token; `token`: any token; `call`: by method and by what is sent; `endpoint`: by what is sent; else that permission on the key. */
  readonly needs: 'nothing' | 'token' | 'call' | 'endpoint' | 'code' | 'orders.cancel' | 'stream';
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly result: z.ZodType;
}

export const botRoutes = {
  health: {
    method: 'GET',
    path: '/v1/health',
    summary: 'Is the agent there, and is its vault open?',
    needs: 'nothing',
    result: z.object({ ok: z.literal(true), vault: z.enum(['open', 'sealed']), version: z.string() }),
  },
  openapi: {
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This document.',
    needs: 'nothing',
    result: z.record(z.string(), z.unknown()),
  },
  'pair.begin': {
    method: 'POST',
    path: '/v1/pair',
    summary: 'Ask to be let in. Show the code: the owner types it in within 120 s.',
    needs: 'nothing',
    body: PairBody,
    result: z.object({ pairing: z.string(), code: z.string() }),
  },
  'pair.look': {
    method: 'GET',
    path: '/v1/pair/:pairing',
    summary: 'What became of it; the token is given once.',
    needs: 'nothing',
    result: z.object({ state: z.enum(['waiting', 'refused', 'done']), token: z.string().optional() }),
  },
  me: {
    method: 'GET',
    path: '/v1/me',
    summary: 'The bot that the token stands for, and what it may do.',
    needs: 'token',
    result: MeView,
  },
  'keys.list': {
    method: 'GET',
    path: '/v1/keys',
    summary: 'The keys that the bot has a grant on.',
    needs: 'token',
    result: z.object({ keys: z.array(KeyView) }),
  },
  'key.exchange': {
    method: 'GET',
    path: '/v1/keys/:key/exchange',
    summary: "What ccxt knows of the key's exchange, and which unified methods the bot's grant allows.",
    needs: 'token',
    result: ExchangeFacts,
  },
  'keys.call': {
    method: 'POST',
    path: '/v1/keys/:key/call',
    summary: 'Call a method of ccxt with a key: unified (createOrder) or implicit (privatePostBalance).',
    needs: 'call',
    body: CallBody,
    result: CallResult,
  },
  'key.heartbeat': {
    method: 'POST',
    path: '/v1/keys/:key/heartbeat',
    summary: "Feeds the key's dead man's switch: unless somebody comes in time, the exchange cancels every order.",
    needs: 'orders.cancel',
    body: HeartbeatBody,
    result: z.object({ until: Time }),
  },
  stream: {
    method: 'GET',
    path: '/v1/keys/:key/stream',
    summary:
      'A WebSocket over which things are watched with the watch methods of ccxt, each needing its own permission as well.',
    needs: 'stream',
    result: StreamMessage,
  },
  'code.show': {
    method: 'POST',
    path: '/v1/keys/:key/code',
    summary: 'The current one-time code of a key. Dangerous, and off by default.',
    needs: 'code',
    result: CodeView,
  },
  resign: {
    method: 'ANY',
    path: '/v1/resign/:key/:address',
    summary:
      "A request to the exchange's own address, signed with the token as the API key: signed anew, sent, answered as the exchange does.",
    needs: 'endpoint',
    result: z.unknown(),
  },
  'calls.list': {
    method: 'GET',
    path: '/v1/calls',
    summary: "The bot's own calls, newest first.",
    needs: 'token',
    query: CallsQuery,
    result: z.object({ calls: z.array(CallRecord), next: z.string().nullable() }),
  },
} as const satisfies Record<string, BotRoute>;

export type BotRouteName = keyof typeof botRoutes;
