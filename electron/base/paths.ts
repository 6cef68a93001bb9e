import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** What of the process decides where things lie; given by argument so that tests can choose. */
export interface Place {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

const systemPlace: Place = { env: process.env, platform: process.platform };
/** The longest socket path that is taken as it is, in bytes; sun_path holds 108 on Linux and 104 on macOS. */
const maxSocketPathBytes = 103;

export function defaultDataDir({ env, platform }: Place = systemPlace): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'keybearer');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'keybearer');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'keybearer');
}

/** The data directory: `--data`, else KEYBEARER_DATA, else the system's place. Source: design/bot-api.md, Places. */
export const dataDirOf = (option: string | undefined, place: Place = systemPlace): string =>
  resolve(option ?? (place.env['KEYBEARER_DATA'] || defaultDataDir(place)));

export interface Sockets {
  /** The directory of both sockets; 0700 and our own. */
  readonly dir: string;
  readonly bots: string;
  readonly control: string;
}

/** Where the two sockets of a data directory stand. The directory itself must exist. */
export function socketsOf(dataDir: string, place: Place = systemPlace): Sockets {
  const dir = socketDir(dataDir, place);
  return { dir, bots: join(dir, 'agent.sock'), control: join(dir, 'control.sock') };
}

function socketDir(dataDir: string, place: Place): string {
  const runtime = place.env['XDG_RUNTIME_DIR'];
  if (runtime && resolve(dataDir) === resolve(defaultDataDir(place))) return join(runtime, 'keybearer');
  const beside = join(dataDir, 'run');
  // control.sock is the longer name of the two.
  if (Buffer.byteLength(join(beside, 'control.sock')) <= maxSocketPathBytes) return beside;
  const digest = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16);
  const root = runtime ?? join(tmpdir(), `keybearer-${userInfo().uid}`);
  return join(root, digest);
}

/**
 * Makes a directory with mode 0700, or checks that the one there is ours and closed to others.
 * Throws: INPUT_INVALID with what to do.
 */
export function ensurePrivateDir(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const stat = lstatSync(path);
  if (!stat.isDirectory()) throw new AppError('INPUT_INVALID', { detail: `${path} is not a directory.` });
  if (process.platform === 'win32') return;
  if (stat.uid !== process.getuid?.())
    throw new AppError('INPUT_INVALID', { detail: `${path} belongs to another user.` });
  if ((stat.mode & 0o077) !== 0) {
    throw new AppError('INPUT_INVALID', {
      detail: `${path} is open to other users. Close it with: chmod 700 '${path}'`,
    });
  }
}
