/** The one way from the page to main: calls, and data that keeps itself current by main's pushes. */
import { useCallback, useState, useSyncExternalStore } from 'react';
import { AppError, type Problem, toProblem } from '../shared/errors.ts';
import { CallRecord } from '../shared/model.ts';
import {
  type WindowAnswer,
  type WindowBridge,
  type WindowCall,
  type WindowParams,
  WindowPush,
  type WindowResult,
  windowApi,
} from '../shared/window-api.ts';
import { type CallFilter, fits } from './call-filter.ts';
import { goTo } from './route.ts';
import { t } from './strings.ts';

declare global {
  interface Window {
    readonly keybearer: WindowBridge;
  }
}

/** What a page draws of a call: always one of three. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: Problem; readonly again: () => void }
  | { readonly state: 'ready'; readonly value: T };

type Query = {
  readonly [N in WindowCall]: (typeof windowApi)[N] extends { changedBy: readonly string[] } ? N : never;
}[WindowCall];

/** Asks main once, and again after each push that makes the answer old. */
export function useBridge<N extends Query>(name: N, params: WindowParams<N>): Loaded<WindowResult<N>> {
  const id = JSON.stringify([name, params]);
  const subscribe = useCallback((read: () => void) => attach(id, read), [id]);
  const loaded = useSyncExternalStore(subscribe, () => entryOf(id).loaded);
  // An entry's id holds its call's name, so its value is what that call's schema let through.
  return loaded as Loaded<WindowResult<N>>;
}

export interface Act<N extends WindowCall> {
  readonly isBusy: boolean;
  readonly error: Problem | undefined;
  /** Gives undefined where it failed; `error` then says why. */
  run(params: WindowParams<N>): Promise<WindowResult<N> | undefined>;
}

/** A call that does something, with what a form shows of it. */
export function useAct<N extends WindowCall>(name: N): Act<N> {
  const [state, setState] = useState<{ isBusy: boolean; error: Problem | undefined }>({
    isBusy: false,
    error: undefined,
  });
  const run = async (params: WindowParams<N>) => {
    setState({ isBusy: true, error: undefined });
    const answer = await ask(name, params);
    setState({ isBusy: false, error: answer.ok ? undefined : answer.error });
    return answer.ok ? answer.value : undefined;
  };
  return { ...state, run };
}

interface Entry {
  loaded: Loaded<unknown>;
  readonly readers: Set<() => void>;
  asked: number;
  /** Will it be asked again? */
  soon?: ReturnType<typeof setTimeout> | undefined;
}

const entries = new Map<string, Entry>();
const patienceMs = 15_000;
const silence = toProblem(new AppError('AGENT_MISSING', { detail: t('common.silence') }));
const loading = { state: 'loading' } as const;

function entryOf(id: string): Entry {
  const known = entries.get(id);
  if (known !== undefined) return known;
  const entry: Entry = { loaded: loading, readers: new Set(), asked: 0 };
  entries.set(id, entry);
  return entry;
}

function attach(id: string, read: () => void): () => void {
  const entry = entryOf(id);
  entry.readers.add(read);
  if (entry.asked === 0) refresh(id, entry);
  return () => {
    entry.readers.delete(read);
    if (entry.readers.size === 0) entries.delete(id);
  };
}

async function refresh(id: string, entry: Entry): Promise<void> {
  entry.asked += 1;
  const turn = entry.asked;
  const [name, params]: [WindowCall, never] = JSON.parse(id);
  // Whoever looks at it is told that it takes long; an answer that comes after all is shown.
  const timer = setTimeout(() => {
    if (turn === entry.asked && entry.loaded.state === 'loading') showFault(entry, id, silence);
  }, patienceMs);
  const answer = await ask(name, params);
  clearTimeout(timer);
  // Only the latest question counts: an earlier answer may be older than the push that made us ask again.
  if (turn !== entry.asked) return;
  if (answer.ok) show(entry, { state: 'ready', value: answer.value });
  else showFault(entry, id, answer.error);
}

function showFault(entry: Entry, id: string, error: Problem): void {
  const again = () => {
    show(entry, loading);
    refresh(id, entry);
  };
  show(entry, { state: 'failed', error, again });
}

function show(entry: Entry, loaded: Loaded<unknown>): void {
  entry.loaded = loaded;
  for (const read of entry.readers) read();
}

/** One call, as a value either way. Pages use `useBridge` and `useAct`; this is for stores of their own. */
export async function ask<N extends WindowCall>(
  name: N,
  params: WindowParams<N>,
): Promise<WindowAnswer<WindowResult<N>>> {
  const answer = await askRaw(name, params);
  if (!answer.ok) return answer;
  return { ok: true, value: windowApi[name].result.parse(answer.value) as WindowResult<N> };
}

const askRaw = (name: WindowCall, params: unknown): Promise<WindowAnswer<unknown>> =>
  window.keybearer.call(name, params).catch(() => ({ ok: false as const, error: silence }));

const recordsAtOnce = 50;

/** A page of calls. A long one is checked in parts, so that no frame waits for it. */
export async function askCalls(params: WindowParams<'calls.list'>): Promise<WindowAnswer<readonly CallRecord[]>> {
  const answer = await askRaw('calls.list', params);
  if (!answer.ok) return answer;
  const rows = Array.isArray(answer.value) ? answer.value : [];
  const calls: CallRecord[] = [];
  for (let at = 0; at < rows.length; at += recordsAtOnce) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve));
    calls.push(...rows.slice(at, at + recordsAtOnce).map((row) => CallRecord.parse(row)));
  }
  return { ok: true, value: calls };
}

const listeners = new Set<(push: WindowPush) => void>();

/** Hands over what main pushes. Gives: how to stop that. */
export function onPush(listener: (push: WindowPush) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Begins to listen to main. Called once, before anything is drawn. */
export function listenToMain(): void {
  window.keybearer.on((message) => {
    const push = WindowPush.parse(message);
    if (push.kind === 'go') goTo(push.to);
    for (const [id, entry] of entries) apply(push, id, entry);
    for (const listener of listeners) listener(push);
  });
}

function apply(push: WindowPush, id: string, entry: Entry): void {
  const [name, params]: [WindowCall, { id?: string } & CallFilter] = JSON.parse(id);
  if (push.kind === 'call' && name === 'calls.list') putCall(push.call, entry, params);
  if (push.kind === 'call' && name === 'calls.show' && params.id === push.call.id) refresh(id, entry);
  const row = windowApi[name];
  const changedBy: readonly string[] = 'changedBy' in row ? row.changedBy : [];
  if (!changedBy.includes(push.kind)) return;
  if ('paceMs' in row) refreshSoon(id, entry, row.paceMs);
  else refresh(id, entry);
}

/** Many pushes within the pace are one question, asked at its end. */
function refreshSoon(id: string, entry: Entry, paceMs: number): void {
  entry.soon ??= setTimeout(() => {
    entry.soon = undefined;
    if (entry.readers.size > 0) refresh(id, entry);
  }, paceMs);
}

const mostCalls = 1000;

function putCall(call: CallRecord, entry: Entry, filter: CallFilter): void {
  if (entry.loaded.state !== 'ready' || !fits(filter, call)) return;
  const calls = entry.loaded.value as WindowResult<'calls.list'>;
  const isKnown = calls.some(({ id }) => id === call.id);
  const value = isKnown
    ? calls.map((known) => (known.id === call.id ? call : known))
    : [call, ...calls].slice(0, mostCalls);
  show(entry, { state: 'ready', value });
}
