/** What a call is, in words and kinds. */
import type { CallRecord, Timings } from '../shared/model.ts';

export const callKinds = ['read', 'order', 'cancel', 'funds', 'other'] as const;
export type CallKind = (typeof callKinds)[number];

/** By what the call needs, which its end tells; a denied one may not have come that far. */
export function kindOf({ permission }: Pick<CallRecord, 'permission'>): CallKind {
  if (permission === null) return 'other';
  if (permission === 'orders.cancel') return 'cancel';
  if (permission === 'orders.create') return 'order';
  if (permission.startsWith('funds.')) return 'funds';
  return permission.endsWith('.read') ? 'read' : 'other';
}

/** The stretches of a call, in the order that they come. */
export const stretches = ['policy', 'approval', 'budget', 'codeWait', 'sign', 'network'] as const;
export type Stretch = (typeof stretches)[number];

export interface Part {
  readonly name: Stretch;
  readonly ms: number;
  /** Where it begins and how long it is, as shares of all that was measured. */
  readonly start: number;
  readonly share: number;
}

/** What was measured, end to end. */
export function partsOf(timings: Timings): Part[] {
  const measured = stretches.flatMap((name) => {
    const ms = timings[name];
    return ms === null ? [] : [{ name, ms }];
  });
  const all = measured.reduce((sum, { ms }) => sum + ms, 0);
  let at = 0;
  return measured.map(({ name, ms }) => {
    const share = all === 0 ? 0 : ms / all;
    const part = { name, ms, start: at, share };
    at += share;
    return part;
  });
}
