/** What `electron/cli.ts` gives a command, in this process and with a passphrase that is stretched little, so that a page takes a second. */
import { createHash } from 'node:crypto';
import { createAgent } from '../../electron/agent/agent.ts';
import type { Agent } from '../../electron/agent/ports.ts';
import { readAgentFile, removeAgentFile, writeAgentFile } from '../../electron/base/agent-file.ts';
import { systemClock } from '../../electron/base/clock.ts';
import { ensureGroupDir, groupSocketOf } from '../../electron/base/group-dir.ts';
import { acquireLock } from '../../electron/base/lock.ts';
import { ensureSocketDir, socketsOf } from '../../electron/base/paths.ts';
import { Secret } from '../../electron/base/secret.ts';
import { version } from '../../electron/base/version.ts';
import { readBackup } from '../../electron/cli/backup-file.ts';
import type { Host, ServeOptions, Serving } from '../../electron/cli/command.ts';
import { connectControl } from '../../electron/cli/control-client.ts';
import { typedPort } from '../../electron/cli/control-port.ts';
import { openBotsDoor } from '../../electron/doors/bots/server.ts';
import { answerLocally } from '../../electron/doors/control/local.ts';
import { openControlDoor } from '../../electron/doors/control/server.ts';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import type { Kdf } from '../../electron/vault/kdf.ts';
import { AppError } from '../../shared/errors.ts';
import { passphrase, quickKdf } from '../fakes/world.ts';

/** A page asks for the passphrase ten times; Argon2id has tests of its own. */
const instantKdf: Kdf = async (passphrase, salt) =>
  new Secret(passphrase.use((bytes) => createHash('sha256').update(salt).update(bytes).digest()));

export interface PageHost extends Host {
  /** `init` and `agent` in one: what a page that tells of something else begins with. */
  open(dataDir: string, httpPort: number | undefined): Promise<Serving>;
}

/** Takes: practice = the exchange that the pages' own `keybearer practice` tells of. */
export const pageHost = (practice: Practice): PageHost => ({
  async open(dataDir, httpPort) {
    const composed = await compose(dataDir);
    await composed.agent.create(Secret.ofText(passphrase));
    return openDoors(composed, { dataDir, httpPort, socketGroup: undefined, report: () => undefined });
  },
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
  init: (dataDir, choose) => withNewVault(dataDir, (agent) => choose((passphrase) => agent.create(passphrase))),
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

async function compose(dataDir: string): Promise<Composed> {
  const lock = acquireLock(dataDir);
  const agent = await createAgent({ dataDir, vaultDeps: { kdf: instantKdf, kdfParams: quickKdf } });
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

async function serve({ open, ...options }: ServeOptions): Promise<Serving> {
  const composed = await compose(options.dataDir);
  const { agent } = composed;
  if (agent.bots.vault() === 'missing') throw new AppError('VAULT_MISSING');
  await open(async (unlock) => void (await agent.unseal(unlock)));
  return openDoors(composed, options);
}

interface Composed {
  readonly agent: Agent;
  close(): Promise<void>;
}

async function openDoors(
  { agent, close: closeAgent }: Composed,
  { dataDir, httpPort, socketGroup, report }: Omit<ServeOptions, 'open'>,
): Promise<Serving> {
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
