/** The entries of the call log. A call is a `begin`, an `intent` and an `outcome` a request, and an `end`. */
import { z } from 'zod';
import { CallStatus, PolicyVerdict, Timings } from '../../shared/model.ts';
import { permissions } from '../../shared/permissions.ts';

const permission = z.enum(permissions);
const sent = z.enum(['no', 'yes', 'unknown']);
const text = z.string().optional();

/** What a call or a request is about; what is unknown is left out. */
const about = {
  endpoint: text,
  permission: permission.optional(),
  symbol: text,
  side: text,
  amount: text,
  price: text,
  notional: z.object({ amount: z.string(), currency: z.string() }).optional(),
  clientOrderId: text,
};
/** `at` is wall time, `mono` monotonic time of the process that wrote it, both in ms. */
const stamp = { call: z.string(), at: z.number(), mono: z.number() };

export const BeginEntry = z.strictObject({
  ...stamp,
  ...about,
  kind: z.literal('begin'),
  bot: z.object({ id: z.string(), name: z.string() }).nullable(),
  key: z.object({ id: z.string(), label: z.string() }).nullable(),
  exchange: z.string().nullable(),
  method: z.string().nullable(),
  /** What the bot sent, redacted. */
  request: z.unknown().optional(),
});
export type BeginEntry = z.infer<typeof BeginEntry>;

export const IntentEntry = z.strictObject({
  ...stamp,
  ...about,
  kind: z.literal('intent'),
  n: z.number().int(),
  endpoint: z.string(),
  permission,
  verdict: z.enum(['allowed', 'asked']),
  /** By what the orders can be found afterwards: the client order ids of new ones, the exchange's id of a changed one. */
  orders: z.array(z.string()).optional(),
  changes: text,
  /** What is about to be sent, redacted. */
  request: z.unknown().optional(),
});
export type IntentEntry = z.infer<typeof IntentEntry>;

export const OutcomeEntry = z.strictObject({
  ...stamp,
  kind: z.literal('outcome'),
  n: z.number().int(),
  status: CallStatus.exclude(['pending', 'denied']),
  sent,
  code: text,
  exchangeError: text,
  otp: z.boolean(),
  timings: Timings.partial().optional(),
  bytes: z.object({ out: z.number().int(), in: z.number().int() }).optional(),
  /** What came back, redacted. */
  response: z.unknown().optional(),
});
export type OutcomeEntry = z.infer<typeof OutcomeEntry>;

/** The end of a call. `endpoint` and its neighbours name a request that was denied, since it has no intent. */
export const EndEntry = z.strictObject({
  ...stamp,
  ...about,
  kind: z.literal('end'),
  status: CallStatus.exclude(['pending']),
  verdict: PolicyVerdict.optional(),
  sent: sent.optional(),
  code: text,
  exchangeError: text,
  timings: Timings.partial().optional(),
  response: z.unknown().optional(),
});
export type EndEntry = z.infer<typeof EndEntry>;

export const Entry = z.discriminatedUnion('kind', [BeginEntry, IntentEntry, OutcomeEntry, EndEntry]);
export type Entry = z.infer<typeof Entry>;

/** An entry as the agent gives it: the log adds kind and time. */
export type NewEntry<E extends Entry> = Omit<E, 'kind' | 'at' | 'mono'>;

/** May this request change anything at the exchange? Its intent must then survive a power cut. */
export const acts = (entry: Entry): boolean => entry.kind === 'intent' && !harmless.has(entry.permission);
const harmless: ReadonlySet<string> = new Set(['market.read', 'account.read', 'orders.read', 'stream', 'code']);

/** Texts that come from bots and exchanges; the rest of an entry is made of our own words. */
const foreign: ReadonlySet<string> = new Set([
  'endpoint',
  'symbol',
  'side',
  'amount',
  'price',
  'clientOrderId',
  'changes',
  'method',
  'exchangeError',
  'request',
  'response',
]);
const maxTextLength = 2000;
const maxBodyLength = 65_536;

/** The entry as it may be written: every foreign text is scrubbed and clipped, what is too large is named by its size. */
export function cleanEntry<E extends Entry>(entry: E, scrub: (text: string) => string): E {
  const members = Object.entries(entry).map(([name, value]) => [
    name,
    foreign.has(name) ? cleanValue(value, scrub) : value,
  ]);
  return Object.assign({ ...entry }, Object.fromEntries(members));
}

function cleanValue(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === 'string') return clip(scrub(value));
  if (typeof value !== 'object' || value === null) return value;
  const clean = scrubDeep(value, scrub);
  const length = JSON.stringify(clean).length;
  return length > maxBodyLength ? `object(${length})` : clean;
}

function scrubDeep(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map((item) => scrubDeep(item, scrub));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [scrub(name), scrubDeep(member, scrub)]));
}

const clip = (value: string): string => (value.length > maxTextLength ? `${value.slice(0, maxTextLength)}…` : value);
