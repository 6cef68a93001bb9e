import type { Timings } from '../../shared/model.ts';

/** To a microsecond, and with their sum. */
export function timingsOf(stages: Partial<Timings>): Partial<Timings> {
  const spent = Object.entries(stages).flatMap(([name, ms]) =>
    typeof ms === 'number' ? [[name, rounded(ms)] as const] : [],
  );
  return { ...Object.fromEntries(spent), total: rounded(spent.reduce((sum, [, ms]) => sum + ms, 0)) };
}

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
