import { isoTime } from '../../base/clock.ts';
import { aboutOf } from './about.ts';
import { approvalHandlers, botHandlers, pairHandlers } from './handlers/bots.ts';
import { callHandlers } from './handlers/calls.ts';
import { importHandlers, keyHandlers } from './handlers/keys.ts';
import { practiceHandlers } from './handlers/practice.ts';
import { preferenceHandlers } from './handlers/preferences.ts';
import type { Desk, HandlersOf, WindowHandlers } from './handlers/shell.ts';
import { vaultHandlers } from './handlers/vault.ts';
import { confirmed, withUnlock } from './handlers/with-passphrase.ts';
import { readLink } from './open-link.ts';

/** What each call of the window does. Every rule beyond the passphrase is the agent's. */
export const windowHandlers = (desk: Desk): WindowHandlers => ({
  ...shellHandlers(desk),
  ...appHandlers(desk),
  ...updateHandlers(desk),
  ...settingsHandlers(desk),
  ...preferenceHandlers(desk),
  ...vaultHandlers(desk),
  ...practiceHandlers(desk),
  ...keyHandlers(desk),
  ...importHandlers(desk),
  ...botHandlers(desk),
  ...pairHandlers(desk),
  ...approvalHandlers(desk),
  ...callHandlers(desk),
});

function shellHandlers({ agent, shell }: Desk): HandlersOf<'window'> {
  const { lock } = shell;
  const vault = () => agent.status(undefined).vault;
  return {
    'window.state': async () => ({
      ...{ vault: vault(), isLocked: lock.isLocked },
      note: vault() === 'sealed' ? shell.note() : null,
    }),
    'window.lock': async () => {
      lock.lock();
      return {};
    },
    'window.unlock': async (typed) => {
      try {
        // Of an open vault this only asks whether the passphrase is right.
        const state = await withUnlock(typed, (unlock) => agent.unseal(unlock));
        lock.unlock();
        return { vault: state.vault };
      } finally {
        shell.tell({ kind: 'wait' });
      }
    },
    'window.wait': async () => {
      const until = vault() === 'missing' ? null : agent.vaultAdmin.waitsUntil();
      return { until: until === null ? null : isoTime(until) };
    },
    'window.open': async ({ url }) => {
      await shell.openLink(readLink(url));
      return {};
    },
    'window.protect': async ({ isOn }) => {
      shell.protect(isOn);
      // The page has shown the recovery key, and its reader has it.
      if (!isOn) lock.release();
      return {};
    },
    'window.copy': async ({ text }) => {
      await shell.copy(text);
      return {};
    },
  };
}

function appHandlers({ agent, doors, shell }: Desk): HandlersOf<'app'> {
  return {
    'app.status': async () => {
      const status = agent.status(doors);
      return shell.lock.isLocked ? { ...status, keys: [], bots: [], clock: [], budget: [] } : status;
    },
    'app.panic': async (wish) => {
      const came = await agent.panic(wish);
      return shell.lock.isLocked ? { ...came, paused: [], cancelled: [], failed: [] } : came;
    },
    'app.about': async () => aboutOf(agent, doors),
    'app.explain': async ({ error, key }) => agent.explain(error, key),
  };
}

function updateHandlers({ shell: { updates } }: Desk): HandlersOf<'updates'> {
  return {
    'updates.show': async () => updates.view(),
    'updates.look': () => updates.look(),
    'updates.accept': () => updates.accept(),
    'updates.cancel': async () => updates.cancel(),
  };
}

function settingsHandlers({ agent, shell }: Desk): HandlersOf<'settings'> {
  return {
    'settings.list': () => agent.settings.all(),
    'settings.set': ({ name, value, passphrase }) =>
      confirmed(agent, passphrase, async () => {
        const settings = await agent.settings.set(name, JSON.stringify(value ?? null));
        shell.tell({ kind: 'settings' });
        return settings;
      }),
  };
}
