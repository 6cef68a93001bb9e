/** What the terminal's entry composes, in memory: commands run against a fake agent. */
import type { Host } from '../../electron/cli/command.ts';
import { typedPort } from '../../electron/cli/control-port.ts';
import { runCommand } from '../../electron/cli/run.ts';
import { handle } from '../../electron/doors/control/handlers.ts';
import { answerLocally } from '../../electron/doors/control/local.ts';
import { AppError } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import type { FakeAgent } from './agent.ts';
import { type FakeIo, type FakeIoOptions, fakeIo } from './io.ts';

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly io: FakeIo;
}

export interface HostOptions {
  /** Is there a running agent, or does each command compose its own? */
  readonly isRunning?: boolean;
  /** Where the running agent serves bots over TCP. */
  readonly http?: string | null;
  /** Is given how to ask for the end, once something serves. */
  readonly onServe?: (stop: () => void) => void;
  /** Is given how to push a call once somebody follows. */
  readonly onFollow?: (push: (call: CallRecord) => void, end: () => void) => void;
}

const places = { socket: '/run/agent.sock', control: '/run/control.sock' };

export function fakeHost(
  agent: FakeAgent,
  io: FakeIo,
  { isRunning = true, http = null, onServe, onFollow }: HostOptions = {},
): Host {
  const doors = { ...places, http };
  return {
    connect: async () =>
      typedPort({
        isLocal: !isRunning,
        ask: (call, params, unlock) => {
          if (!isRunning) return answerLocally(agent, call, params, unlock);
          const passphrase = unlock?.secret.useText((text) => text);
          const recovery = unlock?.kind === 'recovery';
          return handle(agent, doors, {
            id: 1,
            call,
            params,
            ...(passphrase === undefined ? {} : { passphrase, recovery }),
          });
        },
        follow: async (_query, onCall) => {
          if (!isRunning) throw new AppError('AGENT_MISSING');
          const { promise: ended, resolve } = Promise.withResolvers<void>();
          onFollow?.(onCall, resolve);
          return { ended };
        },
        close: async () => undefined,
      }),
    restore: (_dataDir, _file, open) =>
      open(async (unlock) => {
        const { vaultId } = await agent.restore(Buffer.alloc(0), unlock);
        return { vaultId, paused: ['grid-1'], keys: 1 };
      }),
    init: async (_dataDir, choose) => {
      if (agent.vaultStatus !== 'missing') throw new AppError('VAULT_EXISTS');
      return choose((passphrase) => agent.create(passphrase));
    },
    serve: async ({ open }) => {
      if (agent.vaultStatus === 'missing') throw new AppError('VAULT_MISSING');
      await open(async (unlock) => void (await agent.unseal(unlock)));
      onServe?.(() => setTimeout(io.stop, 0));
      const vault = agent.vaultStatus === 'open' ? 'open' : 'sealed';
      return { ...doors, pid: 4711, vault, close: () => agent.close() };
    },
    practice: async () => ({
      url: 'http://127.0.0.1:1',
      admin: 'http://127.0.0.1:1/x',
      keys: [],
      close: () => agent.close(),
    }),
  };
}

/** Runs one command line to its end. */
export async function runWith(
  agent: FakeAgent,
  argv: readonly string[],
  io: FakeIoOptions = {},
  host: HostOptions = {},
): Promise<Ran> {
  const given = fakeIo(io);
  const exit = await runCommand([...argv, '--data', '/nowhere'], given, fakeHost(agent, given, host));
  return { exit, out: given.said.out, err: given.said.err, io: given };
}
