import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { acquireLock } from '../../../electron/base/lock.ts';
import { program as cli } from '../../fakes/program.ts';

const root = new URL('../../..', import.meta.url).pathname;
let dir: string;
let common: string[];
const passphrase = 'correct horse battery staple';
const children: ChildProcess[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kb-process-'));
  writeFileSync(join(dir, 'passphrase'), `${passphrase}\n`, { mode: 0o600 });
  common = ['--data', join(dir, 'data'), '--passphrase-file', join(dir, 'passphrase')];
  const vault = start(process.execPath, [join(root, 'test/fakes/quick-vault.ts'), join(dir, 'data'), passphrase]);
  expect(await once(vault, 'exit')).toEqual([0, null]);
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** `detached`: a session of its own, so that nobody's terminal is asked. */
function start(command: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  children.push(child);
  return child;
}

async function run(args: readonly string[]) {
  const child = start(process.execPath, [cli, ...args]);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('no pipes');
  const [out, err, [exit]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  return { out, err, exit: Number(exit) };
}

async function ready(child: ChildProcess): Promise<{ pid: number; socket: string; control: string; vault: string }> {
  if (child.stdout === null) throw new Error('no pipe');
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('the agent ended before it served');
}

async function agent() {
  const child = start(process.execPath, [cli, 'agent', ...common]);
  return { child, ...(await ready(child)) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let n = 0; n < 100 && isAlive(pid); n++) await new Promise((resolve) => setTimeout(resolve, 50));
  return !isAlive(pid);
}

describe('an agent in the foreground', () => {
  test('ends on SIGTERM with 0, and a second SIGTERM changes nothing', async () => {
    const { child, socket, control } = await agent();
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    for (const path of [socket, control, join(dir, 'data', 'run', 'agent.json')]) expect(existsSync(path)).toBe(false);
  });

  test('started by npm ends on a SIGTERM to npm, and leaves no process', async () => {
    const npm = start('npm', ['run', '--silent', 'keybearer', '--', 'agent', ...common]);
    const { pid } = await ready(npm);
    npm.kill('SIGTERM');
    expect(await once(npm, 'exit')).toEqual([0, null]);
    expect(await gone(pid)).toBe(true);
  });

  test('started by npm without exec ends once its parent is gone', async () => {
    const words = [process.execPath, cli, 'agent', ...common].map((word) => `'${word}'`).join(' ');
    const shell = start('sh', ['-c', `${words}; true`], { npm_lifecycle_event: 'keybearer' });
    const { pid } = await ready(shell);
    shell.kill('SIGKILL');
    expect(await gone(pid)).toBe(true);
  });

  test('keeps a second one away', async () => {
    await agent();
    const second = await run(['agent', ...common]);
    expect(second).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('error AGENT_RUNNING: ') });
  });

  test('that was killed is followed by the next one and by commands', async () => {
    const { child, control } = await agent();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(control)).toBe(true);
    expect(JSON.parse((await run(['status', '--json', ...common])).out)).toMatchObject({
      agent: null,
      vault: 'sealed',
    });
    expect((await agent()).vault).toBe('open');
  });

  test('is not spoken to through a socket that others can use', async () => {
    const { control } = await agent();
    chmodSync(control, 0o666);
    const ran = await run(['status', ...common]);
    chmodSync(control, 0o600);
    expect(ran).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('error INPUT_INVALID: ') });
  });
});

describe('a command', () => {
  test('waits for another one at work, and not for ever', async () => {
    const lock = acquireLock(join(dir, 'data'));
    setTimeout(() => lock.release(), 1500);
    expect((await run(['log', '--json', ...common])).out).toBe('[]\n');
    const kept = acquireLock(join(dir, 'data'));
    const ran = await run(['log', '--json', ...common]);
    kept.release();
    expect(ran).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('error AGENT_RUNNING: ') });
  });

  test('says what is wrong with a data directory', async () => {
    writeFileSync(join(dir, 'file'), '');
    for (const data of [join(dir, 'file'), join(dir, 'file', 'below')]) {
      const ran = await run(['status', '--data', data]);
      expect(ran).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('error INPUT_INVALID: ') });
    }
  });

  test('ends quietly where nobody reads what it says', async () => {
    const child = start('sh', ['-c', `'${process.execPath}' '${cli}' --help | true`]);
    if (child.stderr === null) throw new Error('no pipe');
    expect(await text(child.stderr)).toBe('');
  });

  test('exits 2 on wrong usage without touching the disk', async () => {
    const data = join(dir, 'untouched');
    expect(await run(['status', '--bogus', '--data', data])).toMatchObject({ exit: 2, out: '' });
    expect(existsSync(data)).toBe(false);
  });
});
