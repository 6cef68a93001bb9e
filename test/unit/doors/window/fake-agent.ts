/** An agent with no vault behind it: what the window's door asks is kept, what it answers is fixed. */
import type { Agent, AgentEvent, Unlock } from '../../../../electron/agent/ports.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { VaultStatus } from '../../../../shared/model.ts';
import { Settings } from '../../../../shared/settings.ts';
import { fakeAgent as wholeAgent } from '../../../fakes/agent.ts';

export interface FakeAgent {
  readonly agent: Agent;
  readonly added: string[];
  vault: VaultStatus;
  isKeychainOn: boolean;
  readonly settings: Record<string, unknown>;
  /** Passphrases that were asked about; those that are still readable were not wiped. */
  readonly unlocks: Unlock[];
  emit(event: AgentEvent): void;
}

export const rightPassphrase = 'open sesame';
const keyId = `key_${'a'.repeat(26)}`;

export function fakeAgent(): FakeAgent {
  const listeners = new Set<(event: AgentEvent) => void>();
  const fake: FakeAgent = {
    added: [],
    vault: 'missing',
    isKeychainOn: false,
    settings: {},
    unlocks: [],
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    agent: undefined as never,
  };
  const check = (unlock: Unlock) => {
    fake.unlocks.push(unlock);
    if (unlock.secret.useText((text) => text) !== rightPassphrase) throw new AppError('PASSPHRASE_WRONG');
  };
  const status = () => ({
    ...{ agent: null, vault: fake.vault, warnings: [], clock: [], budget: [] },
    keys: [{ id: keyId, label: 'kraken-main', health: [] }],
    bots: [{ id: `bot_${'b'.repeat(26)}`, name: 'grid-1', state: 'active' as const }],
  });
  const seals = () => ({ vault: fake.vault, paused: [], cancelled: [], failed: [] });
  const agent: Partial<Agent> = {
    status,
    create: async () => {
      fake.vault = 'open';
      return { recoveryKey: 'AAAA-BBBB', vaultId: 'v' };
    },
    unseal: async (unlock) => {
      check(unlock);
      fake.vault = 'open';
      return seals();
    },
    seal: async () => {
      fake.vault = 'sealed';
      return seals();
    },
    confirm: async (unlock) => check(unlock),
    keychain: {
      state: async () => ({ on: fake.isKeychainOn, fit: true, why: null }),
      turnOn: async () => {
        fake.isKeychainOn = true;
      },
      turnOff: async () => {
        fake.isKeychainOn = false;
      },
      open: async () => ({ opened: false, why: null }),
      note: () => undefined,
      lastSeen: () => undefined,
      settled: async () => undefined,
    },
    settings: {
      all: async () => Settings.parse(fake.settings),
      set: async (name, value) => {
        fake.settings[name] = JSON.parse(value);
        return Settings.parse(fake.settings);
      },
    },
    keys: {
      add: async ({ label }) => {
        fake.added.push(label);
        return { id: keyId, label };
      },
      list: () => [],
      check: async () => [],
      show: () => {
        throw new AppError('KEY_UNKNOWN');
      },
      imports: {
        read: () => Promise.reject(new AppError('CODE_SECRET_INVALID')),
        code: () => Promise.reject(new AppError('KEY_UNKNOWN')),
        keep: () => Promise.reject(new AppError('KEY_UNKNOWN')),
      },
      test: () => {
        throw new AppError('KEY_UNKNOWN');
      },
      rotate: () => {
        throw new AppError('KEY_UNKNOWN');
      },
      setDeadMan: () => {
        throw new AppError('KEY_UNKNOWN');
      },
      setCodes: () => {
        throw new AppError('KEY_UNKNOWN');
      },
      use: () => {
        throw new AppError('KEY_UNKNOWN');
      },
      remove: async () => ({ id: '', label: '' }),
      code: async () => ({ code: '', expiresAt: '' }),
    },
    botAdmin: {
      pairs: {
        show: () => {
          throw new AppError('INPUT_INVALID');
        },
        approve: () => Promise.reject(new AppError('INPUT_INVALID')),
      },
      approvals: {
        list: () => [],
        approve: () => Promise.reject(new AppError('INPUT_INVALID')),
        deny: () => Promise.reject(new AppError('INPUT_INVALID')),
      },
      add: async ({ name }) => ({ id: '', name, token: '' }),
      list: () => [],
      show: () => {
        throw new AppError('INPUT_INVALID');
      },
      usage: () => Promise.reject(new AppError('INPUT_INVALID')),
      setup: () => Promise.reject(new AppError('INPUT_INVALID')),
      pause: async () => ({ id: '', name: '' }),
      resume: async () => ({ id: '', name: '' }),
      revoke: async () => ({ id: '', name: '' }),
      rotateToken: async () => ({ id: '', name: '', token: '' }),
      grant: () => Promise.reject(new AppError('INPUT_INVALID')),
      pauseAll: async () => [],
    },
    log: () => [],
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  // What a test of this door doesn't look at is the same as in every other test.
  return Object.assign(fake, { agent: { ...wholeAgent(), ...agent } });
}
