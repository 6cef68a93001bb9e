/** Finds orders at Kraken by exact names, among the open and the closed ones. */
import type { IntentEntry } from '../calllog/record.ts';
import type { PlacedOrder } from '../state/orders.ts';

/** Calls a method of ccxt. */
export type Asked = (method: string, args: readonly unknown[]) => Promise<unknown>;

export type Finding =
  /** `isAll`: each order of the request was found. */
  | {
      readonly kind: 'placed';
      readonly isAll: boolean;
      readonly ids: readonly string[];
      readonly orders: readonly PlacedOrder[];
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** The longest list of closed orders that Kraken gives at once. Source: Kraken's API reference, ClosedOrders. */
const pageLength = 50;
/** The exchange's clock and ours differ by less. */
const marginMs = 3_600_000;

/** Does the request carry anything that its orders can be found by? */
export const canBeSought = ({ orders, changes }: IntentEntry): boolean => orders !== undefined || changes !== undefined;

/** Open ones first: an order that closes in between is found among the closed ones. Throws: what the calls throw. */
export async function seekOrders(ask: Asked, intent: IntentEntry): Promise<Finding> {
  const { orders, changes, at, amount, price } = intent;
  if (changes !== undefined) return seekChanged(ask, changes, { amount, price });
  if (orders === undefined) return { kind: 'unknown' };
  const [only] = orders.length === 1 ? orders : [];
  const filter = only === undefined ? {} : { cl_ord_id: only };
  const open = read(read(await ask('privatePostOpenOrders', [filter]), 'result'), 'open');
  const since = { ...filter, start: String(Math.floor((at - marginMs) / 1000)) };
  const page = read(await ask('privatePostClosedOrders', [since]), 'result');
  const closed = read(page, 'closed');
  if (!isRecord(open) || !isRecord(closed)) return { kind: 'unknown' };
  const found = orders.map((name) => findNamed(open, name) ?? findNamed(closed, name));
  const ids = found.flatMap((order) => (order === undefined ? [] : [order.id]));
  if (ids.length === 0) return Object.keys(closed).length < pageLength ? { kind: 'none' } : { kind: 'unknown' };
  const placed = found.flatMap((order) => (order === undefined ? [] : namesOf(order, intent.symbol)));
  return { kind: 'placed', isAll: ids.length === orders.length, ids, orders: placed };
}

/** A changed order tells that it was not changed where it is open on other terms; that it was, nothing tells for certain. */
async function seekChanged(ask: Asked, id: string, wanted: Pick<IntentEntry, 'amount' | 'price'>): Promise<Finding> {
  const order = read(read(await ask('privatePostQueryOrders', [{ txid: id }]), 'result'), id);
  if (read(order, 'status') !== 'open') return { kind: 'unknown' };
  const isAsWanted = same(read(order, 'vol'), wanted.amount) && same(read(read(order, 'descr'), 'price'), wanted.price);
  return isAsWanted ? { kind: 'unknown' } : { kind: 'none' };
}

const same = (stands: unknown, wanted: string | undefined): boolean =>
  wanted === undefined || Number(stands) === Number(wanted);

interface FoundOrder {
  readonly id: string;
  readonly name: string;
  readonly order: unknown;
}

function findNamed(orders: Readonly<Record<string, unknown>>, name: string): FoundOrder | undefined {
  const [found] = Object.entries(orders).filter(([, order]) => read(order, 'cl_ord_id') === name);
  return found && { id: found[0], name, order: found[1] };
}

/** The order by each name that it can be called by. */
function namesOf({ id, name, order }: FoundOrder, symbol: string | undefined): PlacedOrder[] {
  const descr = read(order, 'descr');
  const [side, type] = [read(descr, 'type'), read(descr, 'ordertype')];
  const terms: Omit<PlacedOrder, 'kind' | 'ref'> = {
    symbol: symbol ?? null,
    side: side === 'buy' || side === 'sell' ? side : null,
    type: typeof type === 'string' ? type : null,
  };
  return [
    { ...terms, kind: 'id', ref: id },
    { ...terms, kind: 'clientOrderId', ref: name },
  ];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
