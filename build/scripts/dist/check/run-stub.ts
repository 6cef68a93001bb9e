/** What the stub Electron of `dist:check` runs: the packaged app.asar, unpacked, on the Electron double. Takes: app.asar, arguments. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { root } from '../stage.ts';

const [archive = '', ...args] = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), 'keybearer-asar-'));
extractAll(archive, dir);
const double = join(root, 'test/double/register.mjs');
const { status } = spawnSync(process.execPath, ['--import', double, join(dir, 'main/main.mjs'), ...args], {
  stdio: 'inherit',
});
rmSync(dir, { recursive: true, force: true });
process.exitCode = status ?? 1;
