import type { ApprovalFor } from '../../../../shared/control-views.ts';
import type { Desk, HandlersOf } from './shell.ts';
import { confirmed, needOpen } from './with-passphrase.ts';

/** What somebody who looks at the question may answer without the passphrase. */
const narrow: readonly ApprovalFor[] = ['once', '15m'];

export function botHandlers({ agent }: Desk): HandlersOf<'bots'> {
  const { botAdmin } = agent;
  return {
    'bots.list': async () => botAdmin.list(),
    'bots.show': async ({ bot }) => botAdmin.show(bot),
    'bots.add': ({ passphrase, ask }) => confirmed(agent, passphrase, () => botAdmin.add(ask)),
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

export function approvalHandlers({ agent }: Desk): HandlersOf<'approvals'> {
  const approvals = () => agent.botAdmin.approvals;
  return {
    'approvals.list': async () => {
      needOpen(agent);
      return approvals().list();
    },
    'approvals.approve': async (answer) => {
      const approve = () => approvals().approve(answer.id, answer.for);
      return narrow.includes(answer.for) ? approve() : confirmed(agent, answer.passphrase, approve);
    },
    'approvals.deny': ({ id }) => approvals().deny(id),
  };
}
