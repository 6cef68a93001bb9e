import Big from 'big.js';
import type { Bot, Grant, Notional } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { State } from '../state/store.ts';
import type { CallDeps } from './call.ts';

export interface LeftDeps {
  readonly calls: () => CallDeps;
  readonly state: () => State;
  readonly clock: Pick<Clock, 'now'>;
}

/** What is left of the limits that are used up; `null` where the day's sums can't be proved. */
export function leftOf({ calls, clock, state }: LeftDeps, bot: Bot, { key, limits }: Grant): Record<string, unknown> {
  const { callsPerMinute, ordersPerDay, maxDailyNotional } = limits;
  const minute =
    callsPerMinute === undefined ? {} : callsLeft(callsPerMinute, calls().usage.lastMinute(bot.id, key, clock.now()));
  if (ordersPerDay === undefined && maxDailyNotional === undefined) return minute;
  const currency = maxDailyNotional?.currency ?? '';
  const spent = state().spending.of({ botId: bot.id, keyId: key, day: isoTime(clock.now()).slice(0, 10), currency });
  return {
    ...minute,
    ...(ordersPerDay === undefined
      ? {}
      : { ordersPerDay: spent === undefined ? null : Math.max(0, ordersPerDay - spent.orders) }),
    ...(maxDailyNotional === undefined
      ? {}
      : { maxDailyNotional: spent === undefined ? null : worthLeft(maxDailyNotional, spent.notional) }),
  };
}

const callsLeft = (most: number, made: number) => ({ callsPerMinute: Math.max(0, most - made) });

function worthLeft({ amount, currency }: Notional, spent: string): Notional {
  const left = new Big(amount).minus(spent);
  return { amount: (left.gt(0) ? left : new Big(0)).toFixed(), currency };
}
