/** The limits of a grant, as far as one request can be held to them. */
import type { Limits } from '../../shared/model.ts';
import type { OrderTerms } from './effect.ts';

/** The others need prices, a day's sums, a time zone or an answer of the user. */
const kept: readonly string[] = ['callsPerMinute', 'sides', 'orderTypes'] as const satisfies readonly (keyof Limits)[];

const limitNames = (limits: Limits): string[] =>
  Object.entries(limits).flatMap(([name, limit]) => (limit === undefined ? [] : [name]));

export const hasLimits = (limits: Limits): boolean => limitNames(limits).length > 0;

/** What stands against an order that would be made or changed; undefined where nothing does. */
export function limitAgainst(limits: Limits, orders: readonly OrderTerms[]): string | undefined {
  return limitNotKept(limits) ?? sideAgainst(limits, orders) ?? typeAgainst(limits, orders);
}

/** A limit that can't be kept yet must refuse: a limit that is passed over in silence is none. */
export function limitNotKept(limits: Limits): string | undefined {
  const name = limitNames(limits).find((limit) => !kept.includes(limit));
  return name === undefined
    ? undefined
    : `The limit "${name}" cannot be kept by this version, so nothing is sent that it could stand against.`;
}

function sideAgainst({ sides }: Limits, orders: readonly OrderTerms[]): string | undefined {
  if (sides === undefined || orders.every(({ side }) => side !== null && sides.includes(side))) return undefined;
  return sides.length === 0 ? 'This bot may neither buy nor sell.' : `This bot may only ${sides.join(' or ')}.`;
}

function typeAgainst({ orderTypes }: Limits, orders: readonly OrderTerms[]): string | undefined {
  if (orderTypes === undefined || orders.every(({ type }) => type !== null && orderTypes.includes(type)))
    return undefined;
  return orderTypes.length === 0
    ? 'This bot may place orders of no type.'
    : `This bot may only place orders of type ${orderTypes.join(', ')}.`;
}
