/**
 * The ids of the orders that an answer says were placed: Kraken's `txid`, what most other exchanges call it, HTX's bare
 * `data`, or the first place of each order in Bitfinex's notification `on-req`.
 * Takes: the exchange's parsed answer to a request that needs `orders.create`.
 */
export function placedOrderIds(answer: unknown): string[] {
  if (Array.isArray(answer) && answer[1] === 'on-req') return idsOfNotification(answer[4]);
  const ids: string[] = [];
  collect(answer, ids, 0);
  return [...new Set(ids)];
}

const idFields: ReadonlySet<string> = new Set(['txid', 'order_id', 'orderId', 'cl_ord_id', 'ordId', 'id']);
const listFields: ReadonlySet<string> = new Set(['result', 'data', 'orders', 'order']);

function collect(value: unknown, ids: string[], depth: number): void {
  if (depth > 4 || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, ids, depth + 1);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (idFields.has(name)) ids.push(...namesIn(member));
    else if (name === 'data' && typeof member !== 'object') ids.push(...namesIn(member));
    else if (listFields.has(name)) collect(member, ids, depth + 1);
  }
}

// Source: docs.bitfinex.com/reference/rest-auth-submit-order
function idsOfNotification(orders: unknown): string[] {
  return Array.isArray(orders)
    ? orders.flatMap((order: unknown) => (Array.isArray(order) ? namesIn(order[0]) : []))
    : [];
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'string' && value !== '' ? [value] : [];
}
