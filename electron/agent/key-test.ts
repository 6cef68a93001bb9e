import type { KeyTest } from '../../shared/control-api.ts';
import { verdictOf } from '../../shared/guidance/verdict.ts';
import type { HealthItem, Key } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';
import type { CallDeps } from './call.ts';
import { healthCard } from './health-card.ts';
import type { Opened } from './opened.ts';
import { probe } from './probe.ts';

/** Probes a key, keeps what was found with it, and tells. Throws: what the probe throws. */
export async function testKey(deps: CallDeps, opened: Opened, ref: string, tryReuse: boolean): Promise<KeyTest> {
  const { inventory, keyStore, sessions } = opened;
  const key = inventory.key(ref);
  const session = await sessions.of(key);
  const { offsetMs } = await session.venue.offset();
  const lastOwnMs = lastCallOf(deps, key);
  const findings = await probe(deps, session, tryReuse);
  const nowMs = deps.clock.now();
  const health = healthCard({ key, findings, offsetMs, nowMs, lastOwnMs });
  const { reuse } = findings;
  if (reuse !== 'unknown') session.codes.steps.set(reuse);
  const learned = reuse === 'unknown' ? {} : { codes: reuse };
  await keyStore.change(key.id, { tested: isoTime(nowMs), findings: toKeep(health), ...learned });
  return {
    twoFactor: {
      configured: key.twoFactor.kind,
      detected: findings.detected,
      accepted: findings.accepted,
      reuse: findings.reuse,
    },
    clockOffsetMs: Math.round(offsetMs),
    health,
    verdict: verdictOf(key),
    requests: findings.requests,
  };
}

/** What stays true until the next test, and a person should see meanwhile. */
const toKeep = (health: readonly HealthItem[]): HealthItem[] =>
  health.filter(({ id, level }) => level !== 'good' && id !== 'clock');

/** When this agent's last call of a key ended; undefined where the log has none that left. */
function lastCallOf({ log }: CallDeps, { label }: Key): number | undefined {
  const [last] = log.query({ key: label, limit: 20 }).filter(({ sent }) => sent !== 'no');
  return last === undefined ? undefined : Date.parse(last.time) + (last.timings.total ?? 0);
}
