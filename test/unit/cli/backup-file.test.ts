import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { fakeAgent, rightPassphrase } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import { files } from './fixture.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kb-backup-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A backup that the agent refused. */
async function refused(path: string, code: ErrorCode, isRunning = true) {
  const agent = fakeAgent();
  const vaultAdmin = { ...agent.vaultAdmin, backup: () => Promise.reject(new AppError(code)) };
  const words = ['backup', path, '--passphrase-file', files.right, '--new-passphrase-file', files.right];
  const ran = await runWith({ ...agent, vaultAdmin }, words, {}, { isRunning });
  expect(ran.exit).toBe(1);
  return ran.err;
}

const isShutOff = (said: string) => said.includes('name a file below /nowhere');

describe('backup', () => {
  test('asks for the passphrase of now, and then says that the other one is for the backup', async () => {
    const typed = [rightPassphrase, 'its own one', 'its own one'];
    const { exit, io } = await runWith(fakeAgent(), ['backup', join(dir, 'b.json')], { typed });
    expect(exit).toBe(0);
    expect(io.asked.map(({ question }) => question)).toEqual([
      'Passphrase: ',
      'A passphrase for the backup: ',
      'The same again: ',
    ]);
  });
});

describe('restore', () => {
  test('names the bots that it paused on a line of their own', async () => {
    const { out } = await runWith(fakeAgent('missing'), ['restore', files.right, '--passphrase-file', files.right]);
    expect(out).toMatch(/\nPaused until you resume them: grid-1\n$/);
  });
});

describe('a backup that a running agent could not write', () => {
  test('is explained where we could write it: the agent is a service that is shut off from there', async () => {
    expect(isShutOff(await refused(join(dir, 'backup.json'), 'INPUT_INVALID'))).toBe(true);
  });

  test('is not explained so where we could not write it either', async () => {
    writeFileSync(join(dir, 'there'), '');
    for (const path of [join(dir, 'there'), join(dir, 'gone', 'backup.json')])
      expect(isShutOff(await refused(path, 'INPUT_INVALID'))).toBe(false);
  });

  test('is not explained so where the fault is another one, or where no agent runs', async () => {
    expect(isShutOff(await refused(join(dir, 'backup.json'), 'DISK_FULL'))).toBe(false);
    expect(isShutOff(await refused(join(dir, 'backup.json'), 'INPUT_INVALID', false))).toBe(false);
  });
});
