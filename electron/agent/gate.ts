import { AppError, type Sent } from '../../shared/errors.ts';
import type { Bot, Grant, Timings } from '../../shared/model.ts';
import type { CallLog } from '../calllog/store.ts';
import type { Clock } from '../base/clock.ts';
import { type Gate, newTransmission, type PrivateRequest, type Transmission, type Transmit } from '../exchange/client.ts';
import { isCredentialRefusal, nameFailure } from '../exchange/failures.ts';
import { placeCode } from '../exchange/placement.ts';
import { decideRequest } from '../policy/decide.ts';
import { namedOrderIds, placedOrderIds } from '../policy/order-ids.ts';
import { type OrderEffect, readOrder } from '../policy/order.ts';
import { stripParams } from '../policy/strip.ts';
import type { State } from '../state/store.ts';
import { causesOf } from './causes.ts';
import type { Session } from './sessions.ts';
import type { Usage } from './usage.ts';

const maxRequests = 20;

/** Who makes a call, with what authority; `bot` and `grant` are undefined for the user's own (the probe, a look-up). */
export interface Caller {
  readonly callId: string;
  readonly session: Session;
  readonly authority: { readonly bot: Bot; readonly grant: Grant } | undefined;
  /** Ends the wait for turn, budget and code. */
  readonly deadline: AbortSignal | undefined;
}

export interface GateDeps {
  readonly log: CallLog;
  readonly state: State;
  readonly clock: Clock;
  readonly usage: Usage;
  /** Throws where the authority has gone since the call began: paused, revoked, sealed. */
  readonly recheck: (caller: Caller) => void;
}

/** What the requests of one call came to. */
export interface CallTally {
  requests: number;
  /** The worst of them, in the order no < yes < unknown. */
  sent: Sent;
  handedOver: boolean;
}

/** The gate of one call: every private request of it is decided on, recorded, timed, coded, sent and judged here. */
export function openGate(deps: GateDeps, caller: Caller): { readonly gate: Gate; readonly tally: CallTally } {
  const tally: CallTally = { requests: 0, sent: 'no', handedOver: false };
  const gate: Gate = async (request, transmit) => {
    if (tally.requests >= maxRequests) {
      throw new AppError('LIMIT_EXCEEDED', { detail: `One call may send ${maxRequests} private requests at most.`, sent: tally.sent });
    }
    const n = tally.requests++;
    return new RequestRun(deps, caller, tally, n, { ...request, params: stripParams(request.params) }).go(transmit);
  };
  return { gate, tally };
}

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
    const effect = this.#decide();
    this.#timings.policy = this.#deps.clock.monotonic() - started;
    await this.#recordIntent(effect);
    let end = () => {};
    try {
      const waited = this.#deps.clock.monotonic();
      session.circuit.check(this.#deps.clock.now());
      end = await session.turn.take(deadline);
      await this.#waitForBudget();
      this.#timings.budget = this.#deps.clock.monotonic() - waited;
      const params = await this.#withCode();
      this.#deps.recheck(this.#caller);
      const answer = await transmit(params, this.#transmission);
      this.#succeeded(effect, answer);
      return answer;
    } catch (fault) {
      throw this.#failed(fault);
    } finally {
      end();
    }
  }

  /** Throws the refusal of policy. */
  #decide(): OrderEffect | undefined {
    const { session, authority } = this.#caller;
    const { endpoint, params } = this.#request;
    const effect = readOrder({
      exchange: session.key.exchange,
      endpointId: endpoint.id,
      needs: endpoint.needs,
      params,
      symbolOf: (name) => session.client.symbolOf(name),
    });
    if (authority === undefined) return effect;
    const { bot, grant } = authority;
    const verdict = decideRequest(grant, {
      needs: endpoint.needs,
      effect,
      ownership: this.#deps.state.ownership(session.key.id, bot.id, namedOrderIds(params)),
    });
    if (verdict.kind === 'deny') throw new AppError(verdict.code, { detail: verdict.detail });
    return effect;
  }

  async #recordIntent(effect: OrderEffect | undefined): Promise<void> {
    const { endpoint, params } = this.#request;
    await this.#deps.log.intent({
      call: this.#caller.callId,
      n: this.#n,
      endpoint: endpoint.id,
      permission: endpoint.needs,
      verdict: 'allowed',
      ...aboutOf(effect),
      request: params,
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
    session.budget.spend(this.#request.endpoint.id, clock.now());
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

  #succeeded(effect: OrderEffect | undefined, answer: unknown): void {
    const { session, authority } = this.#caller;
    const { endpoint } = this.#request;
    session.circuit.succeeded();
    this.#count('yes');
    if (endpoint.needs === 'orders.create' && authority !== undefined) {
      const ids = placedOrderIds(answer);
      if (typeof effect?.clientOrderId === 'string') ids.push(effect.clientOrderId);
      this.#deps.state.ownOrders(session.key.id, authority.bot.id, ids);
    }
    this.#recordOutcome({ status: 'ok', sent: 'yes' });
  }

  #failed(fault: unknown): AppError {
    const { session } = this.#caller;
    const { endpoint } = this.#request;
    const named = nameFailure(fault, { needs: endpoint.needs, handedOver: this.#transmission.handedOver });
    const error = causesOf(named, session, this.#codeSent);
    if (isCredentialRefusal(error.code)) session.circuit.refused(this.#deps.clock.now());
    else if (this.#transmission.handedOver && error.code !== 'EXCHANGE_UNAVAILABLE') session.circuit.succeeded();
    this.#count(error.sent);
    const status = error.code === 'OUTCOME_UNKNOWN' || error.sent === 'unknown' ? 'unknown' : 'failed';
    this.#recordOutcome({ status, sent: error.sent, code: error.code, exchangeError: error.details.exchange });
    return error;
  }

  #count(sent: Sent): void {
    this.#tally.handedOver ||= this.#transmission.handedOver;
    if (sent === 'unknown' || (sent === 'yes' && this.#tally.sent === 'no')) this.#tally.sent = sent;
  }

  #recordOutcome(what: { status: 'ok' | 'failed' | 'unknown'; sent: Sent; code?: string; exchangeError?: string | undefined }): void {
    const { exchangeError, ...rest } = what;
    const { signMs, networkMs, bytesOut, bytesIn, handedOver } = this.#transmission;
    this.#deps.log.outcome({
      call: this.#caller.callId,
      n: this.#n,
      ...rest,
      ...(exchangeError === undefined ? {} : { exchangeError }),
      otp: this.#codeSent && handedOver,
      timings: handedOver ? { ...this.#timings, sign: signMs, network: networkMs } : this.#timings,
      bytes: { out: bytesOut, in: bytesIn },
    });
  }
}

/** Longer than this a bot does better to come back by itself. */
const longestBudgetWaitMs = 10_000;

/** What the log says of an order; only what could be read. */
export function aboutOf(effect: OrderEffect | undefined): Partial<Record<'symbol' | 'side' | 'amount' | 'price' | 'clientOrderId', string>> {
  if (effect === undefined) return {};
  const { side, amount, price, clientOrderId, symbols } = effect;
  const symbol = Array.isArray(symbols) && symbols.length === 1 ? symbols[0] : undefined;
  const entries = Object.entries({ symbol, side, amount, price, clientOrderId });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
