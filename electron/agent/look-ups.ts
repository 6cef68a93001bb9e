import { AppError } from '../../shared/errors.ts';
import type { IntentEntry } from '../calllog/record.ts';
import type { CallDeps } from './call.ts';
import { openGate } from './gate.ts';
import { type Asked, canBeSought, type Finding, seekOrders } from './seek-orders.ts';
import type { Session } from './sessions.ts';
import { closeGate, type DoubtfulCall, newTally } from './tally.ts';

/** An order that can't be found counts as not placed only this long after its end. Source: design/bot-api.md. */
const graceMs = 5_000;
/** When an exchange that can't be asked is asked again, after the first time that would settle it. */
const retriesMs = [0, 10_000, 60_000];
const longestLookMs = 30_000;
/** An early look comes no sooner after the last one, also where the agent is started again and again. */
const earlyLooksMs = 10_000;
/** What looking up one call may send in a minute: a batch of 15 orders takes 17. */
const mostAMinute = 60;
const minuteMs = 60_000;

export interface LookUpsDeps {
  readonly calls: () => CallDeps;
  readonly report: (fault: unknown) => void;
}

interface Signals {
  /** The vault is being sealed. */
  readonly over: AbortSignal;
  /** Somebody waits. */
  readonly hurry: AbortSignal;
}

const sleepUntil = ({ clock }: CallDeps, atMs: number, signal: AbortSignal): Promise<void> => {
  const ms = atMs - clock.now();
  return ms > 0 ? clock.sleep(ms, signal) : Promise.resolve();
};

const unknown: Finding = { kind: 'unknown' };

/** Looks up what became of orders whose reply was lost, one look-up a call. */
export class LookUps {
  readonly #deps: LookUpsDeps;
  readonly #running = new Map<string, { readonly looking: Promise<Finding>; readonly hurry: AbortController }>();
  #over = new AbortController();

  constructor(deps: LookUpsDeps) {
    this.#deps = deps;
  }

  /**
   * Looks up what a call did, in the background, once it is settled; the call's record says in the end what was found.
   * Takes: isUrgent = look at once as well, for what may have been placed long ago.
   */
  begin(call: DoubtfulCall, isUrgent = false): void {
    const hurry = new AbortController();
    if (isUrgent) hurry.abort();
    const looking = this.#settle(call, { over: this.#over.signal, hurry: hurry.signal }).catch((fault: unknown) => {
      this.#deps.report(fault);
      return unknown;
    });
    this.#running.set(call.callId, { looking, hurry });
    void looking.then(() => this.#running.delete(call.callId));
  }

  isLooking(callId: string): boolean {
    return this.#running.has(callId);
  }

  /** Ends when it is known what a call did, or can't be; looks at once, since somebody waits. */
  async hurry(callId: string): Promise<void> {
    const running = this.#running.get(callId);
    running?.hurry.abort();
    await running?.looking;
  }

  /** Gives up, since the vault is being sealed. */
  stop(): void {
    this.#over.abort();
    this.#over = new AbortController();
  }

  async #settle(call: DoubtfulCall, signals: Signals): Promise<Finding> {
    const deps = this.#deps.calls();
    const [intent, ...more] = deps.log
      .intentsOf(call.callId)
      .filter(({ permission }) => permission === 'orders.create');
    // Where one request of several is in doubt, the call as a whole can't be told.
    if (intent === undefined || more.length > 0 || !canBeSought(intent)) return unknown;
    const settledMs = call.endsMs + graceMs;
    const { over, hurry } = signals;
    // First at once where somebody waits for it.
    await sleepUntil(deps, settledMs, AbortSignal.any([over, hurry]));
    const early = deps.clock.now() - lookedAt(deps, call.callId) >= earlyLooksMs ? [0] : [];
    for (const atMs of [...early, ...retriesMs.map((ms) => settledMs + ms)]) {
      await sleepUntil(deps, atMs, over);
      if (over.aborted) return unknown;
      const mayBePlaced = deps.clock.now() < settledMs;
      const found = await this.#look(deps, call, intent);
      if (found === undefined || (found.kind === 'none' && mayBePlaced)) continue;
      if (over.aborted) return unknown;
      this.#write(deps, call, found);
      return found;
    }
    return unknown;
  }

  /** Gives: undefined where the exchange could not be asked. */
  async #look(deps: CallDeps, { callId, key }: DoubtfulCall, intent: IntentEntry): Promise<Finding | undefined> {
    try {
      const session = await deps.sessions.of(key);
      return await asking(deps, callId, session, (ask) => seekOrders(ask, intent));
    } catch (fault) {
      if (fault instanceof AppError || fault instanceof Error) return undefined;
      throw fault;
    }
  }

  #write({ log, state }: CallDeps, { callId, key, botId, giveBack }: DoubtfulCall, found: Finding): void {
    if (found.kind === 'placed' && botId !== null) state.orders.own(key.id, botId, found.orders);
    if (found.kind === 'placed' && found.isAll) log.end({ call: callId, status: 'ok', sent: 'yes' });
    if (found.kind !== 'none') return;
    giveBack();
    log.end({ call: callId, status: 'failed', sent: 'no', code: 'EXCHANGE_UNAVAILABLE' });
  }
}

/** When a call was looked up last, in Unix milliseconds; -Infinity where it never was. */
export function lookedAt({ log }: CallDeps, callId: string): number {
  const last = log.intentsOf(callId).at(-1);
  return last === undefined || last.permission === 'orders.create' ? Number.NEGATIVE_INFINITY : last.at;
}

/**
 * Requests of the agent's own, in the record of the call that they are about. They are bounded by the minute and not by
 * the call: an agent that is started again and again must be able to find out in the end.
 */
export async function asking<T>(
  deps: CallDeps,
  callId: string,
  session: Session,
  work: (ask: Asked) => Promise<T>,
): Promise<T> {
  const intents = deps.log.intentsOf(callId);
  const nowMs = deps.clock.now();
  const lately = intents.filter(({ at }) => Math.abs(nowMs - at) < minuteMs).length;
  const requests = 1 + Math.max(-1, ...intents.map(({ n }) => n));
  const tally = { ...newTally(), requests, most: requests + Math.max(0, mostAMinute - lately) };
  const deadline = AbortSignal.timeout(longestLookMs);
  const caller = { callId, session, authority: undefined, asked: undefined, deadline };
  try {
    return await work((method, args) => session.client.call(method, args, openGate(deps, caller, tally)));
  } finally {
    await closeGate(tally);
  }
}
