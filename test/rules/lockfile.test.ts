import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { version } from '../../electron/base/version.ts';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const packages: Record<string, LockedPackage> = read('package-lock.json').packages;
const manifest = read('package.json');

/** Where npm would find `name` from a package at `path`. */
function isLocked(path: string, name: string): boolean {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in packages) return true;
    if (at === '' || !at.includes('/node_modules/')) return `node_modules/${name}` in packages;
  }
}

describe('the lockfile', () => {
  it('holds every optional platform package that a clean npm ci will look for', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('holds no download address', () => {
    const addresses = Object.values(packages).filter(({ resolved }) => resolved?.includes('://'));
    expect(addresses).toEqual([]);
  });

  it('holds a digest of every package from outside', () => {
    const bare = Object.entries(packages).filter(
      ([path, row]) => path.includes('node_modules/') && !row.link && row.integrity === undefined,
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it('pins every dependency to one version', () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, range]) => !/^\d+\.\d+\.\d+$|^file:/.test(String(range)),
    );
    expect(ranges).toEqual([]);
  });

  it('keeps install scripts off', () => {
    expect(readFileSync(new URL('../../.npmrc', import.meta.url), 'utf8')).toContain('ignore-scripts=true');
  });

  it('belongs to the version that the program prints', () => {
    expect(manifest.version).toBe(version);
  });
});
