/** A grant while somebody writes it: text as it is typed, until it is sent. */
import type { GrantInput, Limits, Notional } from '../shared/model.ts';
import { type Permission, type Preset, presets } from '../shared/permissions.ts';
import type { WindowParams } from '../shared/window-api.ts';

export interface GrantDraft {
  /** Tells the drafts of one form apart. */
  readonly id: number;
  readonly key: string;
  readonly may: readonly Permission[];
  /** Are the permissions chosen one by one, though they may be those of a preset? */
  readonly isOwnChoice: boolean;
  readonly isEverySymbol: boolean;
  readonly symbols: string;
  readonly orders: 'own' | 'any';
  readonly currency: string;
  readonly maxOrder: string;
  readonly maxDaily: string;
  readonly askAbove: string;
  readonly ordersPerDay: string;
  readonly callsPerMinute: string;
  /** Limits that this form does not show; they are kept as they are. */
  readonly kept: Limits;
}

export const emptyGrant = (id: number, key: string): GrantDraft => ({
  ...{ id, key, may: presets.watch, isOwnChoice: false, isEverySymbol: true, symbols: '', orders: 'own' },
  ...{ currency: 'USD', maxOrder: '', maxDaily: '', askAbove: '', ordersPerDay: '', callsPerMinute: '', kept: {} },
});

/** What a bot asks for, to be narrowed. */
export function draftOf(id: number, { key, may, preset, symbols, orders, limits }: GrantInput): GrantDraft {
  const { maxOrderNotional, maxDailyNotional, askAbove, ordersPerDay, callsPerMinute, ...kept } = limits;
  const money = [maxOrderNotional, maxDailyNotional, askAbove].find((limit) => limit !== undefined);
  const currency = money?.currency ?? 'USD';
  // One field holds the currency, so a limit in another is kept unseen rather than changed.
  const shown = (limit: Notional | undefined) => (limit?.currency === currency ? limit.amount : '');
  const other = (name: keyof Limits, limit: Notional | undefined) =>
    limit === undefined || limit.currency === currency ? {} : { [name]: limit };
  return {
    ...emptyGrant(id, key),
    ...{ may: may ?? presets[preset ?? 'watch'], orders, currency },
    ...{ isEverySymbol: symbols === 'any', symbols: symbols === 'any' ? '' : symbols.join(', ') },
    ...{ maxOrder: shown(maxOrderNotional), maxDaily: shown(maxDailyNotional), askAbove: shown(askAbove) },
    ...{ ordersPerDay: ordersPerDay?.toString() ?? '', callsPerMinute: callsPerMinute?.toString() ?? '' },
    kept: {
      ...kept,
      ...other('maxOrderNotional', maxOrderNotional),
      ...other('maxDailyNotional', maxDailyNotional),
      ...other('askAbove', askAbove),
    },
  };
}

/** The preset whose permissions these are, in whatever order. */
export function presetOf({ may, isOwnChoice }: Pick<GrantDraft, 'may' | 'isOwnChoice'>): Preset | 'own' {
  if (isOwnChoice) return 'own';
  const same = (preset: Preset) =>
    presets[preset].length === may.length && presets[preset].every((permission) => may.includes(permission));
  return same('watch') ? 'watch' : same('trade') ? 'trade' : 'own';
}

type Asked = NonNullable<WindowParams<'pairs.approve'>['ask']['grants']>[number];

/** What is sent. What is no number or no market is sent as it was typed: main says what is wrong with it. */
export function grantOf(draft: GrantDraft): Asked {
  const { key, may, isEverySymbol, symbols, orders, currency, kept } = draft;
  const money = (name: keyof Limits, amount: string) =>
    amount.trim() === '' ? {} : { [name]: { amount: amount.trim(), currency: currency.trim().toUpperCase() } };
  const count = (name: keyof Limits, text: string) => (text.trim() === '' ? {} : { [name]: Number(text) });
  return {
    ...{ key, may: [...may], orders, symbols: isEverySymbol ? 'any' : symbolsOf(symbols) },
    limits: {
      ...kept,
      ...money('maxOrderNotional', draft.maxOrder),
      ...money('maxDailyNotional', draft.maxDaily),
      ...money('askAbove', draft.askAbove),
      ...count('ordersPerDay', draft.ordersPerDay),
      ...count('callsPerMinute', draft.callsPerMinute),
    },
  };
}

const symbolsOf = (text: string): string[] =>
  text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((symbol) => symbol !== '');
