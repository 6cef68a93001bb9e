/** What the terminal and the agent hand each other: schemas and types, without the calls. */
import { z } from 'zod';
import type { Cause } from './errors.ts';
import {
  Algorithm,
  BotName,
  CallStatus,
  CodeSchedule,
  Door,
  GrantInput,
  HealthItem,
  Label,
  Notional,
  Tier,
  Time,
  TwoFactorKind,
  Use,
  VaultStatus,
  Verdict,
} from './model.ts';

const text = (max: number) => z.string().min(1).max(max);

/** The second factor as it is typed in. Its secret goes in and never comes out. */
export const TwoFactorInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('totp'),
    secret: text(2048).optional(),
    uri: text(4096).optional(),
    digits: z.number().int().optional(),
    period: z.number().int().optional(),
    algorithm: z.string().max(20).optional(),
  }),
  z.strictObject({ kind: z.literal('password'), password: text(1024) }),
]);
export type TwoFactorInput = z.infer<typeof TwoFactorInput>;

/** `key.json`. Which credentials are required depends on the exchange. */
export const KeyInput = z.strictObject({
  label: Label,
  title: z.string().max(300).default(''),
  exchange: text(60),
  apiKey: text(4096).optional(),
  secret: text(16384).optional(),
  password: text(4096).optional(),
  uid: text(4096).optional(),
  login: text(4096).optional(),
  token: text(4096).optional(),
  walletAddress: text(4096).optional(),
  privateKey: text(16384).optional(),
  accountId: text(4096).optional(),
  twofa: text(4096).optional(),
  twoFactor: TwoFactorInput,
  usedBy: z.array(Use).max(20).default([]),
  tier: Tier.default('starter'),
  endpoint: z.url().optional(),
});
export type KeyInput = z.infer<typeof KeyInput>;

/** `bot.json`. */
export const BotInput = z.strictObject({
  name: BotName,
  doors: z.array(Door).min(1).default(['socket']),
  grants: z.array(GrantInput).max(200),
  expires: z.iso.datetime({ offset: true }).optional(),
});
export type BotInput = z.infer<typeof BotInput>;

export const KeyListItem = z.object({
  id: z.string(),
  label: z.string(),
  title: z.string(),
  exchange: z.string(),
  usedBy: z.array(z.string()),
  twoFactor: TwoFactorKind,
  verdict: Verdict,
  tested: Time.nullable(),
  bots: z.array(z.string()),
});
export type KeyListItem = z.infer<typeof KeyListItem>;
export const KeyDetail = KeyListItem.extend({
  tier: Tier,
  endpoint: z.string().nullable(),
  added: Time,
  health: z.array(HealthItem),
  /** Does the exchange take a code more than once in its step? */
  codes: CodeSchedule,
  /** May bots feed the exchange's dead man's switch? */
  deadMan: z.boolean(),
});
export type KeyDetail = z.infer<typeof KeyDetail>;

export const KeyTest = z.object({
  twoFactor: z.object({
    configured: TwoFactorKind,
    detected: z.enum(['on', 'off', 'unknown']),
    /** Does the key work as it is configured here? */
    accepted: z.boolean(),
    reuse: z.enum(['reusable', 'once-per-step', 'unknown']),
  }),
  /** The exchange's clock minus ours. */
  clockOffsetMs: z.number(),
  health: z.array(HealthItem),
  verdict: Verdict,
  requests: z.number().int(),
});
export type KeyTest = z.infer<typeof KeyTest>;

/** What `key rotate` reads: a key.json of which only the secrets count. What is left out stays as it is. */
export const RotateInput = KeyInput.omit({ title: true, usedBy: true, tier: true })
  .partial()
  .extend({
    title: z.string().max(300).optional(),
    usedBy: z.array(Use).max(20).optional(),
    tier: Tier.optional(),
  });
export type RotateInput = z.infer<typeof RotateInput>;

export const KeyRotation = KeyTest.extend({ id: z.string(), label: z.string(), warnings: z.array(z.string()) });
export type KeyRotation = z.infer<typeof KeyRotation>;

