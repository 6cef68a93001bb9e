import type { BotSetup, BotSetupQuery } from '../../shared/connect/bot-setup.ts';

export interface BotSetupService {
  /**
   * How a bot that can't be changed is set up for a key. Takes: http = where this agent serves bots over TCP, or null.
   * Throws: KEY_UNKNOWN; INPUT_INVALID where there is no such bot.
   */
  setup(ask: BotSetupQuery, http: string | null): Promise<BotSetup>;
}
