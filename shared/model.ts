/** The nouns of Keybearer as schemas and types. Nothing here can hold a secret. */
import { z } from 'zod';
import { type Permission, permissions } from './permissions.ts';

export const keyIdPattern = /^key_[a-z2-7]{26}$/;
export const botIdPattern = /^bot_[a-z2-7]{26}$/;
export const labelPattern = /^(?!key_)[a-z0-9][a-z0-9._-]{0,62}$/;
export const botNamePattern = /^(?!bot_)[a-z0-9][a-z0-9._-]{0,62}$/;
/** ISO 8601 in UTC with milliseconds. */
export const Time = z.iso.datetime({ precision: 3 });
/** Money: a decimal string. */
export const Decimal = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/, 'a decimal like "0.01"');

export const Label = z
  .string()
  .regex(labelPattern, 'a label of a-z, 0-9, ".", "_" and "-", 63 at most, not beginning with key_');
export const BotName = z
  .string()
  .regex(botNamePattern, 'a name of a-z, 0-9, ".", "_" and "-", 63 at most, not beginning with bot_');

const isDay = (text: string): boolean => z.iso.date().safeParse(text).success;

/** Intl is part of the language, so every side knows the same zones. */
function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (fault) {
    if (fault instanceof RangeError) return false;
    throw fault;
  }
}

/** Who uses a key, as the user said it. */
export const Use = z
  .string()
  .regex(
    /^(bots|kraken-pro-mobile|unsure|service:[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}(:confirmed:\d{4}-\d{2}-\d{2})?)$/,
    'one of bots, kraken-pro-mobile, unsure, service:NAME, service:NAME:confirmed:2026-11-22',
  )
  .refine(
    (use) => isDay(use.split(':confirmed:')[1] ?? '2026-11-22'),
    'the day of a confirmation is none of the calendar',
  );
export type Use = z.infer<typeof Use>;

export const Tier = z.enum(['starter', 'intermediate', 'pro', 'unlimited']);
export type Tier = z.infer<typeof Tier>;

export const TwoFactorKind = z.enum(['none', 'totp', 'password']);
export type TwoFactorKind = z.infer<typeof TwoFactorKind>;

export const Algorithm = z.enum(['SHA1', 'SHA256', 'SHA512']);
export type Algorithm = z.infer<typeof Algorithm>;

/** The public part of a second factor: how codes are made, not from what. */
export const TwoFactor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('password') }),
  z.object({
    kind: z.literal('totp'),
    algorithm: Algorithm,
    digits: z.union([z.literal(6), z.literal(7), z.literal(8)]),
    periodSec: z.number().int().min(15).max(120),
  }),
]);
export type TwoFactor = z.infer<typeof TwoFactor>;

/** Does the exchange take a one-time code more than once in its step? `unknown` is treated as `reusable`. */
export const CodeSchedule = z.enum(['reusable', 'once-per-step', 'unknown']);
export type CodeSchedule = z.infer<typeof CodeSchedule>;

export const HealthItem = z.object({ id: z.string(), level: z.enum(['good', 'warn', 'bad']), text: z.string() });
export type HealthItem = z.infer<typeof HealthItem>;

/** An exchange API key without its secrets, as it stands in the vault's `key` records. */
export const Key = z.object({
  id: z.string().regex(keyIdPattern),
  label: Label,
  title: z.string().max(300),
  exchange: z.string(),
  twoFactor: TwoFactor,
  usedBy: z.array(Use),
  tier: Tier,
  /** Replaces scheme and host of every address of the exchange; null means the exchange's own. */
  endpoint: z.string().nullable(),
  /** Is `endpoint` neither on this machine nor the exchange's own? Then a lasting warning says so. */
  isForeign: z.boolean().default(false),
  codes: CodeSchedule.default('unknown'),
  /** The id of its secrets' record where they were replaced once; null means the one that goes with its own id. */
  credential: z.string().nullable().default(null),
  added: Time,
  tested: Time.nullable(),
  /** May bots feed the exchange's dead man's switch, which cancels every order of the account? */
  deadMan: z.boolean().default(false),
  /** What the last test found that a person should know. */
  findings: z.array(HealthItem).default([]),
});
export type Key = z.infer<typeof Key>;

export const VerdictId = z.enum([
  'unsupported',
  'unknown',
  'split-key',
  'keep-off',
  'ask-first',
  'may-be-on',
  'turn-on',
]);
/** May this key have two-factor authentication? `source` names where that is known from, with its date. */
export const Verdict = z.object({ id: VerdictId, reason: z.string(), source: z.string() });
export type Verdict = z.infer<typeof Verdict>;

const permission = z.enum(permissions);
export const Notional = z.strictObject({ amount: Decimal, currency: z.string().regex(/^[A-Z0-9]{2,12}$/) });
export type Notional = z.infer<typeof Notional>;

