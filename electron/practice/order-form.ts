import type Big from 'big.js';
import { type Pair, pairOf } from './markets.ts';
import { type Params, readAmount, readFlag, readList, readWhole } from './params.ts';
import { invalidArguments, Refusal } from './refusal.ts';

/** What AddOrder asks for, read and checked; nothing of it depends on prices or balances. */
export interface OrderForm {
  readonly pair: Pair;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  /** In the base asset, or in the quote asset where `isVolumeInQuote`. */
  readonly volume: Big;
  readonly isVolumeInQuote: boolean;
  /** Absent for a market order. */
  readonly price: Big | undefined;
  readonly isPostOnly: boolean;
  readonly isFeeInBase: boolean;
  readonly timeInForce: 'GTC' | 'IOC' | 'GTD' | 'FOK';
  /** 0 where it never expires. */
  readonly expiresSec: number;
  readonly oflags: string;
  readonly clOrdId: string | undefined;
  readonly userref: number | undefined;
}

const knownFlags: readonly string[] = ['post', 'fcib', 'fciq', 'nompp', 'viqc'];
const notOffered = ['leverage', 'starttm', 'displayvol', 'trigger', 'price2'] as const;
// A long UUID, a short one, or up to 18 characters of text: docs.kraken.com/api/docs/guides/spot-clordid
const clOrdIdForm = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[\x21-\x7e]{1,18})$/i;
const maxInt32 = 2 ** 31 - 1;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
const maxDeadlineMs = 60_000;

/**
 * Reads the arguments of AddOrder.
 * Takes: the pair apart, since a batch names it once. Throws: Refusal in Kraken's words.
 */
export function readOrder(params: Params, pair: Pair, nowMs: number): OrderForm {
  const side = readSide(params);
  const type = readType(params);
  refuseUnoffered(params);
  const flags = readList(params, 'oflags');
  if (flags.some((flag) => !knownFlags.includes(flag))) throw invalidArguments('oflags');
  const isVolumeInQuote = flags.includes('viqc');
  if (isVolumeInQuote && (type !== 'market' || side !== 'buy')) throw invalidArguments('viqc');
  if (flags.includes('post') && type === 'market') throw invalidArguments('oflags');
  const volume = readVolume(params, pair, isVolumeInQuote);
  const price = type === 'limit' ? readPrice(params, pair) : undefined;
  if (price?.times(volume).lt(pair.costMin) === true) throw new Refusal('EOrder:Cost minimum not met');
  return {
    pair,
    side,
    type,
    volume,
    isVolumeInQuote,
    price,
    isPostOnly: flags.includes('post'),
    isFeeInBase: flags.includes('fcib'),
    oflags: [
      ...flags.filter((flag) => flag !== 'fcib' && flag !== 'fciq'),
      flags.includes('fcib') ? 'fcib' : 'fciq',
    ].join(','),
    ...readLife(params, nowMs),
    ...readNames(params),
  };
}

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

function readSide(params: Params): 'buy' | 'sell' {
  const side = params.get('type');
  if (side === 'buy' || side === 'sell') return side;
  throw invalidArguments('type');
}

function readType(params: Params): 'limit' | 'market' {
  const type = params.get('ordertype');
  if (type === 'limit' || type === 'market') return type;
  throw invalidArguments('ordertype');
}

function refuseUnoffered(params: Params): void {
  for (const name of notOffered) {
    if (!['', '0', 'none'].includes(params.get(name) ?? '')) throw invalidArguments(name);
  }
  if ([...params.keys()].some((name) => name.startsWith('close['))) throw invalidArguments('close');
  if (readFlag(params, 'reduce_only')) throw new Refusal('EOrder:Reduce only:No position exists');
}

function readVolume(params: Params, pair: Pair, isInQuote: boolean): Big {
  const volume = readAmount(params, 'volume');
  if (!volume.eq(volume.round(pair.lotDecimals, 0))) throw invalidArguments('volume');
  if (volume.lt(isInQuote ? pair.costMin : pair.orderMin)) throw new Refusal('EOrder:Order minimum not met');
  return volume;
}

function readPrice(params: Params, pair: Pair): Big {
  const price = readAmount(params, 'price');
  if (price.eq(price.round(pair.priceDecimals, 0))) return price;
  throw new Refusal(
    `EOrder:Invalid price:${pair.altname} price can only be specified up to ${pair.priceDecimals} decimals.`,
  );
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
  const hasUserref = (params.get('userref') ?? '') !== '';
  if (clOrdId !== undefined && hasUserref) throw invalidArguments('userref');
  if (clOrdId !== undefined && !clOrdIdForm.test(clOrdId)) throw invalidArguments('cl_ord_id');
  const userref = hasUserref ? readWhole(params, 'userref', 0, -maxInt32 - 1, maxInt32) : undefined;
  return { clOrdId, userref };
}
