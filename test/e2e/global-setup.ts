/** Makes one vault for the specs that begin with one: to make it in the window takes seconds, and opening it one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './app.ts';
import { passphrase } from './steps.ts';

export default function makeVaultForAll(): () => void {
  const place = mkdtempSync(join(tmpdir(), 'keybearer-made-'));
  const dataDir = join(place, 'data');
  const script = join(root, 'test/fakes/quick-vault.ts');
  const { status, stderr } = spawnSync(process.execPath, [script, dataDir, passphrase], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`no vault could be made: ${stderr}`);
  process.env['E2E_MADE_VAULT'] = dataDir;
  return () => rmSync(place, { recursive: true, force: true });
}
