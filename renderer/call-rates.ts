/** How many calls and errors there were in each minute of the last hour. */
import { useSyncExternalStore } from 'react';
import type { WindowResult } from '../shared/window-api.ts';
import { ask, onPush } from './bridge.ts';

export type CallRates = WindowResult<'calls.stats'>;

const minuteMs = 60_000;
const minutes = 60;
/** A busy bot does not make the log count more often than that. */
const askAgainMs = 2000;
const tickMs = 15_000;

let rates: CallRates | undefined;
const readers = new Set<() => void>();
let waiting: ReturnType<typeof setTimeout> | undefined;

async function refresh(): Promise<void> {
  const end = Math.floor(Date.now() / minuteMs + 1) * minuteMs;
  const [since, until] = [end - minutes * minuteMs, end].map((time) => new Date(time).toISOString());
  if (since === undefined || until === undefined) return;
  const answer = await ask('calls.stats', { since, until, bucketMs: minuteMs });
  // Without an answer the last one stays: the list beside it says what is wrong.
  if (answer.ok) rates = answer.value;
  for (const read of readers) read();
}

function soon(): void {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    void refresh();
  }, askAgainMs);
}

function subscribe(read: () => void): () => void {
  readers.add(read);
  if (readers.size > 1) return () => readers.delete(read);
  const stop = onPush(({ kind }) => (kind === 'call' || kind === 'log' ? soon() : undefined));
  const ticks = setInterval(refresh, tickMs);
  void refresh();
  return () => {
    readers.delete(read);
    stop();
    clearInterval(ticks);
    clearTimeout(waiting);
    waiting = undefined;
  };
}

/** Undefined until the log has answered. */
export const useCallRates = (): CallRates | undefined => useSyncExternalStore(subscribe, () => rates);
