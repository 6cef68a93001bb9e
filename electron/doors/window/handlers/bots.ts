import type { ApprovalFor } from '../../../../shared/control-views.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Desk, HandlersOf } from './shell.ts';
import { confirmed, needOpen } from './with-passphrase.ts';

/** What somebody who looks at the question may answer without the passphrase. */
const narrow: readonly ApprovalFor[] = ['once', '15m'];
/** A click meant for something else must not allow what appeared under the pointer. */
export const lookMs = 1000;

export function botHandlers({ agent, doors }: Desk): HandlersOf<'bots'> {
  const { botAdmin } = agent;
  return {
    'bots.list': async () => botAdmin.list(),
    'bots.show': async ({ bot }) => botAdmin.show(bot),
    'bots.setup': (query) => botAdmin.setup(query, doors?.http ?? null),
    'bots.usage': ({ bot }) => botAdmin.usage(bot),
    'bots.add': ({ passphrase, ask }) => confirmed(agent, passphrase, () => botAdmin.add(ask)),
    'bots.grant': ({ passphrase, ask: { bot, ...change } }) =>
      confirmed(agent, passphrase, () => botAdmin.grant(bot, change)),
    'bots.grant.try': async ({ bot, ...change }) => botAdmin.grant(bot, { ...change, isTrial: true }),
    'bots.pause': ({ bot }) => botAdmin.pause(bot),
    'bots.resume': ({ passphrase, ask }) => confirmed(agent, passphrase, () => botAdmin.resume(ask.bot)),
    'bots.revoke': ({ bot }) => botAdmin.revoke(bot),
    'bots.rotate-token': ({ passphrase, ask }) => confirmed(agent, passphrase, () => botAdmin.rotateToken(ask.bot)),
  };
}

export function pairHandlers({ agent }: Desk): HandlersOf<'pairs'> {
  const pairs = () => agent.botAdmin.pairs;
  return {
    'pairs.show': ({ passphrase, ask }) => confirmed(agent, passphrase, () => pairs().show(ask.code)),
    'pairs.approve': ({ passphrase, ask }) => confirmed(agent, passphrase, () => pairs().approve(ask.code, ask.grants)),
  };
}

export function approvalHandlers({ agent, shell }: Desk): HandlersOf<'approvals'> {
  const approvals = () => agent.botAdmin.approvals;
  return {
    'approvals.list': async () => {
      needOpen(agent);
      return approvals().list();
    },
    'approvals.approve': async (answer) => {
      const approve = () => approvals().approve(answer.id, answer.for);
      if (!narrow.includes(answer.for)) return confirmed(agent, answer.passphrase, approve);
      const question = approvals()
        .list()
        .find(({ id }) => id === answer.id);
      if (question !== undefined && shell.now() - Date.parse(question.time) < lookMs)
        throw new AppError('INPUT_INVALID', { detail: 'Read the question first. It can be allowed after a second.' });
      return approve();
    },
    'approvals.deny': ({ id }) => approvals().deny(id),
  };
}
