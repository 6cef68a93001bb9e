import { isoTime } from '../base/clock.ts';
import type { PrivateRequest } from '../exchange/private-request.ts';
import { decideRequest, type KnownTarget, marketOf } from '../policy/decide.ts';
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
  /** For a request that the exchange did not carry out. */
  giveBack(): void;
}

const none: Reservation = { giveBack: () => {} };

/**
 * Decides on a request that is about to be sent, and reserves what it takes of the bot's daily limits: nothing happens
 * between the look at the sums and the reservation, so that two at once can't both take what is left.
 * Throws: the refusal of policy; DISK_FULL, RECORD_FAILED.
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
  const { bot, grant, callsLastMinute } = authority;
  const target: KnownTarget =
    effect === undefined ? { ownership: 'unknown' } : deps.state.orders.known(session.key.id, bot.id, effect.targets);
  const prices = await pricesFor(session, authority, effect, target);
  const day = dayOf(session, authority, deps.clock.now());
  const decision = decideRequest(grant, {
    ...{ needs: endpoint.needs, effect, usage: { callsLastMinute }, target },
    market: marketNow(deps, authority, day, prices),
  });
  const charge = permit(decision);
  if (endpoint.needs === 'orders.create') refuseMuddle(session, asked, params);
  return reserve(deps, day, charge);
}

const noPrices: Prices = new Map();

/** Asked for only where a limit needs them, and not for what only leaves the market. */
async function pricesFor(
  { venue }: Session,
  { grant }: Authority,
  effect: OrderEffect | undefined,
  target: KnownTarget,
): Promise<Prices> {
  if (effect === undefined || effect.kind === 'cancel' || !needsPrices(grant.limits)) return noPrices;
  const symbol = marketOf(effect, target);
  if (symbol === undefined) return noPrices;
  const currencies = [undefined, ...currenciesOf(grant.limits)];
  return venue.prices.of([...new Set(currencies.flatMap((currency) => symbolsToPrice(symbol, currency)))]);
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
