import { AppError } from '../../shared/errors.ts';
import type { Grant } from '../../shared/model.ts';
import type { Permission } from '../../shared/permissions.ts';
import { nameFailure } from '../exchange/failures.ts';
import type { Session } from './sessions.ts';

/**
 * Loads the market list, by which the exchange's own names in an order are read. A cancel waits for it only where the
 * grant names markets; where it can't be had, policy refuses what it can't read.
 */
export async function loadMarketsFor({ client }: Session, { symbols }: Grant, needs: Permission): Promise<void> {
  const isRead = needs === 'orders.create' || needs === 'raw' || (needs === 'orders.cancel' && symbols !== 'any');
  if (!isRead || client.hasMarkets) return;
  try {
    await client.loadMarkets();
  } catch (fault) {
    // What can't be had for the exchange's sake is no fault of ours.
    const error = nameFailure(fault, { needs: 'market.read', handedOver: false });
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw fault;
  }
}
