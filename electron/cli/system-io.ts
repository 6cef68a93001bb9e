import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { systemClock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import type { Io } from './io.ts';
import { stopRequested } from './stop.ts';
import { openTerminal } from './terminal.ts';

const maxInputBytes = 1024 * 1024;
const plainColumns = 80;

/** The process's own streams, signals and terminal. */
export function systemIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  // Source: https://no-color.org
  const isFancy = !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  bearClosing(stdout, () => process.exit(0));
  // Whatever serves goes on without anybody to complain to.
  bearClosing(stderr, () => undefined);
  return {
    out: (text) => void stdout.write(text),
    saidAll: () => new Promise((resolve) => stdout.write('', (fault) => (fault ? undefined : resolve()))),
    err: (text) => void stderr.write(text),
    readInput,
    isInTerminal: stdin.isTTY === true,
    isOutTerminal: stdout.isTTY === true,
    isErrTerminal: stderr.isTTY === true,
    columns: stdout.columns ?? stderr.columns ?? plainColumns,
    hasColour: stdout.isTTY === true && isFancy,
    canRedraw: stderr.isTTY === true && isFancy,
    env,
    self: { platform: process.platform, home: homedir(), program: ownProgram(process) },
    now: () => Date.now(),
    clock: systemClock,
    random: systemRandom,
    openTerminal,
    stopped: stopRequested,
  };
}

/** The command that starts this program anew. The desktop app is the terminal where `--cli` is said (main.ts). */
export function ownProgram({
  execPath,
  argv,
  env,
  versions,
}: Pick<NodeJS.Process, 'execPath' | 'argv' | 'env' | 'versions'>) {
  if (versions['electron'] === undefined) return [execPath, resolve(argv[1] ?? '')];
  // An AppImage runs from a directory that is gone when it ends.
  return [env['APPIMAGE'] ?? execPath, '--cli'];
}

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxInputBytes) throw new AppError('INPUT_INVALID', { detail: 'Standard input holds more than 1 MiB.' });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** `keybearer log | head` is no failure: once nobody reads, there is nothing left to do. */
function bearClosing(stream: NodeJS.WriteStream, then: () => void): void {
  stream.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') throw fault;
    then();
  });
}
