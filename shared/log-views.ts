/** What the terminal and the agent hand each other about the call log as a whole. */
import { z } from 'zod';
import { LogQuery } from './control-views.ts';
import { CallStatus, Time, VaultStatus } from './model.ts';

/** Where the log stands. `count` is how many segments were closed up to then. */
export const LogHeadView = z.object({
  entry: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  epoch: z.number().int().nonnegative(),
  count: z.number().int().nonnegative(),
});
export type LogHeadView = z.infer<typeof LogHeadView>;

/** `at` is the first entry that `result` is about; `why` says the same in a sentence. */
export const LogCheckView = z.object({
  result: z.enum(['intact', 'altered', 'sealed', 'gap', 'truncated', 'unchecked']),
  entries: z.number().int(),
  epoch: z.number().int(),
  at: z.number().int().nullable(),
  why: z.string(),
});
export type LogCheckView = z.infer<typeof LogCheckView>;

/** Names a check that goes on between two questions. */
const ticket = z.string().max(40);

/** `ticket` asks how a check that was begun is getting on. */
export const LogVerifyQuery = z.strictObject({
  anchor: LogHeadView.partial({ count: true }).optional(),
  ticket: ticket.optional(),
});
export type LogVerifyQuery = z.infer<typeof LogVerifyQuery>;

/** Either the check, or the ticket to ask again with. */
export const LogVerifyStep = z.object({
  check: LogCheckView.nullable(),
  ticket: ticket.nullable(),
  seen: z.number().int(),
  all: z.number().int(),
});
export type LogVerifyStep = z.infer<typeof LogVerifyStep>;

/** Milliseconds. */
const Latency = z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() });
const Summary = z.object({
  calls: z.number(),
  errors: z.number(),
  denied: z.number(),
  perMinute: z.number(),
  latencyMs: Latency.nullable(),
});
export type LogSummary = z.infer<typeof Summary>;
const NamedSummary = Summary.extend({ name: z.string() });
export const LogStatsView = z.object({
  since: Time,
  until: Time,
  bucketMs: z.number(),
  all: Summary,
  buckets: z.array(Summary.extend({ at: Time })).readonly(),
  byStatus: z.record(CallStatus, z.number()),
  byMethod: z.array(NamedSummary).readonly(),
  byBot: z.array(NamedSummary).readonly(),
});
export type LogStatsView = z.infer<typeof LogStatsView>;

/** Where an export goes on. */
const LogPlace = z.object({ after: z.number().int(), upTo: z.number().int(), count: z.number().int() });

export const LogExportQuery = z.strictObject({
  format: z.enum(['har', 'csv', 'jsonl']),
  query: LogQuery.omit({ limit: true }).default({}),
  /** Amounts and prices are masked unless they are asked for. */
  amounts: z.boolean().default(false),
  from: LogPlace.optional(),
});
export type LogExportQuery = z.infer<typeof LogExportQuery>;
/** `calls` is how many calls the text holds. */
export const LogExportStep = z.object({ text: z.string(), calls: z.number().int(), next: LogPlace.nullable() });

const text = z.string();
const count = z.number().int().nonnegative();
const cause = z.object({ id: text, likelihood: z.number() });
const timings = z.record(text, z.number().nullable());

/**
 * What a bug report needs. No field can hold a name that its owner gave, an id, an amount or a market; what the contract
 * doesn't name here doesn't leave the agent.
 */
export const LogBundleView = z.object({
  made: Time,
  versions: z.object({ keybearer: text, node: text, sqlite: text, openssl: text }),
  platform: z.object({ system: text, release: text, arch: text, cpus: count, memoryMiB: count }),
  process: z.object({ uptimeSec: count, rssMiB: count }),
  vault: VaultStatus,
  warnings: z.array(text),
  /** Programs and paths are only said to be there. */
  settings: z.record(text, z.union([text, z.number(), z.boolean(), z.null()])),
  /** Null while the vault is sealed. */
  keys: z
    .array(
      z.object({
        exchange: text,
        twoFactor: text,
        tier: text,
        verdict: text,
        health: z.array(z.object({ id: text, level: text })),
      }),
    )
    .nullable(),
  bots: z.record(text, count),
  clocks: z.array(z.object({ exchange: text, offsetMs: z.number() })),
  log: z.object({ entries: count, epoch: count, segments: count, fault: text.nullable(), setAside: count }).nullable(),
  /** Of the last 24 hours. */
  day: z
    .object({ all: Summary, byStatus: z.record(CallStatus, count), byMethod: z.array(Summary.extend({ name: text })) })
    .nullable(),
  /** The newest first. */
  errors: z.array(
    z.object({
      time: Time,
      exchange: text.nullable(),
      method: text.nullable(),
      permission: text.nullable(),
      verdict: text,
      status: text,
      sent: text,
      code: text.nullable(),
      exchangeError: text.nullable(),
      otp: z.boolean(),
      timings,
      requests: z.array(z.object({ endpoint: text, status: text, code: text.nullable(), timings })),
      causes: z.array(cause),
    }),
  ),
});
export type LogBundleView = z.infer<typeof LogBundleView>;
