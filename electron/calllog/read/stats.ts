/** Rates and latencies over time, for charts and for `log stats`. */
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../../shared/errors.ts';
import type { CallStatus } from '../../../shared/model.ts';
import { spanOf } from './filters.ts';

export interface StatsQuery {
  /** ISO times: calls from the first up to, and without, the second. */
  readonly since: string;
  readonly until: string;
  /** How long each bucket is; the first begins at `since`. */
  readonly bucketMs: number;
}

export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface Summary {
  readonly calls: number;
  /** Failed, unknown or interrupted. */
  readonly errors: number;
  readonly denied: number;
  readonly perMinute: number;
  /** From begin to end, in milliseconds; null where no call ended. */
  readonly latencyMs: Latency | null;
}

export interface NamedSummary extends Summary {
  readonly name: string;
}

export interface LogStats {
  readonly since: string;
  readonly until: string;
  readonly bucketMs: number;
  readonly all: Summary;
  /** Each begins at `at`; empty ones are there too. */
  readonly buckets: readonly (Summary & { readonly at: string })[];
  readonly byStatus: Readonly<Record<CallStatus, number>>;
  /** Those with the most calls first, 100 at most. */
  readonly byMethod: readonly NamedSummary[];
  readonly byBot: readonly NamedSummary[];
}

const mostBuckets = 2000;
const mostNames = 100;
const minuteMs = 60_000;

/** Throws: INPUT_INVALID on a span that is none, or with too many buckets. */
export function readStats(db: DatabaseSync, query: StatsQuery): LogStats {
  const { since, until, bucketMs } = query;
  const [fromMs, toMs] = [Date.parse(since), Date.parse(until)];
  const count = Math.ceil((toMs - fromMs) / bucketMs);
  if (!(bucketMs >= 1) || !(count >= 1) || count > mostBuckets) throw badSpan();
  const whole = new Sums();
  const buckets = Array.from({ length: count }, () => new Sums());
  const byMethod = new Map<string, Sums>();
  const byBot = new Map<string, Sums>();
  const byStatus = { ok: 0, denied: 0, failed: 0, unknown: 0, interrupted: 0, pending: 0 };
  for (const call of callsIn(db, query)) {
    byStatus[call.status] += 1;
    const bucket = buckets[Math.floor((call.time - fromMs) / bucketMs)];
    for (const sums of [whole, bucket, named(byMethod, call.method), named(byBot, call.bot)]) sums?.add(call);
  }
  const spanMs = toMs - fromMs;
  return {
    ...{ since, until, bucketMs, byStatus, all: whole.summary(spanMs) },
    buckets: buckets.map((sums, at) => ({
      at: new Date(fromMs + at * bucketMs).toISOString(),
      ...sums.summary(Math.min(bucketMs, spanMs - at * bucketMs)),
    })),
    byMethod: summariesOf(byMethod, spanMs),
    byBot: summariesOf(byBot, spanMs),
  };
}

const badSpan = (): AppError =>
  new AppError('INPUT_INVALID', {
    detail: `Statistics need a time to begin, a later one to end, and ${mostBuckets} buckets at most between them.`,
  });

interface CountedCall {
  readonly time: number;
  readonly status: CallStatus;
  readonly total: number | null;
  readonly method: string | null;
  readonly bot: string | null;
}

const statuses: ReadonlySet<string> = new Set(['ok', 'denied', 'failed', 'unknown', 'interrupted', 'pending']);
const isStatus = (text: string): text is CallStatus => statuses.has(text);

function* callsIn(db: DatabaseSync, { since, until }: StatsQuery): Generator<CountedCall> {
  const filters = spanOf(db, { since, until });
  const sql = `SELECT time, status, total, method, bot_name FROM calls WHERE ${filters.map((filter) => filter.sql).join(' AND ')}`;
  for (const row of db.prepare(sql).iterate(...filters.map((filter) => filter.value))) {
    const status = String(row['status']);
    if (!isStatus(status)) continue;
    const total = row['total'] === null ? null : Number(row['total']);
    yield { time: Number(row['time']), status, total, method: textOf(row['method']), bot: textOf(row['bot_name']) };
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function named(all: Map<string, Sums>, name: string | null): Sums | undefined {
  if (name === null) return undefined;
  const sums = all.get(name) ?? new Sums();
  all.set(name, sums);
  return sums;
}

function summariesOf(all: ReadonlyMap<string, Sums>, spanMs: number): NamedSummary[] {
  const summaries = [...all].map(([name, sums]) => ({ name, ...sums.summary(spanMs) }));
  return summaries.toSorted((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1)).slice(0, mostNames);
}

class Sums {
  #calls = 0;
  #errors = 0;
  #denied = 0;
  readonly #totals: number[] = [];

  add({ status, total }: CountedCall): void {
    this.#calls += 1;
    if (status === 'denied') this.#denied += 1;
    else if (status !== 'ok' && status !== 'pending') this.#errors += 1;
    if (total !== null) this.#totals.push(total);
  }

  summary(spanMs: number): Summary {
    const perMinute = Math.round((this.#calls * minuteMs * 100) / spanMs) / 100;
    return {
      calls: this.#calls,
      errors: this.#errors,
      denied: this.#denied,
      perMinute,
      latencyMs: latencyOf(this.#totals),
    };
  }
}

/** By nearest rank. */
function latencyOf(totals: readonly number[]): Latency | null {
  const sorted = Float64Array.from(totals).sort();
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return sorted.length === 0 ? null : { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
