/** What one request does to orders, for policy, for the log and for who may cancel them later. */
import Big from 'big.js';
import type { Notional } from '../../shared/model.ts';
import type { OrderChange } from '../exchange/order-rates.ts';
import type { PrivateRequest } from '../exchange/private-request.ts';
import type { OrderEffect } from '../policy/effect.ts';
import { readOrder } from '../policy/order.ts';
import { placedOrderIds } from '../policy/order-ids.ts';
import type { PlacedOrder } from '../state/orders.ts';
import type { Session } from './sessions.ts';

/** Only what may change something is read as an order; a read has no effect to judge. */
export function effectOf({ key, client }: Session, { endpoint, params }: PrivateRequest): OrderEffect | undefined {
  const touchesOrders =
    endpoint.needs === 'orders.create' || endpoint.needs === 'orders.cancel' || endpoint.needs === 'raw';
  if (!touchesOrders) return undefined;
  return readOrder({
    exchange: key.exchange,
    endpointId: endpoint.id,
    params,
    symbolOf: (name) => client.symbolOf(name),
  });
}

/** What a request to Kraken does to orders, as its counters see it; undefined where they don't. */
export function changeOf({ endpoint }: PrivateRequest, effect: OrderEffect | undefined): OrderChange | undefined {
  const [, verb] = /^privatePost(Add|Edit|Amend|Cancel)Order(Batch)?$/.exec(endpoint.id) ?? [];
  const kind = verb === undefined ? undefined : changes[verb];
  if (effect === undefined || kind === undefined) return undefined;
  const symbol = typeof effect.symbols === 'string' ? undefined : effect.symbols[0];
  return { kind, symbol, count: effect.orders.length, targets: effect.targets.map(({ value }) => value) };
}

const changes: Readonly<Record<string, OrderChange['kind']>> = {
  Add: 'create',
  Edit: 'edit',
  Amend: 'amend',
  Cancel: 'cancel',
};

/** The orders that now stand, by each name that they can be called by. */
export function placedOrders(effect: OrderEffect | undefined, answer: unknown): PlacedOrder[] {
  const symbols = effect === undefined || typeof effect.symbols === 'string' ? [] : effect.symbols;
  // Which order of a batch is in which of several markets the answer does not tell.
  const symbol = symbols.length === 1 ? symbols[0] : undefined;
  const terms = { symbol: symbol ?? null, side: effect?.side ?? null, type: effect?.type ?? null };
  const clientIds = (effect?.orders ?? []).map(({ clientOrderId }) => clientOrderId).filter((id) => id !== null);
  return [
    ...placedOrderIds(answer).map((ref) => ({ ...terms, kind: 'id' as const, ref })),
    ...clientIds.map((ref) => ({ ...terms, kind: 'clientOrderId' as const, ref })),
  ];
}

/** What the log says of an order; only what could be read. */
export function aboutOf(effect: OrderEffect | undefined): About {
  if (effect === undefined) return {};
  const { side, amount, price, clientOrderId, symbols } = effect;
  const symbol = typeof symbols !== 'string' && symbols.length === 1 ? symbols[0] : undefined;
  const entries = Object.entries({ symbol, side, amount, price, clientOrderId });
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const notional = effect.kind === 'create' ? worthOf(effect, symbol) : undefined;
  return { ...Object.fromEntries(texts), ...(notional === undefined ? {} : { notional }) };
}

/** Amount x price in the currency that the market is priced in; undefined where the order names no price. */
function worthOf({ amount, price }: OrderEffect, symbol: string | undefined): Notional | undefined {
  const currency = symbol === undefined ? undefined : quoteOf(symbol);
  if (amount === null || price === null || currency === undefined) return undefined;
  return { amount: new Big(amount).times(price).toFixed(), currency };
}

const quoteOf = (symbol: string): string | undefined => symbol.split(':', 1)[0]?.split('/')[1];

export type About = Partial<Record<'symbol' | 'side' | 'amount' | 'price' | 'clientOrderId', string>> & {
  readonly notional?: Notional;
};
