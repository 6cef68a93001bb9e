import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acquireLock } from '../../../electron/base/lock.ts';

const lockModule = new URL('../../../electron/base/lock.ts', import.meta.url).href;
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'kb-lock-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** A process that holds the lock and says so. */
async function holder(): Promise<ChildProcess> {
  const script = `const { acquireLock } = await import(${JSON.stringify(lockModule)});
    acquireLock(${JSON.stringify(dataDir)}); process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

describe('the lock of a data directory', () => {
  test('is held by one process at a time', async () => {
    await holder();
    expect(() => acquireLock(dataDir)).toThrow(expect.objectContaining({ code: 'AGENT_RUNNING' }));
  });

  test('of a killed process is free at once', async () => {
    const child = await holder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(() => acquireLock(dataDir).release()).not.toThrow();
  });

  test('is held against the same process, and a failed try does not loosen it', async () => {
    const lock = acquireLock(dataDir);
    expect(() => acquireLock(dataDir)).toThrow(expect.objectContaining({ code: 'AGENT_RUNNING' }));
    const other = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `const { acquireLock } = await import(${JSON.stringify(lockModule)});
       try { acquireLock(${JSON.stringify(dataDir)}); process.exitCode = 0 } catch (fault) { process.exitCode = fault.code === 'AGENT_RUNNING' ? 7 : 8 }`,
    ]);
    expect((await once(other, 'exit'))[0]).toBe(7);
    lock.release();
  });

  test('can be taken again after it was released, and released twice without harm', () => {
    const lock = acquireLock(dataDir);
    lock.release();
    lock.release();
    acquireLock(dataDir).release();
  });

  test('lies in a private folder, in a private file', () => {
    const lock = acquireLock(dataDir);
    expect(statSync(join(dataDir, 'run')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'run', 'lock.sqlite')).mode & 0o777).toBe(0o600);
    lock.release();
  });

  test('is not taken in a directory that is open to others', () => {
    writeFileSync(join(dataDir, 'something'), '');
    chmodSync(dataDir, 0o755);
    expect(() => acquireLock(dataDir)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });

  test('names the file where something else stands in its place', () => {
    acquireLock(dataDir).release();
    writeFileSync(
      join(dataDir, 'run', 'lock.sqlite'),
      'this is no database, and long enough to be seen as none'.repeat(20),
    );
    expect(() => acquireLock(dataDir)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});