/** A file with second factors: its bytes in base64, 10 MiB at most; `password` opens an encrypted export. */
export const ImportFile = z.strictObject({
  file: z.base64().max(14 * 1024 * 1024),
  password: text(1024).optional(),
});
export type ImportFile = z.infer<typeof ImportFile>;

export const ImportView = z.object({
  /** Is it encrypted, and no password was given? Then nothing else is known of it. */
  needsPassword: z.boolean(),
  /** set-up key, otpauth, google, aegis, 2fas or bitwarden; null where that is not known yet. */
  format: z.string().nullable(),
  accounts: z.array(
    z.object({
      /** From 1. */
      n: z.number().int(),
      issuer: z.string(),
      name: z.string(),
      ...{ algorithm: Algorithm, digits: z.number().int(), periodSec: z.number().int() },
      warnings: z.array(z.string()),
    }),
  ),
  refused: z.array(z.object({ issuer: z.string(), name: z.string(), reason: z.string() })),
});
export type ImportView = z.infer<typeof ImportView>;

export const BotListItem = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['active', 'paused', 'expired']),
  doors: z.array(Door),
  expires: Time.nullable(),
  added: Time,
  grants: z.array(
    z.object({
      key: z.string(),
      may: z.array(z.string()),
      symbols: z.union([z.literal('any'), z.array(z.string())]),
      orders: z.enum(['own', 'any']),
      limits: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type BotListItem = z.infer<typeof BotListItem>;

export const StatusView = z.object({
  agent: z
    .object({ pid: z.number(), version: z.string(), socket: z.string(), http: z.string().nullable(), since: Time })
    .nullable(),
  vault: VaultStatus,
  /** What its owner should know of the vault, in sentences. */
  warnings: z.array(z.string()).default([]),
  keys: z.array(z.object({ id: z.string(), label: z.string(), health: z.array(HealthItem) })),
  bots: z.array(z.object({ id: z.string(), name: z.string(), state: z.enum(['active', 'paused', 'expired']) })),
  clock: z.array(z.object({ exchange: z.string(), offsetMs: z.number(), measured: Time })),
  budget: z.array(z.object({ key: z.string(), left: z.number(), max: z.number() })),
});
export type StatusView = z.infer<typeof StatusView>;

export const LogQuery = z.strictObject({
  bot: z.string().max(100).optional(),
  key: z.string().max(100).optional(),
  exchange: z.string().max(100).optional(),
  method: z.string().max(200).optional(),
  symbol: z.string().max(100).optional(),
  status: CallStatus.optional(),
  error: z.string().max(100).optional(),
  slowerThanMs: z.number().nonnegative().optional(),
  text: z.string().max(200).optional(),
  /** ISO time: calls at or after it. */
  since: Time.optional(),
  /** A call id: only calls before it, for the next page. */
  before: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(1000).default(100),
});
export type LogQuery = z.infer<typeof LogQuery>;

export const ExplainView = z.object({ error: z.string(), causes: z.array(z.custom<Cause>()) });

const names = z.array(z.string());

export const ApprovalFor = z.enum(['once', '15m', 'until-sealed', 'always']);
export type ApprovalFor = z.infer<typeof ApprovalFor>;

/** A request that waits for its owner's yes. */
export const ApprovalView = z.object({
  id: z.string(),
  time: Time,
  bot: z.string(),
  key: z.string(),
  exchange: z.string(),
  method: z.string().nullable(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']).nullable(),
  type: z.string().nullable(),
  amount: z.string().nullable(),
  price: z.string().nullable(),
  /** What it is worth in the currency of `askAbove`. */
  notional: Notional,
  /** How many requests that are the same in everything wait. */
  waiting: z.number().int(),
  /** Then it is refused. */
  expires: Time,
});
export type ApprovalView = z.infer<typeof ApprovalView>;

/** A bot that waits to be let in. */
export const PairView = z.object({ name: z.string(), wants: z.array(GrantInput), expires: Time });
export type PairView = z.infer<typeof PairView>;

/** What sealing, opening and panic came to: names of bots, labels of keys; `failed` with why. */
export const SealView = z.object({ vault: VaultStatus, paused: names, cancelled: names, failed: names });
export type SealView = z.infer<typeof SealView>;
