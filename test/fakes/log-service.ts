import type { CallLogService, Unlock } from '../../electron/agent/ports.ts';
import { AppError } from '../../shared/errors.ts';
import type { LogBundleView, LogCheckView, LogHeadView, LogStatsView, LogVerifyQuery } from '../../shared/log-views.ts';
import type { CallRecord, VaultStatus } from '../../shared/model.ts';

/** What the fake agent's call log answers; tests change it. */
export interface FakeLog {
  check: LogCheckView;
  /** How often a check says that it isn't done yet, and how far it got. */
  progress: { seen: number; all: number }[];
  readonly verified: { readonly step: LogVerifyQuery; readonly isUnlocked: boolean }[];
  head: LogHeadView;
  stats: LogStatsView;
  /** The pieces of an export; one that is an error is thrown. */
  pieces: (string | AppError)[];
  readonly exported: { readonly format: string; readonly query: object; readonly amounts: boolean }[];
  bundle: LogBundleView;
  /** The calls whose orders were tried again. */
  readonly dryRuns: string[];
}

const summary = { calls: 0, errors: 0, denied: 0, perMinute: 0, latencyMs: null };
const byStatus = { ok: 0, denied: 0, failed: 0, unknown: 0, interrupted: 0, pending: 0 };

export const fakeLog = (): FakeLog => ({
  check: { result: 'intact', entries: 12_431, epoch: 3, at: null, why: 'Intact up to #12431.' },
  progress: [],
  verified: [],
  head: { entry: 12_431, hash: 'ab'.repeat(32), epoch: 3, count: 2 },
  stats: {
    ...{ since: '2026-11-22T11:00:00.000Z', until: '2026-11-22T12:00:00.000Z', bucketMs: 60_000 },
    ...{ all: summary, buckets: [], byStatus, byMethod: [], byBot: [] },
  },
  pieces: ['{"n":1}\n', '{"n":2}\n'],
  exported: [],
  dryRuns: [],
  bundle: {
    made: '2026-11-22T12:00:00.000Z',
    versions: { keybearer: '0.1.0', node: '24.0.0', sqlite: '3.53.0', openssl: '3.5.0' },
    platform: { system: 'linux', release: '6', arch: 'x64', cpus: 2, memoryMiB: 1024 },
    process: { uptimeSec: 1, rssMiB: 80 },
    ...{ vault: 'open', warnings: [], settings: {}, keys: [], bots: { active: 1 }, clocks: [] },
    ...{ log: null, day: null, errors: [] },
  },
});

/** The agent whose log it is. */
export interface LogOwner {
  readonly owner: () => { readonly calls: readonly CallRecord[]; readonly vaultStatus: VaultStatus };
  readonly check: (unlock: Unlock) => void;
}

export function fakeLogService(log: FakeLog, { owner, check }: LogOwner): CallLogService {
  return {
    find: async ({ limit }) => owner().calls.slice(0, limit),
    verify: async () => log.check,
    verifyStep: async (step, unlock) => {
      if (unlock !== undefined && owner().vaultStatus !== 'open') check(unlock);
      log.verified.push({ step, isUnlocked: unlock !== undefined });
      const progress = log.progress.shift();
      if (progress !== undefined) return { check: null, ticket: 'checking', ...progress };
      return { check: log.check, ticket: null, seen: log.check.entries, all: log.check.entries };
    },
    head: async () => log.head,
    stats: async () => log.stats,
    exportStep: async ({ format, query, amounts, from }) => {
      const at = from?.after ?? 0;
      if (from === undefined) log.exported.push({ format, query, amounts });
      const piece = log.pieces[at];
      if (piece instanceof AppError) throw piece;
      if (piece === undefined) return { text: '', calls: 0, next: null };
      return { text: piece, calls: 1, next: { after: at + 1, upTo: log.pieces.length, count: at + 1 } };
    },
    bundle: async () => log.bundle,
    show: async (id) => {
      const call = owner().calls.find((one) => one.id === id);
      if (call === undefined) throw new AppError('INPUT_INVALID');
      return { call, request: null, requests: [], noDryRun: 'no-order' };
    },
    dryRun: async (id) => {
      log.dryRuns.push(id);
      return { ok: true, words: 'buy 0.01 XBTUSD @ limit 20000', call: 'call_dry' };
    },
  };
}
