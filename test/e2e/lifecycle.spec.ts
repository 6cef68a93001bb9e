/** Starting, starting twice, and ending. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readAgentFile } from '../../electron/base/agent-file.ts';
import { acquireLock } from '../../electron/base/lock.ts';
import { socketsOf } from '../../electron/base/paths.ts';
import { runToEnd, startApp } from './app.ts';
import { openVault, passphrase } from './steps.ts';

let dataDir: string;

test.beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'keybearer-e2e-'));
});

test.afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

test('the app tells where its doors are while it runs, and takes them away when it ends', async () => {
  const app = await startApp({ dataDir });
  const { bots, control } = socketsOf(dataDir);
  expect(readAgentFile(dataDir)).toMatchObject({ socket: bots, control, http: null });
  await app.close();
  expect(readAgentFile(dataDir)).toBeUndefined();
  expect([existsSync(bots), existsSync(control)]).toEqual([false, false]);
});

test('a vault is sealed when the app starts again', async () => {
  const first = await startApp({ dataDir, hasVault: true });
  await openVault(first.page);
  await first.close();
  const second = await startApp({ dataDir });
  await second.page.getByLabel('Passphrase').fill(passphrase);
  await second.page.getByRole('button', { name: 'Open the vault' }).click();
  await expect(second.page.getByText('No keys yet')).toBeVisible();
  await second.close();
});

test('a second app on the same data directory ends at once and leaves the first alone', async () => {
  test.skip(Boolean(process.env['E2E_ELECTRON']), 'the second start is made on the double');
  const app = await startApp({ dataDir });
  expect(await runToEnd(dataDir)).toEqual({ code: 0, said: '' });
  await expect(app.page.getByText('Welcome to Keybearer')).toBeVisible();
  await app.close();
});

test('an agent that holds the data directory already is named', async () => {
  test.skip(Boolean(process.env['E2E_ELECTRON']), 'a real error box waits for a person');
  const lock = acquireLock(dataDir);
  expect(await runToEnd(dataDir)).toEqual({ code: 1, said: expect.stringContaining('AGENT_RUNNING') });
  lock.release();
});

test('a port that is none is named', async () => {
  test.skip(Boolean(process.env['E2E_ELECTRON']), 'a real error box waits for a person');
  const said = expect.stringContaining('--http takes a port, from 0 to 65535');
  expect(await runToEnd(dataDir, ['--http', '70000'])).toEqual({ code: 1, said });
});
