/** Runs commands as processes of their own and keeps all that they say, with what others can see of them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { program as cli } from '../fakes/program.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const lookEveryMs = 50;

/** One stream of bytes that nobody should find a secret in, but the ones that it is there to show. */
export interface Said {
  readonly where: string;
  readonly bytes: Buffer;
  readonly mayShow: readonly string[];
}

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Served {
  readonly child: ChildProcess;
  readonly ready: Record<string, unknown>;
  /** Ends it and waits. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export class Recorder {
  readonly said: Said[] = [];
  readonly #env: Record<string, string>;
  readonly #planted: readonly string[];
  readonly #children = new Set<ChildProcess>();

  /**
   * Takes: dir = where home, caches and temporary files go; `planted` = variables of the environment that hold a secret
   * of the user's own, which stand in the environment and nowhere else.
   */
  constructor(dir: string, planted: Readonly<Record<string, string>>) {
    const places = { HOME: 'home', XDG_CACHE_HOME: 'cache', XDG_CONFIG_HOME: 'config', XDG_STATE_HOME: 'state' };
    const more = { XDG_DATA_HOME: 'share', XDG_RUNTIME_DIR: 'runtime', TMPDIR: 'tmp' };
    const own = Object.entries({ ...places, ...more }).map(([name, folder]) => [name, join(dir, folder)] as const);
    for (const [, path] of own) mkdirSync(path, { recursive: true, mode: 0o700 });
    this.#env = { PATH: process.env['PATH'] ?? '', ...Object.fromEntries(own), ...planted };
    this.#planted = Object.keys(planted);
  }

  /** Keeps what came from elsewhere, e.g. the answer to a bot. */
  keep(where: string, text: string | Buffer, mayShow: readonly string[] = []): void {
    this.said.push({ where, bytes: Buffer.from(text), mayShow });
  }

  /** Runs a command to its end. Takes: mayShow = secrets that its standard output is there to show. */
  async run(args: readonly string[], input: string | Buffer = '', mayShow: readonly string[] = []): Promise<Run> {
    const where = args.filter((word) => !word.startsWith('/')).join(' ');
    const { child, out, err } = this.#spawn([cli, ...args], where, mayShow);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    const [code] = await once(child, 'close');
    return { code, out: text(out), err: text(err) };
  }

  /** Starts a command that goes on running, without core dumps, and waits for its first line. */
  async serve(args: readonly string[], nodeOptions: readonly string[] = []): Promise<Served> {
    const { child, stdout } = this.#spawn([...nodeOptions, cli, ...args], args[0] ?? '', []);
    child.stdin?.end();
    const [line] = await once(createInterface({ input: stdout }), 'line');
    const closed = once(child, 'close');
    return {
      child,
      ready: JSON.parse(String(line)),
      end: async (signal) => {
        child.kill(signal);
        await closed;
      },
    };
  }

  /** Ends what still runs. */
  async endAll(): Promise<void> {
    for (const child of this.#children) {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }
  }

  #spawn(args: readonly string[], where: string, mayShow: readonly string[]) {
    // A shell that sets the limit and becomes the program.
    const child = spawn('/bin/sh', ['-c', 'ulimit -c 0; exec "$@"', 'sh', process.execPath, ...args], {
      ...{ cwd: root, env: this.#env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
    });
    this.#children.add(child);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const stdout = new PassThrough();
    child.stdout?.on('data', (part: Buffer) => {
      out.push(part);
      stdout.write(part);
    });
    child.stderr?.on('data', (part: Buffer) => void err.push(part));
    const stop = this.#look(child, where);
    child.once('close', () => {
      stop();
      this.#children.delete(child);
      this.keep(`standard output of "${where}"`, Buffer.concat(out), mayShow);
      this.keep(`standard error of "${where}"`, Buffer.concat(err));
    });
    return { child, out, err, stdout };
  }

  /** Reads again and again what every program of this user can: arguments and environment. */
  #look(child: ChildProcess, where: string): () => void {
    const seen = new Set<string>();
    const look = () => {
      for (const what of ['cmdline', 'environ']) {
        const bytes = readIfThere(`/proc/${String(child.pid)}/${what}`);
        const shown = what === 'environ' ? this.#withoutPlanted(bytes) : bytes.toString('latin1');
        if (shown === '' || seen.has(shown)) continue;
        seen.add(shown);
        this.keep(`/proc ${what} of "${where}"`, Buffer.from(shown, 'latin1'));
      }
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    child.once('exit', () => clearInterval(timer));
    return () => clearInterval(timer);
  }

  #withoutPlanted(environ: Buffer): string {
    const names = this.#planted.map((name) => `${name}=`);
    const lines = environ.toString('latin1').split('\0');
    return lines.filter((line) => !names.some((name) => line.startsWith(name))).join('\0');
  }
}

const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('utf8');

function readIfThere(path: string): Buffer {
  try {
    return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}
