/** `npm run screenshots`: builds the app, gets a browser, and draws every page and state into out/screenshots/. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { getBrowser } from './browser.ts';
import { buildAll } from './bundle.ts';

const root = join(import.meta.dirname, '../..');

await buildAll();
await getBrowser();
// By its path, since nothing outside test/ imports from it.
const { status } = spawnSync(process.execPath, [join(root, 'test/e2e/draw.ts')], { stdio: 'inherit', cwd: root });
if (status === 0) console.log(`Drawn into ${join(root, 'out/screenshots')}`);
process.exitCode = status ?? 1;
