/**
 * What the SDKs are tried against: the practice exchange, a real agent and a bot's token, as processes of their own.
 * `stage.env` is what a bot needs in its environment, in whichever language.
 */
import type { ChildProcess } from 'node:child_process';
import { createAgent } from '../../electron/agent/agent.ts';
import { Secret } from '../../electron/base/secret.ts';
import { BotInput, KeyInput } from '../../shared/control-views.ts';
import { end, type Folder, makeFolder } from '../cli/processes.ts';
import { passphrase, quickKdf } from '../fakes/world.ts';

/** The practice exchange's key without a budget, so that no test waits for one. */
export const keyLabel = 'practice-unlimited';

export interface PracticeKey {
  readonly label: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly endpoint: string;
  readonly twoFactor: { readonly kind: string; readonly secret?: string };
}

export interface ClientStage extends AsyncDisposable {
  readonly folder: Folder;
  readonly dataDir: string;
  /** The bots' socket. */
  readonly socket: string;
  /** `http://127.0.0.1:PORT`; a bot comes in there that was made with `"doors": ["http"]`. */
  readonly http: string;
  readonly practiceUrl: string;
  /** The token of the bot grid-1, with the preset *trade* on `keyLabel`. */
  readonly token: string;
  /** Of the bots that were asked for, by their names. */
  readonly bots: Readonly<Record<string, { readonly id: string; readonly token: string }>>;
  /** KEYBEARER_DATA and KEYBEARER_TOKEN. */
  readonly env: Readonly<Record<string, string>>;
  practiceKey(label?: string): PracticeKey;
  /** Makes a bot with the preset *trade* on `keyLabel`, unless told otherwise. */
  addBot(name: string, changes?: Record<string, unknown>): Promise<{ readonly id: string; readonly token: string }>;
  /** Posts to the practice exchange's control, e.g. `faults`, `{ next: 'drop-after', count: 1 }`. */
  control(what: string, body: unknown): Promise<void>;
  /** Starts the agent again where it was ended. Takes: further words of its command line. */
  startAgent(...args: readonly string[]): Promise<void>;
  /** SIGKILL unless told otherwise. */
  endAgent(signal?: NodeJS.Signals): Promise<void>;
}

export interface StageOptions {
  /** Further words of the agent's command line, e.g. `--socket-group`. */
  readonly agent?: readonly string[];
  /** Labels of further keys of the practice exchange. */
  readonly keys?: readonly string[];
  /** Further bots by their names, each with what differs from `addBot`'s: made at once, which a command takes a second for. */
  readonly bots?: Readonly<Record<string, Record<string, unknown>>>;
}

export async function startClientStage(options: StageOptions = {}): Promise<ClientStage> {
  const folder = makeFolder();
  try {
    return await build(folder, options);
  } catch (fault) {
    await folder[Symbol.asyncDispose]();
    throw fault;
  }
}

async function build(
  folder: Folder,
  { agent: words = [], keys: labels = [], bots: wanted = {} }: StageOptions,
): Promise<ClientStage> {
  const { dataDir, passphraseFile } = folder;
  const practice = await folder.serve(['practice', '--json']);
  const keys = practice.ready['keys'] as PracticeKey[];
  const practiceKey = (label = keyLabel): PracticeKey => {
    const key = keys.find((one) => one.label === label);
    if (key === undefined) throw new Error(`the practice exchange has no key ${label}`);
    return key;
  };
  let running: ChildProcess | undefined;
  let http = '0';
  const startAgent = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
    // The same port as before, as a user would have it.
    const place = ['--data', dataDir, '--http', http.split(':').at(-1) ?? '0'];
    const { child, ready } = await folder.serve(['agent', ...place, ...words, ...args]);
    running = child;
    return ready;
  };
  const bots = await prepare(dataDir, [practiceKey(), ...labels.map(practiceKey)], { 'grid-1': {}, ...wanted });
  const token = bots['grid-1']?.token ?? '';
  const open = ['--passphrase-file', passphraseFile];
  const ready = await startAgent(...open);
  http = String(ready['http']);
  const addBot: ClientStage['addBot'] = (name, changes = {}) =>
    folder.json(['bot', 'add'], { ...trader(name), ...changes });
  return {
    ...{ folder, dataDir, http, practiceKey, addBot, token, bots },
    socket: String(ready['socket']),
    practiceUrl: String(practice.ready['url']),
    env: { KEYBEARER_DATA: dataDir, KEYBEARER_TOKEN: token },
    control: async (what, body) => {
      const { status } = await fetch(`${String(practice.ready['admin'])}/practice/${what}`, {
        ...{ method: 'POST', body: JSON.stringify(body) },
      });
      if (status !== 200) throw new Error(`the practice exchange's control answered ${status}`);
    },
    startAgent: async (...args) => {
      await startAgent(...(args.length === 0 ? open : args));
    },
    endAgent: async (signal = 'SIGKILL') => {
      if (running !== undefined) await end(running, signal);
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const trader = (name: string) => ({ name, grants: [{ key: keyLabel, preset: 'trade', symbols: 'any' }] });

/** A vault that opens quickly, with keys and bots: by the commands it would take ten seconds. */
async function prepare(
  dataDir: string,
  keys: readonly PracticeKey[],
  bots: Required<StageOptions>['bots'],
): Promise<Record<string, { id: string; token: string }>> {
  const agent = await createAgent({ dataDir, vaultDeps: { kdfParams: quickKdf } });
  try {
    await agent.create(Secret.ofText(passphrase));
    for (const key of keys) await agent.keys.add(KeyInput.parse(key));
    const made: Record<string, { id: string; token: string }> = {};
    for (const [name, changes] of Object.entries(bots))
      made[name] = await agent.botAdmin.add(BotInput.parse({ ...trader(name), ...changes }));
    return made;
  } finally {
    await agent.close();
  }
}
