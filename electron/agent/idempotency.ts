import { AppError, asAppError, type ErrorDetails, isErrorCode } from '../../shared/errors.ts';
import { methodOf } from '../../shared/methods.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { newId, type Random } from '../base/random.ts';
import type { CallLog } from '../calllog/store.ts';
import { type KeptAnswer, type NamedRequest, type NewAnswer, sha256 } from '../state/answers.ts';
import type { State } from '../state/store.ts';
import type { CallAnswer, CallInput } from './ports.ts';

export interface IdempotencyDeps {
  readonly state: () => State;
  readonly log: () => CallLog;
  readonly random: Random;
  /** What a look-up found that a call did; undefined where that can't be told, or not yet. */
  readonly settled: (callId: string, of: NamedRequest, isUrgent: boolean) => Promise<SettledCall | undefined>;
  /** Told of what went wrong where the call went on all the same. */
  readonly report: (fault: unknown) => void;
}

/** What became of a call that ended in doubt. */
export type SettledCall = { readonly kind: 'done'; readonly result: unknown } | { readonly kind: 'not-done' };

type Work = (callId: string) => Promise<CallAnswer>;

/** One call for each name that a bot gives: a repeat gets the first answer, and sends nothing. */
export class Idempotency {
  readonly #deps: IdempotencyDeps;
  /** Calls under way, by the name that they were given. */
  readonly #running = new Map<string, { readonly body: string; readonly answer: Promise<CallAnswer> }>();

  constructor(deps: IdempotencyDeps) {
    this.#deps = deps;
  }

  /** Throws: IDEMPOTENCY_MISMATCH; OUTCOME_UNKNOWN where the first call was cut off; what the call throws. */
  async run(request: NamedRequest, input: CallInput, work: Work): Promise<CallAnswer> {
    const body = bodyOf(input);
    const name = JSON.stringify([request.botId, request.keyId, request.name]);
    const running = this.#running.get(name);
    if (running !== undefined) {
      sameBody(running.body, body);
      return replayed(running.answer);
    }
    const kept = this.#deps.state().answers.find(request);
    if (kept !== undefined) sameBody(kept.body, body);
    const first = () => this.#first(request, input, body, work);
    const answer = kept === undefined ? first() : this.#repeat(request, kept, first);
    this.#running.set(name, { body, answer });
    try {
      return await answer;
    } finally {
      this.#running.delete(name);
    }
  }

  async #repeat(request: NamedRequest, kept: KeptAnswer, first: () => Promise<CallAnswer>): Promise<CallAnswer> {
    if (this.#didNothing(kept)) return first();
    if (!isInDoubt(kept)) return replayOf(kept);
    // A call that was answered is answered alike until more is known; one that was cut off waits for it.
    const settled = await this.#deps.settled(kept.callId, request, kept.answer === undefined);
    if (settled === undefined) return replayOf(kept);
    if (settled.kind === 'not-done') return first();
    const found = { ...kept, answer: { result: settled.result ?? null } };
    this.#keep(() => this.#deps.state().answers.end(request, found));
    return replayOf(found);
  }

  /** The call was cut off by an end of the agent before any request of it was on its way. */
  #didNothing({ answer, callId, at }: KeptAnswer): boolean {
    if (answer !== undefined) return false;
    const record = this.#deps.log().get(callId);
    if (record !== undefined) return record.requests.length === 0 && record.sent === 'no';
    // A log that was begun later, since the one of then was put aside, or that was shortened since, can't tell.
    return (this.#deps.log().beganAt() ?? Number.POSITIVE_INFINITY) <= at;
  }

  async #first(request: NamedRequest, input: CallInput, body: string, work: Work): Promise<CallAnswer> {
    const callId = newId('call', this.#deps.random);
    this.#begin(request, input, { body, callId });
    try {
      const answer = await work(callId);
      this.#keep(() =>
        this.#deps.state().answers.end(request, { body, callId, answer: { result: answer.result ?? null } }),
      );
      return answer;
    } catch (fault) {
      const error = asAppError(fault, 'unknown');
      this.#keep(() => this.#endFailed(request, { body, callId }, error));
      throw error;
    }
  }

  /** What did nothing may be tried again under the same name. */
  #endFailed(request: NamedRequest, kept: NewAnswer, error: AppError): void {
    const { answers } = this.#deps.state();
    const { cause: _, ...details } = error.details;
    if (error.sent === 'no') answers.forget(request);
    else answers.end(request, { ...kept, answer: { code: error.code, details } });
  }

  #begin(request: NamedRequest, { method }: CallInput, kept: NewAnswer): void {
    try {
      this.#deps.state().answers.begin(request, kept);
    } catch (fault) {
      // A cancel takes risk away, and does no harm when it is repeated.
      if (methodOf(method)?.needs !== 'orders.cancel') throw fault;
      this.#deps.report(fault);
    }
  }

  /** The call has been made; that its answer could not be kept must not make it fail. */
  #keep(work: () => void): void {
    try {
      work();
    } catch (fault) {
      this.#deps.report(fault);
    }
  }
}

/** As JSON has it: what is left out of a list is null there. */
const bodyOf = ({ method, args }: CallInput): string =>
  sha256(canonicalJson(JSON.parse(JSON.stringify({ method, args: args.map((arg) => arg ?? null) }))));

function sameBody(before: string, now: string): void {
  if (before !== now) throw new AppError('IDEMPOTENCY_MISMATCH');
}

async function replayed(answer: Promise<CallAnswer>): Promise<CallAnswer> {
  try {
    return { ...(await answer), isReplay: true };
  } catch (fault) {
    throw asAppError(fault, 'unknown').with({ isReplay: true });
  }
}

const isInDoubt = ({ answer }: KeptAnswer): boolean =>
  answer === undefined || read(answer, 'code') === 'OUTCOME_UNKNOWN';

function replayOf({ answer, callId }: KeptAnswer): CallAnswer {
  if (typeof answer === 'object' && answer !== null && 'result' in answer)
    return { result: answer.result, callId, isReplay: true };
  throw errorOf(answer, callId);
}

function errorOf(answer: unknown, callId: string): AppError {
  const code = read(answer, 'code');
  const details = read(answer, 'details');
  if (typeof code === 'string' && isErrorCode(code) && isDetails(details))
    return new AppError(code, { ...details, callId, isReplay: true });
  return new AppError('OUTCOME_UNKNOWN', { callId, isReplay: true });
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Sealed by us, so that its shape is ours. */
const isDetails = (value: unknown): value is ErrorDetails => typeof value === 'object' && value !== null;
