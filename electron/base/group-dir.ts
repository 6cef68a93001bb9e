/** A second place for the bots' socket, open to one group: `<data dir>-group/agent.sock`. */
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';

export interface GroupSocket {
  readonly path: string;
  readonly gid: number;
}

const socketMode = 0o660;
const dirMode = 0o710;
/** sun_path of sockaddr_un on macOS, the shortest, less its end. */
const maxPathBytes = 103;

/** Takes: group = its name or its number. Throws: INPUT_INVALID. */
export function groupSocketOf(dataDir: string, group: string): GroupSocket {
  if (process.platform === 'win32')
    throw new AppError('INPUT_INVALID', { detail: 'A socket for a group is for Linux and macOS.' });
  const path = join(`${resolve(dataDir)}-group`, 'agent.sock');
  if (Buffer.byteLength(path) > maxPathBytes)
    throw new AppError('INPUT_INVALID', {
      detail: `${path} is too long for a socket. Choose a shorter data directory.`,
    });
  return { path, gid: gidOf(group) };
}

/** Makes the directory, 0710 and of the group, or checks the one there. Throws: INPUT_INVALID with what to do. */
export function ensureGroupDir({ path, gid }: GroupSocket): void {
  const dir = dirname(path);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const stat = lstatSync(dir);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.())
    throw new AppError('INPUT_INVALID', {
      detail: `${dir} is no directory of yours. Move it away. Nothing was changed.`,
    });
  chmodSync(dir, 0o700);
  giveTo(dir, gid, dirMode);
}

/** After it was made closed to all others, so that nobody comes in before the group is set. */
export const openToGroup = ({ path, gid }: GroupSocket): void => giveTo(path, gid, socketMode);

function giveTo(path: string, gid: number, mode: number): void {
  try {
    chownSync(path, process.getuid?.() ?? -1, gid);
  } catch (cause) {
    throw new AppError('INPUT_INVALID', {
      detail: `${path} cannot be given to that group. Add yourself to it, and sign in again.`,
      cause,
    });
  }
  chmodSync(path, mode);
}

/** Source: group(5). */
function gidOf(group: string): number {
  if (/^\d{1,10}$/.test(group)) return Number(group);
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${group}:`));
  const gid = line?.split(':')[2];
  if (gid !== undefined && /^\d+$/.test(gid)) return Number(gid);
  throw new AppError('INPUT_INVALID', { detail: `There is no group "${group.slice(0, 60)}".` });
}
