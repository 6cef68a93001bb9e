import { AppError } from '../../shared/errors.ts';
import type { Bot } from '../../shared/model.ts';
import type { Wish } from './approvals.ts';
import { putBot } from './inventory.ts';
import type { Opened } from './opened.ts';
import type { Answered, ApprovalService } from './ports.ts';

export interface ApprovalServiceDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  /** For what replaces a bot as a whole. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Is told after a bot changed. */
  readonly changed: () => void;
}

export function makeApprovalService({ opened, inTurn, changed }: ApprovalServiceDeps): ApprovalService {
  return {
    list: () => opened().approvals.list(),
    async approve(id, how) {
      const all = opened();
      const wish = all.approvals.approve(id, how);
      // The waiting ones go on at once; that it holds for good is kept afterwards.
      if (how === 'always') {
        await inTurn(() => keepAlways(all, wish));
        changed();
      }
      return answeredOf(id, wish);
    },
    async deny(id) {
      return answeredOf(id, opened().approvals.deny(id));
    },
  };
}

const answeredOf = (id: string, { bot, key, symbol }: Wish): Answered => ({
  ...{ id, bot: bot.name, key: key.label, symbol },
});

async function keepAlways({ vault, inventory }: Opened, { bot: who, key, symbol, side, worth }: Wish): Promise<void> {
  const before = inventory.findBot(who.id);
  if (before === undefined) throw new AppError('TOKEN_UNKNOWN');
  const yes = { key: key.id, symbol, side, upTo: worth };
  const bot: Bot = { ...before, approved: [...before.approved, yes] };
  await vault.commit([putBot(bot)]);
  // Paused or revoked while the disk was busy: that came later, so it stands.
  if (inventory.findBot(who.id) === before) inventory.setBot(bot);
}
