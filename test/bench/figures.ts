export interface Figure {
  readonly what: string;
  /** One value a round; the median is the figure. */
  readonly values: readonly number[];
  readonly unit: string;
  readonly goal: string;
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

export function format(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, values, unit, goal }) => {
    const spread = `${digits(Math.min(...values))} to ${digits(Math.max(...values))}`;
    return `| ${what} | ${digits(median(values))} ${unit} | ${spread} | ${goal} |`;
  });
  return ['| what | median | spread | goal |', '|---|---|---|---|', ...rows].join('\n');
}
