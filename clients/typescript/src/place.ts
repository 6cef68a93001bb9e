/** Where the agent is, and whether its socket may be trusted with a token. */
import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Trouble } from './errors.ts';
import type { ConnectOptions } from './types.ts';

export type Place =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Gives: where to connect, asked anew for each connection, since an agent that starts again may stand elsewhere.
 * Throws: INPUT_INVALID. The function it gives throws AGENT_MISSING and, for a socket that others could have made, INPUT_INVALID.
 * Source: docs/bot-api.md.
 */
export function placeFinder({ socket, url, data }: ConnectOptions, env: Env = process.env): () => Place {
  if (socket !== undefined) return () => trusted(socket);
  if (url !== undefined) {
    const place = readUrl(url);
    return () => place;
  }
  const fromEnv = data === undefined ? env['KEYBEARER_SOCKET'] : undefined;
  if (fromEnv !== undefined && fromEnv !== '') return () => trusted(fromEnv);
  const dir = resolve(data ?? (env['KEYBEARER_DATA'] || defaultDataDir(env)));
  return () => trusted(readAgentFile(dir));
}

function readUrl(text: string): Place {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Trouble({
      code: 'INPUT_INVALID',
      detail: `url "${text}" is no address. It looks like http://127.0.0.1:8700.`,
    });
  }
  const isLocal = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  if (url.protocol !== 'http:' || !isLocal || url.pathname !== '/')
    throw new Trouble({
      code: 'INPUT_INVALID',
      detail: `url must be http://127.0.0.1:PORT, as agent.json has it: the agent serves this computer alone.`,
    });
  return { kind: 'tcp', host: url.hostname, port: Number(url.port || 80) };
}

export function defaultDataDir(env: Env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'keybearer');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'keybearer');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'keybearer');
}

const startIt = 'Start one with "keybearer agent" or the desktop app';

function readAgentFile(dir: string): string {
  const path = join(dir, 'run', 'agent.json');
  let text: string;
  try {
    ownAndClosed(lstatSync(path), path);
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Trouble) throw cause;
    throw new Trouble({ code: 'AGENT_MISSING', detail: `No agent runs for ${dir}. ${startIt}.`, cause });
  }
  try {
    const { socket } = JSON.parse(text) as { socket?: unknown };
    if (typeof socket === 'string' && socket !== '') return socket;
  } catch {
    // The same as a file without a socket.
  }
  throw new Trouble({ code: 'AGENT_MISSING', detail: `${path} is not what an agent of this version writes.` });
}

function trusted(path: string): Place {
  const place: Place = { kind: 'socket', path };
  if (process.platform === 'win32') return place;
  let stat: Stats;
  let dir: Stats;
  try {
    stat = lstatSync(path);
    dir = lstatSync(dirname(resolve(path)));
  } catch (cause) {
    throw new Trouble({ code: 'AGENT_MISSING', detail: `There is no socket ${path}. ${startIt}.`, cause });
  }
  if (!stat.isSocket()) throw untrusted(`${path} is no socket`);
  // 0660 is the socket for a group, our own or another user's.
  if (isOurs(stat) && (stat.mode & 0o077) !== 0o060) {
    ownAndClosed(stat, path);
    if (!isOurs(dir) || (dir.mode & 0o077) !== 0) throw untrusted(`${dirname(path)} is open to other users`);
  } else checkGroup(path, stat, dir);
  return place;
}

const isOurs = ({ uid }: Stats): boolean => uid === process.getuid?.();

function ownAndClosed(stat: Stats, path: string): void {
  if (process.platform === 'win32') return;
  if (!isOurs(stat)) throw untrusted(`${path} belongs to another user`);
  if ((stat.mode & 0o077) !== 0) throw untrusted(`${path} is open to other users`);
}

/** An agent that has opened a second socket to a group of ours, often another user's: whoever owns the directory made the socket. */
function checkGroup(path: string, stat: Stats, dir: Stats): void {
  if (dir.uid !== stat.uid) throw untrusted(`${path} and its directory belong to different users`);
  const groups = [process.getgid?.(), ...(process.getgroups?.() ?? [])];
  if (!isOurs(stat) && (!groups.includes(stat.gid) || (stat.mode & 0o060) !== 0o060))
    throw untrusted(`${path} belongs to another user, and is not open to a group of yours`);
  if ((stat.mode & 0o007) !== 0 || (dir.mode & 0o027) !== 0)
    throw untrusted(`${path} could be replaced or used by users outside of its group`);
}

const untrusted = (why: string): Trouble =>
  new Trouble({ code: 'INPUT_INVALID', detail: `${why}, so the token was not sent there.` });
