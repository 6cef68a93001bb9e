/**
 * An empty home for a page: a real bash, in which `keybearer` is the real command line, run in this process, and `stage` does
 * what a page leaves unsaid. Whoever is asked there types the passphrase, the groups of the recovery key, or yes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../../electron/cli/io.ts';
import { runCommand } from '../../electron/cli/run.ts';
import type { Practice } from '../../electron/practice/server.ts';
import { type FakeIo, fakeIo } from '../fakes/io.ts';
import { passphrase } from '../fakes/world.ts';
import type { Behind, Running } from './behind.ts';
import type { PageHost } from './host.ts';
import { recoveryKeyIn, runStageCommand } from './stage-commands.ts';

/** `ps` and its like come from the system; what the shell prints goes to one file, as on a terminal. */
const shim = (name: string) => `#!/usr/bin/env bash
run="$STAGE/run.$BASHPID.$RANDOM"
mkdir "$run"
printf '%s\\0' "$PWD" ${name} "$@" > "$run/words"
[ /dev/stdout -ef "$STAGE/printed" ] && : > "$run/terminal"
code=$(curl --silent --show-error --unix-socket "$STAGE/door" --data-binary @- "http://stage/\${run##*/}")
[ -s "$run/err" ] && cat "$run/err" >&2
[ -s "$run/out" ] && cat "$run/out"
exit "$code"
`;

/** What goes on until Ctrl-C is given so long to say something, and then goes on beside the page. */
const patienceMs = 250;

export interface Ran {
  readonly printed: string;
  /** The first command that failed, as bash has it; empty where none did. */
  readonly failed: string;
}

export interface Stage extends AsyncDisposable {
  readonly home: string;
  /** Runs lines in the shell of the page. */
  run(lines: string): Promise<Ran>;
}

export async function openStage(host: PageHost, practice: Practice): Promise<Stage> {
  await fetch(`${practice.admin}/practice/reset`, { method: 'POST' });
  const dir = mkdtempSync(join(tmpdir(), 'kb-docs-'));
  const [home, bin, runtime] = ['home', 'bin', 'run'].map((name) => join(dir, name)) as [string, string, string];
  for (const path of [home, bin, runtime]) mkdirSync(path, { mode: 0o700 });
  for (const name of ['keybearer', 'stage']) {
    writeFileSync(join(bin, name), shim(name));
    chmodSync(join(bin, name), 0o755);
  }
  const before = { cwd: process.cwd(), env: { ...process.env } };
  process.env['HOME'] = home;
  process.env['XDG_RUNTIME_DIR'] = runtime;
  for (const name of ['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'KEYBEARER_DATA']) delete process.env[name];
  const running: Running[] = [];
  const kept: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const { io } of running) io.stop();
    await Promise.all([...running.splice(0).map(({ ended }) => ended), ...kept.splice(0).map((close) => close())]);
  };
  const said = { all: '' };
  const behind = {
    host,
    practice,
    running,
    stop,
    keep: (close: () => Promise<void>) => void kept.push(close),
    said,
    home,
  };
  const answer = (at: string, stdin: Buffer) => answerShim(at, stdin, behind);
  const server = await openDoor(dir, answer);
  const env = { ...process.env, STAGE: dir, PATH: [bin, process.env['PATH']].join(delimiter), LC_ALL: 'C.UTF-8' };
  const shell = spawn('bash', ['--noprofile', '--norc'], { cwd: home, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  return {
    home,
    run: (text) => runLines(dir, shell, lines, text),
    [Symbol.asyncDispose]: async () => {
      shell.stdin.end();
      if (shell.exitCode === null) await once(shell, 'exit');
      await stop();
      await new Promise((resolve) => server.close(resolve));
      process.chdir(before.cwd);
      for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
      Object.assign(process.env, before.env);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function runLines(dir: string, shell: ChildProcess, lines: AsyncIterator<string>, text: string): Promise<Ran> {
  const printed = join(dir, 'printed');
  writeFileSync(join(dir, 'lines'), `trap 'failed=\${failed:-$BASH_COMMAND}' ERR\n${text}\n`);
  writeFileSync(printed, '');
  const end = `printf '%q\\n' "$failed"; failed=`;
  shell.stdin?.write(`source "$STAGE/lines" >> "$STAGE/printed" 2>&1 < /dev/null; ${end}\n`);
  const { value } = await lines.next();
  return { printed: readFileSync(printed, 'utf8'), failed: value === "''" ? '' : String(value) };
}

function openDoor(dir: string, answer: (run: string, stdin: Buffer) => Promise<number>): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    response.end(String(await answer(join(dir, request.url?.slice(1) ?? ''), Buffer.concat(chunks))));
  });
  return new Promise((resolve) => server.listen(join(dir, 'door'), () => resolve(server)));
}

/** Takes: run = the folder of one call of a shim. Gives: the exit code. */
async function answerShim(run: string, stdin: Buffer, behind: Behind): Promise<number> {
  const [cwd = '', name, ...words] = readFileSync(join(run, 'words'), 'utf8').split('\0').slice(0, -1);
  process.chdir(cwd);
  const onScreen = isThere(join(run, 'terminal'));
  writeFileSync(join(run, 'stdin'), stdin, { mode: 0o600 });
  const argv = words.map((word) => standsFor(word, run, behind));
  const io = fakeIo({
    input: stdin.toString('utf8'),
    isOutTerminal: onScreen,
    isErrTerminal: onScreen,
    columns: 100,
    nowMs: Date.now(),
    self: { platform: 'linux', home: behind.home, program: ['/usr/bin/node', '/opt/keybearer/cli.js'] },
    env: {},
    openTerminal: () => typist(behind, () => io.said.out + io.said.err),
  });
  const live: FakeIo = Object.assign(io, { now: Date.now });
  const ended = name === 'stage' ? runStageCommand(argv, live, behind) : runCommand(argv, live, behind.host);
  const goesOn = argv[0] === 'agent' || argv[0] === 'practice' || argv.includes('--follow');
  const code = goesOn ? await Promise.race([ended, firstWord(live, argv)]) : await ended;
  if (goesOn) behind.running.push({ io: live, ended });
  behind.said.all += live.said.out + live.said.err;
  writeFileSync(join(run, 'out'), live.said.out);
  writeFileSync(join(run, 'err'), live.said.err);
  return code;
}

/** The id of a question in a page stands for that of the question asked last; this process has no standard input of the page's. */
function standsFor(word: string, run: string, { said }: Behind): string {
  if (word === '/dev/stdin') return join(run, 'stdin');
  if (/^ask_\w{4}$/.test(word)) return said.all.match(/ask_\w{20,}/g)?.at(-1) ?? word;
  return word;
}

/** Ends once a command that goes on has said that it serves, or had time to print what is there. */
async function firstWord({ said }: FakeIo, argv: readonly string[]): Promise<number> {
  if (argv.includes('--follow')) await sleep(patienceMs);
  else while (said.out === '') await sleep(5);
  return 0;
}

function typist({ said }: Behind, shown: () => string): Terminal {
  return {
    ask: async (question, kind) => {
      const group = /^Group (\d+)/.exec(question)?.[1];
      if (group !== undefined) return recoveryKeyIn(said.all + shown())?.split('-')[Number(group) - 1];
      return kind === 'hidden' ? passphrase : (/Type (\S+) to go on/.exec(question)?.[1] ?? 'y');
    },
    close: () => undefined,
  };
}

function isThere(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
