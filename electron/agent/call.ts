import { AppError } from '../../shared/errors.ts';
import { methodOf } from '../../shared/methods.ts';
import type { Bot, Grant, Key } from '../../shared/model.ts';
import type { Permission } from '../../shared/permissions.ts';
import { newId } from '../base/random.ts';
import { loadEndpoints } from '../exchange/endpoints.ts';
import { nameFailure } from '../exchange/failures.ts';
import type { Gate } from '../exchange/private-request.ts';
import { decideMethod } from '../policy/decide.ts';
import { stripArgs } from '../policy/strip.ts';
import type { GateDeps } from './caller.ts';
import { causesOf } from './causes.ts';
import { openGate } from './gate.ts';
import { shownCall } from './log-fields.ts';
import { permit } from './permit.ts';
import type { CallInput } from './ports.ts';
import type { Session, Sessions } from './sessions.ts';
import { type CallTally, closeGate, type DoubtfulCall, newTally } from './tally.ts';
import type { Usage } from './usage.ts';

export interface CallDeps extends GateDeps {
  readonly sessions: Sessions;
  readonly usage: Usage;
  /** Looks up what became of orders whose reply was lost. */
  readonly lookUps: { begin(call: DoubtfulCall): void };
}

export interface BotCall {
  readonly bot: Bot;
  readonly key: Key;
  readonly grant: Grant;
  readonly input: CallInput;
}

/** How a call is carried out. */
export interface Work<T> {
  /** What the call as a whole needs. Throws: METHOD_UNKNOWN. */
  readonly needs: () => Promise<Permission>;
  /** Every private request that comes of it goes through `gate`. */
  readonly send: (session: Session, gate: Gate) => Promise<T>;
}

/** A method of ccxt called by a bot. Throws: AppError with the call's id; both ends stand in the log. */
export function callMethod(
  deps: CallDeps,
  call: BotCall,
  callId = newId('call', deps.random),
): Promise<{ result: unknown; callId: string }> {
  const { method, args } = call.input;
  const { exchange } = call.key;
  return runCall(deps, call, callId, {
    needs: () => permissionOf(exchange, method),
    send: (session, gate) => session.client.call(method, stripArgs(exchange, args), gate),
  });
}

/**
 * A bot's call from the question to the answer: what is asked for is decided here, and every private request that comes
 * of it is decided again in the gate. Throws: AppError with the call's id; both ends stand in the log.
 */
export async function runCall<T>(
  deps: CallDeps,
  call: BotCall,
  callId: string,
  work: Work<T>,
): Promise<{ result: T; callId: string }> {
  begin(deps, callId, call);
  const tally = newTally();
  let needs: Permission | undefined;
  try {
    needs = await work.needs();
    const result = await run(deps, callId, call, needs, tally, work);
    await closeGate(tally);
    deps.log.end({ call: callId, status: 'ok', sent: tally.sent });
    return { result, callId };
  } catch (fault) {
    await closeGate(tally);
    const { handedOver } = tally;
    const named = nameFailure(fault, { needs: needs ?? 'market.read', handedOver });
    throw end(deps, callId, call, named, tally, needs);
  }
}

async function run<T>(
  deps: CallDeps,
  callId: string,
  call: BotCall,
  needs: Permission,
  tally: CallTally,
  { send }: Work<T>,
): Promise<T> {
  const { bot, key, grant, input } = call;
  const callsLastMinute = admit(deps, call, needs);
  const session = await deps.sessions.of(key);
  const deadline = input.deadlineMs === undefined ? undefined : AbortSignal.timeout(input.deadlineMs);
  const caller = { callId, session, authority: { bot, grant, callsLastMinute }, asked: input, deadline };
  return send(session, openGate(deps, caller, tally));
}

/** Decides on the method and counts the call. Gives: how many calls there were before it in the last 60 s. */
function admit({ usage, clock }: CallDeps, { bot, key, grant }: BotCall, needs: Permission): number {
  const nowMs = clock.now();
  const callsLastMinute = usage.lastMinute(bot.id, key.id, nowMs);
  const decision = decideMethod(grant, { needs, usage: { callsLastMinute } });
  if (decision.kind === 'deny' && decision.code === 'CALLS_LIMIT_EXCEEDED') {
    throw new AppError(decision.code, { detail: decision.detail, retryAfterMs: usage.freeInMs(bot.id, key.id, nowMs) });
  }
  permit(decision);
  usage.count(bot.id, key.id, nowMs);
  return callsLastMinute;
}

