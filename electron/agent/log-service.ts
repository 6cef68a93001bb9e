import type { StatusView } from '../../shared/control-views.ts';
import type { LogBundleView, LogExportQuery } from '../../shared/log-views.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { SettingsStore } from '../base/settings.ts';
import { version } from '../base/version.ts';
import type { Anchor } from '../calllog/head.ts';
import type { CallLog } from '../calllog/store.ts';
import { explainError } from './causes.ts';
import type { LogKeeper } from './log-keeper.ts';
import type { CallLogService } from './ports.ts';

export interface LogServiceDeps {
  /** Throws: VAULT_MISSING. */
  readonly log: () => CallLog;
  readonly keeper: Pick<LogKeeper, 'anchors' | 'checked'>;
  readonly settings: SettingsStore;
  readonly status: () => StatusView;
  readonly clock: Clock;
}

const dayMs = 24 * 3_600_000;
const errorsInBundle = 50;

/** The call log as its owner uses it. */
export function makeLogService(deps: LogServiceDeps): CallLogService {
  const { log, keeper } = deps;
  return {
    find: async (query) => (await log().find(query)).calls,
    head: () => log().head(),
    async verify(anchor) {
      const anchors: Anchor[] = [...keeper.anchors(), ...(anchor === undefined ? [] : [anchor])];
      const check = await log().verify({ anchors });
      await keeper.checked(check);
      return check;
    },
    stats: (query) => log().stats(query),
    exportStep: ({ format, query, amounts, from }: LogExportQuery) =>
      log().exportStep({ format, query, withAmounts: amounts, from }),
    bundle: () => bundleOf(deps),
  };
}

/** What helps to find a fault, without a name of a key, a bot, a market or an order, and without amounts. */
async function bundleOf({ log, settings, status, clock }: LogServiceDeps): Promise<LogBundleView> {
  const nowMs = clock.now();
  const [since, until] = [isoTime(nowMs - dayMs), isoTime(nowMs)];
  const { all, byStatus } = await log().stats({ since, until, bucketMs: dayMs });
  const { vault, keys, bots, warnings } = status();
  const { 'notify.command': command, ...others } = await settings.all();
  return {
    made: until,
    version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    vault,
    counts: { keys: keys.length, bots: bots.length },
    // A program's path may tell who the user is.
    settings: { ...others, 'notify.command': command === null ? null : 'set' },
    warnings: [...warnings],
    lastDay: { all, byStatus },
    errors: await lastErrors(log()),
  };
}

async function lastErrors(log: CallLog): Promise<LogBundleView['errors']> {
  const pages = await Promise.all(
    (['failed', 'unknown', 'interrupted'] as const).map((status) => log.find({ status, limit: errorsInBundle })),
  );
  const calls = pages.flatMap(({ calls: found }) => found).toSorted((a, b) => (a.time < b.time ? 1 : -1));
  return calls.slice(0, errorsInBundle).map((call) => {
    const { time, exchange, method, endpoint, status, sent, code, timings } = call;
    const words = call.exchangeError === null ? null : withoutNumbers(call.exchangeError);
    const causes = words === null ? [] : explainError(words, undefined).causes.map(({ id }) => id);
    return {
      time,
      exchange,
      method,
      endpoint,
      status,
      sent,
      code,
      exchangeError: words,
      causes,
      totalMs: timings.total,
    };
  });
}

/** An exchange's words may hold amounts and ids of orders. */
const withoutNumbers = (words: string): string => words.replaceAll(/[A-Z0-9]{5,}(-[A-Z0-9]+)+|\d[\d.,]*/g, '…');
