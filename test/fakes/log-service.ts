import type { LogService, Unlock } from '../../electron/agent/ports.ts';
import { AppError } from '../../shared/errors.ts';
import type { LogCheckView, LogHead, LogStats, LogVerify, SupportBundle } from '../../shared/log-views.ts';
import type { CallRecord } from '../../shared/model.ts';

/** What the fake agent's call log answers; tests change it. */
export interface FakeLog {
  check: LogCheckView;
  /** How often a check says that it isn't done yet, and how far it got. */
  progress: { seen: number; all: number }[];
  readonly verified: { readonly step: LogVerify; readonly isUnlocked: boolean }[];
  head: LogHead;
  stats: LogStats;
  /** The pieces of an export; one that is an error is thrown. */
  pieces: (string | AppError)[];
  readonly exported: { readonly format: string; readonly query: object; readonly amounts: boolean }[];
  bundle: SupportBundle;
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
  bundle: {
    made: '2026-11-22T12:00:00.000Z',
    versions: { keybearer: '0.1.0', node: '24.0.0', sqlite: '3.53.0', openssl: '3.5.0' },
    platform: { system: 'linux', release: '6', arch: 'x64', cpus: 2, memoryMiB: 1024 },
    process: { uptimeSec: 1, rssMiB: 80 },
    ...{ vault: 'open', warnings: [], settings: {}, keys: [], bots: { active: 1 }, clocks: [] },
    ...{ log: null, day: null, errors: [] },
  },
});

export interface FakeLogParts {
  readonly log: FakeLog;
  calls(): readonly CallRecord[];
  isOpen(): boolean;
  check(unlock: Unlock): void;
}

export function fakeLogService({ log, calls, isOpen, check }: FakeLogParts): LogService {
  let at = 0;
  return {
    find: async ({ limit }) => ({ calls: calls().slice(0, limit), next: null }),
    verify: async () => log.check,
    verifyStep: async (step, unlock) => {
      if (unlock !== undefined && !isOpen()) check(unlock);
      log.verified.push({ step, isUnlocked: unlock !== undefined });
      const progress = log.progress.shift();
      if (progress !== undefined) return { check: null, ticket: 'checking', ...progress };
      return { check: log.check, ticket: null, seen: log.check.entries, all: log.check.entries };
    },
    head: async () => log.head,
    stats: async () => log.stats,
    export: () => {
      throw new Error('the control door asks for pages');
    },
    exportPage: async ({ format, query, amounts, cursor }) => {
      if (cursor === undefined) {
        at = 0;
        log.exported.push({ format, query, amounts });
      }
      const piece = log.pieces[at];
      at += 1;
      if (piece instanceof AppError) throw piece;
      return piece === undefined ? { text: '', next: null } : { text: piece, next: 'exporting' };
    },
    bundle: async () => log.bundle,
  };
}
