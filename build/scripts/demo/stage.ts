/** The practice exchange and an agent as processes of their own, in a temporary folder that goes away with them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../../electron/cli.ts', import.meta.url));

/** `key.json` as the practice exchange prints it. */
export interface PracticeKey {
  readonly label: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly endpoint: string;
  readonly twoFactor: { readonly kind: string; readonly secret?: string };
}

export interface Stage extends AsyncDisposable {
  readonly dataDir: string;
  readonly passphraseFile: string;
  readonly socket: string;
  /** The agent's door on TCP, `http://127.0.0.1:PORT`. */
  readonly http: string;
  readonly practiceUrl: string;
  practiceKey(label: string): PracticeKey;
  /** Runs a command to its end and gives its standard output. Throws what it wrote to standard error. */
  keybearer(args: readonly string[], input?: unknown): Promise<string>;
  json<T>(args: readonly string[], input?: unknown): Promise<T>;
}

/** Takes: practice = the script and arguments of an exchange that prints what `keybearer practice --json` prints. */
export async function startStage(practice: readonly string[] = [cli, 'practice', '--json']): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'keybearer-demo-'));
  const children: ChildProcess[] = [];
  const close = async () => {
    await Promise.all(children.map(end));
    await rm(dir, { recursive: true, force: true });
  };
  try {
    return { ...(await build(dir, children, practice)), [Symbol.asyncDispose]: close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function build(
  dir: string,
  children: ChildProcess[],
  practiceArgs: readonly string[],
): Promise<Omit<Stage, typeof Symbol.asyncDispose>> {
  const dataDir = join(dir, 'data');
  const passphraseFile = join(dir, 'passphrase');
  await writeFile(passphraseFile, 'correct horse battery staple\n', { mode: 0o600 });
  const common = ['--data', dataDir, '--passphrase-file', passphraseFile];
  const keybearer: Stage['keybearer'] = (args, input) => run([...args, ...common], input);
  const [practice] = await Promise.all([serve(children, practiceArgs), keybearer(['init'])]);
  const ready = await serve(children, [cli, 'agent', '--http', '0', ...common]);
  const keys = practice['keys'] as PracticeKey[];
  return {
    dataDir,
    passphraseFile,
    socket: String(ready['socket']),
    http: String(ready['http']),
    practiceUrl: String(practice['url']),
    keybearer,
    json: async <T>(args: readonly string[], input?: unknown) =>
      JSON.parse(await keybearer([...args, '--json'], input)) as T,
    practiceKey(label) {
      const key = keys.find((one) => one.label === label);
      if (key === undefined) throw new Error(`the practice exchange has no key ${label}`);
      return key;
    },
  };
}

/** Starts a command that serves; gives the JSON line that it prints when it does. */
async function serve(children: ChildProcess[], args: readonly string[]): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Record<string, unknown>;
  throw new Error(`${args.slice(0, 2).join(' ')} ended before it served`);
}

async function run(args: readonly string[], input: unknown): Promise<string> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input === undefined ? '' : JSON.stringify(input));
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`keybearer ${args[0]} ${args[1] ?? ''} ended with ${String(code)}: ${said.err.trim()}`);
  return said.out;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
