/** May this bot do this? Pure: everything that it takes into account comes as an argument. */
import type { ErrorCode } from '../../shared/errors.ts';
import type { Grant, Notional } from '../../shared/model.ts';
import type { Permission } from '../../shared/permissions.ts';
import type { OrderEffect, OrderTerms, Ownership } from './effect.ts';
import { type Charge, fundsAgainst, hasLimits, holdLimits, type Market, nothing } from './limits.ts';

export type Decision =
  /** `charge`: what is to be reserved of the day's limits before it is sent. */
  | { readonly kind: 'allow'; readonly charge: Charge }
  | { readonly kind: 'deny'; readonly code: ErrorCode; readonly detail: string }
  /** The user is asked; where nobody can be, it is a refusal. */
  | { readonly kind: 'ask'; readonly detail: string; readonly worth: Notional; readonly charge: Charge };

export interface Usage {
  /** The bot's calls with this key in the last 60 s, this one not counted. */
  readonly callsLastMinute: number;
}

export interface MethodQuestion {
  readonly needs: Permission;
  readonly usage: Usage;
}

/** What the agent knows of the orders that a cancel or an edit points at. */
export interface KnownTarget {
  readonly ownership: Ownership;
  /** Unified symbols of all of them; left out where one is not known. */
  readonly symbols?: readonly string[];
  /** Side and type of each; left out where one is not known. */
  readonly orders?: readonly Pick<OrderTerms, 'side' | 'type'>[];
}

export interface RequestQuestion {
  readonly needs: Permission;
  /** From `readOrder`; undefined, or anything, for requests that only read. */
  readonly effect: OrderEffect | undefined;
  readonly usage: Usage;
  /** Prices, sums and the time, for the limits on money. */
  readonly market: Market;
  /** Left out: nothing is known of them. */
  readonly target?: KnownTarget;
}

/** May the bot call a method, or a route, that needs this permission? Takes: grant = the bot's on that key, if any. */
export function decideMethod(grant: Grant | undefined, { needs, usage }: MethodQuestion): Decision {
  if (grant === undefined) return deny('KEY_UNKNOWN', 'This bot has no grant on that key.');
  if (!isGranted(grant, needs)) return deny('PERMISSION_DENIED', `This bot does not have the permission ${needs}.`);
  if (isOverRate(grant, usage))
    return deny('CALLS_LIMIT_EXCEEDED', `This bot may make ${grant.limits.callsPerMinute} calls a minute.`);
  return allow;
}

/** May this request leave the machine? It is decided on what is about to be sent, whatever the method was. */
export function decideRequest(grant: Grant | undefined, question: RequestQuestion): Decision {
  const { needs, effect } = question;
  const byMethod = decideMethod(grant, question);
  if (grant === undefined || byMethod.kind !== 'allow') return byMethod;
  if (needs.startsWith('funds.') || needs === 'code') return decideFunds(grant, question.market);
  if (needs === 'stream') return decideToken(grant);
  const touchesOrders = needs === 'orders.create' || needs === 'orders.cancel' || needs === 'raw';
  if (!touchesOrders) return allow;
  return decideOrder(grant, effect ?? unread, question.target ?? { ownership: 'unknown' }, question.market);
}

const allow: Decision = { kind: 'allow', charge: nothing };
const deny = (code: ErrorCode, detail: string): Decision => ({ kind: 'deny', code, detail });

const unread: Pick<OrderEffect, 'kind' | 'symbols' | 'orders' | 'unknownParams'> = {
  kind: 'other',
  symbols: 'unreadable',
  orders: [{ side: null, type: null, amount: null, price: null, clientOrderId: null }],
  unknownParams: [],
};
type Effect = typeof unread;

const isGranted = ({ may }: Grant, needs: Permission): boolean => needs === 'market.read' || may.includes(needs);

const isOverRate = ({ limits: { callsPerMinute } }: Grant, { callsLastMinute }: Usage): boolean =>
  callsPerMinute !== undefined && callsLastMinute >= callsPerMinute;

function decideFunds({ limits }: Grant, { nowMs }: Market): Decision {
  const against = fundsAgainst(limits, nowMs);
  return against === undefined ? allow : deny('LIMIT_EXCEEDED', against);
}

/**
 * An exchange's WebSocket token lets its holder place orders that nobody here reads, so only a bot that may trade
 * freely gets one. Source: Kraken's API reference, "Get Websockets Token".
 */
function decideToken({ may, symbols, limits }: Grant): Decision {
  const tradesFreely =
    may.includes('orders.create') && may.includes('orders.cancel') && symbols === 'any' && !hasLimits(limits);
  if (tradesFreely) return allow;
  return deny(
    'PERMISSION_DENIED',
    "A WebSocket token could place any order, which is more than this bot's grant allows.",
  );
}

