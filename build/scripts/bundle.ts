/** `npm run build`: the desktop app's three bundles in out/. */
import { build } from 'vite';
import { mainBundle, preloadBundle, rendererBundle } from '../bundles.ts';

export async function buildAll(): Promise<void> {
  for (const bundle of [mainBundle, preloadBundle, rendererBundle]) await build(bundle);
}

if (import.meta.main) await buildAll();
