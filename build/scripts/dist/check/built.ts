/** What `dist:check` has built and taken out of its packages, to be looked into. */
import type { Release } from '../plan.ts';

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

export interface Deb {
  /** Where its files were taken out to. */
  readonly dir: string;
  /** As `dpkg-deb -f` prints it. */
  readonly control: string;
  /** A line a file, as `dpkg-deb -c` prints it: mode, owner, size, time, name. */
  readonly listed: readonly string[];
  /** What is run while it is installed and removed, by name. */
  readonly scripts: Readonly<Record<string, string>>;
}

export interface Rpm {
  /** `name version architecture licence homepage`. */
  readonly says: string;
  readonly needs: readonly string[];
  readonly scripts: string;
  /** Of which kind the sums are, by its name in node:crypto. */
  readonly algorithm: string;
  readonly files: readonly {
    readonly path: string;
    readonly sum: string;
    readonly mode: string;
    readonly owner: string;
  }[];
}
