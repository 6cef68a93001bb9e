/** Has electron-builder make packages. */
import { type Arch, build, type Configuration, type Platform } from 'electron-builder';
import { root } from './stage.ts';

const archives = ['tar.gz', 'zip'];
const installed = ['deb', 'rpm'];

/**
 * The targets in the order of their making. electron-builder lays files of the .deb and the .rpm into the folder that it is
 * packing the archives of at the same time, so that a tar.gz could take itself for a .deb.
 */
export function turnsOf(targets: readonly string[]): string[][] {
  if (!targets.some((target) => installed.includes(target))) return [[...targets]];
  const first = targets.filter((target) => archives.includes(target));
  const second = targets.filter((target) => !archives.includes(target));
  return first.length === 0 ? [second] : [first, second];
}

/** Takes: archs = none for those of the configuration. Gives: the packages' paths, and those of their manifests. */
export async function pack(
  config: Configuration,
  platform: Platform,
  targets: readonly string[],
  ...archs: Arch[]
): Promise<string[]> {
  const made: string[] = [];
  for (const turn of turnsOf(targets))
    made.push(
      ...(await build({ projectDir: root, config, targets: platform.createTarget(turn, ...archs), publish: 'never' })),
    );
  return made;
}
