/** The terminal: composes what a command needs, and no more than that. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../shared/errors.ts';
import type { Agent } from './agent/ports.ts';
import { readAgentFile, removeAgentFile, writeAgentFile } from './base/agent-file.ts';
import { systemClock } from './base/clock.ts';
import { ensureGroupDir, groupSocketOf } from './base/group-dir.ts';
import { acquireLock, type DataLock } from './base/lock.ts';
import { ensureSocketDir, socketsOf } from './base/paths.ts';
import { runProgram } from './base/run-program.ts';
import { version } from './base/version.ts';
import { readBackup } from './cli/backup-file.ts';
import type { Host, Places, ServeOptions, Serving } from './cli/command.ts';
import { connectControl } from './cli/control-client.ts';
import { type ControlPort, typedPort } from './cli/control-port.ts';
import { runCommand } from './cli/run.ts';
import { systemIo } from './cli/system-io.ts';

/** How long another command at work on the same data is waited for. */
const patienceMs = 5000;
const lookMs = 50;

const host: Host = {
  async connect(dataDir) {
    const found = await findAgent(dataDir);
    return 'lock' in found ? localPort(dataDir, found.lock) : found.port;
  },
  async init(dataDir, choose) {
    const found = await findAgent(dataDir);
    if ('port' in found) {
      await found.port.close();
      throw new AppError('VAULT_EXISTS');
    }
    return withAgent(dataDir, found.lock, async (agent) => {
      if (agent.bots.vault() !== 'missing') throw new AppError('VAULT_EXISTS');
      return choose((passphrase) => agent.create(passphrase));
    });
  },
  async restore(dataDir, file, open) {
    const found = await findAgent(dataDir);
    if ('port' in found) {
      await found.port.close();
      throw new AppError('VAULT_EXISTS');
    }
    return withAgent(dataDir, found.lock, async (agent) => {
      if (agent.bots.vault() !== 'missing') throw new AppError('VAULT_EXISTS');
      const copy = await readBackup(file);
      return open(async (unlock) => {
        const restored = await agent.restore(copy, unlock);
        return { ...restored, keys: agent.keys.list().length };
      });
    });
  },
  serve,
  async practice(port) {
    const { startPractice } = await import('./practice/server.ts');
    return startPractice({ port, now: Date.now });
  },
};

type Found = { readonly port: ControlPort } | { readonly lock: DataLock };

/** The lock that lets us compose an agent, else the agent that holds it. Throws: AGENT_RUNNING. */
async function findAgent(dataDir: string): Promise<Found> {
  const end = performance.now() + patienceMs;
  for (;;) {
    // The lock first: it alone proves that agent.json is no dead agent's.
    const lock = tryLock(dataDir);
    if (lock !== undefined) return { lock };
    const port = await connectToAgent(dataDir);
    if (port !== undefined) return { port };
    if (performance.now() > end) throw new AppError('AGENT_RUNNING');
    await sleep(lookMs);
  }
}

function tryLock(dataDir: string): DataLock | undefined {
  try {
    return acquireLock(dataDir);
  } catch (fault) {
    if (fault instanceof AppError && fault.code === 'AGENT_RUNNING') return undefined;
    throw fault;
  }
}

async function connectToAgent(dataDir: string): Promise<ControlPort | undefined> {
  const file = readAgentFile(dataDir);
  return file === undefined ? undefined : connectControl(file.control);
}

async function localPort(dataDir: string, lock: DataLock): Promise<ControlPort> {
  const agent = await compose(dataDir, lock);
  const { answerLocally } = await import('./doors/control/local.ts');
  return typedPort({
    isLocal: true,
    ask: (name, params, unlock) => answerLocally(agent, name, params, unlock),
    follow: () => Promise.reject(new AppError('AGENT_MISSING')),
    async close() {
      await agent.close();
      lock.release();
    },
  });
}

/** Builds the agent, or gives the lock back. */
async function compose(dataDir: string, lock: DataLock): Promise<Agent> {
  try {
    const { createAgent } = await import('./agent/agent.ts');
    return await createAgent({ dataDir });
  } catch (fault) {
    lock.release();
    throw fault;
  }
}

async function withAgent<T>(dataDir: string, lock: DataLock, use: (agent: Agent) => Promise<T>): Promise<T> {
  const agent = await compose(dataDir, lock);
  try {
    return await use(agent);
  } finally {
    await agent.close();
    lock.release();
  }
}

async function serve({ dataDir, httpPort, socketGroup, open, report }: ServeOptions): Promise<Serving> {
  const found = await findAgent(dataDir);
  if ('port' in found) {
    await found.port.close();
    throw new AppError('AGENT_RUNNING');
  }
  // Closed from the last to the first, whatever fails on the way.
  await using stack = new AsyncDisposableStack();
  stack.defer(() => found.lock.release());
  const agent = await compose(dataDir, found.lock);
  stack.defer(() => agent.close());
  if (agent.bots.vault() === 'missing') throw new AppError('VAULT_MISSING');
  const { Notifier } = await import('./agent/notifier.ts');
  const notifier = new Notifier({ agent, settings: agent.settings, clock: systemClock, run: runProgram, report });
  stack.defer(() => notifier.close());
  await open(async (unlock) => void (await agent.unseal(unlock)));
  const places = await openDoors(agent, dataDir, { httpPort, socketGroup, report }, stack);
  writeAgentFile(dataDir, { version, pid: process.pid, ...places });
  stack.defer(() => removeAgentFile(dataDir, process.pid));
  notifier.started();
  void notifier.watchKeys();
  const serving = stack.move();
  const vault = agent.bots.vault() === 'open' ? 'open' : 'sealed';
  return { ...places, pid: process.pid, vault, close: () => serving.disposeAsync() };
}

async function openDoors(
  agent: Agent,
  dataDir: string,
  { httpPort, socketGroup, report }: Pick<ServeOptions, 'httpPort' | 'socketGroup' | 'report'>,
  stack: AsyncDisposableStack,
): Promise<Places> {
  const { openBotsDoor } = await import('./doors/bots/server.ts');
  const { openControlDoor } = await import('./doors/control/server.ts');
  const { dir, bots: socketPath, control } = socketsOf(dataDir);
  ensureSocketDir(dir);
  const group = socketGroup === undefined ? undefined : groupSocketOf(dataDir, socketGroup);
  if (group !== undefined) ensureGroupDir(group);
  const own = { service: agent.bots, clock: systemClock, version, report };
  const bots = await openBotsDoor({ ...own, socketPath, httpPort, group });
  stack.defer(() => bots.close());
  stack.defer(() => agent.stopAsking());
  const places = {
    socket: bots.socket,
    control,
    http: bots.http,
    ...(bots.group === null ? {} : { group: bots.group }),
  };
  const door = await openControlDoor({ agent, doors: places, socketPath: control });
  stack.defer(() => door.close());
  return places;
}

/** Runs a command. Gives: the code to exit with, once all that was written is out. */
export async function runTerminal(args: readonly string[]): Promise<number> {
  const code = await runCommand([...args], systemIo(), host);
  // It must be out before the end, whatever still holds the process.
  for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve));
  return code;
}
