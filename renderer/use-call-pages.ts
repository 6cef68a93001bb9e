import { useMemo, useSyncExternalStore } from 'react';
import { askCalls, onPush } from './bridge.ts';
import type { CallFilter } from './call-filter.ts';
import { CallPages, type CallSource, type ShownCalls } from './call-pages.ts';

const source: CallSource = { ask: askCalls, onPush };

/** The calls of a filter, for as long as they are shown. */
export function useCallPages(filter: CallFilter): { readonly pages: CallPages; readonly shown: ShownCalls } {
  const id = JSON.stringify(filter);
  const pages = useMemo(() => new CallPages(JSON.parse(id), source), [id]);
  return { pages, shown: useSyncExternalStore(pages.subscribe, pages.snapshot) };
}
