import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import { stateOf } from '../bots.ts';
import type { Inventory } from '../inventory.ts';
import type { Admitted } from './connection.ts';

/**
 * What stands against a connection that was let in before: the token, the pause, the grant, the key.
 * Gives: undefined where it may go on. A grant that has changed in whatever way is begun with anew.
 */
export function standingOf({ bot, key, grant }: Admitted, inventory: Inventory, nowMs: number): AppError | undefined {
  const now = inventory.findBot(bot.id);
  if (now === undefined || now.tokenHash !== bot.tokenHash) return new AppError('TOKEN_UNKNOWN');
  if (now.paused) return new AppError('BOT_PAUSED');
  if (stateOf(now, nowMs) === 'expired') return new AppError('TOKEN_EXPIRED');
  const granted = now.grants.find((one) => one.key === key.id);
  if (granted === undefined || inventory.findKey(key.id) === undefined) return new AppError('KEY_UNKNOWN');
  if (isDeepStrictEqual(granted, grant)) return undefined;
  return new AppError('PERMISSION_DENIED', { detail: "This bot's grant has changed. Connect again." });
}
