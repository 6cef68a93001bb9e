import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CallFilter, fits } from '../../../renderer/call-filter.ts';
import { CallPages, type CallSource } from '../../../renderer/call-pages.ts';
import type { CallRecord } from '../../../shared/model.ts';
import type { WindowPush } from '../../../shared/window-api.ts';
import { callRecord } from '../../fakes/call-record.ts';

const numbered = (n: number, changes: Partial<CallRecord> = {}): CallRecord =>
  callRecord({ id: `call-${n}`, time: new Date(Date.UTC(2026, 10, 22) + n * 1000).toISOString(), ...changes });

let log: CallRecord[];
let push: (push: WindowPush) => void;
let stop: () => void;

const source: CallSource = {
  ask: async ({ before, limit = 100, text, ...filter }) => {
    const found = log.filter((call) => fits(filter, call) && (text === undefined || call.method?.includes(text)));
    const start = before === undefined ? 0 : found.findIndex(({ id }) => id === before) + 1;
    return { ok: true, value: found.slice(start, start + limit) };
  },
  onPush: (listener) => {
    push = listener;
    return () => {};
  },
};

async function open(filter: CallFilter = {}): Promise<CallPages> {
  const pages = new CallPages(filter, source);
  stop = pages.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  return pages;
}

async function comes(call: CallRecord): Promise<void> {
  log = [call, ...log.filter(({ id }) => id !== call.id)];
  push({ kind: 'call', call });
  await vi.advanceTimersByTimeAsync(1500);
}

const idsOf = (pages: CallPages) => pages.snapshot().calls.map(({ id }) => id);

beforeEach(() => {
  vi.useFakeTimers();
  log = [numbered(2), numbered(1)];
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('a list of calls', () => {
  it('puts a new call on top and a changed one into its row', async () => {
    const pages = await open();
    await comes(numbered(3, { status: 'pending' }));
    await comes(numbered(4));
    await comes(numbered(3, { status: 'failed' }));
    expect(idsOf(pages)).toEqual(['call-4', 'call-3', 'call-2', 'call-1']);
    expect(pages.snapshot().calls[1]?.status).toBe('failed');
  });

  it('counts new calls while it is held, and shows each once afterwards', async () => {
    const pages = await open();
    pages.hold(true);
    await comes(numbered(3, { status: 'pending' }));
    await comes(numbered(3));
    await comes(numbered(4));
    expect(pages.snapshot()).toMatchObject({ waiting: 2 });
    expect(idsOf(pages)).toEqual(['call-2', 'call-1']);
    pages.hold(false);
    expect(idsOf(pages)).toEqual(['call-4', 'call-3', 'call-2', 'call-1']);
    expect(pages.snapshot()).toMatchObject({ waiting: 0 });
  });

  it('shows only what fits, also where a call fits no longer', async () => {
    const pages = await open({ status: 'pending' });
    await comes(numbered(3, { status: 'pending' }));
    await comes(numbered(4, { status: 'ok' }));
    expect(idsOf(pages)).toEqual(['call-3']);
    await comes(numbered(3, { status: 'ok' }));
    expect(idsOf(pages)).toEqual([]);
  });

  it('asks the log itself where a text is looked for', async () => {
    const pages = await open({ text: 'withdraw' });
    await comes(numbered(3));
    await comes(numbered(4, { method: 'withdraw' }));
    expect(idsOf(pages)).toEqual(['call-4']);
  });

  it('reads ten thousand calls page by page, none twice and none left out', async () => {
    log = Array.from({ length: 10_000 }, (_, n) => numbered(10_000 - n));
    const pages = await open();
    while (pages.snapshot().hasMore) await Promise.all([pages.more(), pages.more()]);
    expect(idsOf(pages)).toEqual(log.map(({ id }) => id));
  });

  it('does not take a call from before the pages that were read for a new one', async () => {
    log = Array.from({ length: 1000 }, (_, n) => numbered(1000 - n));
    const pages = await open();
    push({ kind: 'call', call: numbered(5, { status: 'unknown' }) });
    await vi.advanceTimersByTimeAsync(500);
    expect(idsOf(pages)[0]).toBe('call-1000');
    expect(idsOf(pages)).not.toContain('call-5');
  });
});
