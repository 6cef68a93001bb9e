/** Ways to spoil what was built. A file is replaced, never written into: it is one with the file of the real package. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage, extractAll, uncacheAll } from '@electron/asar';
import { type App, appsOf } from '../apps.ts';
import type { Built } from '../built.ts';
import { replaceFile } from '../tree.ts';

export interface Mutation {
  /** What was done, for whoever reads that nothing noticed it. */
  readonly name: string;
  /** The look that has to notice it. */
  readonly in: string;
  /** What that says. */
  readonly says: RegExp;
  /** It spoils no file, so none is copied for it; or what the package was made of, too. */
  readonly reach?: 'no file' | 'staged';
  /** Spoils the copy that it is given, or gives another. */
  readonly spoil: (built: Built) => Built | undefined | Promise<Built | undefined>;
}

export const appOf = (built: Built, name: string): App => {
  const app = appsOf(built.output).find((each) => each.name === name);
  if (app === undefined) throw new Error(`there is no app ${name}`);
  return app;
};

export function change(path: string, to: (text: string) => string): void {
  const text = readFileSync(path, 'latin1');
  const changed = to(text);
  // A mutation that changes nothing would go unnoticed for the wrong reason.
  if (changed === text) throw new Error(`nothing changed in ${path}`);
  replaceFile(path, Buffer.from(changed, 'latin1'), statSync(path).mode);
}

export const put = (path: string, text: string): void => replaceFile(path, text);

export function remove(path: string): void {
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  rmSync(path, { recursive: true });
}

export function setMode(path: string, mode: number): void {
  replaceFile(path, readFileSync(path));
  chmodSync(path, mode);
}

/** Packs app.asar anew with what `edit` did to its files. */
export async function repack(built: Built, name: string, edit: (dir: string) => void): Promise<undefined> {
  const archive = join(appOf(built, name).resources, 'app.asar');
  const dir = mkdtempSync(join(built.work, 'spoil-'));
  uncacheAll();
  extractAll(archive, dir);
  edit(dir);
  rmSync(archive);
  await createPackage(dir, archive);
  rmSync(dir, { recursive: true });
  return undefined;
}