/** What a method needs: by its unified name, else by its endpoint. Throws: METHOD_UNKNOWN for what is in no table. */
async function permissionOf(exchange: string, method: string): Promise<Permission> {
  const row = methodOf(method);
  if (row !== undefined && row.kind !== 'call') {
    throw new AppError('METHOD_UNKNOWN', { detail: `"${method}" streams; a call answers once.` });
  }
  const needs = row?.needs ?? (await loadEndpoints(exchange)).byId(method)?.needs;
  if (needs === undefined)
    throw new AppError('METHOD_UNKNOWN', { detail: `There is no method "${method.slice(0, 60)}" for ${exchange}.` });
  return needs;
}

function begin({ log }: CallDeps, call: string, { bot, key, input }: BotCall): void {
  log.begin({
    call,
    bot: { id: bot.id, name: bot.name },
    key: { id: key.id, label: key.label },
    exchange: key.exchange,
    method: input.method,
    ...aboutArgs(input),
    request: shownCall(input.method, input.args),
  });
}

/** What the bot asked for, for the log; what is really sent stands in the requests. */
function aboutArgs({ method, args }: CallInput): Partial<Record<'symbol' | 'side' | 'amount' | 'price', string>> {
  const row = methodOf(method);
  if (row === undefined) return {};
  const at = { symbol: row.symbolAt, side: row.sideAt, amount: row.amountAt, price: row.priceAt };
  const texts = Object.entries(at).map(([name, position]) => [
    name,
    position === undefined ? undefined : args[position],
  ]);
  return Object.fromEntries(
    texts
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([name, value]) => [name, String(value)]),
  );
}

function end(
  deps: CallDeps,
  callId: string,
  { bot, key }: BotCall,
  fault: AppError,
  tally: CallTally,
  needs: Permission | undefined,
): AppError {
  const session = deps.sessions.ready(key.id);
  const named = session === undefined ? fault : causesOf(fault, session, deps.clock.now());
  const error = halfDone(named, tally).with({ callId });
  const isDenied = !tally.handedOver && denials.has(error.code);
  deps.log.end({
    call: callId,
    status: isDenied ? 'denied' : error.sent === 'unknown' ? 'unknown' : 'failed',
    sent: tally.sent === 'no' ? error.sent : tally.sent,
    code: error.code,
    ...(isDenied ? aboutDenied(tally, needs) : {}),
    ...(error.details.exchange === undefined ? {} : { exchangeError: error.details.exchange }),
  });
  if (tally.doubt === undefined || tally.acts !== 1) return error;
  deps.lookUps.begin({ ...tally.doubt, callId, key, botId: bot.id });
  if (error.code !== 'OUTCOME_UNKNOWN') return error;
  return new AppError('OUTCOME_UNKNOWN', { ...error.details, detail: lookedUp });
}

const lookedUp =
  "The exchange's answer was lost. Don't repeat the order: it is looked up, and in about ten seconds its record (GET /v1/calls, keybearer log) says whether it was placed. Named by an Idempotency-Key, it may then be repeated under the same name.";

/** A denial has no request of its own in the log, so its end says what it was about. */
const aboutDenied = ({ about }: CallTally, needs: Permission | undefined) =>
  about ?? (needs === undefined ? {} : { permission: needs });

/** A bot repeats a call whose error says that nothing was sent; what an earlier request of it did would be done twice. */
function halfDone(error: AppError, { acted }: CallTally): AppError {
  if (acted === 'no' || error.sent !== 'no') return error;
  const honest = error.with({ sent: acted });
  if (honest.sent !== 'no') return honest;
  const detail = `A part of this call was done before it failed with ${error.code}. Look before you repeat it.`;
  return new AppError('OUTCOME_UNKNOWN', { ...error.details, detail });
}

/** Our own refusals: nothing went wrong, it was not allowed. */
const denials: ReadonlySet<string> = new Set([
  'PERMISSION_DENIED',
  'SYMBOL_DENIED',
  'LIMIT_EXCEEDED',
  'CALLS_LIMIT_EXCEEDED',
  'APPROVAL_DENIED',
  'APPROVAL_TIMEOUT',
  'BOT_PAUSED',
  'TOKEN_EXPIRED',
  'TOKEN_UNKNOWN',
  'METHOD_UNKNOWN',
  'BODY_INVALID',
  'VAULT_SEALED',
  'CIRCUIT_OPEN',
  'RATE_LIMITED',
  'DEADLINE_PASSED',
]);
