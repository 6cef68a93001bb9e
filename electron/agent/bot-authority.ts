/** What a bot may do with a key, and the record of what it was refused. */
import { AppError, asAppError } from '../../shared/errors.ts';
import type { Bot, Grant, Key } from '../../shared/model.ts';
import { newId, type Random } from '../base/random.ts';
import type { CallLog } from '../calllog/store.ts';
import type { State } from '../state/store.ts';
import type { Opened } from './opened.ts';

export interface AuthorityDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly state: () => State;
  readonly log: () => CallLog;
  readonly random: Random;
}

/** Throws: BOT_PAUSED; KEY_UNKNOWN alike for a key that isn't there and one that the bot has no grant on. */
function authorityOn({ opened, state }: AuthorityDeps, bot: Bot, ref: string): { key: Key; grant: Grant } {
  if (bot.paused || state().isPaused(bot.id)) throw new AppError('BOT_PAUSED');
  const key = opened().inventory.findKey(ref);
  const grant = bot.grants.find((one) => one.key === key?.id);
  if (key === undefined || grant === undefined) throw new AppError('KEY_UNKNOWN');
  return { key, grant };
}

/**
 * The key of this name and the bot's grant on it; a refusal stands in the log, since nothing else would tell of it.
 * Throws: BOT_PAUSED, KEY_UNKNOWN.
 */
export function authorityFor(deps: AuthorityDeps, bot: Bot, ref: string, method: string): { key: Key; grant: Grant } {
  try {
    return authorityOn(deps, bot, ref);
  } catch (fault) {
    const key = deps.opened().inventory.findKey(ref);
    const known = bot.grants.some((grant) => grant.key === key?.id) ? key : undefined;
    recordDenial(deps, bot, known, method, fault);
    throw fault;
  }
}

/** Takes: request = what of it may be shown. Gives: the id under which the log has it. */
export function recordDenial(
  deps: Pick<AuthorityDeps, 'log' | 'random'>,
  bot: NamedBot,
  key: Key | undefined,
  method: string | null,
  fault: unknown,
  request?: unknown,
): string {
  const call = newId('call', deps.random);
  const { code } = asAppError(fault);
  deps.log().begin({ ...whoAndWhat(bot, key, method), call, ...(request === undefined ? {} : { request }) });
  deps.log().end({ call, status: 'denied', sent: 'no', code });
  return call;
}

export type NamedBot = Pick<Bot, 'id' | 'name'>;

export const whoAndWhat = ({ id, name }: NamedBot, key: Key | undefined, method: string | null) => ({
  bot: { id, name },
  key: key === undefined ? null : { id: key.id, label: key.label },
  exchange: key?.exchange ?? null,
  method,
});
