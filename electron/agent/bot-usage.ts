import type { BotUsage } from '../../shared/window-views.ts';
import { isoTime } from '../base/clock.ts';
import type { CallLog } from '../calllog/store.ts';
import { type LeftDeps, leftOf } from './limits-left.ts';
import type { Opened } from './opened.ts';

export type BotUsageDeps = LeftDeps & {
  readonly opened: () => Opened;
  readonly log: () => CallLog;
};

export async function botUsage(deps: BotUsageDeps, ref: string): Promise<BotUsage> {
  const { inventory } = deps.opened();
  const bot = inventory.bot(ref);
  const grants = bot.grants.map((grant) => ({
    ...grant,
    key: inventory.findKey(grant.key)?.label ?? grant.key,
    may: [...grant.may],
    left: leftOf(deps, bot, grant),
  }));
  const [last] = (await deps.log().botCalls(bot.id, { limit: 1 })).calls;
  return { asked: isoTime(deps.clock.now()), lastCall: last?.time ?? null, grants };
}
