/** What the terminal and the agent hand each other about the call log as a whole. */
import { z } from 'zod';
import { LogQuery } from './control-views.ts';
import { CallStatus, Time } from './model.ts';

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

/** Milliseconds. */
const Latency = z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() });
const Summary = z.object({
  calls: z.number(),
  errors: z.number(),
  denied: z.number(),
  perMinute: z.number(),
  latencyMs: Latency.nullable(),
});
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
export const LogExportStep = z.object({ text: z.string(), next: LogPlace.nullable() });

/** A support bundle: nothing in it names a key, a bot, an order or an amount. */
export const LogBundleView = z.object({
  made: Time,
  version: z.string(),
  node: z.string(),
  platform: z.string(),
  vault: z.string(),
  counts: z.record(z.string(), z.number()),
  settings: z.record(z.string(), z.unknown()),
  warnings: z.array(z.string()),
  lastDay: LogStatsView.pick({ all: true, byStatus: true }),
  errors: z.array(
    z.object({
      time: Time,
      exchange: z.string().nullable(),
      method: z.string().nullable(),
      endpoint: z.string().nullable(),
      status: CallStatus,
      sent: z.string(),
      code: z.string().nullable(),
      exchangeError: z.string().nullable(),
      causes: z.array(z.string()),
      totalMs: z.number().nullable(),
    }),
  ),
});
export type LogBundleView = z.infer<typeof LogBundleView>;
