import type { CallLogService } from '../../electron/agent/ports.ts';
import type { LogCheckView, LogStatsView } from '../../shared/log-views.ts';
import type { CallRecord } from '../../shared/model.ts';

export interface FakeLog {
  readonly calls: () => readonly CallRecord[];
  /** What `verify` finds. */
  check: LogCheckView;
}

export const intact: LogCheckView = { result: 'intact', entries: 12_431, epoch: 1, at: null, why: 'Nothing is wrong.' };

const summary = { calls: 0, errors: 0, denied: 0, perMinute: 0, latencyMs: null };

/** The call log of the fake agent: it holds what `calls` gives. */
export const fakeLogService = (log: FakeLog): CallLogService => ({
  find: async (query) => log.calls().slice(0, query.limit),
  head: async () => ({ entry: 12_431, hash: 'a'.repeat(64), epoch: 1, count: 2 }),
  verify: async () => log.check,
  stats: async ({ since, until, bucketMs }): Promise<LogStatsView> => ({
    ...{ since, until, bucketMs, buckets: [], byMethod: [], byBot: [] },
    all: { ...summary, calls: log.calls().length },
    byStatus: { ok: log.calls().length, denied: 0, failed: 0, unknown: 0, interrupted: 0, pending: 0 },
  }),
  // Two steps, so that whoever exports must go on.
  exportStep: async ({ from }) =>
    from === undefined ? { text: 'one\n', next: { after: 1, upTo: 2, count: 1 } } : { text: 'two\n', next: null },
  bundle: async () => ({
    ...{ made: '2026-11-22T08:00:00.000Z', version: '0.1.0', node: '24', platform: 'linux x64', vault: 'open' },
    ...{ counts: { keys: 1, bots: 1 }, settings: {}, warnings: [], errors: [] },
    lastDay: { all: summary, byStatus: { ok: 0, denied: 0, failed: 0, unknown: 0, interrupted: 0, pending: 0 } },
  }),
});
