import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { AppError, asAppError } from '../../shared/errors.ts';

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

/** The first place whose sockets can be bound. Source: design/bot-api.md, Places. */
function socketDir(dataDir: string, place: Place): string {
  const places = socketPlaces(dataDir, place);
  const fits = (dir: string): boolean => Buffer.byteLength(join(dir, 'control.sock')) <= maxSocketPathBytes;
  return places.find(fits) ?? places.at(-1) ?? join(dataDir, 'run');
}

function socketPlaces(dataDir: string, place: Place): string[] {
  const given = place.env['XDG_RUNTIME_DIR'];
  // Source: XDG Base Directory Specification 0.8: a relative path is to be ignored.
  const runtime = given !== undefined && isAbsolute(given) ? [given] : [];
  const isDefault = resolve(dataDir) === resolve(defaultDataDir(place));
  return [
    ...(isDefault ? runtime.map((dir) => join(dir, 'keybearer')) : []),
    join(dataDir, 'run'),
    ...[...runtime, join(tmpdir(), `keybearer-${uid()}`)].map((dir) => join(dir, digestOf(dataDir))),
  ];
}

/** Not `userInfo()`, which fails for a user without an entry in passwd, as in many containers. -1 as there on Windows. */
const uid = (): number => process.getuid?.() ?? -1;

/** Stands for a data directory where its path is too long. One that does not exist yet goes by the path itself. */
function digestOf(dataDir: string): string {
  const real = existsSync(dataDir) ? realpathSync(dataDir) : resolve(dataDir);
  return createHash('sha256').update(real).digest('hex').slice(0, 16);
}

/** The same as `ensurePrivateDir`, but an empty directory of ours, made by hand and open to others, is closed. */
export function ensureDataDir(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  const isOurs = stat?.isDirectory() === true && process.platform !== 'win32' && stat.uid === process.getuid?.();
  if (isOurs && (stat.mode & 0o077) !== 0 && readdirSync(path).length === 0) chmodSync(path, 0o700);
  ensurePrivateDir(path);
}

/**
 * Makes a directory with mode 0700, or checks that the one there is ours and closed to others.
 * Throws: INPUT_INVALID with what to do.
 */
export function ensurePrivateDir(path: string): void {
  makeDir(path);
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

function makeDir(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const known = asAppError(cause);
    if (known.code !== 'INTERNAL') throw known;
    // On a read-only disk Node says ENOENT of a recursive mkdir, which names no cause (Node 24.21).
    throw new AppError('INPUT_INVALID', {
      detail: `${path} cannot be made. Check that its disk can be written.`,
      cause,
    });
  }
}

/**
 * The same for a directory of sockets, where nobody else may be able to put another in its place either.
 * Throws: INPUT_INVALID.
 */
export function ensureSocketDir(path: string): void {
  ensurePrivateDir(path);
  if (process.platform === 'win32') return;
  const parent = dirname(path);
  const { uid, mode } = lstatSync(parent);
  const isTrusted = uid === process.getuid?.() || uid === 0;
  const isOpen = (mode & 0o022) !== 0 && (mode & 0o1000) === 0;
  if (isTrusted && !isOpen) return;
  throw new AppError('INPUT_INVALID', {
    detail: `${parent} can be changed by other users, so the sockets would not be safe in it.`,
  });
}
