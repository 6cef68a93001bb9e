import type { BotUsage } from '../../shared/window-views.ts';
import { isoTime } from '../base/clock.ts';
import { type BotServiceDeps, leftOf } from './bot-service.ts';

export interface BotUsageService {
  /** A bot's grants with what is left of their limits, as it sees them itself, and its last call. Throws: INPUT_INVALID. */
  usage(bot: string): Promise<BotUsage>;
}

export type BotUsageDeps = Pick<BotServiceDeps, 'opened' | 'calls' | 'state' | 'log'> & {
  readonly clock: { now(): number };
};

export async function botUsage(deps: BotUsageDeps, ref: string): Promise<BotUsage> {
  const { inventory } = deps.opened();
  const bot = inventory.bot(ref);
  const left = { ...deps, now: () => deps.clock.now() };
  const grants = bot.grants.map((grant) => ({
    ...grant,
    key: inventory.findKey(grant.key)?.label ?? grant.key,
    may: [...grant.may],
    left: leftOf(left, bot, grant),
  }));
  const [last] = (await deps.log().botCalls(bot.id, { limit: 1 })).calls;
  return { asked: isoTime(deps.clock.now()), lastCall: last?.time ?? null, grants };
}
