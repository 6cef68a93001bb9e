/** What the owner of the call log does with it: find, check, count, export, and hand on what a bug report needs. */
import { AppError } from '../../shared/errors.ts';
import type {
  LogCheckView,
  LogExport,
  LogExportPage,
  LogHead,
  LogVerify,
  LogVerifyStep,
} from '../../shared/log-views.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { LogKeys } from '../calllog/keys.ts';
import type { CallLog } from '../calllog/store.ts';
import type { LogCheck } from '../calllog/verify/verdict.ts';
import { GoingOn } from './going-on.ts';
import type { Agent, LogService, Unlock } from './ports.ts';
import { supportBundle } from './support-bundle.ts';

/** The keys of a sealed vault, for one check, and where it last saw the log. The taker wipes the keys. */
export interface LentKeys {
  readonly keys: LogKeys | undefined;
  readonly anchors: readonly LogHead[];
}

export interface LogServiceDeps {
  readonly agent: Pick<Agent, 'status' | 'bots' | 'keys' | 'settings' | 'explain'>;
  /** Undefined where there is no vault. */
  readonly log: () => CallLog | undefined;
  /** Where the log stood when it was last noted. */
  readonly anchors?: () => readonly LogHead[];
  /** Told what came of a check of the whole log. */
  readonly checked?: (check: LogCheck) => Promise<void>;
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

export function makeLogService(deps: LogServiceDeps): LogService {
  const { clock, random } = deps;
  const checks = new GoingOn<Checking>(clock, random);
  const exports = new GoingOn<AsyncGenerator<string>>(clock, random);
  const need = (): CallLog => needLog(deps);
  return {
    find: async (query) => (await deps.log()?.find(query)) ?? { calls: [], next: null },
    verify: ({ anchor, onProgress = () => {} }) => check(deps, anchor, undefined, onProgress),
    verifyStep: (step, unlock) => verifyStep(deps, checks, step, unlock),
    head: () => need().head(),
    stats: async (query) => {
      const { buckets, byMethod, byBot, ...stats } = await need().stats(query);
      return { ...stats, buckets: [...buckets], byMethod: [...byMethod], byBot: [...byBot] };
    },
    export: (format, query, withAmounts) => need().export(format, query, withAmounts),
    exportPage: (step) => exportPage(need, exports, step),
    bundle: () => supportBundle({ agent: deps.agent, log: deps.log(), nowMs: clock.now() }),
  };
}

function needLog({ log }: LogServiceDeps): CallLog {
  const there = log();
  if (there === undefined) throw new AppError('VAULT_MISSING');
  return there;
}

async function verifyStep(
  deps: LogServiceDeps,
  checks: GoingOn<Checking>,
  { anchor, ticket: asked }: LogVerify,
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
async function begin(deps: LogServiceDeps, anchor: LogHead | undefined, unlock: Unlock | undefined): Promise<Checking> {
  needLog(deps);
  const lent = unlock === undefined || deps.agent.bots.vault() === 'open' ? undefined : await deps.lend(unlock);
  const progress = { seen: 0, all: 0 };
  const done = check(deps, anchor, lent, (seen, all) => Object.assign(progress, { seen, all }));
  // Where nobody asks on, a fault is nobody's.
  done.catch(() => {});
  return Object.assign(progress, { done });
}

async function check(
  deps: LogServiceDeps,
  anchor: LogHead | undefined,
  lent: LentKeys | undefined,
  onProgress: (seen: number, all: number) => void,
): Promise<LogCheckView> {
  const log = needLog(deps);
  const { anchors = () => [], checked = async () => {} } = deps;
  const own = [...anchors(), ...(lent?.anchors ?? [])];
  const verify = (all: readonly LogHead[]) =>
    log.verify({ keys: lent?.keys, isUnsigned: lent !== undefined, anchors: all, onProgress });
  try {
    const result = await verify(anchor === undefined ? own : [...own, anchor]);
    if (result.result === 'intact' || anchor === undefined) await checked(result);
    // The anchor may be of another log: what it alone speaks against must not stop the bots.
    else await checked(await verify(own));
    return result;
  } finally {
    for (const { key } of lent?.keys === undefined ? [] : [lent.keys, ...lent.keys.former]) key.wipe();
  }
}

async function exportPage(
  need: () => CallLog,
  exports: GoingOn<AsyncGenerator<string>>,
  { format, query, amounts, cursor }: LogExport,
): Promise<LogExportPage> {
  const ticket = cursor ?? beginExport(exports, need().export(format, query, amounts));
  const pieces = exports.find(ticket);
  try {
    const { value, done } = await pieces.next();
    if (done !== true) return { text: value, next: ticket };
  } catch (fault) {
    exports.end(ticket);
    throw fault;
  }
  exports.end(ticket);
  return { text: '', next: null };
}

const beginExport = (exports: GoingOn<AsyncGenerator<string>>, pieces: AsyncGenerator<string>): string =>
  exports.begin(pieces, () => void pieces.return(undefined).catch(() => {}));
