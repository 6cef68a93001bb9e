/** An agent with no vault behind it: what the window's door asks is kept, what it answers is fixed. */
import type { Agent, AgentEvent } from '../../../../electron/agent/ports.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { VaultStatus } from '../../../../shared/model.ts';

export interface FakeAgent {
  readonly agent: Agent;
  readonly added: string[];
  vault: VaultStatus;
  emit(event: AgentEvent): void;
}

export const rightPassphrase = 'open sesame';

export function fakeAgent(): FakeAgent {
  const listeners = new Set<(event: AgentEvent) => void>();
  const fake: FakeAgent = {
    added: [],
    vault: 'missing',
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    agent: undefined as never,
  };
  const seals = () => ({ vault: fake.vault, paused: [], cancelled: [], failed: [] });
  const agent: Partial<Agent> = {
    status: () => ({ agent: null, vault: fake.vault, warnings: [], keys: [], bots: [], clock: [], budget: [] }),
    create: async () => {
      fake.vault = 'open';
      return { recoveryKey: 'AAAA-BBBB', vaultId: 'v' };
    },
    unseal: async ({ secret }) => {
      if (secret.useText((text) => text) !== rightPassphrase) throw new AppError('PASSPHRASE_WRONG');
      fake.vault = 'open';
      return seals();
    },
    seal: async () => {
      fake.vault = 'sealed';
      return seals();
    },
    confirm: async ({ secret }) => {
      if (secret.useText((text) => text) !== rightPassphrase) throw new AppError('PASSPHRASE_WRONG');
    },
    keys: {
      add: async ({ label }) => {
        fake.added.push(label);
        return { id: `key_${'a'.repeat(26)}`, label };
      },
      list: () => [],
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
      pause: async () => ({ id: '', name: '' }),
      resume: async () => ({ id: '', name: '' }),
      revoke: async () => ({ id: '', name: '' }),
      rotateToken: async () => ({ id: '', name: '', token: '' }),
      pauseAll: async () => [],
    },
    log: () => [],
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return Object.assign(fake, { agent: agent as Agent });
}
