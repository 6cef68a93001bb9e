import type { LogStatsView, LogSummary } from '../../../shared/log-views.ts';
import { isoTime } from '../../base/clock.ts';
import { answer, paperOf } from '../answer.ts';
import type { Run } from '../command.ts';
import { chart } from '../log/chart.ts';
import { durationText } from '../log/duration.ts';
import { grouped } from '../log/verdict.ts';
import { type Column, clean, type Paper, paint, table } from '../print.ts';
import { sinceOf } from '../since.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Lengths that a person would choose. */
const bucketsMs = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minuteMs),
  ...[1, 2, 3, 6, 12].map((n) => n * hourMs),
  ...[1, 7, 30, 90, 365].map((n) => n * dayMs),
] as const;
const mostBuckets = 60;

export const logStats: Run = async (context) => {
  const nowMs = context.io.now();
  const since = sinceOf(context.options.text('since'), nowMs) ?? isoTime(nowMs - dayMs);
  // The call that began this very millisecond counts.
  const untilMs = Math.max(nowMs, Date.parse(since)) + 1;
  const spanMs = untilMs - Date.parse(since);
  const bucketMs = bucketsMs.find((length) => spanMs / length <= mostBuckets) ?? Math.ceil(spanMs / mostBuckets);
  const stats = await context.call('log.stats', { since, until: isoTime(untilMs), bucketMs });
  return answer(context, stats, () => statsText(stats, paperOf(context)));
};

function statsText(stats: LogStatsView, paper: Paper): string {
  const { all, since, buckets, bucketMs, byMethod, byBot } = stats;
  const from = new Date(since).toLocaleString('sv-SE').slice(0, 16);
  if (all.calls === 0) return `No calls since ${from}.\n`;
  const bars = buckets.map(({ at, calls, errors }) => ({ atMs: Date.parse(at), calls, errors }));
  return [
    `Calls since ${from}, by ${durationText(bucketMs)}\n\n`,
    chart(bars, paper),
    `\n${summaryText(stats, paper)}`,
    namedTable('method', byMethod, paper),
    namedTable('bot', byBot, paper),
  ].join('');
}

function summaryText({ all, byStatus }: LogStatsView, { hasColour }: Paper): string {
  const { calls, errors, denied, perMinute, latencyMs } = all;
  const rate = perMinute >= 1 ? `${perMinute.toFixed(1)} a minute` : `${(perMinute * 60).toFixed(1)} an hour`;
  const share = errors === 0 ? '' : ` (${((errors * 100) / calls).toFixed(1)} %)`;
  const bad = paint(
    `${grouped(errors)} ${errors === 1 ? 'error' : 'errors'}`,
    errors > 0 ? 'red' : undefined,
    hasColour,
  );
  const lines = [
    `${grouped(calls)} ${calls === 1 ? 'call' : 'calls'}, ${rate}`,
    `${bad}${share}, ${grouped(denied)} denied`,
    ...(byStatus.pending > 0 ? [`${grouped(byStatus.pending)} under way`] : []),
    ...(latencyMs === null ? [] : [latencyText(latencyMs)]),
  ];
  return `${lines.join('\n')}\n`;
}

const latencyText = ({ p50, p95, p99, max }: NonNullable<LogSummary['latencyMs']>): string =>
  `p50 ${durationText(p50)}  p95 ${durationText(p95)}  p99 ${durationText(p99)}  max ${durationText(max)}`;

const wideColumns = 66;
const mostNames = 10;

function namedTable(title: string, rows: readonly (LogSummary & { readonly name: string })[], paper: Paper): string {
  if (rows.length === 0) return '';
  const isWide = paper.columns === undefined || paper.columns >= wideColumns;
  const right = (name: string): Column => ({ title: name, align: 'right' });
  const columns: readonly Column[] = [
    { title: `by ${title}`, shrinks: true },
    ...['calls', 'errors', ...(isWide ? ['denied', 'p50'] : []), 'p95', ...(isWide ? ['p99'] : [])].map(right),
  ];
  const shown = rows.slice(0, mostNames).map(({ name, calls, errors, denied, latencyMs }) => {
    const time = (of: 'p50' | 'p95' | 'p99') => (latencyMs === null ? '-' : durationText(latencyMs[of]));
    const bad = { text: String(errors), ...(errors > 0 ? { colour: 'red' as const } : {}) };
    const more = isWide ? [String(denied), time('p50')] : [];
    return [clean(name), String(calls), bad, ...more, time('p95'), ...(isWide ? [time('p99')] : [])];
  });
  const rest = rows.length > mostNames ? `and ${rows.length - mostNames} more\n` : '';
  return `\n${table(columns, shown, paper)}${rest}`;
}
