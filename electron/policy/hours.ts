import type { Limits } from '../../shared/model.ts';

type Span = NonNullable<Limits['hours']>[number];

/** Is it within one of the spans? `to` is not part of a span; one that ends before it begins goes over midnight. */
export const isWithin = (hours: readonly Span[], nowMs: number): boolean =>
  hours.some((span) => isInSpan(span, minuteOf(nowMs, span.zone)));

function isInSpan({ from, to }: Span, minute: number): boolean {
  const [begins, ends] = [minutes(from), minutes(to)];
  return begins < ends ? minute >= begins && minute < ends : minute >= begins || minute < ends;
}

function minutes(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
}

/** The minute of the day in a time zone. */
function minuteOf(nowMs: number, zone: string): number {
  const format = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return minutes(new Intl.DateTimeFormat('en-GB', format).format(nowMs));
}
