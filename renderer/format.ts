/** Times and durations in the reader's own language. */
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const near = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export const formatDay = (time: string): string => day.format(new Date(time));
export const formatMoment = (time: string): string => moment.format(new Date(time));
/** Shorter where the year goes without saying: of this year with the time, of another the day alone. */
export const formatNear = (time: string): string =>
  new Date(time).getFullYear() === new Date().getFullYear() ? near.format(new Date(time)) : formatDay(time);
export const formatClock = (time: string): string => clock.format(new Date(time));
export const formatMs = (ms: number | null): string =>
  ms === null ? '' : ms < 10 ? fine.format(ms) : whole.format(ms);

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const number = new Intl.NumberFormat(undefined);

/** 14:05 */
export const formatTime = (time: Date): string => timeOfDay.format(time);
/** 12,431 */
export const formatCount = (count: number): string => number.format(count);
