import { AppError } from '../../shared/errors.ts';
import type { OrderEffect } from '../policy/effect.ts';
import type { PlacedOrder } from '../state/orders.ts';
import { placedOrders } from './order-effect.ts';

/**
 * The orders that stand although the request failed: of a batch some may be placed and others refused, which ccxt
 * reports as a failure of the whole (4.5.84, kraken, createOrders).
 * Takes: body, the exchange's answer as it came, if one came.
 */
export function partlyPlaced(effect: OrderEffect | undefined, body: string | undefined): readonly PlacedOrder[] {
  const placed = placedOrders(effect, parse(body));
  return placed.some(({ kind }) => kind === 'id') ? placed : [];
}

function parse(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What a batch's failure is called where some of its orders stand. */
export const doneInPart = ({ details }: AppError): AppError =>
  new AppError('OUTCOME_UNKNOWN', {
    ...details,
    detail: 'Some orders of this batch were placed and some refused. Look at the open orders before you repeat any.',
  });
