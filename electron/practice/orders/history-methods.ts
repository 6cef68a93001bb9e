import type { Call, MethodTable } from '../method.ts';
import { type Params, readFlag, readList, readWhole } from '../params.ts';
import { invalidArguments, Refusal } from '../refusal.ts';
import type { Order, Trade } from './order.ts';
import { viewOrder, viewTrade } from './view.ts';

/** Private methods that read orders and trades. */
export const historyMethods: MethodTable = [
  ['OpenOrders', { needs: ['query-open-trades'], points: 1, run: openOrders }],
  ['QueryOrders', { needs: ['query-open-trades', 'query-closed-trades'], points: 1, run: queryOrders }],
  ['ClosedOrders', { needs: ['query-closed-trades'], points: 1, run: closedOrders }],
  ['TradesHistory', { needs: ['query-closed-trades'], points: 2, run: tradesHistory }],
  ['QueryTrades', { needs: ['query-closed-trades'], points: 1, run: queryTrades }],
];

const pageSize = 50;
const maxIds = 50;

function openOrders({ exchange, params }: Call): object {
  const withTrades = readFlag(params, 'trades');
  const wanted = exchange.book.open().filter((order) => isNamed(order, params));
  return { open: Object.fromEntries(wanted.map((order) => [order.id, viewOrder(order, withTrades)])) };
}

function queryOrders({ exchange, params }: Call): object {
  const withTrades = readFlag(params, 'trades');
  const wanted = readIds(params).map((id) => {
    const order = exchange.book.orders.get(id);
    if (order === undefined) throw new Refusal('EOrder:Unknown order');
    return order;
  });
  const named = wanted.filter((order) => isNamed(order, params));
  return Object.fromEntries(named.map((order) => [order.id, viewOrder(order, withTrades)]));
}

function closedOrders({ exchange, params }: Call): object {
  const withTrades = readFlag(params, 'trades');
  const closed = [...exchange.book.orders.values()].filter((order) => order.status !== 'open').reverse();
  const timeOf = (order: Order): number => (params.get('closetime') === 'open' ? order.openMs : order.closeMs);
  const isWithin = readWindow(params);
  const wanted = closed.filter((order) => isNamed(order, params) && isWithin(timeOf(order)));
  const page = takePage(wanted, params);
  return {
    closed: Object.fromEntries(page.map((order) => [order.id, viewOrder(order, withTrades)])),
    count: wanted.length,
  };
}

function tradesHistory({ exchange, params }: Call): object {
  const isWithin = readWindow(params);
  const wanted = [...exchange.book.trades.values()].reverse().filter((trade) => isWithin(trade.timeMs));
  const page = takePage(wanted, params);
  return { trades: Object.fromEntries(page.map((trade) => [trade.id, viewTrade(trade)])), count: wanted.length };
}

function queryTrades({ exchange, params }: Call): object {
  const wanted = readIds(params).map((id): readonly [string, Trade] => {
    const trade = exchange.book.trades.get(id);
    if (trade === undefined) throw new Refusal('EQuery:Unknown trade');
    return [id, trade];
  });
  return Object.fromEntries(wanted.map(([id, trade]) => [id, viewTrade(trade)]));
}

function readIds(params: Params): readonly string[] {
  const ids = readList(params, 'txid');
  if (ids.length === 0 || ids.length > maxIds) throw invalidArguments('txid');
  return ids;
}

function isNamed(order: Order, params: Params): boolean {
  const userref = params.get('userref');
  const clOrdId = params.get('cl_ord_id');
  if (userref !== undefined && String(order.form.userref) !== userref) return false;
  return clOrdId === undefined || order.form.clOrdId === clOrdId;
}

/** Within `start` (exclusive) and `end` (inclusive), Unix seconds. */
function readWindow(params: Params): (timeMs: number) => boolean {
  const startMs = (readSec(params, 'start') ?? -1) * 1000;
  const endMs = (readSec(params, 'end') ?? Number.MAX_SAFE_INTEGER) * 1000;
  return (timeMs) => timeMs > startMs && timeMs <= endMs;
}

function readSec(params: Params, name: string): number | undefined {
  const text = params.get(name);
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(text)) throw invalidArguments(name);
  return Number(text);
}

function takePage<Item>(items: readonly Item[], params: Params): readonly Item[] {
  const offset = readWhole(params, 'ofs', 0, 0, Number.MAX_SAFE_INTEGER);
  return items.slice(offset, offset + pageSize);
}
