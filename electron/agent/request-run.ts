import { AppError, type Sent } from '../../shared/errors.ts';
import type { Timings } from '../../shared/model.ts';
import { changesSomething, isCredentialRefusal, nameFailure } from '../exchange/failures.ts';
import { type Placed, type Placement, placeCode, placementOf } from '../exchange/placement.ts';
import type { PrivateRequest, Transmit } from '../exchange/private-request.ts';
import { newTransmission, type Transmission } from '../exchange/transmission.ts';
import type { OrderEffect } from '../policy/effect.ts';
import type { PlacedOrder } from '../state/orders.ts';
import { authorize, type Reservation } from './authorize.ts';
import type { Caller, GateDeps } from './caller.ts';
import { causesOf, type FailedCall } from './causes.ts';
import type { CodeToSend } from './codes.ts';
import { shownRequest, shownResponse } from './log-fields.ts';
import { afterRefusedNonce } from './nonce-doubt.ts';
import { aboutOf, changeOf, effectOf, placedOrders } from './order-effect.ts';
import { ending, named, tracesOf } from './order-trace.ts';
import { doneInPart, partlyPlaced } from './partly-placed.ts';
import { type FirstTry, mayBeTheCode, questionOf, type SecondTry, secondTry } from './second-try.ts';
import { type CallTally, worse } from './tally.ts';
import { timingsOf } from './timings.ts';
import { spendBudget, takeTurn } from './turns.ts';

const cameTwice = 'The request came to the exchange twice on its way. Look at the open orders before you repeat it.';
const mayHaveComeTwice =
  'The exchange refused the nonce. Where something on the way hands a request in twice, that is the answer to the second, and the first was carried out: look at the open orders before you repeat it.';

/** One private request on its way. */
export class RequestRun {
  readonly #deps: GateDeps;
  readonly #caller: Caller;
  readonly #tally: CallTally;
  readonly #n: number;
  readonly #request: PrivateRequest;
  readonly #transmission: Transmission = newTransmission();
  readonly #timings: Partial<Timings> = {};
  readonly #placement: Placement | undefined;
  readonly #second: SecondTry | undefined;
  #code: CodeToSend | undefined;
  /** When the exchange stops acting on an order of this request, by our clock. */
  #endsMs: number | undefined;
  #reservation: Reservation | undefined;
  /** How the request goes out once more, where it was refused and may. */
  again: SecondTry | undefined;

  constructor(deps: GateDeps, caller: Caller, tally: CallTally, request: PrivateRequest, second?: SecondTry) {
    this.#deps = deps;
    this.#caller = caller;
    this.#tally = tally;
    this.#n = tally.requests++;
    this.#request = named(caller.session, request, deps.random);
    this.#placement = placementOf(caller.session.key.exchange, request.endpoint);
    this.#second = second;
  }

