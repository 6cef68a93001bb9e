import type Big from 'big.js';
import { type Pair, pairOf } from '../market/markets.ts';
import { type Params, readAmount, readFlag, readList, readWhole } from '../params.ts';
import { invalidArguments, Refusal } from '../refusal.ts';
import { readPrice } from './price.ts';

export type OrderType = 'market' | 'limit' | 'stop-loss' | 'stop-loss-limit' | 'take-profit' | 'take-profit-limit';

/** The terms of an order that is placed once another has filled: on the other side, for what was filled. */
export type CloseTerms = Pick<OrderForm, 'type' | 'limit' | 'trigger'>;

/** What AddOrder asks for, read and checked; nothing of it depends on balances. */
export interface OrderForm {
  readonly pair: Pair;
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  /** In the base asset, or in the quote asset where `isVolumeInQuote`. */
  readonly volume: Big;
  readonly isVolumeInQuote: boolean;
  /** The worst price it takes; absent where it takes any. */
  readonly limit: Big | undefined;
  /** The price that it waits for; absent where it doesn't wait. */
  readonly trigger: Big | undefined;
  readonly isPostOnly: boolean;
  readonly isFeeInBase: boolean;
  readonly timeInForce: 'GTC' | 'IOC' | 'GTD' | 'FOK';
  /** 0 where it never expires. */
  readonly expiresSec: number;
  readonly oflags: string;
  readonly clOrdId: string | undefined;
  readonly userref: number | undefined;
  readonly close: CloseTerms | undefined;
}

/** When an order is read, and what the market last paid: relative prices start there. */
export interface Market {
  readonly nowMs: number;
  readonly last: Big;
}

const types: readonly OrderType[] = [
  'market',
  'limit',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
];
const knownFlags: readonly string[] = ['post', 'fcib', 'fciq', 'nompp', 'viqc'];
const notOffered = ['leverage', 'starttm', 'displayvol'] as const;
// A long UUID, a short one, or up to 18 characters of text: docs.kraken.com/api/docs/guides/spot-clordid
const clOrdIdForm = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[\x21-\x7e]{1,18})$/i;
const maxInt32 = 2 ** 31 - 1;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
const maxDeadlineMs = 60_000;

/**
 * Reads the arguments of AddOrder.
 * Takes: the pair apart, since a batch names it once. Throws: Refusal in Kraken's words.
 */
export function readOrder(params: Params, pair: Pair, market: Market): OrderForm {
  const side = readSide(params);
  const type = readType(params.get('ordertype'), 'ordertype');
  refuseUnoffered(params, type);
  const flags = readList(params, 'oflags');
  if (flags.some((flag) => !knownFlags.includes(flag))) throw invalidArguments('oflags');
  const isVolumeInQuote = flags.includes('viqc');
  if (isVolumeInQuote && (type !== 'market' || side !== 'buy')) throw invalidArguments('viqc');
  if (flags.includes('post') && type !== 'limit') throw invalidArguments('oflags');
  const volume = readVolume(params, 'volume', pair);
  checkVolume(volume, isVolumeInQuote ? pair.costMin : pair.orderMin);
  const prices = readPrices(params, '', { type, side, pair, last: market.last });
  checkCost(volume, prices.limit, pair);
  return {
    pair,
    side,
    type,
    volume,
    isVolumeInQuote,
    ...prices,
    ...readFlags(flags),
    ...readLife(params, market.nowMs),
    ...readNames(params),
    close: readClose(params, side, pair, market.last),
  };
}

/** The order that a conditional close becomes once `volume` of the first has filled. */
export const closingForm = ({ pair, side, userref }: OrderForm, close: CloseTerms, volume: Big): OrderForm => ({
  pair,
  side: side === 'buy' ? 'sell' : 'buy',
  volume,
  isVolumeInQuote: false,
  ...close,
  ...readFlags([]),
  timeInForce: 'GTC',
  expiresSec: 0,
  clOrdId: undefined,
  userref,
  close: undefined,
});

/** The pair that a request names. Throws: Refusal where it names none, or none that is traded here. */
export function readPair(params: Params): Pair {
  const name = params.get('pair');
  if (name === undefined || name === '') throw invalidArguments();
  const pair = pairOf(name);
  if (pair === undefined) throw new Refusal('EQuery:Unknown asset pair');
  return pair;
}

/** Throws: Refusal where `deadline` is past, or no RFC 3339 time within a minute. */
export function checkDeadline(params: Params, nowMs: number): void {
  const text = params.get('deadline');
  if (text === undefined || text === '') return;
  const deadlineMs = rfc3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(deadlineMs) || deadlineMs > nowMs + maxDeadlineMs) throw invalidArguments('deadline');
  if (deadlineMs <= nowMs) throw new Refusal('EService:Deadline elapsed');
}

/** An amount in whole lots of the pair. Throws: Refusal naming the field. */
export function readVolume(params: Params, name: string, pair: Pair): Big {
  const volume = readAmount(params, name);
  if (!volume.eq(volume.round(pair.lotDecimals, 0))) throw invalidArguments(name);
  return volume;
}

