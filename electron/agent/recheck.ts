import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../shared/errors.ts';
import { grantHasChanged, grantOn } from './bot-grants.ts';
import { stateOf } from './bots.ts';
import type { Caller } from './caller.ts';
import type { Opened } from './opened.ts';
import type { Sessions } from './sessions.ts';

/**
 * The last look before a request leaves: what was revoked, paused, granted otherwise or sealed meanwhile must stop it.
 * Takes: sessions = those that the call began with.
 * Throws: VAULT_SEALED, TOKEN_UNKNOWN, BOT_PAUSED, TOKEN_EXPIRED, PERMISSION_DENIED.
 */
export function recheck({ authority }: Caller, sessions: Sessions, opened: Opened, nowMs: number): void {
  if (opened.sessions !== sessions) throw new AppError('VAULT_SEALED');
  if (authority === undefined) return;
  const bot = opened.inventory.findBot(authority.bot.id);
  if (bot === undefined) throw new AppError('TOKEN_UNKNOWN');
  if (bot.paused) throw new AppError('BOT_PAUSED');
  if (stateOf(bot, nowMs) === 'expired') throw new AppError('TOKEN_EXPIRED');
  // What was decided under the grant of before may be more than the one of now allows.
  const grant = grantOn(bot, authority.grant.key);
  if (grant !== authority.grant && !isDeepStrictEqual(grant, authority.grant))
    throw new AppError('PERMISSION_DENIED', { detail: grantHasChanged });
}
