/**
 * The ids of the orders that an answer says were placed: Kraken's `txid`, or what most other exchanges call it.
 * Takes: the exchange's parsed answer to a request that needs `orders.create`.
 */
export function placedOrderIds(answer: unknown): string[] {
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
    else if (listFields.has(name)) collect(member, ids, depth + 1);
  }
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'string' && value !== '' ? [value] : [];
}
