/** Which calls are shown: kept while the window is open, so that a page that was left shows them again. */
import { create } from 'zustand';
import type { CallRecord } from '../shared/model.ts';
import type { WindowParams } from '../shared/window-api.ts';

export type CallFilter = Omit<WindowParams<'calls.list'>, 'before' | 'limit'>;

interface Filtering {
  readonly filter: CallFilter;
  /** Undefined takes a filter away. */
  set<F extends keyof CallFilter>(name: F, value: CallFilter[F]): void;
  clear(): void;
}

export const useCallFilter = create<Filtering>((set) => ({
  filter: {},
  set: (name, value) =>
    set(({ filter: { [name]: _, ...rest } }) => ({ filter: value === undefined ? rest : { ...rest, [name]: value } })),
  clear: () => set({ filter: {} }),
}));

/** Does a call fit every filter but the text, which only the log itself can look for? */
export function fits(
  { bot, key, exchange, method, symbol, status, error, slowerThanMs, since }: CallFilter,
  call: CallRecord,
): boolean {
  const wanted: readonly (readonly [string | undefined, string | null])[] = [
    [bot, call.bot],
    [key, call.key],
    [exchange, call.exchange],
    [method, call.method],
    [symbol, call.symbol],
    [status, call.status],
    [error, call.code],
  ];
  if (wanted.some(([asked, is]) => asked !== undefined && asked !== is)) return false;
  if (slowerThanMs !== undefined && (call.timings.total ?? 0) <= slowerThanMs) return false;
  return since === undefined || Date.parse(call.time) >= Date.parse(since);
}
