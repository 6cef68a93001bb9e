import type { AppError } from '../../shared/errors.ts';
import type { Key } from '../../shared/model.ts';
import { newId } from '../base/random.ts';
import { isCredentialRefusal, nameFailure } from '../exchange/failures.ts';
import { placements } from '../exchange/placement.ts';
import type { CallDeps } from './call.ts';
import type { CodeChoice } from './caller.ts';
import type { CodeSource, CodeToSend } from './codes.ts';
import { openGate } from './gate.ts';
import { type KeyInfo, readKeyInfo } from './key-info.ts';
import type { Session } from './sessions.ts';
import { closeGate, newTally } from './tally.ts';

export type Detected = 'on' | 'off' | 'unknown';
export type Reuse = 'reusable' | 'once-per-step' | 'unknown';

/** What a probe found out. */
export interface Findings {
  readonly detected: Detected;
  /** Does the key work as it is configured here? */
  readonly accepted: boolean;
  readonly reuse: Reuse;
  /** The first refusal, where there was one. */
  readonly refusal: AppError | undefined;
  /** What the exchange tells of the key; undefined where it tells nothing. */
  readonly info: KeyInfo | undefined;
  /** Private requests that it took, three at most. */
  readonly requests: number;
}

const longestMs = 60_000;

/**
 * Finds out whether a key has 2FA and works as configured, by harmless reads: with the configured second factor, then,
 * where that is refused, without it; and the same code again, where the user allows that.
 * Throws: EXCHANGE_UNAVAILABLE and what else keeps the exchange from answering. Source: design/two-factor.md, "The probe".
 */
export async function probe(deps: CallDeps, session: Session, tryReuse: boolean): Promise<Findings> {
  const asking = new Asking(deps, session);
  try {
    const findings = await run(asking, session.key, tryReuse);
    asking.end(findings.refusal);
    return { ...findings, requests: asking.requests };
  } catch (fault) {
    throw asking.end(nameFailure(fault, { needs: 'account.read', handedOver: true }));
  }
}

interface Answer {
  readonly refusal: AppError | undefined;
  readonly info: KeyInfo | undefined;
  readonly code: CodeToSend | undefined;
}

type Found = Omit<Findings, 'requests'>;

async function run(asking: Asking, { twoFactor, exchange }: Key, tryReuse: boolean): Promise<Found> {
  const first = await asking.ask();
  const found = { accepted: first.refusal === undefined, reuse: 'unknown', ...first } as const;
  // Where calls take no code, an answer says nothing of one.
  if (placements.get(exchange)?.endpoints !== 'every private one') return { ...found, detected: 'unknown' };
  const { refusal, code } = first;
  if (refusal === undefined) {
    const reuse = tryReuse && code?.step !== undefined ? await again(asking, code) : 'unknown';
    // A key without 2FA refuses a code, and one with it refuses its absence.
    return { ...found, detected: twoFactor.kind === 'none' ? 'off' : 'on', reuse };
  }
  if (code === undefined) return { ...found, detected: isAboutTheCode(refusal) ? 'on' : 'unknown' };
  // Where a code is sent to a key without 2FA, some were told that the key is invalid.
  if (!isAboutTheCode(refusal) && !isUnknownKey(refusal)) return { ...found, detected: 'unknown' };
  const later = await afterRepeat(asking, code);
  if (later?.refusal === undefined && later !== undefined)
    return { ...found, ...later, accepted: true, detected: 'on', reuse: 'once-per-step' };
  const bare = await asking.ask({ kind: 'none' });
  if (bare.refusal === undefined) return { ...found, detected: 'off', info: bare.info };
  return { ...found, detected: isAboutTheCode(bare.refusal) ? 'on' : 'unknown' };
}

/** A probe needs no permission, so that one is lacking can only be said of a code. Source: npm-kraken-api#61, krakenex#50. */
const isAboutTheCode = ({ code }: AppError): boolean =>
  code === 'SIGNATURE_REJECTED' || code === 'CODE_REJECTED' || code === 'EXCHANGE_PERMISSION_DENIED';
const isUnknownKey = ({ code }: AppError): boolean => code === 'KEY_REJECTED';

/** The same code in the same step once more. */
async function again(asking: Asking, taken: CodeToSend): Promise<Reuse> {
  const { step } = taken;
  const isOver = step === undefined || asking.codes.isOver(step);
  const fresh = isOver ? (await asking.ask()).code : taken;
  if (fresh === undefined) return 'unknown';
  const { refusal } = await asking.ask({ kind: 'given', code: fresh });
  if (refusal === undefined) return 'reusable';
  return isCredentialRefusal(refusal.code) ? 'once-per-step' : 'unknown';
}

/** A bot's call may have used the code up, where each works once: then the next step's is good. */
async function afterRepeat(asking: Asking, { step }: CodeToSend): Promise<Answer | undefined> {
  if (step === undefined || !asking.codes.steps.wasAccepted(step)) return undefined;
  await asking.codes.untilAfter(step, asking.deadline);
  return asking.ask();
}

/** The requests of one probe, which stand in the log as one call. */
class Asking {
  readonly #deps: CallDeps;
  readonly #session: Session;
  readonly #callId: string;
  readonly deadline = AbortSignal.timeout(longestMs);
  readonly #method: string;
  requests = 0;

  constructor(deps: CallDeps, session: Session) {
    this.#deps = deps;
    this.#session = session;
    this.#callId = newId('call', deps.random);
    const { id, label, exchange } = session.key;
    this.#method = exchange === 'kraken' ? 'privatePostGetApiKeyInfo' : 'fetchBalance';
    deps.log.begin({ call: this.#callId, bot: null, key: { id, label }, exchange, method: this.#method });
  }

  get codes(): CodeSource {
    return this.#session.codes;
  }

  /** Takes: code = left out, the configured one for the moment of sending. */
  async ask(code?: CodeChoice): Promise<Answer> {
    const tally = { ...newTally(), requests: this.requests };
    const caller = {
      ...{ callId: this.#callId, session: this.#session, authority: undefined, asked: undefined },
      ...{ deadline: this.deadline, isProbe: true, ...(code === undefined ? {} : { code }) },
    };
    try {
      const answer = await this.#session.client.call(this.#method, [], openGate(this.#deps, caller, tally));
      return { refusal: undefined, info: readKeyInfo(answer), code: tally.code };
    } catch (fault) {
      const error = nameFailure(fault, { needs: 'account.read', handedOver: tally.handedOver });
      if (!tally.handedOver || isAboutTheLine.has(error.code)) throw error;
      return { refusal: error, info: undefined, code: tally.code };
    } finally {
      await closeGate(tally);
      this.requests = tally.requests;
    }
  }

  end(error: AppError | undefined): AppError | undefined {
    const { log } = this.#deps;
    const sent = this.requests > 0 ? 'yes' : 'no';
    if (error === undefined) log.end({ call: this.#callId, status: 'ok', sent });
    else {
      const { exchange } = error.details;
      const words = exchange === undefined ? {} : { exchangeError: exchange };
      log.end({ call: this.#callId, status: 'failed', sent: error.sent, code: error.code, ...words });
    }
    return error;
  }
}

/** These say nothing of the key. */
const isAboutTheLine: ReadonlySet<string> = new Set(['EXCHANGE_UNAVAILABLE', 'RATE_LIMITED', 'DEADLINE_PASSED']);
