import { AppError } from '../../shared/errors.ts';
import type { Notional } from '../../shared/model.ts';
import type { Permission } from '../../shared/permissions.ts';
import { isoTime } from '../base/clock.ts';
import type { PrivateRequest } from '../exchange/private-request.ts';
import { type Decision, decideRequest, type KnownTarget, marketOf } from '../policy/decide.ts';
import type { OrderEffect } from '../policy/effect.ts';
import { type Charge, currenciesOf, type Market, needsPrices } from '../policy/limits.ts';
import { type Prices, symbolsToPrice } from '../policy/notional.ts';
import { isSetUp } from '../policy/set-up.ts';
import type { SpendingDay } from '../state/spending.ts';
import type { Authority, Caller, GateDeps } from './caller.ts';
import { refuseMuddle } from './muddle.ts';
import { permit } from './permit.ts';
import type { Session } from './sessions.ts';

/** What a request has taken of its bot's day. */
export interface Reservation {
  /** How long the owner thought; left out where nobody was asked. */
  readonly askedMs?: number;
  /** For a request that the exchange did not carry out. */
  giveBack(): void;
}

const none: Reservation = { giveBack: () => {} };

/**
 * Decides on a request that is about to be sent, and reserves what it takes of the bot's daily limits: nothing happens
 * between the look at the sums and the reservation, so that two at once can't both take what is left.
 * Where the owner is to be asked it waits for the answer. Throws: the refusal of policy or of the owner; DISK_FULL,
 * RECORD_FAILED.
 */
export async function authorize(
  deps: GateDeps,
  caller: Caller,
  request: PrivateRequest,
  effect: OrderEffect | undefined,
): Promise<Reservation> {
  const { session, authority, asked } = caller;
  const { endpoint, params } = request;
  if (authority === undefined) return none;
  if (asked !== undefined && isSetUp(session.key.exchange, endpoint.id, asked.method)) return none;
  const prices = () => pricesFor(deps, caller, authority, effect);
  const decided = decide(deps, caller, authority, request, effect, await prices());
  // What the grant does not allow is said before anything else.
  if (decided.decision.kind === 'deny') permit(decided.decision);
  refuseUnrecorded(deps, endpoint.needs);
  if (endpoint.needs === 'orders.create') refuseMuddle(session, asked, params);
  if (decided.decision.kind !== 'ask') return reserve(deps, decided.day, permit(decided.decision));
  const started = deps.clock.monotonic();
  await askOwner(deps, caller, authority, effect, decided.decision.worth);
  const askedMs = deps.clock.monotonic() - started;
  // Prices and sums have moved on while the owner thought; what was asked about is allowed, and nothing else.
  const again = decide(deps, caller, authority, request, effect, await prices());
  const charge = again.decision.kind === 'ask' ? again.decision.charge : permit(again.decision);
  return { ...reserve(deps, again.day, charge), askedMs };
}

/** A log that can't be trusted records nothing that could be proved; what takes risk away goes on. */
function refuseUnrecorded({ logTrouble }: GateDeps, needs: Permission): void {
  if (needs !== 'orders.create' && needs !== 'raw' && !needs.startsWith('funds.')) return;
  const detail = logTrouble();
  if (detail !== undefined) throw new AppError('RECORD_FAILED', { detail, sent: 'no' });
}

interface Decided {
  readonly decision: Decision;
  readonly day: SpendingDay;
}

/** Not asynchronous: what it finds of the day's sums must still be true when they are reserved. */
function decide(
  deps: GateDeps,
  { session }: Caller,
  authority: Authority,
  { endpoint }: PrivateRequest,
  effect: OrderEffect | undefined,
  prices: Prices,
): Decided {
  const { grant, callsLastMinute } = authority;
  const day = dayOf(session, authority, deps.clock.now());
  const decision = decideRequest(grant, {
    ...{ needs: endpoint.needs, effect, usage: { callsLastMinute } },
    target: targetOf(deps, session, authority, effect),
    market: marketNow(deps, authority, day, prices),
  });
  return { decision, day };
}

const targetOf = (
  { state }: GateDeps,
  { key }: Session,
  { bot }: Authority,
  effect: OrderEffect | undefined,
): KnownTarget =>
  effect === undefined ? { ownership: 'unknown' } : state.orders.known(key.id, bot.id, effect.targets);

function askOwner(
  { approvals }: GateDeps,
  { session, asked, deadline }: Caller,
  { bot }: Authority,
  effect: OrderEffect | undefined,
  worth: Notional,
): Promise<void> {
  const { id, label, exchange } = session.key;
  const symbols = effect === undefined || typeof effect.symbols === 'string' ? [] : effect.symbols;
  const wish = {
    ...{ bot: { id: bot.id, name: bot.name }, key: { id, label }, exchange, method: asked?.method ?? null },
    ...{ symbol: symbols[0] ?? '', side: effect?.side ?? null, type: effect?.type ?? null },
    ...{ amount: effect?.amount ?? null, price: effect?.price ?? null, worth },
  };
  return approvals.ask(wish, bot.approved, deadline);
}

const noPrices: Prices = new Map();

/** Asked for only where a limit needs them, and not for what only leaves the market. */
async function pricesFor(
  deps: GateDeps,
  { session }: Caller,
  authority: Authority,
  effect: OrderEffect | undefined,
): Promise<Prices> {
  const { limits } = authority.grant;
  if (effect === undefined || effect.kind === 'cancel' || !needsPrices(limits)) return noPrices;
  const symbol = marketOf(effect, targetOf(deps, session, authority, effect));
  if (symbol === undefined) return noPrices;
  const currencies = [undefined, ...currenciesOf(limits)];
  const symbols = currencies.flatMap((currency) => symbolsToPrice(symbol, currency));
  return session.venue.prices.of([...new Set(symbols)]);
}

const dayOf = ({ key }: Session, { bot, grant }: Authority, nowMs: number): SpendingDay => ({
  botId: bot.id,
  keyId: key.id,
  day: isoTime(nowMs).slice(0, 10),
  currency: grant.limits.maxDailyNotional?.currency ?? '',
});

function marketNow({ state, clock }: GateDeps, { grant }: Authority, day: SpendingDay, prices: Prices): Market {
  const { ordersPerDay, maxDailyNotional } = grant.limits;
  const isCounted = ordersPerDay !== undefined || maxDailyNotional !== undefined;
  return { nowMs: clock.now(), prices, today: isCounted ? state.spending.of(day) : { orders: 0, notional: '0' } };
}

function reserve({ state, report }: GateDeps, day: SpendingDay, { orders, notional }: Charge): Reservation {
  if (orders === 0 && notional === undefined) return none;
  const spent = { orders, notional: notional?.amount ?? '0' };
  state.spending.reserve(day, spent);
  return {
    giveBack: () => {
      try {
        state.spending.giveBack(day, spent);
      } catch (fault) {
        // What can't be given back stays taken: the limit holds.
        report(fault);
      }
    },
  };
}
