/** When a request may go: in its turn, where the exchange's counters have room for it. */
import { AppError } from '../../shared/errors.ts';
import type { Endpoint } from '../exchange/endpoints.ts';
import type { OrderChange } from '../exchange/order-rates.ts';
import { priorityOf } from '../exchange/turn.ts';
import type { Caller, GateDeps } from './caller.ts';

/** Longer than this a bot does better to come back by itself. */
const longestBudgetWaitMs = 10_000;
const longestCodeWaitMs = 120_000;

/**
 * Waits for budget and turn; the function given back ends the turn. The budget is waited for outside the turn, so that
 * what costs nothing, a cancel above all, goes ahead. Throws: RATE_LIMITED, CODE_WAIT, DEADLINE_PASSED.
 */
export async function takeTurn(
  deps: GateDeps,
  caller: Caller,
  endpoint: Endpoint,
  change: OrderChange | undefined,
): Promise<() => void> {
  for (;;) {
    await waitForBudget(deps, caller, endpoint, change);
    const end = await queue(caller, endpoint);
    if (budgetWaitMs(deps, caller, endpoint, change) === 0) return throttled(caller, endpoint, end);
    end();
  }
}

/** Counted when the answer is there: the exchange counted before that, so what it counts is never more than we do. */
export function spendBudget(
  { clock }: GateDeps,
  { session }: Caller,
  endpoint: Endpoint,
  change: OrderChange | undefined,
): void {
  session.budget?.spend(endpoint.id, clock.now());
  if (change !== undefined) session.orderRates?.spend(change, clock.now());
}

async function waitForBudget(
  deps: GateDeps,
  caller: Caller,
  endpoint: Endpoint,
  change: OrderChange | undefined,
): Promise<void> {
  const waitMs = budgetWaitMs(deps, caller, endpoint, change);
  if (waitMs > longestBudgetWaitMs) throw new AppError('RATE_LIMITED', { retryAfterMs: waitMs });
  if (waitMs > 0) await deps.clock.sleep(waitMs, caller.deadline);
  if (caller.deadline?.aborted) throw new AppError('DEADLINE_PASSED');
}

function budgetWaitMs(
  { clock }: GateDeps,
  { session }: Caller,
  endpoint: Endpoint,
  change: OrderChange | undefined,
): number {
  const nowMs = clock.now();
  const ordersMs = change === undefined ? 0 : (session.orderRates?.waitMs(change, nowMs) ?? 0);
  return Math.max(ordersMs, session.budget?.waitMs(endpoint.id, nowMs) ?? 0);
}

/** Where a code works once, the line moves one call a step: whoever would wait for long is told so at once. */
async function queue({ session, deadline, authority }: Caller, endpoint: Endpoint): Promise<() => void> {
  const priority = priorityOf(endpoint.needs);
  const waitMs = session.waitMs(priority);
  if (waitMs > longestCodeWaitMs) throw new AppError('CODE_WAIT', { retryAfterMs: waitMs });
  try {
    return await session.turn.take(priority, deadline, authority?.bot.id);
  } catch (fault) {
    const leftMs = session.waitMs(priority);
    throw leftMs > 0 ? new AppError('CODE_WAIT', { retryAfterMs: leftMs, cause: fault }) : fault;
  }
}

/** Other exchanges than Kraken are counted by ccxt. */
async function throttled({ session }: Caller, endpoint: Endpoint, end: () => void): Promise<() => void> {
  try {
    if (session.budget === undefined && session.key.tier !== 'unlimited') await session.client.throttle(endpoint);
    return end;
  } catch (fault) {
    end();
    throw fault;
  }
}
