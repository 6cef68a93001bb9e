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
  readonly told: WindowPush['kind'][];
}

function fakeSettings() {
  let preferences: Preferences = {
    ...{ theme: 'system', language: 'en' },
    ...{ runInBackground: false, openAtLogin: false, notifications: true },
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

export function openDoor(fake: FakeAgent, note: string | null = null): OpenDoor {
  const protections: boolean[] = [];
  const told: WindowPush['kind'][] = [];
  const lock = new WindowLock({ hasVault: () => fake.vault !== 'missing', changed: () => told.push('lock') });
  const handlers = windowHandlers({
    agent: fake.agent,
    doors: undefined,
    shell: {
      lock,
      protect: (isOn) => protections.push(isOn),
      tell: ({ kind }) => told.push(kind),
      note: () => note,
      settings: fakeSettings(),
    },
  });
  return { door: { handlers, isLocked: () => lock.isLocked }, lock, protections, told };
}
