/** What the tray and the menu do. What can't be taken back asks first, in a box of the system: there may be no window. */
import { dialog } from 'electron';
import { asAppError } from '../../../shared/errors.ts';
import type { Agent } from '../../agent/ports.ts';
import type { WindowLock } from './lock.ts';
import type { TrayDeed } from './tray-view.ts';
import { words } from './words.ts';

export interface DeedDeps {
  readonly agent: Pick<Agent, 'panic' | 'seal' | 'status'>;
  readonly lock: Pick<WindowLock, 'lock'>;
  readonly show: (to: string) => void;
  readonly quit: () => void;
}

export function deeds({
  agent,
  lock,
  show,
  quit,
}: DeedDeps): (deed: TrayDeed, to: string | undefined) => Promise<void> {
  // One box at a time: a second click brings no second question.
  let isAsking = false;
  const asks = async (box: Box): Promise<boolean> => {
    if (isAsking) return false;
    isAsking = true;
    try {
      return await confirm(box);
    } finally {
      isAsking = false;
    }
  };
  const does: Readonly<Record<TrayDeed, (to: string) => Promise<void> | void>> = {
    open: () => show(''),
    go: (to) => show(to),
    lock: () => lock.lock(),
    seal: () => orSay(words.sealFailed, () => agent.seal()),
    'pause-all': async () => {
      if (!(await asks(words.panic))) return;
      await orSay(words.panic.failed, () => agent.panic({ cancelAll: false, seal: false }));
    },
    quit: async () => {
      const { vault, bots } = agent.status(undefined);
      const atWork = vault === 'open' ? bots.filter(({ state }) => state === 'active').length : 0;
      if (atWork === 0 || (await asks({ ...words.quit, lead: words.quit.lead(atWork) }))) quit();
    },
  };
  return async (deed, to) => does[deed](to ?? '');
}

interface Box {
  readonly title: string;
  readonly lead: string;
  readonly yes: string;
  readonly no: string;
}

async function confirm({ title, lead, yes, no }: Box): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: title,
    detail: lead,
    buttons: [yes, no],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

async function orSay(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    const { code, message } = asAppError(fault);
    dialog.showErrorBox(what, `${message}\n\n${code}`);
  }
}
