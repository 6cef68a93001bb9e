/** `npm run build`: the desktop app's three bundles and its icons in out/. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { mainBundle, preloadBundle, rendererBundle } from '../bundles.ts';

export async function buildAll(): Promise<void> {
  for (const bundle of [mainBundle, preloadBundle, rendererBundle]) await build(bundle);
  // The tray's and the window's, as files: Electron reads them by their path.
  const root = join(import.meta.dirname, '../..');
  rmSync(join(root, 'out/icons'), { recursive: true, force: true });
  cpSync(join(root, 'build/icons/made'), join(root, 'out/icons'), { recursive: true });
}

if (import.meta.main) await buildAll();
