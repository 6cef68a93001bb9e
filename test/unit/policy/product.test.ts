/** Bots, keys, permissions and limits against every kind of request: what is let through keeps every promise of the grant. */
import { expect, test } from 'vitest';
import { decideRequest, type KnownTarget, type RequestQuestion } from '../../../electron/policy/decide.ts';
import { noTerms, type OrderEffect } from '../../../electron/policy/effect.ts';
import type { Grant, Limits } from '../../../shared/model.ts';
import { type Permission, permissions } from '../../../shared/permissions.ts';

/** `npm run prove:bots` takes every case; here each 11th is taken. */
const stride = process.env['PROVE_RUNS'] === undefined ? 11 : 1;

const usd = (amount: string) => ({ amount, currency: 'USD' });
const limits: readonly Limits[] = [
  {},
  { callsPerMinute: 1 },
  { ordersPerDay: 1 },
  { maxOrderNotional: usd('100') },
  { maxDailyNotional: usd('100') },
  { sides: ['buy'] },
  { orderTypes: ['limit'] },
  { priceBandPercent: 5 },
  { hours: [{ from: '08:00', to: '09:00', zone: 'UTC' }] },
  { askAbove: usd('100') },
];
const bots = ['bot_a', 'bot_b'];
const keys = ['key_a', 'key_b'];
/** What the first bot has on the first key; the other bot and the other key have nothing. */
const grants = (needs: Permission): Grant[] => {
  const mays = [[], [needs], permissions.filter((one) => one !== needs), [...permissions]];
  return mays.flatMap((may) =>
    (['any', [], ['BTC/USD']] as const).flatMap((symbols) =>
      (['own', 'any'] as const).flatMap((orders) =>
        limits.map((limit) => ({
          ...{ key: 'key_a', may, orders, limits: limit },
          symbols: symbols === 'any' ? symbols : [...symbols],
        })),
      ),
    ),
  );
};

const symbolLists = [['BTC/USD'], ['ETH/USD'], 'unreadable', 'all'] as const;
const effects: readonly OrderEffect[] = (['create', 'edit', 'cancel', 'other'] as const).flatMap((kind) =>
  symbolLists.flatMap((symbols) =>
    (['buy', 'sell', null] as const).flatMap((side) =>
      ['limit', 'market'].flatMap((type) =>
        (['90', '100', '1000', null] as const).flatMap((price) =>
          [[], ['oflags']].map((unknownParams) => {
            const terms = { ...noTerms, side, type, amount: '1', price: type === 'market' ? null : price };
            return { kind, symbols, ...terms, orders: [terms], targets: [], unknownParams };
          }),
        ),
      ),
    ),
  ),
);
const targets: readonly KnownTarget[] = [
  { ownership: 'own', symbols: ['BTC/USD'], orders: [{ side: 'buy', type: 'limit' }] },
  { ownership: 'own', symbols: ['ETH/USD'], orders: [{ side: 'sell', type: 'limit' }] },
  { ownership: 'other' },
  { ownership: 'unknown' },
];
const days = [
  { orders: 0, notional: '0' },
  { orders: 1, notional: '50' },
];
const lastPrice = '100';
const quote = { last: lastPrice, bid: lastPrice, ask: lastPrice, readMs: 0 };
const prices = new Map(['BTC/USD', 'ETH/USD'].map((symbol) => [symbol, quote] as const));
const noon = Date.UTC(2026, 10, 24, 12);

const isOrder = (needs: Permission): boolean => ['orders.create', 'orders.cancel', 'raw'].includes(needs);

/** The promises of a grant, one by one, in the words of design/bot-api.md; each says what a request must not be. */
const promises: readonly ((grant: Grant, question: RequestQuestion) => boolean)[] = [
  ({ may }, { needs }) => needs !== 'market.read' && !may.includes(needs),
  (grant, { usage }) => grant.limits.callsPerMinute === 1 && usage.callsLastMinute >= 1,
  ({ symbols }, question) => symbols !== 'any' && isOrder(question.needs) && reachesBeyond(symbols, question),
  ({ orders }, { needs, effect, target }) =>
    orders === 'own' &&
    isOrder(needs) &&
    (effect?.symbols === 'all' || target?.ownership === 'other' || (isChange(effect) && target?.ownership !== 'own')),
  (grant, { needs, effect }) =>
    isOrder(needs) && effect?.kind !== 'cancel' && isNarrow(grant) && effect?.unknownParams.length !== 0,
  (grant, question) => trades(question) && tooMuch(grant.limits, question),
  (grant, { needs }) => needs.startsWith('funds.') && isAboutOrders(grant.limits),
  (grant, { needs }) => needs === 'stream' && (isNarrow(grant) || !grant.may.includes('orders.create')),
];

