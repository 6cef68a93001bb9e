/** A chart of calls over time, in the block characters of a terminal. */
import { type Paper, paint } from '../print.ts';

export interface Bar {
  readonly atMs: number;
  readonly calls: number;
  readonly errors: number;
}

const height = 6;
const widest = 100;
const defaultColumns = 80;
// Source: Unicode 16, block elements, U+2581 to U+2588.
const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const asciiLevels = [' ', '.', ':', '|', '#'] as const;

/** Columns of calls over a row of errors, over the times. Takes: bars in the order of time, one at least. */
export function chart(bars: readonly Bar[], paper: Paper): string {
  const room = Math.min(paper.columns ?? defaultColumns, widest);
  const most = Math.max(...bars.map(({ calls }) => calls), 1);
  const gutter = Math.max(String(most).length, 'errors'.length) + 1;
  const merged = merge(bars, Math.max(8, room - gutter - 1));
  const peak = Math.max(...merged.map(({ calls }) => calls), 1);
  const levels = paper.isAscii === true ? asciiLevels : eighths;
  const rows = Array.from({ length: height }, (_, at) => {
    const row = height - at;
    const label = row === height ? String(peak) : '';
    return line(label, merged.map(({ calls }) => part(calls, peak, row, height, levels)).join(''), gutter);
  });
  const worst = Math.max(...merged.map(({ errors }) => errors));
  const errorRow = merged.map(({ errors }) => part(errors, Math.max(worst, 1), 1, 1, levels)).join('');
  const errorLine =
    worst === 0 ? '' : `${'errors'.padStart(gutter - 1)} ${paint(errorRow, 'red', paper.hasColour).trimEnd()}\n`;
  return `${rows.join('')}${errorLine}${timesLine(merged, gutter)}`;
}

const line = (label: string, text: string, gutter: number): string =>
  `${`${label.padStart(gutter - 1)} ${text}`.trimEnd()}\n`;

/** What a value shows in one row; whatever is there at all shows something. */
function part(value: number, peak: number, row: number, rows: number, levels: readonly string[]): string {
  const steps = levels.length - 1;
  const filled = value === 0 ? 0 : Math.max(1, Math.round((value / peak) * rows * steps));
  return levels[Math.min(steps, Math.max(0, filled - (row - 1) * steps))] ?? ' ';
}

/** As many as fit: neighbours become one. */
function merge(bars: readonly Bar[], most: number): Bar[] {
  const size = Math.ceil(bars.length / most);
  return Array.from({ length: Math.ceil(bars.length / size) }, (_, at) => {
    const some = bars.slice(at * size, (at + 1) * size);
    const sum = (name: 'calls' | 'errors') => some.reduce((all, bar) => all + bar[name], 0);
    return { atMs: some[0]?.atMs ?? 0, calls: sum('calls'), errors: sum('errors') };
  });
}

const dayMs = 86_400_000;

/** The times of the first bar, of the middle one where there is room, and of the last. */
function timesLine(bars: readonly Bar[], gutter: number): string {
  const [first, last] = [bars[0]?.atMs ?? 0, bars.at(-1)?.atMs ?? 0];
  const isLong = last - first >= dayMs;
  const shown = (at: number) => timeOf(bars[at]?.atMs ?? 0, isLong);
  const width = shown(0).length;
  const middle = Math.floor(bars.length / 2);
  const places = bars.length >= 3 * width + 4 ? [0, middle, bars.length - 1] : [0, bars.length - 1];
  let text = '';
  for (const at of new Set(places)) {
    const from = at === bars.length - 1 && at > 0 ? Math.max(at - width + 1, text.length + 1) : at;
    text = `${text.padEnd(from)}${shown(at)}`;
  }
  return `${' '.repeat(gutter)}${text}\n`;
}

function timeOf(timeMs: number, isLong: boolean): string {
  const time = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = isLong ? `${two(time.getMonth() + 1)}-${two(time.getDate())} ` : '';
  return `${day}${two(time.getHours())}:${two(time.getMinutes())}`;
}