  get hasLeft(): boolean {
    return this.#transmission.handedOver;
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
    this.#reservation = await authorize(this.#deps, this.#caller, this.#request, effect);
    const { askedMs } = this.#reservation;
    this.#timings.policy = this.#deps.clock.monotonic() - started - (askedMs ?? 0);
    if (askedMs !== undefined) this.#timings.approval = askedMs;
    const change = changeOf(this.#request, effect);
    let end = () => {};
    try {
      await this.#recordIntent(effect);
      const waited = this.#deps.clock.monotonic();
      this.#checkCircuit();
      end = await takeTurn(this.#deps, this.#caller, this.#request.endpoint, change);
      // Those that were ahead may have been refused meanwhile.
      this.#checkCircuit();
      this.#timings.budget = this.#deps.clock.monotonic() - waited;
      const { params, headers } = await this.#withCode();
      if (deadline?.aborted) throw new AppError('DEADLINE_PASSED');
      this.#deps.recheck(this.#caller);
      const answer = await transmit(params, this.#transmission, headers);
      const question = this.#question();
      if (question !== undefined) throw question;
      this.#succeeded(effect, answer);
      return answer;
    } catch (fault) {
      throw this.#failed(effect, await this.#doubted(fault));
    } finally {
      if (this.#transmission.handedOver) spendBudget(this.#deps, this.#caller, this.#request.endpoint, change);
      end();
    }
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
      verdict: this.#reservation?.askedMs === undefined ? 'allowed' : 'asked',
      ...aboutOf(effect),
      ...tracesOf(this.#caller.session, this.#request),
      request: shownRequest(params),
    });
  }

  #checkCircuit(): void {
    const { session, isProbe } = this.#caller;
    if (isProbe !== true) session.circuit.check(this.#deps.clock.now());
  }

  /** What is sent in the end, the code for this very moment included. */
  async #withCode(): Promise<Placed> {
    const started = this.#deps.clock.monotonic();
    this.#code = await this.#takeCode();
    this.#tally.code = this.#code;
    this.#timings.codeWait = this.#deps.clock.monotonic() - started;
    const { params, endsMs } = await ending(this.#caller.session, this.#request, this.#deps.clock);
    this.#endsMs = endsMs;
    if (this.#placement === undefined || this.#code === undefined) return { params, headers: {} };
    return placeCode(this.#placement, params, this.#code.code, this.#second?.challenge);
  }

  async #takeCode(): Promise<CodeToSend | undefined> {
    const { session, deadline, code } = this.#caller;
    if (code !== undefined) return code.kind === 'given' ? code.code : undefined;
    const isWanted = this.#placement?.asksBy === undefined || this.#second?.challenge !== undefined;
    return this.#placement === undefined || !isWanted ? undefined : session.codes.forSending(deadline);
  }

  /** Where something on the way hands a request in twice, a refused nonce says nothing of the first. */
  async #doubted(fault: unknown): Promise<unknown> {
    const { needs } = this.#request.endpoint;
    const { handedOver } = this.#transmission;
    if (!handedOver) return fault;
    const named = nameFailure(fault, { needs, handedOver });
    if (named.code !== 'NONCE_REJECTED' || this.#caller.isProbe === true) return fault;
    const sent = await afterRefusedNonce(this.#deps, this.#caller, this.#tally, { needs, n: this.#n });
    if (sent === 'no') return fault;
    const detail = this.#caller.session.key.exchange === 'kraken' ? cameTwice : mayHaveComeTwice;
    return new AppError('OUTCOME_UNKNOWN', { ...named.details, detail });
  }

  #succeeded(effect: OrderEffect | undefined, answer: unknown): void {
    this.#wasGood();
    this.#count('yes');
    this.#recordOutcome({ status: 'ok', sent: 'yes' });
    this.#own(placedOrders(effect, answer));
  }

  /** The credentials, and the code where one went along, were taken. */
  #wasGood(): void {
    const { session } = this.#caller;
    session.circuit.succeeded();
    session.history.taken();
    if (this.#code?.step !== undefined) session.codes.steps.accepted(this.#code.step, this.#deps.clock.now());
  }

  #own(orders: readonly PlacedOrder[]): void {
    const { session, authority } = this.#caller;
    if (this.#request.endpoint.needs !== 'orders.create') return;
    const symbol = orders[0]?.symbol ?? undefined;
    const names = orders.map(({ ref }) => ref);
    if (symbol !== undefined) session.orderRates?.placed(names, symbol, this.#deps.clock.now());
    if (authority === undefined) return;
    this.#deps.state.orders.own(session.key.id, authority.bot.id, orders);
  }

  #failed(effect: OrderEffect | undefined, fault: unknown): AppError {
    const { session } = this.#caller;
    const { endpoint } = this.#request;
    const { handedOver, body } = this.#transmission;
    const placed = partlyPlaced(effect, body);
    this.#own(placed);
    const question = this.#question();
    const named = question ?? nameFailure(fault, { needs: endpoint.needs, handedOver });
    const nowMs = this.#deps.clock.now();
    if (named.code === 'EXCHANGE_LOCKED_OUT') session.history.lockedOut(nowMs);
    const error = causesOf(placed.length > 0 ? doneInPart(named) : named, session, nowMs, this.#failedCall());
    if (error.code === 'NONCE_REJECTED') session.history.overtaken(this.#deps.clock.now());
    if (mayBeTheCode(error) && this.#code?.step !== undefined) session.codes.steps.refused(this.#code.step);
    if (this.#second === undefined) this.again = secondTry(this.#caller, this.#tried(error));
    if (question === undefined && isCredentialRefusal(error.code) && this.#caller.isProbe !== true) {
      session.circuit.refused(this.#deps.clock.now());
      if (this.again === undefined) this.#tally.refusal = error;
    } else if (handedOver && error.code === 'EXCHANGE_REFUSED') this.#wasGood();
    if (error.sent === 'no') this.#reservation?.giveBack();
    else if (this.#endsMs !== undefined && placed.length === 0)
      this.#tally.doubt = { endsMs: this.#endsMs, giveBack: () => this.#reservation?.giveBack() };
    this.#count(error.sent);
    const status = error.code === 'OUTCOME_UNKNOWN' || error.sent === 'unknown' ? 'unknown' : 'failed';
    this.#recordOutcome({ status, sent: error.sent, code: error.code, exchangeError: error.details.exchange });
    return error;
  }

  #failedCall(): FailedCall {
    const step = this.#code?.step;
    const codeUsedBefore = step !== undefined && this.#caller.session.codes.steps.wasAccepted(step);
    return { codeSent: this.#code !== undefined, codeUsedBefore };
  }

  #question(): AppError | undefined {
    return questionOf(this.#placement, this.#code, this.#transmission);
  }

  #tried(error: AppError): FirstTry {
    const placement = this.#placement;
    return { request: this.#request, placement, code: this.#code, transmission: this.#transmission, error };
  }

  #count(sent: Sent): void {
    this.#tally.handedOver ||= this.#transmission.handedOver;
    this.#tally.sent = worse(this.#tally.sent, sent);
    if (!changesSomething(this.#request.endpoint.needs)) return;
    this.#tally.acts += this.#transmission.handedOver ? 1 : 0;
    this.#tally.acted = worse(this.#tally.acted, sent);
  }

  #recordOutcome(what: {
    status: 'ok' | 'failed' | 'unknown';
    sent: Sent;
    code?: string;
    exchangeError?: string | undefined;
  }): void {
    const { exchangeError, ...rest } = what;
    const { signMs, networkMs, bytesOut, bytesIn, handedOver, body } = this.#transmission;
    this.#deps.log.outcome({
      call: this.#caller.callId,
      n: this.#n,
      ...rest,
      ...(exchangeError === undefined ? {} : { exchangeError }),
      otp: this.#code !== undefined && handedOver,
      timings: timingsOf(handedOver ? { ...this.#timings, sign: signMs, network: networkMs } : this.#timings),
      bytes: { out: bytesOut, in: bytesIn },
      response: shownResponse(this.#caller.session, this.#request.endpoint.id, body, this.#code?.code),
    });
  }
}
