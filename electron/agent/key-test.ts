import type { KeyTest } from '../../shared/control-views.ts';
import type { AppError } from '../../shared/errors.ts';
import { verdictOf } from '../../shared/guidance/verdict.ts';
import type { HealthItem, Key } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';
import type { CallDeps } from './call.ts';
import { healthCard } from './health-card.ts';
import type { Opened } from './opened.ts';
import { probe } from './probe.ts';
import type { Session } from './sessions.ts';
import { useOf } from './used-permissions.ts';

/** What a probe found out of a key, and what of it the key keeps. */
export interface KeyProof {
  readonly test: KeyTest;
  readonly changes: Partial<Pick<Key, 'tested' | 'findings' | 'codes'>>;
  /** The exchange's refusal; undefined where it takes the key as it is configured. */
  readonly refusal: AppError | undefined;
}

export interface ProofOptions {
  /** Send one code twice, too? */
  readonly tryReuse: boolean;
  /** When this agent's last call of the key ended, Unix milliseconds; undefined where it made none. */
  readonly lastOwnMs: number | undefined;
}

/** Probes a key, keeps what was found with it, and tells. Throws: what the probe throws. */
export async function testKey(deps: CallDeps, opened: Opened, ref: string, tryReuse: boolean): Promise<KeyTest> {
  const { inventory, keyStore, sessions } = opened;
  const key = inventory.key(ref);
  const session = await sessions.of(key);
  const { test, changes } = await proveKey(deps, session, { tryReuse, lastOwnMs: lastCallOf(deps, key) });
  if (changes.codes !== undefined) session.codes.steps.set(changes.codes);
  await keyStore.change(key.id, changes);
  return test;
}

/** Probes a key in a session of it. Throws: what the probe throws. */
export async function proveKey(
  deps: CallDeps,
  session: Session,
  { tryReuse, lastOwnMs }: ProofOptions,
): Promise<KeyProof> {
  const { key } = session;
  const { offsetMs } = await session.venue.offset();
  const findings = await probe(deps, session, tryReuse);
  const { accepted, detected, reuse, refusal, requests } = findings;
  const nowMs = deps.clock.now();
  const health = healthCard({ key, findings, offsetMs, nowMs, lastOwnMs, use: useOf(deps.log, key) });
  const test = {
    twoFactor: { configured: key.twoFactor.kind, detected, accepted, reuse },
    clockOffsetMs: Math.round(offsetMs),
    health,
    verdict: verdictOf(key),
    requests,
  };
  const learned = reuse === 'unknown' ? {} : { codes: reuse };
  return {
    test,
    changes: { tested: isoTime(nowMs), findings: toKeep(health), ...learned },
    refusal: accepted ? undefined : refusal,
  };
}

/** What stays true until the next test, and a person should see meanwhile. */
const toKeep = (health: readonly HealthItem[]): HealthItem[] =>
  health.filter(({ id, level }) => level !== 'good' && id !== 'clock');

function lastCallOf({ log }: CallDeps, { label }: Key): number | undefined {
  const [last] = log.query({ key: label, limit: 20 }).filter(({ sent }) => sent !== 'no');
  return last === undefined ? undefined : Date.parse(last.time) + (last.timings.total ?? 0);
}
