import { UsageError } from './options.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * When something began, as people say it: 15m, 2h, 7d ago, or an ISO time (without a zone: this machine's).
 * Gives: ISO 8601 in UTC with milliseconds. Throws: UsageError.
 */
export function sinceOf(text: string | undefined, nowMs: number): string | undefined {
  if (text === undefined) return undefined;
  const ago = /^(\d{1,9})([smhd])$/.exec(text);
  const timeMs = ago === null ? isoMs(text) : nowMs - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? Number.NaN);
  const time = new Date(timeMs);
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() > 9999 || time.getUTCFullYear() < 0) {
    throw new UsageError('--since takes 15m, 2h, 7d or a time like 2026-11-22T08:00:00Z.');
  }
  return time.toISOString();
}

function isoMs(text: string): number {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (parts === null) return Number.NaN;
  // A date alone would be read as UTC, a date with a time as local.
  return Date.parse(`${parts[1]}T${parts[2] ?? '00:00'}${parts[3] ?? ''}`);
}