export function checkVolume(volume: Big, least: string): void {
  if (volume.lt(least)) throw new Refusal('EOrder:Order minimum not met');
}

export function checkCost(volume: Big, price: Big | undefined, pair: Pair): void {
  if (price?.times(volume).lt(pair.costMin) === true) throw new Refusal('EOrder:Cost minimum not met');
}

export function readFlags(flags: readonly string[]): Pick<OrderForm, 'isPostOnly' | 'isFeeInBase' | 'oflags'> {
  const isFeeInBase = flags.includes('fcib');
  const others = flags.filter((flag) => flag !== 'fcib' && flag !== 'fciq');
  const oflags = [...others, isFeeInBase ? 'fcib' : 'fciq'].join(',');
  return { isPostOnly: flags.includes('post'), isFeeInBase, oflags };
}

interface Terms {
  readonly type: OrderType;
  readonly side: 'buy' | 'sell';
  readonly pair: Pair;
  readonly last: Big;
}

/**
 * The prices of an order of a type. Takes: prefix, `close` for those of a conditional close, else nothing.
 * Source: Kraken's API reference, AddOrder: `price` is the limit, or the trigger of a type that waits; `price2` is then the limit.
 */
export function readPrices(
  params: Params,
  prefix: '' | 'close',
  { type, side, pair, last }: Terms,
): Pick<OrderForm, 'limit' | 'trigger'> {
  const [first, second] = prefix === '' ? ['price', 'price2'] : ['close[price]', 'close[price2]'];
  if (type === 'market') return { limit: undefined, trigger: undefined };
  // `#` goes where the order waits: a limit on the good side of the market, a stop-loss on the bad one.
  const isBelow = type.startsWith('stop-loss') ? side === 'sell' : side === 'buy';
  const price = readPrice(params, first, pair, { price: last, hash: isBelow ? '-' : '+' });
  if (type === 'limit') return { limit: price, trigger: undefined };
  if (!type.endsWith('-limit')) return { limit: undefined, trigger: price };
  const limit = readPrice(params, second, pair, { price, hash: side === 'buy' ? '+' : '-' });
  return { limit, trigger: price };
}

function readSide(params: Params): 'buy' | 'sell' {
  const side = params.get('type');
  if (side === 'buy' || side === 'sell') return side;
  throw invalidArguments('type');
}

function readType(word: string | undefined, field: string): OrderType {
  const type = types.find((known) => known === word);
  if (type === undefined) throw invalidArguments(field);
  return type;
}

function refuseUnoffered(params: Params, type: OrderType): void {
  for (const name of notOffered) {
    if (!['', '0', 'none'].includes(params.get(name) ?? '')) throw invalidArguments(name);
  }
  const trigger = params.get('trigger') ?? 'last';
  const waits = type.startsWith('stop') || type.startsWith('take');
  if ((trigger !== 'last' && trigger !== 'index') || (params.has('trigger') && !waits))
    throw invalidArguments('trigger');
  if (readFlag(params, 'reduce_only')) throw new Refusal('EOrder:Reduce only:No position exists');
}

function readClose(params: Params, side: 'buy' | 'sell', pair: Pair, last: Big): CloseTerms | undefined {
  const given = [...params.keys()].filter((name) => name.startsWith('close['));
  if (given.length === 0) return undefined;
  const type = readType(params.get('close[ordertype]'), 'close[ordertype]');
  if (type === 'market') throw invalidArguments('close[ordertype]');
  return { type, ...readPrices(params, 'close', { type, side: side === 'buy' ? 'sell' : 'buy', pair, last }) };
}

function readLife(params: Params, nowMs: number): Pick<OrderForm, 'timeInForce' | 'expiresSec'> {
  const word = params.get('timeinforce') ?? 'GTC';
  const timeInForce = (['GTC', 'IOC', 'GTD', 'FOK'] as const).find((known) => known === word);
  if (timeInForce === undefined) throw invalidArguments('timeinforce');
  const given = readWhole(params, 'expiretm', 0, 0, Number.MAX_SAFE_INTEGER);
  const nowSec = Math.floor(nowMs / 1000);
  const expiresSec = given !== 0 && params.get('expiretm')?.startsWith('+') === true ? nowSec + given : given;
  const isGtd = timeInForce === 'GTD';
  if (isGtd !== (expiresSec !== 0) || (isGtd && expiresSec <= nowSec)) throw invalidArguments('expiretm');
  return { timeInForce, expiresSec };
}

function readNames(params: Params): Pick<OrderForm, 'clOrdId' | 'userref'> {
  const clOrdId = params.get('cl_ord_id');
  if (clOrdId !== undefined && readUserref(params) !== undefined) throw invalidArguments('userref');
  if (clOrdId !== undefined && !clOrdIdForm.test(clOrdId)) throw invalidArguments('cl_ord_id');
  return { clOrdId, userref: readUserref(params) };
}

/** The user's own number for an order; undefined where none was given. Throws: Refusal. */
export function readUserref(params: Params): number | undefined {
  if ((params.get('userref') ?? '') === '') return undefined;
  return readWhole(params, 'userref', 0, -maxInt32 - 1, maxInt32);
}
