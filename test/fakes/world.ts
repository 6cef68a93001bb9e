/** A practice exchange, a real agent and its bots' door on a real socket, in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { globalAgent, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgent } from '../../electron/agent/agent.ts';
import type { Agent } from '../../electron/agent/ports.ts';
import { type Clock, systemClock } from '../../electron/base/clock.ts';
import { ensureSocketDir, socketsOf } from '../../electron/base/paths.ts';
import { Secret } from '../../electron/base/secret.ts';
import { type BotsDoor, openBotsDoor } from '../../electron/doors/bots/server.ts';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import type { VaultFs } from '../../electron/vault/fs.ts';
import { nodeFs } from '../../electron/vault/node-fs.ts';
import { BotInput, KeyInput } from '../../shared/control-views.ts';
import { inlineKdf } from './inline-kdf.ts';

export const passphrase = 'correct horse battery staple';
/** OWASP's least for Argon2id: the tests' vaults needn't withstand anybody. */
export const quickKdf = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly answer: Record<string, unknown>;
}

export interface BotClient {
  readonly id: string;
  readonly token: string;
  send(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Reply>;
  call(key: string, method: string, args?: readonly unknown[]): Promise<Reply>;
}

export interface World extends AsyncDisposable {
  readonly dataDir: string;
  readonly practice: Practice;
  readonly agent: Agent;
  readonly door: BotsDoor;
  readonly faults: unknown[];
  /** The vault's; full, it takes nothing more. */
  readonly disk: { isFull: boolean };
  addKey(label: string, changes?: Record<string, unknown>): Promise<string>;
  addBot(bot: Record<string, unknown>): Promise<BotClient>;
  /** Posts to the practice exchange's control, e.g. `faults`. */
  control(what: string, body: unknown): Promise<void>;
  /** The agent goes away and comes back on the same folder, sealed. Takes: what happens to the folder in between. */
  restart(between?: () => void): Promise<void>;
}

export interface WorldOptions {
  readonly clock?: Clock;
  /** The practice exchange's own clock. */
  readonly now?: () => number;
  readonly seed?: string;
  /** Listen on TCP too? */
  readonly overTcp?: boolean;
  /** Further keys of the practice exchange without a budget: practice-extra-1 and on. */
  readonly extraKeys?: number;
}

export async function openWorld({
  clock = systemClock,
  now = Date.now,
  seed,
  extraKeys = 0,
  overTcp = false,
}: WorldOptions = {}): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), 'keybearer-'));
  const dataDir = join(root, 'data');
  const practice = await startPractice({ port: 0, now, extraKeys, ...(seed === undefined ? {} : { seed }) });
  const faults: unknown[] = [];
  const disk = { isFull: false };
  const begin = () => start(dataDir, clock, faults, disk, overTcp ? 0 : undefined);
  let running = await begin();
  await running.agent.create(Secret.ofText(passphrase));
  return {
    dataDir,
    practice,
    faults,
    disk,
    get agent() {
      return running.agent;
    },
    get door() {
      return running.door;
    },
    addKey: async (label, changes = {}) => {
      const key = practice.keys.find((one) => one.label === label);
      return (await running.agent.keys.add(KeyInput.parse({ ...key, ...changes }))).id;
    },
    addBot: async (bot) => {
      const { id, token } = await running.agent.botAdmin.add(BotInput.parse(bot));
      return clientOf(id, token, () => running.door.socket);
    },
    control: async (what, body) => {
      const response = await fetch(`${practice.admin}/practice/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    restart: async (between = () => {}) => {
      await stop(running);
      // Bots' kept connections ended with the door.
      globalAgent.destroy();
      between();
      running = await begin();
    },
    [Symbol.asyncDispose]: async () => {
      await stop(running);
      await practice.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The machine's own disk, that takes nothing new while it is full. */
const fullWhere = (isFull: () => boolean): VaultFs => ({
  ...nodeFs,
  create: async (path) => {
    if (isFull()) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    return nodeFs.create(path);
  },
});

interface Running {
  readonly agent: Agent;
  readonly door: BotsDoor;
}

async function start(
  dataDir: string,
  clock: Clock,
  faults: unknown[],
  disk: { readonly isFull: boolean },
  httpPort: number | undefined,
): Promise<Running> {
  const fs = fullWhere(() => disk.isFull);
  const agent = await createAgent({ dataDir, clock, vaultDeps: { kdf: inlineKdf, kdfParams: quickKdf, fs } });
  const sockets = socketsOf(dataDir);
  ensureSocketDir(sockets.dir);
  const report = (fault: unknown) => void faults.push(fault);
  const door = await openBotsDoor({
    service: agent.bots,
    clock,
    version: '0',
    socketPath: sockets.bots,
    httpPort,
    group: undefined,
    report,
  });
  return { agent, door };
}

async function stop({ agent, door }: Running): Promise<void> {
  agent.stopAsking();
  await door.close();
  await agent.close();
}

function clientOf(id: string, token: string, socket: () => string): BotClient {
  const send: BotClient['send'] = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const own = {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      };
      const sent = request({ socketPath: socket(), path, method, headers: own }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, answer: JSON.parse(text) }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    id,
    token,
    send,
    call: (key, method, args = []) => send('POST', `/v1/keys/${key}/call`, JSON.stringify({ method, args })),
  };
}
