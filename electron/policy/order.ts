/** What would this private request do? Reads the parameters that are about to be sent, not those of the method. */
import type { OrderEffect } from './effect.ts';
import { noTerms } from './effect.ts';
import { krakenOrderReaders } from './kraken-orders.ts';
import { readByTable } from './other-orders.ts';

export interface OrderRequest {
  /** ccxt's id. */
  readonly exchange: string;
  /** ccxt's implicit method, e.g. `privatePostAddOrder`. */
  readonly endpointId: string;
  /** The final parameters, without what the agent adds (nonce, one-time code). */
  readonly params: Readonly<Record<string, unknown>>;
  /** The unified symbol of the exchange's own name for a market. */
  readonly symbolOf: (exchangeSymbolId: string) => string | undefined;
}

/**
 * The effect of a request to an endpoint that needs `orders.create`, `orders.cancel` or `raw`.
 * Gives: for what it has no reader for, a kind guessed on the strict side from the endpoint's name, and nothing read.
 */
export function readOrder({ exchange, endpointId, params, symbolOf }: OrderRequest): OrderEffect {
  const read = exchange === 'kraken' ? krakenOrderReaders.get(endpointId) : undefined;
  if (read !== undefined) return read(params, symbolOf);
  const byTable = readByTable(exchange, endpointId, params, symbolOf);
  if (byTable !== undefined) return byTable;
  return {
    kind: kindByName(endpointId),
    symbols: 'unreadable',
    ...noTerms,
    orders: [noTerms],
    targets: [],
    unknownParams: [],
  };
}

// A guess can only make a decision stricter: cancels and edits ask whose order it is, and a batch may hold them.
function kindByName(endpointId: string): OrderEffect['kind'] {
  if (/edit|amend|modify|replace|update|batch/i.test(endpointId)) return 'edit';
  return /cancel|delete/i.test(endpointId) ? 'cancel' : 'other';
}
