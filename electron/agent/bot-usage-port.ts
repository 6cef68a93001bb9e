import type { BotUsage } from '../../shared/window-views.ts';

export interface BotUsageService {
  /** A bot's grants with what is left of their limits, as it sees them itself, and its last call. Throws: INPUT_INVALID. */
  usage(bot: string): Promise<BotUsage>;
}
