/** The machine's clock, which a test can put forward: whoever sleeps until then is woken. */
import { type Clock, systemClock } from '../../electron/base/clock.ts';

export interface JumpingClock extends Clock {
  jump(ms: number): void;
}

export function jumpingClock(): JumpingClock {
  let jumpedMs = 0;
  let jumped = new AbortController();
  const monotonic = () => systemClock.monotonic() + jumpedMs;
  return {
    now: () => systemClock.now() + jumpedMs,
    monotonic,
    async sleep(ms, signal) {
      const dueMs = monotonic() + ms;
      while (monotonic() < dueMs && signal?.aborted !== true) {
        const wakes = signal === undefined ? jumped.signal : AbortSignal.any([jumped.signal, signal]);
        await systemClock.sleep(dueMs - monotonic(), wakes);
      }
    },
    jump(ms) {
      jumpedMs += ms;
      jumped.abort();
      jumped = new AbortController();
    },
  };
}
