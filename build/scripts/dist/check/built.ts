/** What `dist:check` has built and taken out of its packages, to be looked into. */
import type { Release } from '../plan.ts';
import type { Deb } from './deb.ts';
import type { Rpm } from './rpm.ts';

export interface Built {
  readonly release: Release;
  /** Where electron-builder put its folders, packages and manifests. */
  readonly output: string;
  /** out/: `app` and `headless` as they were put together, and the completions. */
  readonly out: string;
  /** The checkout: files that go into packages as they are. */
  readonly root: string;
  /** The distributions of Electron that the packages were made on. */
  readonly electron: { readonly linux: string; readonly win: string; readonly mac: string };
  readonly archives: readonly Archive[];
  readonly deb: Deb;
  readonly rpm: Rpm;
  /** The headless package as npm installed it. */
  readonly headless: string;
  /** For what is taken out of an app.asar. */
  readonly work: string;
}

/** An archive of an unpacked app. */
export interface Archive {
  readonly name: string;
  /** Where it was taken out to. */
  readonly dir: string;
  /** The folder that it was made of. */
  readonly of: string;
}
