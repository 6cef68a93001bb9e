/** What a bug report needs, without what would tell whose it is. */
import { arch, cpus, release, totalmem } from 'node:os';
import type { LogBundleView, LogSummary } from '../../shared/log-views.ts';
import { methodOf } from '../../shared/methods.ts';
import type { CallRecord, CallStatus } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';
import { version } from '../base/version.ts';
import type { CallLog } from '../calllog/store.ts';
import { namelessText, namelessWords } from './nameless.ts';
import type { Agent } from './ports.ts';

export interface BundleInput {
  readonly agent: Pick<Agent, 'status' | 'bots' | 'keys' | 'settings' | 'explain'>;
  readonly log: CallLog | undefined;
  readonly nowMs: number;
}

const dayMs = 86_400_000;
const mostErrors = 25;
const mostMethods = 15;
const mib = 1024 * 1024;

/** What is named here is all that leaves: see LogBundleView. */
export async function supportBundle({ agent, log, nowMs }: BundleInput): Promise<LogBundleView> {
  const { vault, bots, keys, clock, warnings } = agent.status(undefined);
  const names = [...bots.map(({ name }) => name), ...keys.map(({ label }) => label)];
  return {
    made: isoTime(nowMs),
    versions: {
      keybearer: version,
      node: process.versions.node,
      sqlite: process.versions.sqlite ?? '',
      openssl: process.versions.openssl ?? '',
    },
    platform: {
      ...{ system: process.platform, release: release(), arch: arch(), cpus: cpus().length },
      memoryMiB: Math.round(totalmem() / mib),
    },
    process: {
      uptimeSec: Math.round(process.uptime()),
      rssMiB: Math.round(process.memoryUsage.rss() / mib),
    },
    vault,
    warnings: warnings.map((text) => namelessText(text, names)),
    settings: await settingsOf(agent),
    keys: vault === 'open' ? keysOf(agent) : null,
    bots: countBy(bots.map(({ state }) => state)),
    clocks: clock.map(({ exchange, offsetMs }) => ({ exchange, offsetMs: Math.round(offsetMs) })),
    log: log === undefined ? null : await logOf(log),
    day: log === undefined ? null : await dayOf(log, nowMs),
    errors: log === undefined ? [] : await errorsOf(agent, log, names),
  };
}

/** What is a switch or a number is shown; a program and its arguments are only said to be there. */
async function settingsOf({ settings }: BundleInput['agent']): Promise<LogBundleView['settings']> {
  const shown = Object.entries(await settings.all()).map(([name, value]) => [
    name,
    value !== null && typeof value === 'object' ? 'set' : value,
  ]);
  return Object.fromEntries(shown);
}

function keysOf({ keys }: BundleInput['agent']): NonNullable<LogBundleView['keys']> {
  return keys.list().map(({ id }) => {
    const { exchange, twoFactor, tier, verdict, health } = keys.show(id);
    return {
      ...{ exchange, twoFactor, tier, verdict: verdict.id },
      health: health.map((item) => ({ id: item.id, level: item.level })),
    };
  });
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

async function logOf(log: CallLog): Promise<LogBundleView['log']> {
  const fault = log.fault()?.code ?? null;
  const setAside = log.warnings.length;
  try {
    const { entry, epoch, count } = await log.head();
    return { entries: entry, epoch, segments: count, fault, setAside };
  } catch {
    // A log that can't be written is what the report may be about.
    return { entries: 0, epoch: 0, segments: 0, fault: fault ?? 'RECORD_FAILED', setAside };
  }
}

async function dayOf(log: CallLog, nowMs: number): Promise<LogBundleView['day']> {
  const { all, byStatus, byMethod } = await log.stats({
    since: isoTime(nowMs - dayMs),
    until: isoTime(nowMs + 1),
    bucketMs: dayMs + 1,
  });
  const known = byMethod.filter(({ name }) => methodOf(name) !== undefined).slice(0, mostMethods);
  return { all, byStatus: { ...byStatus }, byMethod: known.map((one): LogSummary & { name: string } => ({ ...one })) };
}

const bad = ['failed', 'unknown', 'interrupted', 'denied'] as const satisfies readonly CallStatus[];

async function errorsOf(
  agent: BundleInput['agent'],
  log: CallLog,
  names: readonly string[],
): Promise<LogBundleView['errors']> {
  const pages = await Promise.all(bad.map((status) => log.find({ status, limit: mostErrors })));
  const newest = pages.flatMap(({ calls }) => calls).toSorted((a, b) => (a.time < b.time ? 1 : -1));
  return newest.slice(0, mostErrors).map((call) => errorOf(agent, call, names));
}

/** A bot chooses what it calls a method, and what it sends: only our own words and the exchange's known ones are shown. */
function errorOf(
  { explain }: BundleInput['agent'],
  call: CallRecord,
  names: readonly string[],
): LogBundleView['errors'][number] {
  const { time, exchange, method, permission, verdict, status, sent, code, exchangeError, otp, timings } = call;
  const words = exchangeError === null ? null : namelessWords(exchangeError, names);
  return {
    ...{ time, exchange, permission, verdict, status, sent, code, otp, timings },
    method: method === null || methodOf(method) !== undefined ? method : '(unknown method)',
    exchangeError: words,
    requests: call.requests.map((one) => ({
      endpoint: /^[A-Za-z0-9_/]{1,80}$/.test(one.endpoint) ? namelessText(one.endpoint, names) : '(other)',
      ...{ status: one.status, code: one.code, timings: one.timings },
    })),
    causes: words === null ? [] : explain(words).causes.map(({ id, likelihood }) => ({ id, likelihood })),
  };
}
