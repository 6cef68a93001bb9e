import { type BotSetup, type BotSetupQuery, tokenMark } from '../../shared/connect/bot-setup.ts';
import type { Bot, Key } from '../../shared/model.ts';
import { clientSetupOf } from '../exchange/resign/client-setup.ts';
import type { Opened } from './opened.ts';

export interface BotSetupDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly state: () => { isPaused(bot: string): boolean };
  readonly clock: { now(): number };
}

/** Takes: http = where this agent serves bots over TCP, or null. Throws: KEY_UNKNOWN, INPUT_INVALID. */
export async function botSetup(deps: BotSetupDeps, ask: BotSetupQuery, http: string | null): Promise<BotSetup> {
  const { inventory } = deps.opened();
  const key = inventory.key(ask.key);
  const bot = ask.bot === undefined ? undefined : inventory.bot(ask.bot);
  const { label, exchange } = key;
  const base = http === null ? null : `${http}/v1/resign/${label}/`;
  const setup = await clientSetupOf({ exchange, base, token: tokenMark });
  return {
    ...{ key: label, exchange, refused: setup.refused, http, proxyUrl: setup.proxyUrl },
    ...{ addresses: [...setup.addresses], urls: setup.urls, credentials: [...setup.credentials] },
    warnings: bot === undefined ? [] : warningsOf(bot, key, deps),
  };
}

function warningsOf({ id, name, doors, grants, paused, expires }: Bot, key: Key, deps: BotSetupDeps): string[] {
  const isExpired = expires !== null && Date.parse(expires) <= deps.clock.now();
  return [
    ...(doors.includes('http')
      ? []
      : [`${name} may not come in over TCP, and a bot's doors can't be changed: make one with the door "http".`]),
    ...(grants.some((grant) => grant.key === key.id) ? [] : [`${name} has no grant on ${key.label}.`]),
    ...(paused || deps.state().isPaused(id) ? [`${name} is paused.`] : []),
    ...(isExpired ? [`${name} has expired.`] : []),
  ];
}
