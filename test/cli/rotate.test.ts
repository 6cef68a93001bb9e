import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../fakes/program.ts';
import { type Folder, makeFolder, root } from './processes.ts';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

interface Rotated {
  readonly vaultId: string;
  readonly recoveryKey: string;
  readonly records: number;
  readonly isResumed: boolean;
}

const noKey = { label: 'main', exchange: 'kraken', apiKey: 'k', secret: 'c2VjcmV0', twoFactor: { kind: 'none' } };
const rotate = () => folder.json<Rotated>(['vault', 'rotate', '--yes']);
const fileOf = (recoveryKey: string) => {
  const path = join(folder.dir, recoveryKey);
  writeFileSync(path, recoveryKey, { mode: 0o600 });
  return path;
};
/** Opens the vault of an agent that was started sealed; ends the agent again. Gives: the error, if any. */
async function opening(words: readonly string[]): Promise<string> {
  const { child } = await folder.serve(['agent', '--data', folder.dataDir]);
  const { err } = await folder.run(['unseal', ...words]);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return err;
}

describe('vault rotate', () => {
  it('puts a new recovery key in the place of the old one; passphrase and keys stay', async () => {
    const made = await folder.makeVault();
    await folder.json(['key', 'add'], noKey);
    const rotated = await rotate();
    expect(rotated).toMatchObject({ vaultId: made.vaultId, isResumed: false });
    expect(rotated.recoveryKey).not.toBe(made.recoveryKey);
    expect(await opening(['--recovery-file', fileOf(made.recoveryKey)])).toMatch(/^error PASSPHRASE_WRONG: /);
    expect(await opening(['--recovery-file', fileOf(rotated.recoveryKey)])).toBe('');
    expect(await folder.json(['key', 'list'])).toMatchObject([{ label: 'main' }]);
    expect((await rotate()).isResumed).toBe(false);
  }, 60_000);

  it('gives the same key again where nobody was there to read it, until somebody was', async () => {
    await folder.makeVault();
    const words = ['vault', 'rotate', '--yes', '--json', '--data', folder.dataDir];
    const command = [process.execPath, program, ...words, '--passphrase-file', folder.passphraseFile];
    const shell = spawn('sh', ['-c', `${command.map((word) => `'${word}'`).join(' ')} | true`], { cwd: root });
    expect((await once(shell, 'exit'))[0]).toBe(0);
    const again = await rotate();
    expect(again.isResumed).toBe(true);
    expect(await opening(['--recovery-file', fileOf(again.recoveryKey)])).toBe('');
    const next = await rotate();
    expect(next.isResumed).toBe(false);
    expect(next.recoveryKey).not.toBe(again.recoveryKey);
  }, 60_000);
});
