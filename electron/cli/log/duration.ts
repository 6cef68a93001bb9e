const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A duration as people say it, in two or three figures: 8.4 ms, 240 ms, 1.2 s, 15 min, 3 h. */
export function durationText(ms: number): string {
  const found = units.find(([, size]) => ms >= size);
  if (found === undefined) return ms < 10 ? `${trimmed(ms)} ms` : `${Math.round(ms)} ms`;
  const [unit, size] = found;
  const value = ms / size;
  return `${value < 10 ? trimmed(value) : Math.round(value)} ${unit}`;
}

const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/, '');
