/** What `electron/cli.ts` gives a command, in this process and with a passphrase that is stretched little, so that a page takes a second. */
import { createAgent } from '../../electron/agent/agent.ts';
import type { Agent } from '../../electron/agent/ports.ts';
import { readAgentFile, removeAgentFile, writeAgentFile } from '../../electron/base/agent-file.ts';
import { systemClock } from '../../electron/base/clock.ts';
import { ensureGroupDir, groupSocketOf } from '../../electron/base/group-dir.ts';
import { acquireLock } from '../../electron/base/lock.ts';
import { ensureSocketDir, socketsOf } from '../../electron/base/paths.ts';
import { version } from '../../electron/base/version.ts';
import { readBackup } from '../../electron/cli/backup-file.ts';
import type { Host, ServeOptions, Serving } from '../../electron/cli/command.ts';
import { connectControl } from '../../electron/cli/control-client.ts';
import { typedPort } from '../../electron/cli/control-port.ts';
import { openBotsDoor } from '../../electron/doors/bots/server.ts';
import { answerLocally } from '../../electron/doors/control/local.ts';
import { openControlDoor } from '../../electron/doors/control/server.ts';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { AppError } from '../../shared/errors.ts';
import { quickKdf } from '../fakes/world.ts';

/** Takes: practice = the exchange that the pages' own `keybearer practice` tells of. */
export const pageHost = (practice: Practice): Host => ({
  async connect(dataDir) {
    const running = await runningOn(dataDir);
    if (running !== undefined) return running;
    const { agent, close } = await compose(dataDir);
    return typedPort({
      isLocal: true,
      ask: (name, params, unlock) => answerLocally(agent, name, params, unlock),
      follow: () => Promise.reject(new AppError('AGENT_MISSING')),
      close,
    });
  },
  init: (dataDir, choose) =>
    withNewVault(dataDir, (agent) => choose((passphrase) => agent.create(passphrase))),
  async restore(dataDir, file, open) {
    const copy = await readBackup(file);
    return withNewVault(dataDir, (agent) =>
      open(async (unlock) => ({ ...(await agent.restore(copy, unlock)), keys: agent.keys.list().length })),
    );
  },
  serve,
  practice: async (port) =>
    port === 0 ? { ...practice, close: async () => undefined } : startPractice({ port, now: Date.now }),
});

async function runningOn(dataDir: string) {
  const file = readAgentFile(dataDir);
  return file === undefined ? undefined : connectControl(file.control);
}

async function compose(dataDir: string): Promise<{ agent: Agent; close: () => Promise<void> }> {
  const lock = acquireLock(dataDir);
  const agent = await createAgent({ dataDir, vaultDeps: { kdfParams: quickKdf } });
  const close = async () => {
    await agent.close();
    lock.release();
  };
  return { agent, close };
}

async function withNewVault<T>(dataDir: string, use: (agent: Agent) => Promise<T>): Promise<T> {
  const { agent, close } = await compose(dataDir);
  try {
    if (agent.bots.vault() !== 'missing') throw new AppError('VAULT_EXISTS');
    return await use(agent);
  } finally {
    await close();
  }
}

async function serve({ dataDir, httpPort, socketGroup, open, report }: ServeOptions): Promise<Serving> {
  const { agent, close: closeAgent } = await compose(dataDir);
  if (agent.bots.vault() === 'missing') throw new AppError('VAULT_MISSING');
  await open(async (unlock) => void (await agent.unseal(unlock)));
  const { dir, bots: socketPath, control } = socketsOf(dataDir);
  ensureSocketDir(dir);
  const group = socketGroup === undefined ? undefined : groupSocketOf(dataDir, socketGroup);
  if (group !== undefined) ensureGroupDir(group);
  const own = { service: agent.bots, clock: systemClock, version, report };
  const bots = await openBotsDoor({ ...own, socketPath, httpPort, group });
  const places = { socket: bots.socket, control, http: bots.http };
  const door = await openControlDoor({ agent, doors: places, socketPath: control });
  writeAgentFile(dataDir, { version, pid: process.pid, ...places });
  const close = async () => {
    removeAgentFile(dataDir, process.pid);
    await door.close();
    agent.stopAsking();
    await bots.close();
    await closeAgent();
  };
  return { ...places, pid: process.pid, vault: agent.bots.vault() === 'open' ? 'open' : 'sealed', close };
}
