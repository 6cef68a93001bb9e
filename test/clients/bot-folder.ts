/** A folder as a bot's author has it: the SDK installed, with ccxt beside it or without, and scripts run by the oldest Node it takes. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bundleClient } from '../../build/scripts/clients.ts';
import { type Ended, root } from '../cli/processes.ts';

export interface BotFolder extends Disposable {
  readonly dir: string;
  /** The Node that runs the scripts, and its version. */
  readonly node: string;
  readonly nodeVersion: string;
  /** Runs a script to its end. Takes: name with `.mjs` or `.cjs`; text = the script, where it isn't there already. */
  run(
    name: string,
    text: string | undefined,
    env?: Readonly<Record<string, string>>,
    args?: readonly string[],
  ): Promise<Ended>;
}

export async function makeBotFolder({ hasCcxt = false } = {}): Promise<BotFolder> {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-bot-'));
  const installed = join(dir, 'node_modules/keybearer-client');
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, 'clients/typescript/package.json'), join(installed, 'package.json'));
  await bundleClient(join(installed, 'dist'));
  if (hasCcxt) symlinkSync(join(root, 'node_modules/ccxt'), join(dir, 'node_modules/ccxt'));
  const node = systemNode();
  return {
    ...{ dir, node, nodeVersion: spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim() },
    run: async (name, text, env = {}, args = []) => {
      if (text !== undefined) writeFileSync(join(dir, name), text);
      return runToEnd(node, [join(dir, name), ...args], dir, env);
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** The machine's own Node, which may be older than the one of the lockfile; else that one. */
function systemNode(): string {
  const places = (process.env['PATH'] ?? '').split(delimiter).filter((dir) => !dir.includes('node_modules'));
  const found = places.map((dir) => join(dir, 'node')).find((path) => existsSync(path));
  if (found === undefined) return process.execPath;
  const version = spawnSync(found, ['--version'], { encoding: 'utf8' }).stdout;
  return Number(/^v(\d+)/.exec(version)?.[1]) >= 20 ? found : process.execPath;
}

export async function runToEnd(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...inherited, ...env } });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    said.out += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said.err += part;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}
