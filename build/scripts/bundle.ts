/** `npm run build`: the desktop app's bundles, its icons and its licences in out/. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type InlineConfig, mergeConfig } from 'vite';
import { packagesOf } from '../bundle-plugins.ts';
import { mainBundle, preloadBundle, rendererBundle } from '../bundles.ts';
import { ccxtBundle, ccxtOut } from '../ccxt-bundle.ts';
import { thirdParty } from './dist/third-party.ts';

const root = join(import.meta.dirname, '../..');

export async function buildAll(): Promise<void> {
  const packages = new Set<string>(await buildCcxt());
  for (const bundle of [mainBundle, preloadBundle, rendererBundle]) await buildOne(bundle, packages);
  // The tray's and the window's, as files: Electron reads them by their path.
  rmSync(join(root, 'out/icons'), { recursive: true, force: true });
  cpSync(join(root, 'build/icons/made'), join(root, 'out/icons'), { recursive: true });
  writeFileSync(join(root, 'out/THIRD-PARTY.txt'), thirdParty([...packages]));
}

/** Builds one bundle, and adds to `packages` the folders of those that it holds code of. */
export async function buildOne(bundle: InlineConfig, packages: Set<string>): Promise<void> {
  await build(mergeConfig(bundle, { plugins: [packagesOf((dir) => packages.add(dir))] }));
}

/** ccxt's exchanges, anew only where what they are made from has changed. Gives: the packages that they hold. */
export async function buildCcxt(): Promise<string[]> {
  const stamp = join(ccxtOut, 'package.json');
  const madeFrom = ['node_modules/ccxt/package.json', 'build/ccxt-bundle.ts']
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('\n');
  if (existsSync(stamp)) {
    const made = JSON.parse(readFileSync(stamp, 'utf8')) as { packages: string[] };
    const source = join(ccxtOut, 'made-from.txt');
    if (existsSync(source) && readFileSync(source, 'utf8') === madeFrom) return made.packages.map(whole);
  }
  const packages = new Set<string>();
  await buildOne(ccxtBundle(), packages);
  const names = [...packages].map((dir) => dir.slice(root.length + 1)).sort();
  writeFileSync(join(ccxtOut, 'made-from.txt'), madeFrom);
  writeFileSync(stamp, `${JSON.stringify({ type: 'module', packages: names }, null, 2)}\n`);
  return names.map(whole);
}

const whole = (name: string): string => join(root, name);

if (import.meta.main) await buildAll();
