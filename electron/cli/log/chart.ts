import { type Paper, paint } from '../print.ts';

interface Bar {
  readonly calls: number;
  readonly errors: number;
}

const eighths = ' ▁▂▃▄▅▆▇█';
const plain = ' .:-=+*#@';
const heights = eighths.length - 1;
const usualColumns = 80;

/** Calls over time as bars one line high, and below them where errors were. */
export function chart(bars: readonly Bar[], { columns = usualColumns, hasColour }: Paper, hasBlocks: boolean): string {
  const fitted = merged(bars, Math.max(10, columns - 1));
  const most = Math.max(1, ...fitted.map(({ calls }) => calls));
  const marks = [...(hasBlocks ? eighths : plain)];
  const line = fitted.map(({ calls }) => marks[calls === 0 ? 0 : Math.max(1, Math.round((calls / most) * heights))]);
  const errors = fitted.map(({ errors: count }) => (count > 0 ? 'x' : ' ')).join('');
  const below = errors.trim() === '' ? '' : `${paint(errors, 'red', hasColour)}\n`;
  return `${line.join('')}\n${below}`;
}

/** As many bars as fit, each the sum of its neighbours. */
function merged(bars: readonly Bar[], most: number): readonly Bar[] {
  const each = Math.max(1, Math.ceil(bars.length / most));
  const groups = Array.from({ length: Math.ceil(bars.length / each) }, (_, n) => bars.slice(n * each, (n + 1) * each));
  return groups.map((group) => ({
    calls: group.reduce((sum, { calls }) => sum + calls, 0),
    errors: group.reduce((sum, { errors }) => sum + errors, 0),
  }));
}
