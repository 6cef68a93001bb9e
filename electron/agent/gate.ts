import { AppError, type Sent } from '../../shared/errors.ts';
import type { Bot, Grant, Timings } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import type { CallLog } from '../calllog/store.ts';
import {
  type Gate,
  newTransmission,
  type PrivateRequest,
  type Transmission,
  type Transmit,
} from '../exchange/client.ts';
import { isCredentialRefusal, nameFailure } from '../exchange/failures.ts';
import { placeCode } from '../exchange/placement.ts';
import { type Decision, decideRequest } from '../policy/decide.ts';
import type { OrderEffect } from '../policy/effect.ts';
import { readOrder } from '../policy/order.ts';
import { placedOrderIds } from '../policy/order-ids.ts';
import { stripFinal } from '../policy/strip.ts';
import type { PlacedOrder } from '../state/orders.ts';
import type { State } from '../state/store.ts';
import { causesOf } from './causes.ts';
import { shownRequest } from './log-fields.ts';
import type { Session } from './sessions.ts';

const maxRequests = 20;

/** What a bot may do, and how often it called this key in the last 60 s. */
export interface Authority {
  readonly bot: Bot;
  readonly grant: Grant;
  readonly callsLastMinute: number;
}

/** Who makes a call, with what authority; `authority` is undefined for the user's own (the probe, a look-up). */
export interface Caller {
  readonly callId: string;
  readonly session: Session;
  readonly authority: Authority | undefined;
  /** Ends the wait for turn, budget and code. */
  readonly deadline: AbortSignal | undefined;
}

export interface GateDeps {
  readonly log: CallLog;
  readonly state: State;
  readonly clock: Clock;
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
export function openGate(deps: GateDeps, caller: Caller, tally: CallTally): Gate {
  return async (request, transmit) => {
    if (tally.requests >= maxRequests) {
      throw new AppError('LIMIT_EXCEEDED', {
        detail: `One call may send ${maxRequests} private requests at most.`,
        sent: tally.sent,
      });
    }
    const n = tally.requests++;
    return new RequestRun(deps, caller, tally, n, {
      ...request,
      params: stripFinal(caller.session.key.exchange, request.params),
    }).go(transmit);
  };
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

  /** What the request would do to orders. Throws the refusal of policy. */
  #decide(): OrderEffect | undefined {
    const { session, authority } = this.#caller;
    const { endpoint } = this.#request;
    const effect = effectOf(session, this.#request);
    if (authority === undefined) return effect;
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
    this.#recordOutcome({ status: 'ok', sent: 'yes' });
    if (endpoint.needs === 'orders.create' && authority !== undefined) {
      this.#deps.state.orders.own(session.key.id, authority.bot.id, placedOrders(effect, answer));
    }
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
      timings: handedOver ? { ...this.#timings, sign: signMs, network: networkMs } : this.#timings,
      bytes: { out: bytesOut, in: bytesIn },
    });
  }
}

/** Only what may change something is read as an order; a read has no effect to judge. */
function effectOf({ key, client }: Session, { endpoint, params }: PrivateRequest): OrderEffect | undefined {
  const touchesOrders =
    endpoint.needs === 'orders.create' || endpoint.needs === 'orders.cancel' || endpoint.needs === 'raw';
  if (!touchesOrders) return undefined;
  return readOrder({
    exchange: key.exchange,
    endpointId: endpoint.id,
    params,
    symbolOf: (name) => client.symbolOf(name),
  });
}

/** Throws where the decision is not to allow. */
export function permit(decision: Decision): void {
  if (decision.kind === 'deny') throw new AppError(decision.code, { detail: decision.detail, sent: 'no' });
  // Nobody can be asked yet, so what would need an answer is refused.
  if (decision.kind === 'ask') throw new AppError('APPROVAL_DENIED', { detail: decision.detail });
}

/** The orders that now stand, by each name that they can be called by. */
function placedOrders(effect: OrderEffect | undefined, answer: unknown): PlacedOrder[] {
  const symbol = effect === undefined || typeof effect.symbols === 'string' ? undefined : effect.symbols[0];
  const terms = { symbol: symbol ?? null, side: effect?.side ?? null, type: effect?.type ?? null };
  const clientIds = (effect?.orders ?? []).map(({ clientOrderId }) => clientOrderId).filter((id) => id !== null);
  return [
    ...placedOrderIds(answer).map((ref) => ({ ...terms, kind: 'id' as const, ref })),
    ...clientIds.map((ref) => ({ ...terms, kind: 'clientOrderId' as const, ref })),
  ];
}

/** Longer than this a bot does better to come back by itself. */
const longestBudgetWaitMs = 10_000;

/** What the log says of an order; only what could be read. */
function aboutOf(effect: OrderEffect | undefined): About {
  if (effect === undefined) return {};
  const { side, amount, price, clientOrderId, symbols } = effect;
  const symbol = typeof symbols !== 'string' && symbols.length === 1 ? symbols[0] : undefined;
  const entries = Object.entries({ symbol, side, amount, price, clientOrderId });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

type About = Partial<Record<'symbol' | 'side' | 'amount' | 'price' | 'clientOrderId', string>>;
