import type { HealthItem, Key } from '../../shared/model.ts';
import type { Permission } from '../../shared/permissions.ts';
import type { CallLog } from '../calllog/store.ts';

/** Kraken's permissions of a key that more than looks, in the words of its settings, and what of ours uses them. */
const usedBy: Readonly<Record<string, { readonly words: string; readonly uses: readonly Permission[] }>> = {
  'modify-trades': { words: 'Create & modify orders', uses: ['orders.create', 'raw'] },
  'close-trades': { words: 'Cancel & close orders', uses: ['orders.cancel', 'raw'] },
  'add-funds': { words: 'Deposit', uses: ['funds.transfer', 'raw'] },
};

/** So many calls and so many days tell what a key is used for. */
const tellingCalls = 100;
const tellingMs = 7 * 86_400_000;
const mostCalls = 1000;

/** What this agent has made of a key's permissions. */
export interface KeyUse {
  readonly calls: number;
  readonly used: ReadonlySet<Permission>;
}

export function useOf(log: Pick<CallLog, 'query'>, { label }: Key): KeyUse {
  const calls = log.query({ key: label, limit: mostCalls });
  const used = calls.flatMap(({ permission, requests }) => [permission, ...requests.map((one) => one.permission)]);
  return { calls: calls.length, used: new Set(used.filter((one) => one !== null)) };
}

/** Permissions that no call used, once there were enough. Withdrawals are warned of by themselves. */
export function unusedItems(
  permissions: readonly string[],
  { calls, used }: KeyUse,
  { added }: Key,
  nowMs: number,
): HealthItem[] {
  if (calls < tellingCalls || nowMs - Date.parse(added) < tellingMs) return [];
  const idle = permissions.flatMap((name) => {
    const known = usedBy[name];
    return known === undefined || known.uses.some((one) => used.has(one)) ? [] : [known.words];
  });
  if (idle.length === 0) return [];
  const text = `Take what is never used from this key: none of its last ${calls} calls needed ${idle.join(', ')}.`;
  return [{ id: 'unused-permissions', level: 'warn', text }];
}
