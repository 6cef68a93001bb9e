/** What a grant allows, as a person says it. */
import { type Grant, isDangerous, type Limits, type Notional } from '../shared/model.ts';
import type { Permission } from '../shared/permissions.ts';
import { type StringId, t } from './strings.ts';

export interface GrantLine {
  readonly tone: 'plain' | 'danger' | 'limit';
  readonly text: string;
}

type Granted = Pick<Grant, 'may' | 'symbols' | 'orders' | 'limits'>;

const and = new Intl.ListFormat('en', { type: 'conjunction' });
const or = new Intl.ListFormat('en', { type: 'disjunction' });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 18 });

export const andWords = (words: readonly string[]): string => and.format(words);

/** Money as it is read: `1,000.5 USD`. Takes: a decimal string. */
export function moneyWords({ amount, currency }: Notional): string {
  const [digits = '0', rest] = amount.split('.');
  const fraction = rest?.replace(/0+$/, '') ?? '';
  return `${whole.format(BigInt(digits))}${fraction === '' ? '' : `.${fraction}`} ${currency}`;
}

/** Each permission by itself, as the form names it. */
export const permissionWords: Readonly<Record<Permission, StringId>> = {
  'market.read': 'bots.canPrices',
  'account.read': 'bots.canBalances',
  'orders.read': 'bots.canOrders',
  'orders.create': 'bots.canPlace',
  'orders.cancel': 'bots.canCancel',
  stream: 'bots.canLive',
  code: 'bots.briefCode',
  raw: 'bots.briefRaw',
  'funds.transfer': 'bots.briefTransfer',
  'funds.withdraw': 'bots.briefWithdraw',
};

/** Where: `BTC/USD and ETH/USD`. */
export function symbolWords(symbols: Grant['symbols']): string {
  if (symbols === 'any') return t('bots.everyMarket');
  return symbols.length === 0 ? t('bots.noMarket') : and.format(symbols);
}

/** Each thing that a grant allows, then what it must keep to. */
export function grantLines(grant: Granted): GrantLine[] {
  const lines = [...seeing(grant), ...trading(grant), ...danger(grant)];
  const nothing = { tone: 'plain' as const, text: t('bots.mayNothing') };
  const limits = limitWords(grant.limits).map((text) => ({ tone: 'limit' as const, text }));
  return [...(lines.length === 0 ? [nothing] : lines), ...limits];
}

const seen: Readonly<Partial<Record<Permission, StringId>>> = {
  'market.read': 'bots.prices',
  'account.read': 'bots.balances',
  'orders.read': 'bots.ordersAndTrades',
  stream: 'bots.live',
};

function seeing({ may }: Granted): GrantLine[] {
  const what = may.flatMap((permission) => seen[permission] ?? []).map((id) => t(id));
  return what.length === 0 ? [] : [{ tone: 'plain', text: t('bots.maySee', { what: and.format(what) }) }];
}

function trading({ may, symbols, orders, limits }: Granted): GrantLine[] {
  const most = limits.maxOrderNotional;
  const at = { symbols: symbolWords(symbols) };
  const place = most === undefined ? t('bots.mayPlace', at) : t('bots.mayPlaceUpTo', { ...at, most: moneyWords(most) });
  const cancel = orders === 'own' ? t('bots.mayCancelOwn') : t('bots.mayCancelAny');
  return [
    ...(may.includes('orders.create') ? [{ tone: 'plain' as const, text: place }] : []),
    ...(may.includes('orders.cancel') ? [{ tone: 'plain' as const, text: cancel }] : []),
  ];
}

const dangers: ReadonlyMap<string, { readonly long: StringId; readonly brief: StringId }> = new Map([
  ['code', { long: 'bots.mayCode', brief: 'bots.briefCode' }],
  ['raw', { long: 'bots.mayRaw', brief: 'bots.briefRaw' }],
  ['funds.transfer', { long: 'bots.mayTransfer', brief: 'bots.briefTransfer' }],
  ['funds.withdraw', { long: 'bots.mayWithdraw', brief: 'bots.briefWithdraw' }],
]);

const danger = ({ may }: Granted): GrantLine[] =>
  may.flatMap((permission) => dangers.get(permission) ?? []).map(({ long }) => ({ tone: 'danger', text: t(long) }));

/** The limits that are no bar: what an order must be like, and when. */
export function limitWords(limits: Limits): string[] {
  const { sides, orderTypes, priceBandPercent, hours, askAbove } = limits;
  return [
    ...(sides === undefined ? [] : [sideWords(sides)]),
    ...(orderTypes === undefined ? [] : [t('bots.onlyTypes', { types: or.format(orderTypes) })]),
    ...(priceBandPercent === undefined ? [] : [t('bots.withinBand', { percent: priceBandPercent })]),
    ...(hours ?? []).map((span) => t('bots.between', span)),
    ...(askAbove === undefined ? [] : [t('bots.asksAbove', { amount: moneyWords(askAbove) })]),
  ];
}

function sideWords(sides: readonly ('buy' | 'sell')[]): string {
  if (sides.length === 2) return and.format([t('bots.onlyBuys'), t('bots.onlySells')]);
  if (sides.length === 0) return t('bots.noSide');
  return sides[0] === 'buy' ? t('bots.onlyBuys') : t('bots.onlySells');
}

/** What of the limits the form has no field for: those that are no bar, and sums of money in another currency. */
export function keptWords(kept: Limits): string[] {
  const money = [
    ['bots.maxOrder', kept.maxOrderNotional],
    ['bots.maxDaily', kept.maxDailyNotional],
  ] as const;
  return [
    ...money.flatMap(([id, most]) => (most === undefined ? [] : [`${t(id)} ${moneyWords(most)}`])),
    ...limitWords(kept),
  ];
}

/** As the lists have it. */
interface BriefGrant {
  readonly may: readonly string[];
  readonly symbols: Grant['symbols'];
}

/** The same for a table: the most that it may do. */
export function briefLines({ may, symbols }: BriefGrant): GrantLine[] {
  const bad = may.flatMap((permission) => dangers.get(permission) ?? []);
  const trade = may.includes('orders.create')
    ? [t('bots.briefPlace', { symbols: symbolWords(symbols) })]
    : may.includes('orders.cancel')
      ? [t('bots.briefCancel')]
      : [];
  const least = may.length === 0 ? t('bots.briefNothing') : t('bots.briefLook');
  const plain = trade.length === 0 && bad.length === 0 ? [least] : trade;
  return [
    ...bad.map(({ brief }) => ({ tone: 'danger' as const, text: t(brief) })),
    ...plain.map((text) => ({ tone: 'plain' as const, text })),
  ];
}

export const hasDanger = (may: readonly Permission[]): boolean => may.some(isDangerous);
