/** What a change of a grant comes to, in words, a line for each thing that would be another. */
import type { Grant, Notional } from '../shared/model.ts';
import { andWords, hasDanger, limitWords, moneyWords, permissionWords, symbolWords } from './grant-words.ts';
import { t } from './strings.ts';

export interface GrantChange {
  readonly name: string;
  readonly text: string;
  readonly isDanger: boolean;
}

/** The grants that would be others than they are, with what is other about them. */
export const changedGrants = (before: readonly Grant[], after: readonly Grant[]) =>
  after
    .map((grant) => ({ key: grant.key, changes: grantChanges(grantOn(before, grant.key), grant) }))
    .filter(({ changes }) => changes.length > 0);

const grantOn = (grants: readonly Grant[], key: string): Grant | undefined => grants.find((one) => one.key === key);

/** Takes: before = undefined where there was no grant on this key. Gives: nothing where both allow the same. */
export function grantChanges(before: Grant | undefined, after: Grant): GrantChange[] {
  const more = after.may.filter((one) => before?.may.includes(one) !== true);
  const less = before?.may.filter((one) => !after.may.includes(one)) ?? [];
  const [old, now] = [before === undefined ? undefined : factsOf(before), factsOf(after)];
  return [
    ...mayLine(t('bots.alsoMay'), more, hasDanger(more)),
    ...mayLine(t('bots.mayNoLonger'), less, false),
    ...now.flatMap(({ name, words, id = words }, at) => {
      const was = old?.[at];
      if ((was?.id ?? was?.words) === id || (was === undefined && nothing().includes(words))) return [];
      const text = was === undefined ? words : t('bots.wasBefore', { after: words, before: was.words });
      return [{ name, text, isDanger: false }];
    }),
  ];
}

function mayLine(name: string, may: Grant['may'], isDanger: boolean): GrantChange[] {
  if (may.length === 0) return [];
  return [{ name, text: andWords(may.map((one) => t(permissionWords[one]))), isDanger }];
}

/** What is not worth a line about a grant that is new. */
const nothing = () => [t('bots.noLimit'), t('bots.noOrders')];

interface Fact {
  readonly name: string;
  readonly words: string;
  /** What tells it from another, where the words alone do not. */
  readonly id?: string;
}

/** The same facts in the same order for every grant. */
function factsOf({ may, symbols, orders, limits }: Grant): Fact[] {
  const { maxOrderNotional, maxDailyNotional, askAbove, ordersPerDay, callsPerMinute, ...more } = limits;
  return [
    {
      name: t('bots.symbols'),
      words: symbolWords(symbols),
      id: symbols === 'any' ? 'any' : [...symbols].sort().join(),
    },
    { name: t('bots.whoseOrders'), words: ordersWords(may, orders) },
    { name: t('bots.maxOrder'), words: moneyOrNone(maxOrderNotional) },
    { name: t('bots.maxDaily'), words: moneyOrNone(maxDailyNotional) },
    { name: t('bots.askAbove'), words: moneyOrNone(askAbove) },
    { name: t('bots.orders'), words: countOrNone(ordersPerDay) },
    { name: t('bots.calls'), words: countOrNone(callsPerMinute) },
    { name: t('bots.moreLimits'), words: limitWords(more).join('; ') || t('bots.noLimit') },
  ];
}

function ordersWords(may: Grant['may'], orders: Grant['orders']): string {
  if (!may.includes('orders.cancel')) return t('bots.noOrders');
  return orders === 'own' ? t('bots.ownOrders') : t('bots.everyOrder');
}

const counts = new Intl.NumberFormat('en');
const moneyOrNone = (limit: Notional | undefined): string =>
  limit === undefined ? t('bots.noLimit') : moneyWords(limit);
const countOrNone = (limit: number | undefined): string =>
  limit === undefined ? t('bots.noLimit') : counts.format(limit);
