import { AppError, type Sent } from '../../shared/errors.ts';
import type { Timings } from '../../shared/model.ts';
import { changesSomething, isCredentialRefusal, nameFailure } from '../exchange/failures.ts';
import { placeCode } from '../exchange/placement.ts';
import type { Gate, PrivateRequest, Transmit } from '../exchange/private-request.ts';
import { newTransmission, type Transmission } from '../exchange/transmission.ts';
import { type Decision, decideRequest } from '../policy/decide.ts';
import type { OrderEffect } from '../policy/effect.ts';
import { isSetUp } from '../policy/set-up.ts';
import { stripFinal } from '../policy/strip.ts';
import type { PlacedOrder } from '../state/orders.ts';
import type { Caller, GateDeps } from './caller.ts';
import { causesOf } from './causes.ts';
import { shownRequest } from './log-fields.ts';
import { refuseMuddle } from './muddle.ts';
import { isWorthDoubt, wasCarriedOut } from './nonce-doubt.ts';
import { aboutOf, effectOf, placedOrders } from './order-effect.ts';
import { partlyPlaced } from './partly-placed.ts';
import { type CallTally, worse } from './tally.ts';
import { timingsOf } from './timings.ts';

const maxRequests = 20;

/** The gate of one call: every private request of it is decided on, recorded, timed, coded, sent and judged here. */
export function openGate(deps: GateDeps, caller: Caller, tally: CallTally): Gate {
  return async (request, transmit) => {
    if (tally.refusal !== undefined) throw tally.refusal;
    if (tally.isOver) throw limitOf('This call has been answered.', tally);
    if (tally.requests >= maxRequests)
      throw limitOf(`One call may send ${maxRequests} private requests at most.`, tally);
    const n = tally.requests++;
    const params = stripFinal(caller.session.key.exchange, request.params);
    const running = new RequestRun(deps, caller, tally, n, { ...request, params }).go(transmit);
    tally.underWay.add(running);
    try {
      return await running;
    } finally {
      tally.underWay.delete(running);
    }
  };
}

const limitOf = (detail: string, { sent }: CallTally): AppError => new AppError('LIMIT_EXCEEDED', { detail, sent });

/** One private request on its way. */
class RequestRun {
  readonly #deps: GateDeps;
  readonly #caller: Caller;
  readonly #tally: CallTally;
  readonly #n: number;
  readonly #request: PrivateRequest;
  readonly #transmission: Transmission = newTransmission();
  readonly #timings: Partial<Timings> = {};
  #codeSent = false;

  constructor(deps: GateDeps, caller: Caller, tally: CallTally, n: number, request: PrivateRequest) {
    this.#deps = deps;
    this.#caller = caller;
    this.#tally = tally;
    this.#n = n;
    this.#request = request;
  }

