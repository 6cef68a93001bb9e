/** The window's door on a fake agent, with what it does to the window written down. */
import { windowHandlers } from '../../../../electron/doors/window/handlers.ts';
import type { Answering } from '../../../../electron/doors/window/listen.ts';
import { WindowLock } from '../../../../electron/doors/window/lock.ts';
import type { WindowPush } from '../../../../shared/window-api.ts';
import type { Preferences } from '../../../../shared/window-views.ts';
import type { FakeAgent } from './fake-agent.ts';

export interface OpenDoor {
  readonly door: Answering;
  readonly lock: WindowLock;
  readonly protections: boolean[];
  readonly copied: string[];
  readonly links: string[];
  readonly told: WindowPush['kind'][];
}

/** What the user does in the dialogs that ask where to write. */
export interface Saving {
  path: string | null;
  readonly asked: string[];
}

function fakeSettings() {
  let preferences: Preferences = {
    ...{ theme: 'system', language: 'en' },
    ...{ runInBackground: false, openAtLogin: false, notifications: true, lookForUpdates: true },
  };
  return {
    get preferences() {
      return preferences;
    },
    setPreferences: (change: object) => {
      preferences = { ...preferences, ...change };
      return preferences;
    },
  };
}

export function openDoor(fake: FakeAgent, note: string | null = null, saving?: Saving, nowMs = 0): OpenDoor {
  const protections: boolean[] = [];
  const copied: string[] = [];
  const links: string[] = [];
  const told: WindowPush['kind'][] = [];
  const update = {
    ...{ version: '1.0.0', isOn: true, looksByItself: true, lookedAt: null, found: null },
    ...{ canInstall: false, fetching: null, fault: null },
  };
  const lock = new WindowLock({ hasVault: () => fake.vault !== 'missing', changed: () => told.push('lock') });
  const handlers = windowHandlers({
    agent: fake.agent,
    doors: undefined,
    shell: {
      lock,
      protect: (isOn) => protections.push(isOn),
      copy: async (text) => void copied.push(text),
      saveAs: async (name) => {
        saving?.asked.push(name);
        return saving?.path ?? null;
      },
      tell: ({ kind }) => told.push(kind),
      note: () => note,
      now: () => nowMs,
      settings: fakeSettings(),
      openLink: async (url) => void links.push(url),
      updates: {
        view: () => update,
        look: async () => ({ ...update, found: '9.9.9' }),
        accept: async () => ({ ...update, fault: 'no' }),
        cancel: () => update,
      },
      practice: { addKeys: async () => ({ url: 'http://127.0.0.1:1', labels: [] }) },
    },
  });
  return { door: { handlers, isLocked: () => lock.isLocked }, lock, protections, copied, links, told };
}
