import { isDeepStrictEqual } from 'node:util';
import { AppError, asAppError } from '../../shared/errors.ts';
import type { Bot, Grant, GrantInput, Key } from '../../shared/model.ts';
import { newId, type Random } from '../base/random.ts';
import type { CallLog } from '../calllog/store.ts';
import { putBot } from './inventory.ts';
import type { Opened } from './opened.ts';

export interface BotGrantsDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly log: () => CallLog;
  readonly random: Random;
  /** The grants that are kept, of those as people write them, for a bot with these doors. Throws: what `makeGrants` throws. */
  readonly read: (grants: readonly GrantInput[], doors: Bot['doors'], isConfirmed: boolean) => Promise<Grant[]>;
  /** Is told after a bot changed. */
  readonly changed: () => void;
}

export interface GrantChange {
  readonly grants: readonly GrantInput[];
  readonly confirmDangerous?: boolean | undefined;
  /** Change nothing, and only say what would be. */
  readonly isTrial?: boolean | undefined;
}

/**
 * Puts grants in the place of those that a bot has on the same keys; its grants on other keys stay. What waits under the
 * grants of before is refused, and what the owner allowed for longer on these keys is over.
 * Throws: INPUT_INVALID, KEY_UNKNOWN, CONFIRMATION_NEEDED; what the vault and the log throw, the bot being as before.
 */
export async function changeGrants(deps: BotGrantsDeps, ref: string, change: GrantChange): Promise<Bot> {
  const { vault, inventory, approvals } = deps.opened();
  const before = inventory.bot(ref);
  const given = await deps.read(change.grants, before.doors, change.confirmDangerous === true);
  const changed = given.filter((grant) => !isDeepStrictEqual(grant, grantOn(before, grant.key)));
  const isReplaced = (keyId: string) => changed.some(({ key }) => key === keyId);
  const bot: Bot = {
    ...before,
    grants: [...before.grants.filter(({ key }) => !isReplaced(key)), ...changed],
    approved: before.approved.filter(({ key }) => !isReplaced(key)),
  };
  if (change.isTrial === true || changed.length === 0) return bot;
  checkSame(inventory, before);
  const entries = changed.map((grant) => begin(deps, before, inventory.key(grant.key), grant));
  try {
    await vault.commit([putBot(bot)], { both: true });
    checkSame(inventory, before);
  } catch (fault) {
    const { code } = asAppError(fault, 'no');
    for (const call of entries) deps.log().end({ call, status: 'failed', sent: 'no', code });
    throw fault;
  }
  inventory.setBot(bot);
  approvals.drop(new AppError('APPROVAL_DENIED', { detail: grantHasChanged }), bot.id);
  for (const call of entries) deps.log().end({ call, status: 'ok', sent: 'no' });
  deps.changed();
  return bot;
}

/** Paused, revoked or changed while the disk or the exchange was busy: that came later, so it stands. */
function checkSame(inventory: Opened['inventory'], before: Bot): void {
  if (inventory.findBot(before.id) === before) return;
  throw new AppError('INPUT_INVALID', { detail: `${before.name} was changed meanwhile. Look at it and try again.` });
}

export const grantHasChanged = "This bot's grant has changed meanwhile. Ask again.";

export const grantOn = ({ grants }: Pick<Bot, 'grants'>, keyId: string): Grant | undefined =>
  grants.find(({ key }) => key === keyId);

/** It is the owner's own deed, and stands in the log as such: which bot, and what its grant was and is. */
function begin({ log, random }: BotGrantsDeps, bot: Bot, { id, label, exchange }: Key, after: Grant): string {
  const call = newId('call', random);
  const request = { bot: bot.name, before: grantOn(bot, id) ?? null, after };
  log().begin({ call, bot: null, key: { id, label }, exchange, method: 'bot.grant', request });
  return call;
}
