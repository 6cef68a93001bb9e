/** What locks the window without anybody asking: no input for a while, and the system's own lock and sleep. */
import type { Clock } from '../../base/clock.ts';

export interface LockTriggers {
  readonly power: {
    on(event: 'lock-screen' | 'suspend', listener: () => void): unknown;
    off(event: 'lock-screen' | 'suspend', listener: () => void): unknown;
  };
  /** Is the screen locked? Asked every few seconds, for systems that don't tell it by an event; undefined elsewhere. */
  readonly isScreenLocked: (() => boolean) | undefined;
  /** After how many minutes without input; null for never. */
  readonly idleMinutes: () => Promise<number | null>;
  readonly clock: Clock;
  readonly lock: () => void;
  readonly report: (fault: unknown) => void;
}

export interface LockWatch {
  /** The user did something in the window. */
  input(): void;
  stop(): void;
}

const screenLookMs = 5000;
// A setting that was changed counts within this time.
const settingsLookMs = 60_000;
const minuteMs = 60_000;
const usualMinutes = 10;

export function watchForLock(triggers: LockTriggers): LockWatch {
  const { power, clock, lock } = triggers;
  const end = new AbortController();
  const seen = { inputMs: clock.monotonic() };
  power.on('lock-screen', lock);
  power.on('suspend', lock);
  void watchIdle(triggers, seen, end.signal);
  if (triggers.isScreenLocked !== undefined) void watchScreen(triggers.isScreenLocked, triggers, end.signal);
  return {
    input() {
      seen.inputMs = clock.monotonic();
    },
    stop() {
      power.off('lock-screen', lock);
      power.off('suspend', lock);
      end.abort();
    },
  };
}

async function watchIdle(
  { idleMinutes, clock, lock, report }: LockTriggers,
  seen: { readonly inputMs: number },
  signal: AbortSignal,
): Promise<void> {
  let lastFault = '';
  while (!signal.aborted) {
    const minutes = await idleMinutes().catch((fault: unknown) => {
      // Said once: a settings file that can't be read stays so until somebody mends it.
      if (String(fault) !== lastFault) report(fault);
      lastFault = String(fault);
      return usualMinutes;
    });
    if (signal.aborted) return;
    const dueMs = minutes === null ? settingsLookMs : seen.inputMs + minutes * minuteMs - clock.monotonic();
    if (dueMs <= 0) lock();
    await clock.sleep(dueMs <= 0 ? settingsLookMs : Math.min(dueMs, settingsLookMs), signal);
  }
}

async function watchScreen(
  isScreenLocked: () => boolean,
  { clock, lock }: LockTriggers,
  signal: AbortSignal,
): Promise<void> {
  let was = false;
  while (!signal.aborted) {
    const isNow = isScreenLocked();
    // Only the moment it happens: a system that wrongly says so all the time must not lock the window for ever.
    if (isNow && !was) lock();
    was = isNow;
    await clock.sleep(screenLookMs, signal);
  }
}