  async go(transmit: Transmit): Promise<unknown> {
    const { session, deadline } = this.#caller;
    const started = this.#deps.clock.monotonic();
    const effect = effectOf(session, this.#request);
    this.#tally.about = {
      endpoint: this.#request.endpoint.id,
      permission: this.#request.endpoint.needs,
      ...aboutOf(effect),
    };
    this.#decide(effect);
    this.#timings.policy = this.#deps.clock.monotonic() - started;
    let end = () => {};
    try {
      await this.#recordIntent(effect);
      const waited = this.#deps.clock.monotonic();
      session.circuit.check(this.#deps.clock.now());
      end = await session.turn.take(deadline);
      // Those that were ahead may have been refused meanwhile.
      session.circuit.check(this.#deps.clock.now());
      await this.#waitForBudget();
      this.#timings.budget = this.#deps.clock.monotonic() - waited;
      const params = await this.#withCode();
      if (deadline?.aborted) throw new AppError('DEADLINE_PASSED');
      this.#deps.recheck(this.#caller);
      const answer = await transmit(params, this.#transmission);
      this.#succeeded(effect, answer);
      return answer;
    } catch (fault) {
      throw this.#failed(effect, await this.#doubted(fault));
    } finally {
      this.#spendBudget();
      end();
    }
  }

  /** Throws the refusal of policy. */
  #decide(effect: OrderEffect | undefined): void {
    const { session, authority, asked } = this.#caller;
    const { endpoint, params } = this.#request;
    if (authority === undefined) return;
    if (asked !== undefined && isSetUp(session.key.exchange, endpoint.id, asked.method)) return;
    const { bot, grant, callsLastMinute } = authority;
    const target =
      effect === undefined ? undefined : this.#deps.state.orders.known(session.key.id, bot.id, effect.targets);
    const decision = decideRequest(grant, {
      needs: endpoint.needs,
      effect,
      usage: { callsLastMinute },
      ...(target === undefined ? {} : { target }),
    });
    permit(decision);
    if (endpoint.needs === 'orders.create') refuseMuddle(session, asked, params);
  }

  /** No record, no request; but a cancel takes risk away, so it goes on without one, loudly. */
  async #recordIntent(effect: OrderEffect | undefined): Promise<void> {
    try {
      await this.#writeIntent(effect);
    } catch (fault) {
      if (this.#request.endpoint.needs !== 'orders.cancel') throw fault;
      this.#deps.report(fault);
    }
  }

  async #writeIntent(effect: OrderEffect | undefined): Promise<void> {
    const { endpoint, params } = this.#request;
    await this.#deps.log.intent({
      call: this.#caller.callId,
      n: this.#n,
      endpoint: endpoint.id,
      permission: endpoint.needs,
      verdict: 'allowed',
      ...aboutOf(effect),
      request: shownRequest(params),
    });
  }

  async #waitForBudget(): Promise<void> {
    const { session, deadline } = this.#caller;
    const { clock } = this.#deps;
    if (session.budget === undefined) {
      if (session.key.tier !== 'unlimited') await session.client.throttle(this.#request.endpoint);
      return;
    }
    const waitMs = session.budget.waitMs(this.#request.endpoint.id, clock.now());
    if (waitMs > longestBudgetWaitMs) throw new AppError('RATE_LIMITED', { retryAfterMs: waitMs });
    if (waitMs > 0) await clock.sleep(waitMs, deadline);
    if (deadline?.aborted) throw new AppError('DEADLINE_PASSED');
  }

  /** Counted when the answer is there: the exchange counted before that, so what it counts is never more than we do. */
  #spendBudget(): void {
    const { budget } = this.#caller.session;
    if (this.#transmission.handedOver) budget?.spend(this.#request.endpoint.id, this.#deps.clock.now());
  }

  /** The final parameters: what is signed, the code for this very moment included. */
  async #withCode(): Promise<Readonly<Record<string, unknown>>> {
    const { session, deadline } = this.#caller;
    const started = this.#deps.clock.monotonic();
    const code = await session.codes.forSending(deadline);
    this.#timings.codeWait = this.#deps.clock.monotonic() - started;
    if (code === undefined) return this.#request.params;
    const placed = placeCode(session.key.exchange, this.#request.params, code);
    this.#codeSent = placed !== undefined;
    return placed ?? this.#request.params;
  }

  /** Where something on the way hands a request in twice, a refused nonce says nothing of the first. */
  async #doubted(fault: unknown): Promise<unknown> {
    const { needs } = this.#request.endpoint;
    const { handedOver } = this.#transmission;
    if (!handedOver || !isWorthDoubt(this.#caller.session.key.exchange, needs)) return fault;
    const named = nameFailure(fault, { needs, handedOver });
    if (named.code !== 'NONCE_REJECTED') return fault;
    const sent = await wasCarriedOut(this.#deps, this.#caller, this.#tally);
    if (sent === 'no') return fault;
    const detail = 'The request came to the exchange twice on its way. Look at the open orders before you repeat it.';
    return new AppError('OUTCOME_UNKNOWN', { ...named.details, detail });
  }

  #succeeded(effect: OrderEffect | undefined, answer: unknown): void {
    this.#caller.session.circuit.succeeded();
    this.#count('yes');
    this.#recordOutcome({ status: 'ok', sent: 'yes' });
    this.#own(placedOrders(effect, answer));
  }

  #own(orders: readonly PlacedOrder[]): void {
    const { session, authority } = this.#caller;
    if (this.#request.endpoint.needs !== 'orders.create' || authority === undefined) return;
    this.#deps.state.orders.own(session.key.id, authority.bot.id, orders);
  }

  #failed(effect: OrderEffect | undefined, fault: unknown): AppError {
    const { session } = this.#caller;
    const { endpoint } = this.#request;
    const { handedOver, body } = this.#transmission;
    const placed = partlyPlaced(effect, body);
    this.#own(placed);
    const named = nameFailure(fault, { needs: endpoint.needs, handedOver });
    const error = causesOf(placed.length > 0 ? doneInPart(named) : named, session, this.#codeSent);
    if (isCredentialRefusal(error.code)) {
      session.circuit.refused(this.#deps.clock.now());
      this.#tally.refusal = error;
    } else if (handedOver && error.code === 'EXCHANGE_REFUSED') session.circuit.succeeded();
    this.#count(error.sent);
    const status = error.code === 'OUTCOME_UNKNOWN' || error.sent === 'unknown' ? 'unknown' : 'failed';
    this.#recordOutcome({ status, sent: error.sent, code: error.code, exchangeError: error.details.exchange });
    return error;
  }

  #count(sent: Sent): void {
    this.#tally.handedOver ||= this.#transmission.handedOver;
    this.#tally.sent = worse(this.#tally.sent, sent);
    if (changesSomething(this.#request.endpoint.needs)) this.#tally.acted = worse(this.#tally.acted, sent);
  }

  #recordOutcome(what: {
    status: 'ok' | 'failed' | 'unknown';
    sent: Sent;
    code?: string;
    exchangeError?: string | undefined;
  }): void {
    const { exchangeError, ...rest } = what;
    const { signMs, networkMs, bytesOut, bytesIn, handedOver } = this.#transmission;
    this.#deps.log.outcome({
      call: this.#caller.callId,
      n: this.#n,
      ...rest,
      ...(exchangeError === undefined ? {} : { exchangeError }),
      otp: this.#codeSent && handedOver,
      timings: timingsOf(handedOver ? { ...this.#timings, sign: signMs, network: networkMs } : this.#timings),
      bytes: { out: bytesOut, in: bytesIn },
    });
  }
}

const doneInPart = ({ details }: AppError): AppError =>
  new AppError('OUTCOME_UNKNOWN', {
    ...details,
    detail: 'Some orders of this batch were placed and some refused. Look at the open orders before you repeat any.',
  });

/** Throws where the decision is not to allow. */
export function permit(decision: Decision): void {
  if (decision.kind === 'deny') throw new AppError(decision.code, { detail: decision.detail, sent: 'no' });
  // Nobody can be asked yet, so what would need an answer is refused.
  if (decision.kind === 'ask') throw new AppError('APPROVAL_DENIED', { detail: decision.detail });
}

/** Longer than this a bot does better to come back by itself. */
const longestBudgetWaitMs = 10_000;
