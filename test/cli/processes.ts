/** Runs the real commands as processes of their own, as a user or a service manager would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { program as cli } from '../fakes/program.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const passphrase = 'correct horse battery staple';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface MadeVault {
  readonly recoveryKey: string;
  readonly vaultId: string;
}

export interface Folder extends AsyncDisposable {
  readonly dir: string;
  readonly dataDir: string;
  readonly passphraseFile: string;
  /** Puts a vault into the data directory that opens fast. */
  makeVault(dataDir?: string): Promise<MadeVault>;
  /** Runs a command to its end, on another folder where the words name one; `input` goes to its standard input. */
  run(args: readonly string[], input?: string, env?: Record<string, string>): Promise<Ended>;
  /** The same with the passphrase file; parses what it prints with --json. Throws where it does not end with 0. */
  json<T = Record<string, unknown>>(args: readonly string[], input?: unknown): Promise<T>;
  /** Starts a command that goes on running, and waits for its first line. */
  serve(
    args: readonly string[],
    command?: readonly string[],
  ): Promise<{ readonly child: ChildProcess; readonly ready: Record<string, unknown> }>;
}

/** An empty data directory; every process started in it is ended with it. */
export function makeFolder(): Folder {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-cli-'));
  const dataDir = join(dir, 'data');
  const passphraseFile = join(dir, 'passphrase');
  writeFileSync(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
  const children: ChildProcess[] = [];
  const run: Folder['run'] = (args, input = '', env = {}) =>
    runToEnd([process.execPath, cli, '--data', dataDir, ...args], input, env);
  return {
    dir,
    dataDir,
    passphraseFile,
    makeVault: async (into = dataDir) => {
      const command = [process.execPath, join(root, 'test/fakes/quick-vault.ts'), into, passphrase];
      return JSON.parse((await runToEnd(command, '', {})).out);
    },
    run,
    json: async <T>(args: readonly string[], input?: unknown) => {
      const { code, out, err } = await run(
        [...args, '--json', '--passphrase-file', passphraseFile],
        input === undefined ? '' : JSON.stringify(input),
      );
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${err}`);
      return JSON.parse(out) as T;
    },
    serve: async (args, command = [process.execPath, cli]) => {
      const [file = '', ...rest] = [...command, ...args];
      const child = spawn(file, rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      children.push(child);
      child.stderr?.resume();
      const [line] = await once(createInterface({ input: child.stdout }), 'line');
      return { child, ready: JSON.parse(String(line)) };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(children.map((child) => end(child, 'SIGKILL')));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function runToEnd(
  [file = '', ...args]: readonly string[],
  input: string,
  env: Record<string, string>,
): Promise<Ended> {
  // A session of its own has no terminal to ask on.
  const child = spawn(file, args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...env },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

/** Ends a process and waits for it. Gives: its exit code. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = await exited;
  return code;
}
