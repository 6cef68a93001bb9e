import type { LogStatsView } from '../../../shared/log-views.ts';
import { answer, paperOf } from '../answer.ts';
import type { Run } from '../command.ts';
import { chart } from '../log/chart.ts';
import { clean, type Paper, table } from '../print.ts';
import { sinceOf } from '../since.ts';

const dayMs = 24 * 3_600_000;
const bars = 60;
const leastBucketMs = 1000;

export const logStats: Run = async (context) => {
  const { io, options } = context;
  const nowMs = io.now();
  const since = sinceOf(options.text('since'), nowMs) ?? new Date(nowMs - dayMs).toISOString();
  const spanMs = Math.max(leastBucketMs, nowMs - Date.parse(since));
  const bucketMs = Math.max(leastBucketMs, Math.ceil(spanMs / bars));
  const until = new Date(Math.max(nowMs, Date.parse(since) + leastBucketMs)).toISOString();
  const stats = await context.call('log.stats', { since, until, bucketMs });
  return answer(context, stats, () => printed(stats, paperOf(context), isUnicode(io.env)));
};

function printed(stats: LogStatsView, paper: Paper, hasBlocks: boolean): string {
  const { all, since, until, byMethod, byBot } = stats;
  if (all.calls === 0) return `No calls since ${since}.\n`;
  const head = `${counted(all.calls, 'call')}, ${counted(all.errors, 'error')}, ${all.denied} denied; ${all.perMinute.toFixed(1)} a minute\n`;
  const latency = all.latencyMs;
  const times =
    latency === null
      ? ''
      : `Took p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}, p99 ${ms(latency.p99)}, at most ${ms(latency.max)} ms\n`;
  const lists = [namesOf('method', byMethod, paper), namesOf('bot', byBot, paper)].filter(Boolean).join('\n');
  return `${head}${times}\n${chart(stats.buckets, paper, hasBlocks)}${since} to ${until}\n\n${lists}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const ms = (value: number): string => String(Math.round(value));

function namesOf(title: string, list: LogStatsView['byMethod'], paper: Paper): string {
  const columns = [
    { title, shrinks: true },
    { title: 'calls', align: 'right' },
    { title: 'errors', align: 'right' },
    { title: 'denied', align: 'right' },
    { title: 'p50 ms', align: 'right' },
    { title: 'p99 ms', align: 'right' },
  ] as const;
  const rows = list
    .slice(0, 10)
    .map(({ name, calls, errors, denied, latencyMs }) => [
      { text: clean(name) },
      { text: String(calls) },
      errors > 0 ? { text: String(errors), colour: 'red' as const } : { text: '0' },
      denied > 0 ? { text: String(denied), colour: 'yellow' as const } : { text: '0' },
      { text: latencyMs === null ? '' : ms(latencyMs.p50) },
      { text: latencyMs === null ? '' : ms(latencyMs.p99) },
    ]);
  return rows.length === 0 ? '' : table(columns, rows, paper);
}

const isUnicode = (env: Readonly<Record<string, string | undefined>>): boolean =>
  /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');