function decideOrder(grant: Grant, effect: Effect, target: KnownTarget, market: Market): Decision {
  return (
    refuseParams(grant, effect) ??
    refuseForeign(grant, effect, target) ??
    refuseSymbols(grant, effect, target) ??
    holdOrder(grant, effect, target, market)
  );
}

/** Where a grant narrows anything, a parameter that nobody has read could widen it again. */
function refuseParams(grant: Grant, { kind, unknownParams }: Effect): Decision | undefined {
  const choosesOrders = (kind === 'cancel' || kind === 'edit') && grant.orders === 'own';
  const isNarrow = grant.symbols !== 'any' || hasLimits(grant.limits) || choosesOrders;
  if (unknownParams.length === 0 || !isNarrow) return undefined;
  return deny(
    'PERMISSION_DENIED',
    `This bot's grant is narrowed, so these parameters are refused: ${unknownParams.slice(0, 5).join(', ')}.`,
  );
}

function refuseForeign(grant: Grant, { kind, symbols }: Effect, { ownership }: KnownTarget): Decision | undefined {
  if (grant.orders === 'any') return undefined;
  if (symbols === 'all') return deny('PERMISSION_DENIED', 'Cancelling all orders needs a grant with "orders": "any".');
  if (kind === 'cancel' || kind === 'edit') {
    return ownership === 'own' ? undefined : deny('PERMISSION_DENIED', `This bot may only ${kind} its own orders.`);
  }
  return ownership === 'other' ? deny('PERMISSION_DENIED', 'This bot may only touch its own orders.') : undefined;
}

function refuseSymbols(grant: Grant, effect: Effect, target: KnownTarget): Decision | undefined {
  const { symbols: granted } = grant;
  if (granted === 'any') return undefined;
  const reached = reachedSymbols(effect, target);
  if (reached === 'mine') return undefined;
  if (reached === 'unreadable')
    return deny('SYMBOL_DENIED', 'This grant names its symbols, and the symbol of this request cannot be told.');
  if (reached === 'all')
    return deny('SYMBOL_DENIED', 'This grant names its symbols, and this request reaches all of them.');
  const foreign = reached.find((symbol) => !granted.includes(symbol));
  return foreign === undefined ? undefined : deny('SYMBOL_DENIED', `This bot may not trade ${foreign}.`);
}

/** `mine`: an own order being cancelled, which was held to the grant when it was placed and only leaves the market. */
function reachedSymbols(
  { kind, symbols }: Effect,
  { ownership, symbols: known }: KnownTarget,
): Effect['symbols'] | 'mine' {
  if (symbols === 'all') return 'all';
  if (kind === 'cancel') return known ?? (ownership === 'own' ? 'mine' : 'unreadable');
  if (kind !== 'edit') return symbols;
  // Kraken finds an order by its id, so the pair beside it proves nothing about the order.
  if (known === undefined) return 'unreadable';
  return symbols === 'unreadable' ? known : [...known, ...symbols];
}

function holdOrder(grant: Grant, effect: Effect, target: KnownTarget, market: Market): Decision {
  const { kind } = effect;
  // A cancel only leaves the market; no limit of a grant stands against that.
  if (kind === 'cancel' || !hasLimits(grant.limits)) return allow;
  const orders = kind === 'edit' ? withTarget(effect.orders, target) : effect.orders;
  const symbol = marketOf(effect, target);
  const answer = holdLimits(grant.limits, { orders, symbol, isNew: kind !== 'edit', market });
  if (answer.kind === 'against') return deny('LIMIT_EXCEEDED', answer.detail);
  return answer.kind === 'ask' ? answer : { kind: 'allow', charge: answer.charge };
}

/** The market that an order is priced in; an edit stays in that of its order. */
export function marketOf({ kind, symbols }: Pick<Effect, 'kind' | 'symbols'>, target: KnownTarget): string | undefined {
  const named = kind === 'edit' ? target.symbols : typeof symbols === 'string' ? undefined : symbols;
  return named?.length === 1 ? named[0] : undefined;
}

/** An edit keeps the side and the type of its order; what it leaves out of amount and price can't be told here. */
function withTarget(orders: readonly OrderTerms[], { orders: known = [] }: KnownTarget): readonly OrderTerms[] {
  if (known.length === 0) return orders;
  const [edit] = orders;
  const isOne = known.length === 1 && orders.length === 1;
  return known.map(({ side, type }) => ({
    ...{ side, type, clientOrderId: null },
    ...(isOne ? { amount: edit?.amount ?? null, price: edit?.price ?? null } : { amount: null, price: null }),
  }));
}
