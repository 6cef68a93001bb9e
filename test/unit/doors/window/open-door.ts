/** The window's door on a fake agent, with what it does to the window written down. */
import { windowHandlers } from '../../../../electron/doors/window/handlers.ts';
import type { Answering } from '../../../../electron/doors/window/listen.ts';
import { WindowLock } from '../../../../electron/doors/window/lock.ts';
import type { WindowPush } from '../../../../shared/window-api.ts';
import type { FakeAgent } from './fake-agent.ts';

export interface OpenDoor {
  readonly door: Answering;
  readonly lock: WindowLock;
  readonly protections: boolean[];
  readonly copied: string[];
  readonly told: WindowPush['kind'][];
}

/** What the user does in the dialogs that ask where to write. */
export interface Saving {
  path: string | null;
  readonly asked: string[];
}

export function openDoor(fake: FakeAgent, note: string | null = null, saving?: Saving, nowMs = 0): OpenDoor {
  const protections: boolean[] = [];
  const copied: string[] = [];
  const told: WindowPush['kind'][] = [];
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
    },
  });
  return { door: { handlers, isLocked: () => lock.isLocked }, lock, protections, copied, told };
}