const isChange = (effect: OrderEffect | undefined): boolean => effect?.kind === 'cancel' || effect?.kind === 'edit';
const trades = ({ needs, effect }: RequestQuestion): boolean => isOrder(needs) && effect?.kind !== 'cancel';
const isNarrow = ({ symbols, limits: limit }: Grant): boolean => symbols !== 'any' || Object.keys(limit).length > 0;
const isAboutOrders = (limit: Limits): boolean =>
  ['ordersPerDay', 'maxOrderNotional', 'maxDailyNotional', 'priceBandPercent', 'askAbove'].some(
    (name) => name in limit,
  );

function reachesBeyond(symbols: readonly string[], { effect, target }: RequestQuestion): boolean {
  if (effect === undefined || effect.symbols === 'all') return true;
  const named = effect.symbols === 'unreadable' ? undefined : effect.symbols;
  const known = target?.symbols;
  // An own order that leaves the market was held to the grant when it was placed.
  if (effect.kind === 'cancel') return !(known?.every((one) => symbols.includes(one)) ?? target?.ownership === 'own');
  const reached = effect.kind === 'edit' ? known && [...known, ...(named ?? [])] : named;
  return reached === undefined || reached.some((one) => !symbols.includes(one));
}

function tooMuch(limit: Limits, { effect, target, market }: RequestQuestion): boolean {
  if (effect === undefined) return true;
  const own = effect.kind === 'edit' && target?.orders?.length === 1 ? target.orders[0] : undefined;
  const side = own === undefined ? effect.side : own.side;
  const type = own === undefined ? effect.type : own.type;
  const market1 =
    effect.kind === 'edit' ? target?.symbols?.[0] : Array.isArray(effect.symbols) ? effect.symbols[0] : undefined;
  const price = effect.price === null ? undefined : Number(effect.price);
  // A market order is worth what the other side asks and one percent more; a sale at least the best bid.
  const worth =
    market1 === undefined ? undefined : price === undefined ? 101 : side === 'sell' ? Math.max(price, 100) : price;
  const isOver = (most: number): boolean => worth === undefined || worth > most;
  const isNew = effect.kind !== 'edit';
  return (
    (limit.sides !== undefined && side !== 'buy') ||
    (limit.orderTypes !== undefined && type !== 'limit') ||
    limit.hours !== undefined ||
    (limit.ordersPerDay !== undefined && isNew && (market.today?.orders ?? 9) + 1 > 1) ||
    (limit.maxOrderNotional !== undefined && isOver(100)) ||
    (limit.maxDailyNotional !== undefined && isOver(100 - Number(market.today?.notional ?? 100))) ||
    (limit.askAbove !== undefined && isOver(100)) ||
    (limit.priceBandPercent !== undefined &&
      (market1 === undefined || (price !== undefined && Math.abs(price - 100) > 5)))
  );
}

test('nothing is let through that a grant does not allow, over all of them', () => {
  let at = 0;
  let [asked, allowed] = [0, 0];
  const leaks: unknown[] = [];
  for (const needs of permissions)
    for (const bot of bots)
      for (const key of keys)
        for (const given of grants(needs))
          for (const effect of isOrder(needs) ? effects : effects.slice(0, 1))
            for (const target of isOrder(needs) ? targets : targets.slice(0, 1))
              for (const today of days)
                for (const callsLastMinute of [0, 1]) {
                  at += 1;
                  const grant = bot === 'bot_a' && key === given.key ? given : undefined;
                  // The others are the same question again and again.
                  if (at % (grant === undefined ? stride * 101 : stride) !== 0) continue;
                  asked += 1;
                  const market = { nowMs: noon, prices, today };
                  const question = { needs, effect, target, market, usage: { callsLastMinute } };
                  if (decideRequest(grant, question).kind !== 'allow') continue;
                  allowed += 1;
                  if (grant === undefined || promises.some((isBroken) => isBroken(grant, question)))
                    leaks.push({ grant, needs, effect, target, today, callsLastMinute });
                }
  process.stdout.write(`${asked} of ${at} requests decided, ${allowed} allowed, ${leaks.length} leaks\n`);
  expect(leaks.slice(0, 3)).toEqual([]);
  expect(allowed).toBeGreaterThan(asked / 100);
}, 600_000);