export const Limits = z.strictObject({
  callsPerMinute: z.number().int().nonnegative().optional(),
  ordersPerDay: z.number().int().nonnegative().optional(),
  maxOrderNotional: Notional.optional(),
  maxDailyNotional: Notional.optional(),
  sides: z.array(z.enum(['buy', 'sell'])).optional(),
  orderTypes: z.array(z.string().regex(/^[a-z-]{2,40}$/)).optional(),
  priceBandPercent: z.number().nonnegative().max(100).optional(),
  hours: z
    .array(
      z.strictObject({
        from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time like "08:00"'),
        to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time like "20:00"'),
        zone: z.string().max(60).refine(isZone, 'a time zone like "UTC" or "Europe/Berlin"'),
      }),
    )
    .optional(),
  askAbove: Notional.optional(),
});
export type Limits = z.infer<typeof Limits>;

export const Symbols = z.union([
  z.literal('any'),
  z.array(z.string().regex(/^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}(:[A-Z0-9-]{1,40})?$/, 'a symbol like "BTC/USD"')),
]);

/** What a bot may do with one key. An empty list allows nothing; `any` is always written out. */
export const Grant = z.strictObject({
  key: z.string(),
  may: z.array(permission),
  symbols: Symbols,
  orders: z.enum(['own', 'any']),
  limits: Limits,
});
export type Grant = z.infer<typeof Grant>;

/** A grant as people write it: `preset` may stand for `may`; `orders` and `limits` may be left out. */
export const GrantInput = z
  .strictObject({
    key: z.string(),
    may: z.array(permission).optional(),
    preset: z.enum(['watch', 'trade']).optional(),
    symbols: Symbols,
    orders: z.enum(['own', 'any']).default('own'),
    limits: Limits.default({}),
  })
  .refine((grant) => (grant.may === undefined) !== (grant.preset === undefined), 'give "may" or "preset", one of them');
export type GrantInput = z.infer<typeof GrantInput>;

export const Door = z.enum(['socket', 'http', 'group']);
export type Door = z.infer<typeof Door>;

/** Orders above `askAbove` that the owner allowed a bot for good: this market and side, worth this much at most. */
export const StandingYes = z.object({
  /** A key id. */
  key: z.string(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']).nullable(),
  upTo: Notional,
});
export type StandingYes = z.infer<typeof StandingYes>;

/** A bot as it stands in the vault: its token only as a hash. */
export const Bot = z.object({
  id: z.string().regex(botIdPattern),
  name: BotName,
  tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
  doors: z.array(Door),
  /** Each grant's `key` is a key id. */
  grants: z.array(Grant),
  paused: z.boolean(),
  approved: z.array(StandingYes).default([]),
  added: Time,
  expires: Time.nullable(),
});
export type Bot = z.infer<typeof Bot>;

export const BotState = z.enum(['active', 'paused', 'expired']);
export type BotState = z.infer<typeof BotState>;

export const VaultStatus = z.enum(['open', 'sealed', 'missing']);
export type VaultStatus = z.infer<typeof VaultStatus>;

const ms = z.number().nonnegative().nullable();
export const Timings = z.object({
  policy: ms,
  approval: ms,
  budget: ms,
  codeWait: ms,
  sign: ms,
  network: ms,
  total: ms,
});
/** Where the time of a call went, in milliseconds; null where it did not get that far. */
export type Timings = z.infer<typeof Timings>;

export const CallStatus = z.enum(['ok', 'denied', 'failed', 'unknown', 'interrupted', 'pending']);
export type CallStatus = z.infer<typeof CallStatus>;
export const PolicyVerdict = z.enum(['allowed', 'denied', 'asked']);
const sent = z.enum(['no', 'yes', 'unknown']);

/** One private request of a call, in the order sent. */
export const RequestRecord = z.object({
  n: z.number().int(),
  endpoint: z.string(),
  permission: permission,
  verdict: PolicyVerdict,
  status: CallStatus,
  sent,
  code: z.string().nullable(),
  otp: z.boolean(),
  timings: Timings,
});
export type RequestRecord = z.infer<typeof RequestRecord>;

/** One call as the log shows it. What is absent is null. */
export const CallRecord = z.object({
  id: z.string(),
  time: Time,
  bot: z.string().nullable(),
  key: z.string().nullable(),
  exchange: z.string().nullable(),
  method: z.string().nullable(),
  endpoint: z.string().nullable(),
  permission: permission.nullable(),
  symbol: z.string().nullable(),
  side: z.string().nullable(),
  amount: z.string().nullable(),
  price: z.string().nullable(),
  notional: z.object({ amount: z.string(), currency: z.string() }).nullable(),
  verdict: PolicyVerdict,
  status: CallStatus,
  sent,
  code: z.string().nullable(),
  exchangeError: z.string().nullable(),
  clientOrderId: z.string().nullable(),
  otp: z.boolean(),
  timings: Timings,
  bytes: z.object({ out: z.number().int(), in: z.number().int() }),
  requests: z.array(RequestRecord),
});
export type CallRecord = z.infer<typeof CallRecord>;

export const isDangerous = (needs: Permission): boolean =>
  needs.startsWith('funds.') || needs === 'code' || needs === 'raw';
