/**
 * `npm run screenshots`: builds the app, gets a browser, and draws every page and state into out/screenshots/.
 * With `-- --guide` the pictures of the guide are remade from them.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { getBrowser } from './browser.ts';
import { buildAll } from './bundle.ts';
import { guidePictures } from './guide-pictures.ts';

const root = join(import.meta.dirname, '../..');

await buildAll();
await getBrowser();
// By its path, since nothing outside test/ imports from it.
const { status } = spawnSync(process.execPath, [join(root, 'test/e2e/draw.ts')], { stdio: 'inherit', cwd: root });
if (status === 0) console.log(`Drawn into ${join(root, 'out/screenshots')}`);
if (status === 0 && process.argv.includes('--guide')) takeForGuide();
process.exitCode = status ?? 1;

function takeForGuide(): void {
  const pictures = join(root, 'docs/pictures');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures);
  for (const name of guidePictures) copyFileSync(join(root, 'out/screenshots', name), join(pictures, name));
  console.log(`${guidePictures.length} of them taken into ${pictures}`);
}
