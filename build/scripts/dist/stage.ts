/** Puts out/app together: what goes into app.asar, and nothing else. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from '../bundle.ts';
import { writeCompletions } from './completions.ts';
import type { Release } from './plan.ts';

export const root = join(import.meta.dirname, '../../..');
export const appDir = join(root, 'out/app');

export const packageVersion = (): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

/** What of out/ runs. */
const parts = ['main', 'preload', 'renderer', 'icons'];

export async function stageApp(release: Release): Promise<void> {
  await buildAll();
  rmSync(appDir, { recursive: true, force: true });
  for (const part of parts) cpSync(join(root, 'out', part), join(appDir, part), { recursive: true });
  copyExchanges(appDir);
  cpSync(join(root, 'LICENSE'), join(appDir, 'LICENSE'));
  cpSync(join(root, 'out/THIRD-PARTY.txt'), join(appDir, 'THIRD-PARTY.txt'));
  writeFileSync(join(appDir, 'package.json'), `${JSON.stringify(appPackage(release), null, 2)}\n`);
  rmSync(join(root, 'out/completions'), { recursive: true, force: true });
  writeCompletions(join(root, 'out/completions'));
}

/** ccxt's exchanges without the marks of their build. */
export function copyExchanges(to: string): void {
  const from = join(root, 'out/ccxt');
  const marks = ['package.json', 'made-from.txt'].map((name) => join(from, name));
  cpSync(from, join(to, 'ccxt'), { recursive: true, filter: (path) => !marks.includes(path) });
}

/** The app's package.json: all of its dependencies are in its bundles. */
function appPackage({ version, homepage, maintainer }: Release): object {
  const { name, description, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return {
    ...{ name, productName: 'Keybearer', version, description, license, homepage, author: maintainer },
    ...{ private: true, type: 'module', main: 'main/main.mjs', desktopName: 'keybearer.desktop' },
  };
}
