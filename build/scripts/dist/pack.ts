/** Has electron-builder make packages. */
import { type Arch, build, type Configuration, type Platform } from 'electron-builder';
import { CannotBuild } from './plan.ts';
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
  for (const turn of turnsOf(targets)) {
    const wanted = platform.createTarget(turn, ...archs);
    try {
      made.push(...(await build({ projectDir: root, config, targets: wanted, publish: 'never' })));
    } catch (fault) {
      throw noDownload(fault) ?? fault;
    }
  }
  return made;
}

/** Node's names for a network that isn't there, and those of electron-builder's and Electron's own downloads for an answer that is none. */
const unreachable =
  /^(E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|TIMEDOUT|PROTO)|CERT_.*|ERR_(TLS|SSL).*|ERR_NON_2XX_3XX_RESPONSE|UND_ERR_.*)$/;

interface Fault {
  readonly message?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** Gives: undefined for a fault that is not of the network. */
export function noDownload(fault: unknown): CannotBuild | undefined {
  const { message = '', code, cause, errors = [] } = (fault ?? {}) as Fault;
  if (typeof code !== 'string' || !unreachable.test(code))
    return [cause, ...errors].flatMap((inner) => (inner === undefined ? [] : (noDownload(inner) ?? [])))[0];
  return new CannotBuild(
    `electron-builder downloads Electron and its tools when packages are made, and could not (${message || code}). Connect this computer, or set ELECTRON_MIRROR (Electron) and ELECTRON_BUILDER_BINARIES_MIRROR (fpm, AppImage and the like) to addresses that it can reach.`,
    { cause: fault },
  );
}
