/** How much of a bot's limits is used, from what is left of them. */
import type { Limits } from '../shared/model.ts';
import { moneyWords } from './grant-words.ts';

export interface LimitUse {
  readonly id: 'ordersPerDay' | 'callsPerMinute' | 'maxDailyNotional';
  /** 0 to 100; undefined where the day's sum can't be proved. */
  readonly percent: number | undefined;
  readonly used: string;
  readonly most: string;
}

/** The limits that are used up, as bars. Takes: left as `GET /v1/me` has it. */
export function limitUses(limits: Limits, left: Readonly<Record<string, unknown>>): LimitUse[] {
  const { ordersPerDay, callsPerMinute, maxDailyNotional } = limits;
  return [
    ...(maxDailyNotional === undefined ? [] : [worthUse(maxDailyNotional, left['maxDailyNotional'])]),
    ...(ordersPerDay === undefined ? [] : [countUse('ordersPerDay', ordersPerDay, left['ordersPerDay'])]),
    ...(callsPerMinute === undefined ? [] : [countUse('callsPerMinute', callsPerMinute, left['callsPerMinute'])]),
  ];
}

const count = new Intl.NumberFormat('en');

function countUse(id: LimitUse['id'], most: number, left: unknown): LimitUse {
  const words = { id, most: count.format(most) };
  if (typeof left !== 'number') return { ...words, percent: undefined, used: '' };
  const used = Math.max(0, most - left);
  return { ...words, percent: percentOf(used, most), used: count.format(used) };
}

function worthUse(most: { readonly amount: string; readonly currency: string }, left: unknown): LimitUse {
  const words = { id: 'maxDailyNotional' as const, most: moneyWords(most) };
  const amount = typeof left === 'object' && left !== null ? Reflect.get(left, 'amount') : undefined;
  if (typeof amount !== 'string') return { ...words, percent: undefined, used: '' };
  const used = minus(most.amount, amount);
  const percent = percentOf(Number(used), Number(most.amount));
  return { ...words, percent, used: moneyWords({ amount: used, currency: '' }).trim() };
}

const percentOf = (used: number, most: number): number => (most <= 0 ? 100 : Math.min(100, (used / most) * 100));

const places = 18;

/** Exactly, as decimals: never as floats. Gives: 0 where it would be less. */
function minus(a: string, b: string): string {
  const rest = scaled(a) - scaled(b);
  const digits = (rest < 0n ? 0n : rest).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}

function scaled(decimal: string): bigint {
  const [digits = '0', fraction = ''] = decimal.split('.');
  return BigInt(digits + fraction.padEnd(places, '0').slice(0, places));
}
