/** May this bot do this? Pure: everything that it takes into account comes as an argument. */
import type { ErrorCode } from '../../shared/errors.ts';
import type { Grant } from '../../shared/model.ts';
import type { Permission } from '../../shared/permissions.ts';
import type { OrderEffect, OrderTerms, Ownership } from './effect.ts';
import { hasLimits, limitAgainst, limitNotKept } from './limits.ts';

export type Decision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'deny'; readonly code: ErrorCode; readonly detail: string }
  /** The user is asked; where nobody can be, it is a refusal. No rule asks yet: `askAbove` will. */
  | { readonly kind: 'ask'; readonly detail: string };

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
  if (needs.startsWith('funds.') || needs === 'code') return decideLimits(grant);
  if (needs === 'stream') return decideToken(grant);
  const touchesOrders = needs === 'orders.create' || needs === 'orders.cancel' || needs === 'raw';
  if (!touchesOrders) return allow;
  return decideOrder(grant, effect ?? unread, question.target ?? { ownership: 'unknown' });
}

const allow: Decision = { kind: 'allow' };
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

function decideLimits({ limits }: Grant): Decision {
  const against = limitNotKept(limits);
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

function decideOrder(grant: Grant, effect: Effect, target: KnownTarget): Decision {
  return (
    refuseParams(grant, effect) ??
    refuseForeign(grant, effect, target) ??
    refuseSymbols(grant, effect, target) ??
    refuseLimits(grant, effect, target) ??
    allow
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

function refuseLimits(grant: Grant, { kind, orders }: Effect, target: KnownTarget): Decision | undefined {
  // A cancel only leaves the market; no limit of a grant stands against that.
  if (kind === 'cancel') return undefined;
  const terms = kind === 'edit' ? withTarget(orders, target) : orders;
  const against = limitAgainst(grant.limits, terms);
  return against === undefined ? undefined : deny('LIMIT_EXCEEDED', against);
}

/** An edit keeps the side and the type of its order. */
function withTarget(orders: readonly OrderTerms[], { orders: known = [] }: KnownTarget): readonly OrderTerms[] {
  if (known.length === 0) return orders;
  return known.map(({ side, type }) => ({ side, type, amount: null, price: null, clientOrderId: null }));
}
