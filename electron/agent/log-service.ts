import { AppError } from '../../shared/errors.ts';
import type { LogCheckView, LogExportQuery, LogVerifyQuery, LogVerifyStep } from '../../shared/log-views.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Anchor } from '../calllog/head.ts';
import type { LogKeys } from '../calllog/keys.ts';
import { type CallDetailsDeps, makeCallDetails } from './call-details.ts';
import { GoingOn } from './going-on.ts';
import type { LogKeeper } from './log-keeper.ts';
import type { Agent, CallLogService, LogAnchor, Unlock } from './ports.ts';
import { supportBundle } from './support-bundle.ts';

/** The keys of a sealed vault, for one check, and where it last saw the log. The taker wipes the keys. */
export interface LentKeys {
  readonly keys: LogKeys | undefined;
  readonly anchors: readonly Anchor[];
}

export interface LogServiceDeps extends CallDetailsDeps {
  readonly keeper: Pick<LogKeeper, 'anchors' | 'checked'>;
  readonly agent: Pick<Agent, 'status' | 'bots' | 'keys' | 'settings' | 'explain'>;
  /** Opens the sealed vault for one check. Throws: as the vault; PASSPHRASE_WRONG. */
  readonly lend: (unlock: Unlock) => Promise<LentKeys>;
  readonly clock: Clock;
  readonly random: Random;
}

/** How long a question waits for the end of a check, so that a short one needs only one. */
const stepMs = 400;

interface Checking {
  readonly done: Promise<LogCheckView>;
  seen: number;
  all: number;
}

/** The call log as its owner uses it. */
export function makeLogService(deps: LogServiceDeps): CallLogService {
  const { log, agent, clock } = deps;
  const checks = new GoingOn<Checking>(clock, deps.random);
  return {
    ...makeCallDetails(deps),
    find: async (query) => (agent.bots.vault() === 'missing' ? [] : (await log().find(query)).calls),
    head: () => log().head(),
    verify: (anchor, onProgress = () => {}) => check(deps, anchor, undefined, onProgress),
    verifyStep: (step, unlock) => verifyStep(deps, checks, step, unlock),
    stats: (query) => log().stats(query),
    exportStep: ({ format, query, amounts, from }: LogExportQuery) =>
      log().exportStep({ format, query, withAmounts: amounts, from }),
    bundle: () =>
      supportBundle({ agent, log: agent.bots.vault() === 'missing' ? undefined : log(), nowMs: clock.now() }),
  };
}

async function verifyStep(
  deps: LogServiceDeps,
  checks: GoingOn<Checking>,
  { anchor, ticket: asked }: LogVerifyQuery,
  unlock: Unlock | undefined,
): Promise<LogVerifyStep> {
  const ticket = asked ?? checks.begin(await begin(deps, anchor, unlock));
  const checking = checks.find(ticket);
  const over = new AbortController();
  const ended = await Promise.race([checking.done, deps.clock.sleep(stepMs, over.signal)]).finally(() => over.abort());
  const { seen, all } = checking;
  if (ended === undefined) return { check: null, ticket, seen, all };
  checks.end(ticket);
  return { check: ended, ticket: null, seen, all };
}

/** The passphrase is used here and now: whoever gave it wipes it with the answer. */
async function begin(
  deps: LogServiceDeps,
  anchor: LogAnchor | undefined,
  unlock: Unlock | undefined,
): Promise<Checking> {
  const vault = deps.agent.bots.vault();
  if (vault === 'missing') throw new AppError('VAULT_MISSING');
  const lent = unlock === undefined || vault === 'open' ? undefined : await deps.lend(unlock);
  const progress = { seen: 0, all: 0 };
  const done = check(deps, anchor, lent, (seen, all) => Object.assign(progress, { seen, all }));
  // Where nobody asks on, a fault is nobody's.
  done.catch(() => {});
  return Object.assign(progress, { done });
}

async function check(
  { log, keeper }: LogServiceDeps,
  anchor: LogAnchor | undefined,
  lent: LentKeys | undefined,
  onProgress: (seen: number, all: number) => void,
): Promise<LogCheckView> {
  const own = [...keeper.anchors(), ...(lent?.anchors ?? [])];
  const verify = (anchors: readonly Anchor[]) =>
    log().verify({ keys: lent?.keys, isUnsigned: lent !== undefined, anchors, onProgress });
  try {
    const result = await verify(anchor === undefined ? own : [...own, anchor]);
    if (result.result === 'intact' || anchor === undefined) await keeper.checked(result);
    // The anchor may be of another log: what it alone speaks against must not stop the bots.
    else await keeper.checked(await verify(own));
    return result;
  } finally {
    for (const { key } of lent?.keys === undefined ? [] : [lent.keys, ...lent.keys.former]) key.wipe();
  }
}
