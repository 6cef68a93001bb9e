/** What the terminal and the agent hand each other about the call log as a whole: schemas and types. */
import { z } from 'zod';
import { LogQuery } from './control-views.ts';
import { CallStatus, Time, VaultStatus } from './model.ts';

const count = z.number().int().nonnegative();

/** Where the log's chain stood: kept elsewhere, it shows that what was there then was changed or cut off. */
export const LogHead = z.strictObject({
  /** The number of the last entry; 0 where there was none. */
  entry: count,
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex'),
  epoch: count,
  /** How many segments were closed up to then. */
  count,
});
export type LogHead = z.infer<typeof LogHead>;

export const LogResult = z.enum(['intact', 'altered', 'sealed', 'gap', 'truncated', 'unchecked']);
export type LogResult = z.infer<typeof LogResult>;

/** What a check of the whole log came to. */
export const LogCheckView = z.object({
  result: LogResult,
  entries: count,
  epoch: count,
  /** The first entry that `result` is about. */
  at: count.nullable(),
  /** The same in a sentence. */
  why: z.string(),
});
export type LogCheckView = z.infer<typeof LogCheckView>;

/** Names work that goes on between two questions; where it is gone, so is the work. */
const ticket = z.string().max(40);

/** `ticket` asks how a check that was begun is getting on. */
export const LogVerify = z.strictObject({ anchor: LogHead.optional(), ticket: ticket.optional() });
export type LogVerify = z.infer<typeof LogVerify>;

/** Either the check, or the ticket to ask again with. */
export const LogVerifyStep = z.object({
  check: LogCheckView.nullable(),
  ticket: ticket.nullable(),
  seen: count,
  all: count,
});
export type LogVerifyStep = z.infer<typeof LogVerifyStep>;

export const ExportFormat = z.enum(['har', 'csv', 'jsonl']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** What of the log is exported: every call that fits. */
export const ExportFilter = LogQuery.omit({ before: true, limit: true });
export type ExportFilter = z.infer<typeof ExportFilter>;

/** `cursor` is `next` of the page before; then the rest is not looked at. */
export const LogExport = z.strictObject({
  format: ExportFormat,
  query: ExportFilter.default({}),
  /** Show amounts and prices instead of masking them. */
  amounts: z.boolean().default(false),
  cursor: ticket.optional(),
});
export type LogExport = z.infer<typeof LogExport>;

/** A piece of the export, of some hundred calls; the pieces joined are the whole. */
export const LogExportPage = z.object({ text: z.string(), next: ticket.nullable() });
export type LogExportPage = z.infer<typeof LogExportPage>;

export const StatsQuery = z.strictObject({ since: Time, until: Time, bucketMs: z.number().int().min(1) });
export type StatsQuery = z.infer<typeof StatsQuery>;

const ms = z.number().nonnegative();
const Summary = z.object({
  calls: count,
  /** Failed, unknown or interrupted. */
  errors: count,
  denied: count,
  perMinute: ms,
  /** From begin to end; null where no call ended. */
  latencyMs: z.object({ p50: ms, p95: ms, p99: ms, max: ms }).nullable(),
});
export type Summary = z.infer<typeof Summary>;

export const LogStats = z.object({
  since: Time,
  until: Time,
  bucketMs: count,
  all: Summary,
  buckets: z.array(Summary.extend({ at: Time })),
  byStatus: z.record(CallStatus, count),
  byMethod: z.array(Summary.extend({ name: z.string() })),
  byBot: z.array(Summary.extend({ name: z.string() })),
});
export type LogStats = z.infer<typeof LogStats>;

const text = z.string();
const cause = z.object({ id: text, likelihood: z.number() });
const timings = z.record(text, z.number().nullable());

/**
 * What a bug report needs. No field can hold a name that its owner gave, an id, an amount or a market; what the contract
 * doesn't name here doesn't leave the agent.
 */
export const SupportBundle = z.object({
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
export type SupportBundle = z.infer<typeof SupportBundle>;
