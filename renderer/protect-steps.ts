/** Kraken's steps as the page goes through them, with what they are called here. */
import { krakenSetUp, krakenSplit, type SetUpStep } from '../shared/guidance/kraken-set-up.ts';
import type { ProtectPlace } from './protect-store.ts';
import type { StringId } from './strings.ts';

const names: Readonly<Record<string, StringId>> = {
  'open-menu': 'protect.openMenu',
  'open-settings': 'protect.openSettings',
  'switch-on': 'protect.switchOn',
  'choose-app': 'protect.chooseApp',
  'hand-over-secret': 'protect.handOver',
  'type-code': 'protect.typeCode',
  'choose-actions': 'protect.chooseActions',
  prove: 'protect.prove',
};

export interface ProtectStep {
  readonly id: string;
  readonly name: StringId;
  readonly atExchange: string | undefined;
}

/** Kraken's steps in Kraken's order. A password has no code to type. */
export const protectSteps = (kind: ProtectPlace['kind']): readonly ProtectStep[] =>
  krakenSetUp
    .filter(({ id }) => kind === 'totp' || id !== 'type-code')
    .map(({ id, atExchange }) => ({ id, name: names[id] ?? 'protect.here', atExchange }));

/** What Kraken's side of splitting a key says at one of its steps. */
export const splitAtExchange = (id: string): string =>
  krakenSplit.find((step: SetUpStep) => step.id === id)?.atExchange ?? '';

/** Where the page may be: without what was read, an app's set-up can't be past the step that hands it over. */
export function reachable(place: ProtectPlace, isRead: boolean): number {
  const steps = protectSteps(place.kind);
  const last = Math.min(place.step, steps.length - 1);
  if (place.kind === 'password' || isRead) return last;
  return Math.min(
    last,
    steps.findIndex(({ id }) => id === 'hand-over-secret'),
  );
}
