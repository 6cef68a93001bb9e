/** A clock that stands still until a test lets time pass; whoever sleeps is woken in order. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../electron/base/clock.ts';

export interface HandClock extends Clock {
  /** Lets this much time pass, stopping at every moment that somebody sleeps until. */
  pass(ms: number): Promise<void>;
}

export function handClock(startMs = 1_785_000_000_000): HandClock {
  let passedMs = 0;
  const sleepers = new Set<{ readonly dueMs: number; readonly wake: () => void }>();
  return {
    now: () => startMs + passedMs,
    monotonic: () => passedMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          sleepers.delete(sleeper);
          resolve();
        };
        const sleeper = { dueMs: passedMs + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake);
      }),
    async pass(ms) {
      const endMs = passedMs + ms;
      for (;;) {
        const [next] = [...sleepers].sort((a, b) => a.dueMs - b.dueMs);
        if (next === undefined || next.dueMs > endMs) break;
        passedMs = Math.max(passedMs, next.dueMs);
        next.wake();
        // Whoever was woken goes on before more time passes.
        await setImmediate();
      }
      passedMs = endMs;
    },
  };
}
