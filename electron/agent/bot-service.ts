import { AppError } from '../../shared/errors.ts';
import type { Bot, Grant, Key, VaultStatus } from '../../shared/model.ts';
import type { CallLog } from '../calllog/store.ts';
import { decideMethod } from '../policy/decide.ts';
import type { State } from '../state/store.ts';
import { stateOf } from './bots.ts';
import { type CallDeps, callMethod } from './call.ts';
import { permit } from './gate.ts';
import type { NameBook } from './names.ts';
import type { Opened } from './opened.ts';
import type { BotService } from './ports.ts';

export interface BotServiceDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly openedOrSealed: () => Opened | undefined;
  readonly vault: () => VaultStatus;
  readonly names: NameBook;
  readonly state: () => State;
  readonly log: () => CallLog;
  readonly now: () => number;
  /** What a call needs, for the vault that is open now. */
  readonly calls: () => CallDeps;
}

/** What bots may ask of the agent. */
export function makeBotService(deps: BotServiceDeps): BotService {
  return {
    vault: deps.vault,
    identify(tokenHash, door) {
      const opened = deps.openedOrSealed();
      if (opened === undefined) throw new AppError(deps.names.knowsToken(tokenHash) ? 'VAULT_SEALED' : 'TOKEN_UNKNOWN');
      const bot = opened.inventory.botOfHash(tokenHash);
      if (bot === undefined || !bot.doors.includes(door)) throw new AppError('TOKEN_UNKNOWN');
      if (stateOf(bot, deps.now()) === 'expired') throw new AppError('TOKEN_EXPIRED');
      return bot;
    },
    me: (bot) => ({
      id: bot.id,
      name: bot.name,
      paused: bot.paused,
      expires: bot.expires,
      grants: bot.grants.map((grant) => ({ ...grant, key: labelOf(deps, grant), left: leftOf(deps, bot, grant) })),
    }),
    keys: (bot) => bot.grants.flatMap((grant) => keyViewOf(deps, grant)),
    async call(bot, key, input) {
      const found = authorityOn(deps, bot, key);
      return callMethod(deps.calls(), { bot, ...found, input });
    },
    async code(bot, key) {
      const found = authorityOn(deps, bot, key);
      permit(decideMethod(found.grant, { needs: 'code', usage: { callsLastMinute: 0 } }));
      return (await deps.opened().sessions.of(found.key)).codes.forShowing();
    },
    calls: (bot, query) => deps.log().botCalls(bot.id, query),
  };
}

/** Throws: BOT_PAUSED; KEY_UNKNOWN alike for a key that isn't there and one that the bot has no grant on. */
function authorityOn({ opened, state }: BotServiceDeps, bot: Bot, ref: string): { key: Key; grant: Grant } {
  if (bot.paused || state().isPaused(bot.id)) throw new AppError('BOT_PAUSED');
  const key = opened().inventory.findKey(ref);
  const grant = bot.grants.find((one) => one.key === key?.id);
  if (key === undefined || grant === undefined) throw new AppError('KEY_UNKNOWN');
  return { key, grant };
}

const labelOf = ({ opened }: BotServiceDeps, grant: Grant): string =>
  opened().inventory.findKey(grant.key)?.label ?? grant.key;

function leftOf({ calls, now }: BotServiceDeps, bot: Bot, { key, limits }: Grant): Record<string, unknown> {
  if (limits.callsPerMinute === undefined) return {};
  return { callsPerMinute: Math.max(0, limits.callsPerMinute - calls().usage.lastMinute(bot.id, key, now())) };
}

function keyViewOf({ opened }: BotServiceDeps, { key: id, may }: Grant) {
  const key = opened().inventory.findKey(id);
  if (key === undefined) return [];
  const { label, title, exchange, twoFactor } = key;
  return [{ id, label, title, exchange, twoFactor: twoFactor.kind, may: [...may], health: [] }];
}
