/** `run/agent.json`: where the running agent of a data directory is found. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrivateDir } from './paths.ts';

export interface AgentFile {
  readonly version: string;
  readonly pid: number;
  readonly socket: string;
  readonly control: string;
  readonly http: string | null;
  /** The socket for bots of a group; left out where there is none. */
  readonly group?: string;
}

const pathOf = (dataDir: string): string => join(dataDir, 'run', 'agent.json');

/** What the last agent wrote; undefined where there is no such file. The agent may be dead by now. */
export function readAgentFile(dataDir: string): AgentFile | undefined {
  try {
    return parse(JSON.parse(readFileSync(pathOf(dataDir), 'utf8')));
  } catch (fault) {
    if (fault instanceof SyntaxError || isMissing(fault)) return undefined;
    throw fault;
  }
}

/** Puts the file in place at once, 0600: a reader sees the old one or the new one. */
export function writeAgentFile(dataDir: string, file: AgentFile): void {
  ensurePrivateDir(join(dataDir, 'run'));
  const temporary = `${pathOf(dataDir)}.${file.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `${JSON.stringify(file)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(temporary, pathOf(dataDir));
}

/** Removes the file, unless another agent has written its own since. */
export function removeAgentFile(dataDir: string, pid: number): void {
  if (readAgentFile(dataDir)?.pid === pid) rmSync(pathOf(dataDir), { force: true });
}

function parse(value: unknown): AgentFile | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { version, pid, socket, control, http } = {
    version: '',
    pid: 0,
    socket: '',
    control: '',
    http: null,
    ...value,
  };
  if (typeof version !== 'string' || typeof pid !== 'number' || typeof socket !== 'string') return undefined;
  if (typeof control !== 'string' || control === '') return undefined;
  return { version, pid, socket, control, http: typeof http === 'string' ? http : null };
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && (fault.code === 'ENOENT' || fault.code === 'ENOTDIR');
}
