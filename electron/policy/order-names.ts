/** Gives orders a name and an end before they are sent, so that a lost reply can be looked up beyond doubt. */

type Params = Readonly<Record<string, unknown>>;

/** How long an order may take to the exchange's matching engine. Source: design/bot-api.md, "No double order". */
export const orderLifeMs = 5_000;
/** The furthest `deadline` that Kraken takes. Source: Kraken's API reference, AddOrder, `deadline`. */
export const longestLifeMs = 60_000;

const placing: ReadonlySet<string> = new Set(['privatePostAddOrder', 'privatePostAddOrderBatch']);
const editing: ReadonlySet<string> = new Set(['privatePostEditOrder', 'privatePostAmendOrder']);

/**
 * The parameters with a client order id for each new order that has neither one nor a `userref`; the bot's own stay.
 * Takes: newName = a fresh UUID. Source: Kraken's API reference, AddOrder and AddOrderBatch, `cl_ord_id`.
 */
export function nameOrders(exchange: string, endpointId: string, params: Params, newName: () => string): Params {
  if (exchange !== 'kraken' || !placing.has(endpointId)) return params;
  const named = (order: Params): Params => (isNamed(order) ? order : { ...order, cl_ord_id: newName() });
  if (endpointId === 'privatePostAddOrder') return named(params);
  const { orders } = params;
  if (!Array.isArray(orders)) return params;
  return { ...params, orders: orders.map((order: unknown) => (isParams(order) ? named(order) : order)) };
}

/** The parameters with the moment after which the exchange must not act on them; an end that the bot chose stays. */
export function endOrders(exchange: string, endpointId: string, params: Params, exchangeNowMs: number): Params {
  if (exchange !== 'kraken' || !(placing.has(endpointId) || editing.has(endpointId))) return params;
  if (isGiven(params['deadline'])) return params;
  return { ...params, deadline: new Date(exchangeNowMs + orderLifeMs).toISOString() };
}

/** The names of all new orders of a request; undefined where one has none that is its alone, or none is placed. */
export function namesIn(exchange: string, endpointId: string, params: Params): readonly string[] | undefined {
  if (exchange !== 'kraken' || !placing.has(endpointId)) return undefined;
  const { orders } = params;
  const list: readonly unknown[] =
    endpointId === 'privatePostAddOrder' ? [params] : Array.isArray(orders) ? orders : [];
  const names = list.map((order) => (isParams(order) ? order['cl_ord_id'] : undefined));
  const told = names.filter((name) => typeof name === 'string' && name !== '');
  return told.length > 0 && told.length === names.length ? told.map(String) : undefined;
}

/** The order that a request changes, by the exchange's own id. */
export function changedIn(exchange: string, endpointId: string, params: Params): string | undefined {
  const id = exchange === 'kraken' && editing.has(endpointId) ? params['txid'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** The orders of a request that say both: which of the two names would stand is not for us to choose. */
export function hasTwoNames(exchange: string, params: Params): boolean {
  if (exchange !== 'kraken') return false;
  const { orders } = params;
  const list: readonly unknown[] = Array.isArray(orders) ? orders : [];
  return [params, ...list].some((one) => isParams(one) && isGiven(one['userref']) && isGiven(one['cl_ord_id']));
}

const isNamed = (order: Params): boolean => isGiven(order['cl_ord_id']) || isGiven(order['userref']);
const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
const isParams = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
